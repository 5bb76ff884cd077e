package h2

// Encoding fields (RFC 7541 §6.2.2): static names and literals, nothing in the
// dynamic table. A block is then the same wherever in the order of frames it ends
// up, so it is encoded without the connection's lock; and what is secret in an
// answer cannot be guessed by the size of another (§7.1).

import (
	"strconv"
	"strings"

	"golang.org/x/net/http2/hpack"

	"gatehouse/internal/http1"
)

// clearTable sets the size of our dynamic table to none (RFC 7541 §6.3). It
// begins the first block of a connection, after which no setting of the peer's
// can ask for a smaller one.
const clearTable = 0x20

// fieldWriter appends encoded fields to b.
type fieldWriter struct {
	b      []byte
	unsafe bool // a field held what would split a message elsewhere
}

// statuses holds the first field of each answer.
var statuses = func() (t [600][]byte) {
	indexed := map[int]byte{200: 8, 204: 9, 206: 10, 304: 11, 400: 12, 404: 13, 500: 14}
	for i := 100; i < len(t); i++ {
		if n, ok := indexed[i]; ok {
			t[i] = []byte{0x80 | n}
			continue
		}
		t[i] = append([]byte{8, 3}, strconv.Itoa(i)...)
	}
	return t
}()

// staticNames are the names of the static table that answers use (RFC 7541
// Appendix A), and where in it they are.
var staticNames = map[string]int{
	"accept-ranges": 18, "access-control-allow-origin": 20, "age": 21, "allow": 22, "cache-control": 24,
	"content-disposition": 25, "content-encoding": 26, "content-language": 27, "content-length": 28, "content-location": 29,
	"content-range": 30, "content-type": 31, "date": 33, "etag": 34, "expires": 36, "last-modified": 44, "link": 45,
	"location": 46, "retry-after": 53, "server": 54, "set-cookie": 55, "strict-transport-security": 56, "vary": 59, "via": 60,
	"www-authenticate": 61,
}

// knownNames are the names that most answers have, encoded, in their usual
// spellings.
var knownNames = func() map[string][]byte {
	known := map[string][]byte{}
	more := []string{"X-Request-ID", "RateLimit", "RateLimit-Policy", "X-Powered-By", "Traceparent", "X-Content-Type-Options"}
	for name := range staticNames {
		more = append(more, name)
	}
	for _, name := range more {
		lower := strings.ToLower(name)
		encoded := appendName(nil, lower)
		known[name], known[lower] = encoded, encoded
		known[canonical(lower)] = encoded
	}
	return known
}()

// canonical is the spelling that HTTP/1.1 servers use.
func canonical(lower string) string {
	b := []byte(lower)
	for i := range b {
		if i == 0 || b[i-1] == '-' {
			b[i] = upper(b[i])
		}
	}
	return string(b)
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 0x20
	}
	return c
}

// appendName begins a literal field that no table takes up.
func appendName(b []byte, lower string) []byte {
	if i := staticNames[lower]; i > 0 {
		return appendInt(b, 4, 0, i)
	}
	return appendString(append(b, 0), lower)
}

// appendInt encodes an integer with a prefix of bits (RFC 7541 §5.1).
func appendInt(b []byte, bits, first byte, n int) []byte {
	most := 1<<bits - 1
	if n < most {
		return append(b, first|byte(n))
	}
	b = append(b, first|byte(most))
	for n -= most; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

// appendString encodes s by the Huffman code where that is shorter (§5.2).
func appendString(b []byte, s string) []byte {
	if n := hpack.HuffmanEncodeLength(s); n < uint64(len(s)) {
		return hpack.AppendHuffmanString(appendInt(b, 7, 0x80, int(n)), s)
	}
	return append(appendInt(b, 7, 0, len(s)), s...)
}

func (w *fieldWriter) begin(b []byte, status int) {
	w.b = append(b, statuses[status]...)
}

// fields writes the end-to-end fields of h; the others do not exist in HTTP/2
// (RFC 9113 §8.2.2). It reports whether a Date was among them.
func (w *fieldWriter) fields(h http1.Header) (dated bool) {
	for i := range h {
		if http1.IsHopByHop(h[i].Name) {
			continue
		}
		dated = dated || len(h[i].Name) == 4 && http1.EqualFold(h[i].Name, "Date")
		w.field(h[i].Name, h[i].Value)
	}
	return dated
}

func (w *fieldWriter) field(name, value string) {
	if !http1.IsFieldValue(value) {
		w.unsafe = true
		return
	}
	if encoded, ok := knownNames[name]; ok {
		w.b = append(w.b, encoded...)
	} else if http1.IsToken(name) {
		w.b = appendName(w.b, strings.ToLower(name))
	} else {
		w.unsafe = true
		return
	}
	w.b = appendString(w.b, value)
}

func (w *fieldWriter) length(n int64) {
	w.b = append(w.b, knownNames["content-length"]...)
	var digits [20]byte
	text := strconv.AppendInt(digits[:0], n, 10)
	w.b = append(appendInt(w.b, 7, 0, len(text)), text...)
}
