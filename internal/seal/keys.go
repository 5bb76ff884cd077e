package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"gatehouse"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// masterKeySize is the length of the master key in bytes. It is written down
// as twice as many hexadecimal digits, in the key file and in MASTER_KEY alike.
const masterKeySize = 32

// Keys holds the sub-keys derived from a master key. It is safe for use by
// many goroutines; the master key itself is not kept.
type Keys struct {
	fingerprint string
	hashInner   [sha256.BlockSize]byte // the hash key, padded and mixed as RFC 2104 asks
	hashOuter   [sha256.BlockSize]byte
	secretNames []byte
	audit       []byte
	box         tink.AEAD
}

// LoadKeys derives the keys from masterKey (64 hexadecimal digits), or, where
// that is empty, from the file master.key in dataDir. On the first start the
// folder and the file are made, readable by their owner alone.
//
// A malformed key, a file of the wrong size, and a file that other users of
// the machine may read are refused with an error that says what to do.
func LoadKeys(dataDir string, masterKey gatehouse.Secret) (*Keys, error) {
	if masterKey == "" {
		master, err := loadKeyFile(dataDir)
		if err != nil {
			return nil, err
		}
		return deriveKeys(master)
	}
	master, err := parseMasterKey(masterKey.Reveal())
	if err != nil {
		return nil, fmt.Errorf("MASTER_KEY %w", err)
	}
	return deriveKeys(master)
}

// parseMasterKey never repeats its input: it would end in a terminal or a log.
func parseMasterKey(text string) ([]byte, error) {
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != masterKeySize {
		return nil, fmt.Errorf("must be %d hexadecimal digits; make one with: openssl rand -hex %d", 2*masterKeySize, masterKeySize)
	}
	return key, nil
}

func deriveKeys(master []byte) (*Keys, error) {
	var sub [5][]byte
	for i, purpose := range []string{"fingerprint", "token hash", "secret fingerprint", "audit", "box"} {
		key, err := hkdf.Key(sha256.New, master, nil, "gatehouse 1 "+purpose, sha256.Size)
		if err != nil {
			return nil, fmt.Errorf("deriving the %s key: %w", purpose, err)
		}
		sub[i] = key
	}
	box, err := subtle.NewXChaCha20Poly1305(sub[4])
	if err != nil {
		return nil, fmt.Errorf("making the cipher for stored secrets: %w", err)
	}
	k := &Keys{fingerprint: "mk_" + hex.EncodeToString(sub[0][:8]), secretNames: sub[2], audit: sub[3], box: box}
	k.hashInner, k.hashOuter = pads(sub[1])
	return k, nil
}

// Fingerprint names the master key without telling anything about it: "mk_"
// and 16 hexadecimal digits. Backups carry it, so that they are not restored
// under another key.
func (k *Keys) Fingerprint() string { return k.fingerprint }

// SecretFingerprint names a secret in audit events, "fp_" and 16 hexadecimal
// digits: equal secrets have equal fingerprints, and only the holder of the
// master key can compute one. The empty secret has none.
func (k *Keys) SecretFingerprint(secret string) string {
	if secret == "" {
		return ""
	}
	mac := hmac.New(sha256.New, k.secretNames)
	mac.Write([]byte(secret))
	return "fp_" + hex.EncodeToString(mac.Sum(nil)[:8])
}

// AuditMAC authenticates the canonical bytes of an audit event, a checkpoint
// or a backup: 32 bytes of HMAC-SHA-256. The caller's bytes begin with what
// they are, so that one kind cannot pass for another.
func (k *Keys) AuditMAC(data []byte) []byte {
	mac := hmac.New(sha256.New, k.audit)
	mac.Write(data)
	return mac.Sum(nil)
}
