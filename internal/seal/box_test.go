package seal

import (
	"bytes"
	"testing"

	"gatehouse"
)

func TestSealedSecretsOpenForTheirPurposeOnly(t *testing.T) {
	k := someKeys(t)
	sealed, err := k.Seal("credential of co_1", []byte("secret"))
	if err != nil || bytes.Contains(sealed, []byte("secret")) {
		t.Fatalf("sealed %q, %v", sealed, err)
	}
	if plain, err := k.Open("credential of co_1", sealed); err != nil || string(plain) != "secret" {
		t.Errorf("opened %q, %v", plain, err)
	}
	if plain, err := k.Open("credential of co_2", sealed); err == nil {
		t.Errorf("opened %q for another purpose", plain)
	}
	other, err := deriveKeys(bytes.Repeat([]byte{8}, masterKeySize))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := other.Open("credential of co_1", sealed); err == nil {
		t.Errorf("opened %q under another master key", plain)
	}
}

func TestAnyChangedByteOfASealedSecretIsNoticed(t *testing.T) {
	k := someKeys(t)
	code := NewToken(LinkPrefix)
	sealed, err := k.Seal("p", []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	underCode, err := SealUnderCode(code, []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		wrong, wrongCode := bytes.Clone(sealed), bytes.Clone(underCode)
		wrong[i] ^= 1
		wrongCode[i] ^= 1
		if _, err := k.Open("p", wrong); err == nil {
			t.Errorf("byte %d changed, and it opens", i)
		}
		if _, err := OpenUnderCode(code, wrongCode); err == nil {
			t.Errorf("byte %d changed, and it opens under the code", i)
		}
	}
	for _, short := range [][]byte{nil, {boxVersion}, sealed[:10]} {
		if _, err := k.Open("p", short); err == nil {
			t.Errorf("%v opens", short)
		}
	}
}

func TestLinkSecretOpensUnderItsCodeAlone(t *testing.T) {
	code := NewToken(LinkPrefix)
	sealed, err := SealUnderCode(code, []byte("secret"))
	if err != nil || bytes.Contains(sealed, []byte("secret")) {
		t.Fatalf("sealed %q, %v", sealed, err)
	}
	if plain, err := OpenUnderCode(code, sealed); err != nil || string(plain) != "secret" {
		t.Errorf("opened %q, %v", plain, err)
	}
	for _, wrong := range []gatehouse.Secret{"", NewToken(LinkPrefix), code + "0"} {
		if _, err := OpenUnderCode(wrong, sealed); err == nil {
			t.Error("opened under another code")
		}
	}
}
