package routing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gatehouse"
)

// CanonicalPath decodes the path of a request target (without the query) and
// checks it, once. It refuses everything that two readers could understand
// differently: an encoded slash, backslash or NUL, empty segments, dot
// segments before or after decoding, control characters, bytes that are not
// UTF-8, and characters that RFC 3986 does not allow in a path. The error is
// a [gatehouse.Malformed] one and does not repeat the path.
//
// A path without percent signs is returned as it is, without an allocation.
func CanonicalPath(raw string) (string, error) {
	if raw == "" || raw[0] != '/' {
		return "", malformed("The path must start with a slash.")
	}
	path, err := decode(raw)
	if err != nil {
		return "", err
	}
	if err := checkSegments(path); err != nil {
		return "", err
	}
	return path, nil
}

// EscapePath encodes a canonical path for a request target. The result is the
// same for the same path, and CanonicalPath(EscapePath(p)) is p again. A path
// that needs no encoding is returned as it is.
func EscapePath(canonical string) string {
	for i := range len(canonical) {
		if !pathByte[canonical[i]] {
			return string(AppendEscapedPath(make([]byte, 0, len(canonical)+16), canonical))
		}
	}
	return canonical
}

// AppendEscapedPath appends what [EscapePath] returns to dst.
func AppendEscapedPath(dst []byte, canonical string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(canonical) {
		c := canonical[i]
		if pathByte[c] {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		}
	}
	return dst
}

// pathByte marks what stands for itself in a path: pchar and the slash of
// RFC 3986 §3.3.
var pathByte = func() (t [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/") {
		t[c] = true
	}
	return t
}()

// decode resolves percent-encoding and checks each character.
func decode(raw string) (string, error) {
	i := 0
	for i < len(raw) && pathByte[raw[i]] {
		i++
	}
	if i == len(raw) {
		return raw, nil
	}
	out := make([]byte, i, len(raw))
	copy(out, raw)
	for i < len(raw) {
		c := raw[i]
		switch {
		case pathByte[c]:
			i++
		case c != '%':
			return "", malformed("The path holds a character that must be percent-encoded.")
		default:
			var ok bool
			if c, ok = unhex(raw[i:]); !ok {
				return "", malformed("The path holds a percent sign without two hexadecimal digits.")
			}
			if c == '/' || c == '\\' || c == 0 {
				return "", malformed("The path holds an encoded slash, backslash or NUL.")
			}
			i += 3
		}
		out = append(out, c)
	}
	return checkText(string(out))
}

// unhex decodes the %XX that s starts with.
func unhex(s string) (byte, bool) {
	if len(s) < 3 {
		return 0, false
	}
	hi, lo := nibble(s[1]), nibble(s[2])
	return hi<<4 | lo, hi < 16 && lo < 16
}

// nibble is the value of a hexadecimal digit, or 16 for any other byte.
func nibble(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	}
	return 16
}

func checkText(path string) (string, error) {
	if !utf8.ValidString(path) {
		return "", malformed("The path is not UTF-8 once decoded.")
	}
	if strings.ContainsFunc(path, unicode.IsControl) {
		return "", malformed("The path holds a control character.")
	}
	return path, nil
}

// checkSegments refuses empty and dot segments. One empty segment at the end
// is the trailing slash, which counts.
func checkSegments(path string) error {
	for rest := path[1:]; ; {
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			if isDots(rest) {
				return malformed("The path holds a dot segment.")
			}
			return nil
		}
		if i == 0 {
			return malformed("The path holds an empty segment.")
		}
		if isDots(rest[:i]) {
			return malformed("The path holds a dot segment.")
		}
		rest = rest[i+1:]
	}
}

// isDots reports whether an upstream might take a segment for "." or "..".
// Servlet containers drop what follows a semicolon before they resolve dots,
// so "..;x" climbs there although it is a plain name by RFC 3986.
func isDots(segment string) bool {
	if segment == "" || segment[0] != '.' {
		return false
	}
	name, _, _ := strings.Cut(segment, ";")
	return name == "." || name == ".."
}

func malformed(detail string) error {
	return &gatehouse.Error{Kind: gatehouse.Malformed, Code: "request_malformed", Detail: detail}
}
