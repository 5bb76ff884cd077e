package seal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gatehouse"

	"pgregory.net/rapid"
)

var someMaster = bytes.Repeat([]byte{7}, masterKeySize)

func someKeys(t testing.TB) *Keys {
	t.Helper()
	k, err := deriveKeys(someMaster)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestFirstStartMakesAKeyThatLaterStartsRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there")
	first, err := LoadKeys(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, KeyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("key file: %v, %v; want mode 0600", info, err)
	}
	again, err := LoadKeys(dir, "")
	if err != nil || again.Fingerprint() != first.Fingerprint() {
		t.Errorf("second start: fingerprint %q, %v; want %q", again.Fingerprint(), err, first.Fingerprint())
	}
	if left, _ := filepath.Glob(filepath.Join(dir, KeyFile+".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestProcessesThatStartTogetherAgreeOnTheKey(t *testing.T) {
	dir := t.TempDir()
	prints := make([]string, 16)
	var all sync.WaitGroup
	for i := range prints {
		all.Go(func() {
			k, err := LoadKeys(dir, "")
			if err != nil {
				t.Error(err)
				return
			}
			prints[i] = k.Fingerprint()
		})
	}
	all.Wait()
	for _, p := range prints {
		if p != prints[0] {
			t.Fatalf("different keys: %v", prints)
		}
	}
}

func TestGivenMasterKeyWinsOverTheFile(t *testing.T) {
	dir := t.TempDir()
	fromFile, err := LoadKeys(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	given, err := LoadKeys(dir, gatehouse.Secret(strings.Repeat("07", masterKeySize)))
	if err != nil || given.Fingerprint() == fromFile.Fingerprint() || given.Fingerprint() != someKeys(t).Fingerprint() {
		t.Errorf("fingerprint %q, %v", given.Fingerprint(), err)
	}
}

func TestUnfitMasterKeysAreRefusedInOneLineWithoutTheKey(t *testing.T) {
	for name, key := range map[string]string{
		"short": "0123456789abcdef", "long": strings.Repeat("07", masterKeySize+1), "not hexadecimal": strings.Repeat("zz", masterKeySize),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := LoadKeys(t.TempDir(), gatehouse.Secret(key))
			if err == nil || strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "MASTER_KEY") {
				t.Errorf("error %q", err)
			}
		})
	}
}

func TestUnfitKeyFilesAreRefused(t *testing.T) {
	good := strings.Repeat("07", masterKeySize) + "\n"
	tests := []struct {
		name, content string
		mode          os.FileMode
		want          string
	}{
		{"empty", "", 0o600, "0 bytes long"},
		{"cut", good[:20], 0o600, "20 bytes long"},
		{"too long", good + good, 0o600, "130 bytes long"},
		{"damaged", "zz" + good[2:], 0o600, "is damaged"},
		{"group may read", good, 0o640, "mode 0640"},
		{"world may read", good, 0o604, "chmod 600"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, KeyFile)
			if err := os.WriteFile(path, []byte(tt.content), tt.mode); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, tt.mode); err != nil {
				t.Fatal(err)
			}
			_, err := LoadKeys(dir, "")
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("error %q; want one line with %q", err, tt.want)
			}
			if now, _ := os.ReadFile(path); string(now) != tt.content {
				t.Error("the refused file was changed")
			}
		})
	}
}

func TestFolderThatCannotBeMadeIsOneClearLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := LoadKeys(filepath.Join(file, "data"), "")
	if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), file) {
		t.Errorf("error %q", err)
	}
}

func TestHashIsHMACSHA256OfAnyLength(t *testing.T) {
	k := someKeys(t)
	sub, err := hkdf.Key(sha256.New, someMaster, nil, "gatehouse 1 token hash", sha256.Size)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringN(0, -1, 2*longestOnStack).Draw(t, "secret")
		mac := hmac.New(sha256.New, sub)
		mac.Write([]byte(secret))
		if got := k.Hash(secret); !bytes.Equal(got[:], mac.Sum(nil)) {
			t.Fatalf("hash of %q differs from crypto/hmac", secret)
		}
	})
}

func TestEveryPurposeHasAKeyOfItsOwn(t *testing.T) {
	k := someKeys(t)
	hash := k.Hash("s")
	if bytes.Equal(hash[:], k.AuditMAC([]byte("s"))) || strings.Contains(k.SecretFingerprint("s"), k.Fingerprint()[3:]) {
		t.Error("two purposes share a key")
	}
	other, err := deriveKeys(bytes.Repeat([]byte{8}, masterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	if other.Hash("s") == hash || other.SecretFingerprint("s") == k.SecretFingerprint("s") || other.Fingerprint() == k.Fingerprint() {
		t.Error("another master key gives the same")
	}
}

func TestSecretFingerprintNamesASecretOnly(t *testing.T) {
	k := someKeys(t)
	if got := k.SecretFingerprint("secret"); len(got) != 19 || got[:3] != "fp_" || got != k.SecretFingerprint("secret") || got == k.SecretFingerprint("secret2") {
		t.Errorf("fingerprint %q", got)
	}
	if got := k.SecretFingerprint(""); got != "" {
		t.Errorf("fingerprint of nothing: %q", got)
	}
}

func TestHashAllocatesNothing(t *testing.T) {
	k, token := someKeys(t), NewToken(TokenPrefix).Reveal()
	if n := testing.AllocsPerRun(100, func() { k.Hash(token) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkHash(b *testing.B) {
	k, token := someKeys(b), NewToken(TokenPrefix).Reveal()
	b.ReportAllocs()
	for b.Loop() {
		k.Hash(token)
	}
}
