package http1

// Character classes of RFC 9110 §5.6.2 (token), §5.5 (field content) and RFC
// 3986 §3 (path, query, host), as bits of one table, so that the parser spends
// one load per byte.

const (
	isToken = 1 << iota // tchar: methods, field names
	isValue             // field content: visible, obs-text, space and tab
	isPath              // pchar and "/", with "%" left to the caller
	isQuery             // see queryExtra
	isHost              // the part of reg-name that real host names use
	isHex
)

const (
	alnum = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

	// queryExtra is what RFC 3986 does not allow in a query but every browser
	// sends there unescaped (filter[name]=a|b). It is accepted because it has no
	// second reading: the query goes on byte for byte. Paths are strict.
	queryExtra = "[]{}|^`\\"
)

// class holds the classes of each byte.
var class = func() (t [256]uint8) {
	mark := func(set string, bit uint8) {
		for i := range len(set) {
			t[set[i]] |= bit
		}
	}
	mark(alnum+"!#$%&'*+-.^_`|~", isToken)
	mark(alnum+"-._~!$&'()*+,;=:@/", isPath)
	mark(alnum+"-._~!$&'()*+,;=:@/?%"+queryExtra, isQuery)
	mark(alnum+"-._~", isHost)
	mark("0123456789abcdefABCDEF", isHex)
	for c := range t {
		if c == '\t' || c >= 0x20 && c != 0x7f {
			t[c] |= isValue
		}
	}
	return t
}()

func is(c byte, bit uint8) bool { return class[c]&bit != 0 }

// isTokenString reports whether s is one non-empty token.
func isTokenString(s string) bool { return s != "" && span(s, 0, isToken) == len(s) }

// spanValue returns the end of the run of field content that begins at i, eight
// bytes at a time: values are most of a head. A control character ends it, and
// so may a tab, after which span goes on.
func spanValue(s string, i int) int {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; len(s)-i >= 8; i += 8 {
		p := s[i : i+8]
		v := uint64(p[0]) | uint64(p[1])<<8 | uint64(p[2])<<16 | uint64(p[3])<<24 |
			uint64(p[4])<<32 | uint64(p[5])<<40 | uint64(p[6])<<48 | uint64(p[7])<<56
		deleted := v ^ 0x7f*each
		if ((v-0x20*each)&^v|(deleted-each)&^deleted)&high != 0 {
			break
		}
	}
	return span(s, i, isValue)
}

// span returns the end of the run of bytes of one class that begins at i.
func span(s string, i int, bit uint8) int {
	for i < len(s) && class[s[i]]&bit != 0 {
		i++
	}
	return i
}
