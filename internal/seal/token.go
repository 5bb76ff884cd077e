package seal

import (
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
	"math/big"
	"math/bits"
	"strings"

	"gatehouse"
)

// The prefixes of generated secrets, so that a person and a secret scanner can
// tell what they have found.
const (
	TokenPrefix   = "ght" // a partner's token
	APIKeyPrefix  = "ghk" // a key of the admin API
	SessionPrefix = "ghs" // a session's cookie
	LinkPrefix    = "ghl" // the code of a one-time link
)

const (
	base62         = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	randomDigits   = 43 // enough for 256 bits: 62^43 > 2^256
	checksumDigits = 6  // enough for 32 bits
)

// NewToken makes a secret: the prefix, an underscore, 256 random bits as 43
// base62 digits, and six digits of CRC-32 over all that precedes them. The
// checksum is no protection; it lets scanners and people tell a mistyped
// secret from a wrong one.
func NewToken(prefix string) gatehouse.Secret {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails: the runtime ends the process instead
	return TokenOf(prefix, random)
}

// TokenOf writes 256 bits in the form of a generated secret. It is for bits
// that nobody else can compute, such as those of [Keys.Hash] over what the
// secret is bound to.
func TokenOf(prefix string, random [32]byte) gatehouse.Secret {
	var words [4]uint64
	for i := range words {
		words[i] = binary.BigEndian.Uint64(random[8*i:])
	}
	var digits [randomDigits]byte
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i] = base62[divide(&words)]
	}
	body := prefix + "_" + string(digits[:])
	return gatehouse.Secret(body + checksum(body))
}

// NewDigits makes a code of decimal digits for people to type.
func NewDigits(n int) gatehouse.Secret {
	code := make([]byte, n)
	for i := range code {
		digit, _ := rand.Int(rand.Reader, big.NewInt(10)) // never fails, like rand.Read
		code[i] = byte('0' + digit.Int64())
	}
	return gatehouse.Secret(code)
}

// divide divides a 256-bit number by 62 in place and returns the remainder.
func divide(words *[4]uint64) (remainder uint64) {
	for i := range words {
		words[i], remainder = bits.Div64(remainder, words[i], uint64(len(base62)))
	}
	return remainder
}

func checksum(body string) string {
	sum := crc32.ChecksumIEEE([]byte(body))
	var digits [checksumDigits]byte
	for i := len(digits) - 1; i >= 0; i-- {
		digits[i] = base62[sum%62]
		sum /= 62
	}
	return string(digits[:])
}

// CheckToken reports whether s has the form of a generated secret of any
// prefix and its checksum holds. It says nothing about whether s is valid.
func CheckToken(s string) bool {
	prefix, rest, found := strings.Cut(s, "_")
	if !found || prefix == "" || len(rest) != randomDigits+checksumDigits {
		return false
	}
	if strings.ContainsFunc(prefix, func(r rune) bool { return r < 'a' || r > 'z' }) ||
		strings.ContainsFunc(rest, func(r rune) bool { return !strings.ContainsRune(base62, r) }) {
		return false
	}
	body := s[:len(s)-checksumDigits]
	return s[len(body):] == checksum(body)
}
