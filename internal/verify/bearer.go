package verify

import "strings"

// Bearer is what a request presents in its Authorization fields.
type Bearer struct {
	Present bool   // there is an Authorization field at all
	Token   string // "" unless there is exactly one, in the form of RFC 6750
}

// maxToken bounds the work of a stranger's request: no token that was ever
// stored is longer.
const maxToken = 512

// ParseBearer reads the Authorization field: its value and how many fields of
// that name the request has. RFC 6750 §2.1 allows one form only: the scheme
// "Bearer" in any case (RFC 9110 §11.1), spaces, one b64token.
func ParseBearer(value string, fields int) Bearer {
	b := Bearer{Present: fields > 0}
	if fields != 1 {
		return b
	}
	scheme, token, found := strings.Cut(value, " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return b
	}
	token = strings.Trim(token, " ")
	if isB64Token(token) {
		b.Token = token
	}
	return b
}

// isB64Token reports whether s is 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" /
// "+" / "/" ) *"=", and not too long.
func isB64Token(s string) bool {
	body := strings.TrimRight(s, "=")
	if body == "" || len(s) > maxToken {
		return false
	}
	for i := range len(body) {
		if !b64Byte[body[i]] {
			return false
		}
	}
	return true
}

var b64Byte = func() (t [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/") {
		t[c] = true
	}
	return t
}()
