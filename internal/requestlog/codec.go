package requestlog

import (
	"bytes"
	"encoding/binary"
	"time"

	"gatehouse"
)

// A record waits in memory as one run of bytes: the length of what follows (4
// bytes, little endian), the numbers (8 bytes each, likewise), then each text
// with its length. Lists are texts of lines. One copy, no pointers for the garbage
// collector to follow, and nothing of the caller's is kept.

const lengthBytes = 4

// appendRecord appends the encoded form of r.
func appendRecord(b []byte, r *gatehouse.RequestRecord) []byte {
	start := len(b)
	b = append(b, 0, 0, 0, 0)
	b = appendNumbers(b, r)
	b = appendTexts(b, r)
	binary.LittleEndian.PutUint32(b[start:], uint32(len(b)-start-lengthBytes))
	return b
}

func appendTexts(b []byte, r *gatehouse.RequestRecord) []byte {
	for _, s := range [...]string{
		r.ID, r.ClientID, r.ClientName, r.ProfileID, r.ProfileName, r.Collection, r.Endpoint, r.Method, r.Path,
		r.Code, r.Step, string(r.Source),
	} {
		b = appendText(b, s)
	}
	b = appendAddr(b, r)
	b = appendText(b, r.UserAgent)
	b = appendLines(b, r.QueryNames)
	b, apart := appendHeaders(b, r, r.RequestHeaders)
	b, apartToo := appendHeaders(b, r, r.ResponseHeaders)
	b, at := beginLong(b)
	b = appendApart(b, r.RequestHeaders, apart)
	b = appendApart(b, r.ResponseHeaders, apartToo)
	return endLong(b, at)
}

func appendNumbers(b []byte, r *gatehouse.RequestRecord) []byte {
	verified := int64(0)
	if r.ClientVerified {
		verified = 1
	}
	for _, n := range [numbers]int64{
		r.At.UnixMicro(), int64(r.Status), int64(r.Latency / time.Microsecond), int64(r.Upstream / time.Microsecond),
		r.BytesIn, r.BytesOut, r.ConfigVersion, verified,
	} {
		b = binary.LittleEndian.AppendUint64(b, uint64(n))
	}
	return b
}

// appendLength writes a length of up to 28 bits in bytes below 0x80, so that
// a record of ASCII text is ASCII as a whole.
func appendLength(b []byte, n int) []byte {
	if n < longLength {
		return append(b, byte(n))
	}
	return append(b, longLength, byte(n>>21)&0x7f, byte(n>>14)&0x7f, byte(n>>7)&0x7f, byte(n)&0x7f)
}

const longLength = 0x7f

// beginLong leaves room for a length that endLong fills in.
func beginLong(b []byte) (grown []byte, at int) { return append(b, longLength, 0, 0, 0, 0), len(b) }

func endLong(b []byte, at int) []byte {
	n := len(b) - at - 5
	b[at+1], b[at+2], b[at+3], b[at+4] = byte(n>>21)&0x7f, byte(n>>14)&0x7f, byte(n>>7)&0x7f, byte(n)&0x7f
	return b
}

func appendText(b []byte, s string) []byte {
	b = appendLength(b, len(s))
	return append(b, s...)
}

func appendAddr(b []byte, r *gatehouse.RequestRecord) []byte {
	if !r.ClientIP.IsValid() {
		return append(b, 0)
	}
	at := len(b)
	b = r.ClientIP.AppendTo(append(b, 0))
	b[at] = byte(len(b) - at - 1) // At most 45 bytes and a zone, an interface's name.
	return b
}

func appendLines(b []byte, lines []string) []byte {
	n := 0
	for _, line := range lines {
		n += len(line) + 1
	}
	b = appendLength(b, n)
	for _, line := range lines {
		b = append(b, line...)
		b = append(b, '\n')
	}
	return b
}

// ascii looks at eight bytes at a time: nearly every record passes here.
func ascii(b []byte) bool {
	const high = 0x8080808080808080
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b)&high != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// appendEntry appends the encoded form of a record that was read from a file.
func appendEntry(b []byte, e *entry) []byte {
	start := len(b)
	b = append(b, 0, 0, 0, 0)
	for _, n := range e.numbers {
		b = binary.LittleEndian.AppendUint64(b, uint64(n))
	}
	for _, text := range e.texts {
		b = appendLength(b, len(text))
		b = append(b, text...)
	}
	binary.LittleEndian.PutUint32(b[start:], uint32(len(b)-start-lengthBytes))
	return b
}

// sizeHint is at least the encoded size of r.
func sizeHint(r *gatehouse.RequestRecord) int {
	const fixed = lengthBytes + numbers*8 + texts*5 + 64
	n := fixed + len(r.ID) + len(r.ClientID) + len(r.ClientName) + len(r.ProfileID) + len(r.ProfileName) + len(r.Collection) +
		len(r.Endpoint) + len(r.Method) + len(r.Path) + len(r.Code) + len(r.Step) + len(r.Source) + len(r.UserAgent)
	for _, name := range r.QueryNames {
		n += len(name) + 1
	}
	for i := range r.RequestHeaders {
		n += len(r.RequestHeaders[i].Name) + len(r.RequestHeaders[i].Value) + headerExtra
	}
	for i := range r.ResponseHeaders {
		n += len(r.ResponseHeaders[i].Name) + len(r.ResponseHeaders[i].Value) + headerExtra
	}
	return n
}

// decode reads the first record of b into e, whose texts then point into b,
// and returns the rest. It reads only what appendRecord wrote.
func decode(b []byte, e *entry) (rest []byte) {
	n := binary.LittleEndian.Uint32(b)
	rest = b[lengthBytes+n:]
	b = b[lengthBytes : lengthBytes+n]
	for i := range e.numbers {
		e.numbers[i], b = int64(binary.LittleEndian.Uint64(b)), b[8:]
	}
	plain := ascii(b)
	for i := range e.texts {
		e.texts[i], b = takeText(b)
		if !plain {
			// A Parquet string must be UTF-8, and readers such as DuckDB refuse
			// the whole file otherwise; what comes over the network need not be.
			e.texts[i] = bytes.ToValidUTF8(e.texts[i], []byte("\uFFFD"))
		}
	}
	return rest
}

func takeLength(b []byte) (n int, rest []byte) {
	if b[0] < longLength {
		return int(b[0]), b[1:]
	}
	return int(b[1])<<21 | int(b[2])<<14 | int(b[3])<<7 | int(b[4]), b[5:]
}

func takeText(b []byte) (text, rest []byte) {
	n, b := takeLength(b)
	return b[:n:n], b[n:]
}
