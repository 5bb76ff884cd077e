package seal

import (
	"errors"
	"fmt"
)

// boxVersion begins every sealed value, so that a later cipher can live beside
// this one: XChaCha20-Poly1305 of Tink, whose long random nonces never repeat.
const boxVersion = 1

// Seal encrypts what must be read again, such as an upstream's credential. The
// purpose is bound to the result: what was sealed for one place in the store
// does not open in another. Name the noun and its id in it.
func (k *Keys) Seal(purpose string, plain []byte) ([]byte, error) {
	sealed, err := k.box.Encrypt(plain, []byte(purpose))
	if err != nil {
		return nil, fmt.Errorf("sealing a secret: %w", err)
	}
	return append([]byte{boxVersion}, sealed...), nil
}

// Open decrypts what Seal made for the same purpose under the same master key.
func (k *Keys) Open(purpose string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != boxVersion {
		return nil, errors.New("opening a sealed secret: unknown format")
	}
	plain, err := k.box.Decrypt(sealed[1:], []byte(purpose))
	if err != nil {
		return nil, fmt.Errorf("opening a sealed secret: it is damaged, or the master key %s is not the one it was sealed under", k.fingerprint)
	}
	return plain, nil
}
