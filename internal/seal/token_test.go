package seal

import (
	"math/big"
	"regexp"
	"strings"
	"testing"
)

func TestTokensHaveTheFormOfTheContract(t *testing.T) {
	form := regexp.MustCompile(`^ght_[0-9A-Za-z]{49}$`)
	seen := map[string]bool{}
	for range 1000 {
		token := NewToken(TokenPrefix).Reveal()
		if !form.MatchString(token) || !CheckToken(token) || seen[token] {
			t.Fatalf("token %q", token)
		}
		seen[token] = true
	}
}

func TestChecksumIsCRC32InBase62(t *testing.T) {
	// CRC-32 of "123456789" is the check value of the algorithm, 0xCBF43926.
	const crc = 0xCBF43926
	digits := []byte("000000")
	for n, i := uint64(crc), 5; n > 0; n, i = n/62, i-1 {
		digits[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[n%62]
	}
	if got := checksum("123456789"); got != string(digits) {
		t.Errorf("checksum %q, want %q", got, digits)
	}
}

func TestDigitsHoldTheWholeNumber(t *testing.T) {
	words := [4]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
	want := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
	got, place := new(big.Int), big.NewInt(1)
	for range randomDigits {
		got.Add(got, new(big.Int).Mul(place, new(big.Int).SetUint64(divide(&words))))
		place.Mul(place, big.NewInt(62))
	}
	if got.Cmp(want) != 0 {
		t.Errorf("43 digits of 2^256-1 give %v", got)
	}
}

func TestAnyMistypedCharacterIsNoticed(t *testing.T) {
	token := NewToken(APIKeyPrefix).Reveal()
	for i := range token {
		wrong := []byte(token)
		if wrong[i] == 'q' {
			wrong[i] = 'x'
		} else {
			wrong[i] = 'q'
		}
		if CheckToken(string(wrong)) {
			t.Errorf("position %d: %q passes", i, wrong)
		}
	}
	for _, s := range []string{"", "_", "ght_", token[1:] + "0", token + "0", token[:len(token)-1], strings.ToUpper(token), " " + token} {
		if CheckToken(s) {
			t.Errorf("%q passes", s)
		}
	}
}

func FuzzCheckToken(f *testing.F) {
	f.Add("ght_0000000000000000000000000000000000000000000000000")
	f.Add(NewToken(TokenPrefix).Reveal())
	f.Add("ghk_é")
	f.Add("_")
	f.Fuzz(func(t *testing.T, s string) {
		if !CheckToken(s) {
			return
		}
		body := s[:len(s)-checksumDigits]
		if s != body+checksum(body) || strings.Count(s, "_") != 1 {
			t.Errorf("%q passes", s)
		}
	})
}

func BenchmarkNewToken(b *testing.B) {
	for b.Loop() {
		NewToken(TokenPrefix)
	}
}
