package requestlog

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"time"

	"gatehouse"
)

// A record waits in memory as one run of bytes: the length of what follows (4
// bytes, little endian), the numbers (8 bytes each, likewise), the indexes of
// the texts that repeat (2 bytes each, likewise), then each other text with its
// length. Lists are texts of lines. There are no pointers for the garbage
// collector to follow, and nothing of the caller's is kept.

const (
	lengthBytes = 4
	indexStart  = lengthBytes + 8*numbers
	fixedBytes  = indexStart + 2*dictTexts
)

// dictColumns are the columns of texts that repeat, in the order of their
// indexes; plainColumns those that hardly do, in the order in a record.
var (
	dictColumns = [dictTexts]uint8{
		colClientID, colClientName, colProfileID, colProfileName, colCollection, colEndpoint, colMethod,
		colCode, colStep, colSource, colClientIP, colUserAgent, colQuery, colRequestHeaders, colResponseHeaders,
	}
	plainColumns = [texts - dictTexts]int{colID, colPath, colHeaderValues}
)

const dictTexts = texts - 3

// appendRecord appends the encoded form of r, and to d the texts that are new.
func appendRecord(b []byte, d *dict, r *gatehouse.RequestRecord) []byte {
	start := len(b)
	b = append(b, make([]byte, fixedBytes)...)
	fixed := (*[fixedBytes]byte)(b[start:])
	putNumbers(fixed, r)
	for i, s := range [...]string{
		r.ClientID, r.ClientName, r.ProfileID, r.ProfileName, r.Collection, r.Endpoint, r.Method, r.Code, r.Step, string(r.Source),
	} {
		putIndex(fixed, i, d.text(dictColumns[i], s))
	}
	putIndex(fixed, 10, d.address(r.ClientIP))
	putIndex(fixed, 11, d.text(colUserAgent, r.UserAgent))
	putIndex(fixed, 12, d.lines(colQuery, r.QueryNames))
	request, apart := d.headers(colRequestHeaders, r, r.RequestHeaders)
	response, apartToo := d.headers(colResponseHeaders, r, r.ResponseHeaders)
	putIndex(fixed, 13, request)
	putIndex(fixed, 14, response)

	b = appendText(b, r.ID)
	b = appendText(b, r.Path)
	b, at := beginLong(b)
	b = appendApart(b, r.RequestHeaders, apart)
	b = appendApart(b, r.ResponseHeaders, apartToo)
	b = endLong(b, at)
	binary.LittleEndian.PutUint32(b[start:], uint32(len(b)-start-lengthBytes))
	return b
}

func putIndex(fixed *[fixedBytes]byte, i int, index uint16) {
	binary.LittleEndian.PutUint16(fixed[indexStart+2*i:], index)
}

func putNumbers(fixed *[fixedBytes]byte, r *gatehouse.RequestRecord) {
	verified := int64(0)
	if r.ClientVerified {
		verified = 1
	}
	for i, n := range [numbers]int64{
		r.At.UnixMicro(), int64(r.Status), int64(r.Latency / time.Microsecond), int64(r.Upstream / time.Microsecond),
		r.BytesIn, r.BytesOut, r.ConfigVersion, verified,
	} {
		binary.LittleEndian.PutUint64(fixed[lengthBytes+8*i:], uint64(n))
	}
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

func (d *dict) address(ip netip.Addr) uint16 {
	if ip == d.addr {
		return d.addrIndex
	}
	start := len(d.bytes)
	if ip.IsValid() {
		d.bytes = ip.AppendTo(d.bytes)
	}
	d.addr, d.addrIndex = ip, d.tail(colClientIP, start)
	return d.addrIndex
}

func (d *dict) lines(col uint8, lines []string) uint16 {
	start := len(d.bytes)
	for _, line := range lines {
		d.bytes = append(d.bytes, line...)
		d.bytes = append(d.bytes, '\n')
	}
	return d.tail(col, start)
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
func appendEntry(b []byte, d *dict, e *entry) []byte {
	start := len(b)
	b = append(b, make([]byte, fixedBytes)...)
	fixed := (*[fixedBytes]byte)(b[start:])
	for i, n := range e.numbers {
		binary.LittleEndian.PutUint64(fixed[lengthBytes+8*i:], uint64(n))
	}
	for i, col := range dictColumns {
		at := len(d.bytes)
		d.bytes = append(d.bytes, e.text(int(col))...)
		putIndex(fixed, i, d.tail(col, at))
	}
	for _, col := range plainColumns {
		b = appendLength(b, len(e.text(col)))
		b = append(b, e.text(col)...)
	}
	binary.LittleEndian.PutUint32(b[start:], uint32(len(b)-start-lengthBytes))
	return b
}

// sizeHint is at least what r takes of a chunk's data, and at least what it
// takes of the dictionary, unless its text has to be made valid UTF-8 there.
func sizeHint(r *gatehouse.RequestRecord) int {
	const fixed = fixedBytes + 3*5 + 64
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

// decode reads the first record of b into e, whose texts then point into b and
// the dictionary, and returns the rest. It reads only what appendRecord wrote.
func decode(b []byte, d dictView, e *entry) (rest []byte) {
	n := binary.LittleEndian.Uint32(b)
	rest = b[lengthBytes+n:]
	fixed := (*[fixedBytes]byte)(b)
	for i := range e.numbers {
		e.numbers[i] = int64(binary.LittleEndian.Uint64(fixed[lengthBytes+8*i:]))
	}
	for i, col := range dictColumns {
		e.texts[col-firstText] = d.at(binary.LittleEndian.Uint16(fixed[indexStart+2*i:]))
	}
	b = b[fixedBytes : lengthBytes+n]
	plain := ascii(b)
	for _, col := range plainColumns {
		e.texts[col-firstText], b = takeText(b)
		if !plain {
			e.texts[col-firstText] = validText(e.texts[col-firstText])
		}
	}
	return rest
}

// validText makes text valid UTF-8: a Parquet string must be, and readers such
// as DuckDB refuse the whole file otherwise; what comes over the network need
// not be.
func validText(b []byte) []byte { return bytes.ToValidUTF8(b, []byte("\uFFFD")) }

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
