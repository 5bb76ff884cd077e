package verify

import (
	"crypto/subtle"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
)

// usualTokens is how many comparisons every verification makes at least, so
// that a profile that does not exist costs as much as one that does. Only a
// profile in the middle of several rotations has more.
const usualTokens = 4

// Hash is the keyed hash that tokens are stored under, see package seal.
type Hash func(secret string) [32]byte

// Credentials decides whether a request proves to come from a profile. The
// profile is nil when the Client ID or Profile ID names nothing, or a profile
// of another client; the verdict does not tell which.
func Credentials(now time.Time, p *directory.Profile, b Bearer, hash Hash) Result {
	if r, ok := None(p); ok {
		return r
	}
	if !b.Present {
		return Result{Verdict: Missing}
	}
	return Token(now, p, b, hash)
}

// Token decides for the method token, and for profiles that do not exist.
func Token(now time.Time, p *directory.Profile, b Bearer, hash Hash) Result {
	presented := hash(b.Token)
	var tokens []directory.Token
	if p != nil && p.Auth() == gatehouse.AuthToken {
		tokens = p.Tokens()
	}
	matched := match(&presented, tokens)
	switch {
	case b.Token == "" || matched < 0:
		return Result{Verdict: Invalid}
	case tokens[matched].Expired(now):
		return Result{Verdict: Expired}
	}
	return Result{Verdict: OK, Token: &tokens[matched]}
}

// match returns the index of the token with a hash, or -1. It compares all of
// them, and the hash with its own complement where there are fewer than usual.
func match(presented *[32]byte, tokens []directory.Token) int {
	var none [32]byte
	for i := range none {
		none[i] = ^presented[i]
	}
	found := -1
	for i := range max(len(tokens), usualTokens) {
		against := &none
		if i < len(tokens) {
			against = tokens[i].Hash()
		}
		found = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(presented[:], against[:]), i, found)
	}
	return found
}
