package gatehouse

import (
	"regexp"
	"time"
)

// Token is one secret of a profile whose authentication method is token. Only
// a keyed hash is kept, so a token can be recognised and never read again.
type Token struct {
	ID        string // "tk_…"
	ProfileID string
	ClientID  string
	Prefix    string    // first 8 characters of a generated token, 4 of a pasted one
	Hash      []byte    // 32 bytes, keyed; see package seal
	CreatedAt time.Time // UTC, whole milliseconds
	ExpiresAt time.Time // zero: never
	RetiredAt time.Time // when a rotation put another token in its place; zero: not yet
	RevokedAt time.Time // zero: not revoked

	FirstUsedAt time.Time // zero: never
	LastUsedAt  time.Time // zero: never; kept about once a minute
	LastUsedIP  string
	UseCount    int64
}

// TokenStatus is where a token is in its life.
type TokenStatus string

// The life of a token. A retiring token still works until its expiry.
const (
	TokenActive   TokenStatus = "active"
	TokenRetiring TokenStatus = "retiring"
	TokenExpired  TokenStatus = "expired"
	TokenRevoked  TokenStatus = "revoked"
)

// Status tells where in its life the token is at a moment.
func (t Token) Status(now time.Time) TokenStatus {
	switch {
	case !t.RevokedAt.IsZero():
		return TokenRevoked
	case !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt):
		return TokenExpired
	case !t.RetiredAt.IsZero():
		return TokenRetiring
	default:
		return TokenActive
	}
}

// pastedToken is RFC 6750's b64token, bounded.
var pastedToken = regexp.MustCompile(`^[A-Za-z0-9._~+/-]{1,512}=*$`)

// Lengths of a pasted token, in characters.
const (
	MinPastedToken = 32
	MaxPastedToken = 512
)

// CheckPastedToken reports what is wrong with a token chosen by hand, or nil.
func CheckPastedToken(value string) *Field {
	if len(value) < MinPastedToken || len(value) > MaxPastedToken {
		return &Field{Detail: "must be 32 to 512 characters long"}
	}
	if !pastedToken.MatchString(value) {
		return &Field{Detail: "must hold only letters, digits and - . _ ~ + /, with = at the end only (RFC 6750 b64token)"}
	}
	return nil
}

// NewToken asks for a token when a profile is created or rotated.
type NewToken struct {
	Generate     bool
	Value        Secret    // pasted; empty when Generate
	ExpiresAt    time.Time // zero: never
	HandOverLink bool      // also seal the secret behind a one-time link
}

// Validate reports what is wrong with the request for a token; pointers are
// relative to it.
func (n NewToken) Validate(now time.Time) Fields {
	var f Fields
	switch {
	case n.Generate && n.Value != "":
		f.Add("/value", `must be left out when "generate" is true`)
	case !n.Generate && n.Value == "":
		f.Add("", `must have "generate": true or a "value"`)
	case n.Value != "":
		if wrong := CheckPastedToken(n.Value.Reveal()); wrong != nil {
			f.Add("/value", "%s", wrong.Detail)
		}
	}
	if !n.ExpiresAt.IsZero() && !n.ExpiresAt.After(now) {
		f.Add("/expires_at", "must be in the future")
	}
	return f
}

// OneTimeLink is a secret waiting to be revealed once. Only ciphertext and the
// code's hash are stored; the code is in the link alone.
type OneTimeLink struct {
	ID         string // "ln_…"
	ClientID   string
	TokenID    string
	CodeHash   []byte
	Ciphertext []byte // gone once revealed
	CreatedAt  time.Time
	ExpiresAt  time.Time // 24 hours after CreatedAt
	RevealedAt time.Time
	RevokedAt  time.Time
}
