package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"

	"gatehouse"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// SealUnderCode encrypts the secret of a one-time link under a key derived
// from the link's code alone. The store keeps the result and a hash of the
// code: neither its owner nor the holder of the master key can read the
// secret without the link. The code comes from [NewToken], and its 256 random
// bits need no slow derivation.
func SealUnderCode(code gatehouse.Secret, plain []byte) ([]byte, error) { //nolint:revive // the pair of OpenUnderCode, as Seal is of Open
	box, err := codeBox(code)
	if err != nil {
		return nil, err
	}
	sealed, err := box.Encrypt(plain, nil)
	if err != nil {
		return nil, fmt.Errorf("sealing a link's secret: %w", err)
	}
	return append([]byte{boxVersion}, sealed...), nil
}

// OpenUnderCode decrypts what SealUnderCode made for the same code.
func OpenUnderCode(code gatehouse.Secret, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != boxVersion {
		return nil, errors.New("opening a link's secret: unknown format")
	}
	box, err := codeBox(code)
	if err != nil {
		return nil, err
	}
	plain, err := box.Decrypt(sealed[1:], nil)
	if err != nil {
		return nil, errors.New("opening a link's secret: the code is not the one it was sealed under")
	}
	return plain, nil
}

func codeBox(code gatehouse.Secret) (*subtle.XChaCha20Poly1305, error) {
	key, err := hkdf.Key(sha256.New, []byte(code.Reveal()), nil, "gatehouse 1 one-time link", sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("deriving a link's key: %w", err)
	}
	box, err := subtle.NewXChaCha20Poly1305(key)
	if err != nil {
		return nil, fmt.Errorf("making a link's cipher: %w", err)
	}
	return box, nil
}
