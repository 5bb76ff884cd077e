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
	valid, expired := match(now, &presented, tokens)
	switch {
	case b.Token == "":
		return Result{Verdict: Invalid}
	case valid >= 0:
		return Result{Verdict: OK, Token: &tokens[valid]}
	case expired >= 0:
		return Result{Verdict: Expired}
	}
	return Result{Verdict: Invalid}
}

// match returns the index of a valid and of an expired token with a hash, or
// -1: the same secret may have been given twice. It compares all tokens, and
// where there are fewer than usual, the hash with its own complement.
func match(now time.Time, presented *[32]byte, tokens []directory.Token) (valid, expired int) {
	var none [32]byte
	for i := range none {
		none[i] = ^presented[i]
	}
	valid, expired = -1, -1
	for i := range max(len(tokens), usualTokens) {
		against, into := &none, &valid
		if i < len(tokens) {
			against = tokens[i].Hash()
			if tokens[i].Expired(now) {
				into = &expired
			}
		}
		*into = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(presented[:], against[:]), i, *into)
	}
	return valid, expired
}
