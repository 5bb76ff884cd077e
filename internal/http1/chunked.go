package http1

// The chunked transfer coding (RFC 9112 §7.1), decoded strictly: sizes are
// plain hexadecimal, extensions must be well formed, are bounded and dropped
// (§7.1.1), every line ends in CR LF, and trailer fields are kept apart from the
// header (§7.1.2; RFC 9110 §6.5.1).

import (
	"bytes"
	"io"
	"math"
)

const (
	maxChunkLine  = 1 << 10  // a chunk size with its extensions
	maxExtensions = 16 << 10 // all extensions of one body: they are pure overhead
	maxTrailer    = 8 << 10
	maxTrailers   = 32
)

// chunkState says what comes when the current chunk's data is consumed.
type chunkState uint8

const (
	beforeFirst chunkState = iota // a chunk size
	afterData                     // CR LF, then a chunk size
)

// nextChunk reads up to the first byte of the next chunk's data. At the end of
// the body it reads the trailer section and returns io.EOF.
func (b *body) nextChunk() error {
	if b.chunk == afterData {
		if err := b.chunkEnd(); err != nil {
			return err
		}
	}
	line, err := b.line()
	if err != nil {
		return err
	}
	size, ext, fault := parseChunkLine(line)
	if fault != nil {
		return fault
	}
	if b.extra += ext; b.extra > maxExtensions {
		return vChunkExtLong
	}
	b.in.consume(len(line))
	b.left, b.chunk = size, afterData
	if size > 0 {
		return nil
	}
	return b.readTrailer()
}

// chunkEnd consumes the CR LF after the data of a chunk.
func (b *body) chunkEnd() error {
	for len(b.in.buffered()) < 2 {
		if have := b.in.buffered(); len(have) == 1 && have[0] != '\r' {
			return vChunkEnd
		}
		if err := b.in.fill(); err != nil {
			return b.fail(err)
		}
	}
	if have := b.in.buffered(); have[0] != '\r' || have[1] != '\n' {
		return vChunkEnd
	}
	b.in.consume(2)
	return nil
}

// line returns the next line with its LF, without consuming it.
func (b *body) line() ([]byte, error) {
	for seen := 0; ; {
		have := b.in.buffered()
		if i := bytes.IndexByte(have[seen:], '\n'); i >= 0 && seen+i < maxChunkLine {
			return have[:seen+i+1], nil
		}
		if seen = len(have); seen >= maxChunkLine {
			return nil, longLine(have)
		}
		if err := b.in.fill(); err != nil {
			return nil, b.fail(err)
		}
	}
}

func longLine(b []byte) *Violation {
	if bytes.IndexByte(b, ';') < 0 {
		return vChunkSize
	}
	return vChunkExtLong
}

// parseChunkLine reads "size [extensions] CR LF" and returns how many bytes the
// extensions took.
func parseChunkLine(line []byte) (size int64, ext int, fault *Violation) {
	i := 0
	for ; i < len(line) && is(line[i], isHex); i++ {
		if i == 16 || size > math.MaxInt64>>4 {
			return 0, 0, vChunkSize
		}
		size = size<<4 | int64(unhex(line[i]))
	}
	end := len(line) - 2
	if i == 0 || end < i || line[end] != '\r' {
		return 0, 0, vChunkSize
	}
	if i == end {
		return size, 0, nil
	}
	if c := line[i]; c != ';' && c != ' ' && c != '\t' {
		return 0, 0, vChunkSize
	}
	if !validExtensions(line[i:end]) {
		return 0, 0, vChunkExt
	}
	return size, end - i, nil
}

func unhex(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

// validExtensions checks *( ";" name [ "=" value ] ). The "bad whitespace" that
// §7.1.1 would have a recipient tolerate is refused: nobody sends it, and stacks
// differ on what it means.
func validExtensions(s []byte) (ok bool) {
	for len(s) > 0 {
		if s[0] != ';' {
			return false
		}
		if s, ok = skipToken(s[1:]); !ok {
			return false
		}
		if len(s) > 0 && s[0] == '=' {
			if s, ok = skipExtValue(s[1:]); !ok {
				return false
			}
		}
	}
	return true
}

func skipToken(s []byte) (rest []byte, ok bool) {
	i := 0
	for i < len(s) && is(s[i], isToken) {
		i++
	}
	return s[i:], i > 0
}

// skipExtValue skips a token or a quoted string (RFC 9110 §5.6.4).
func skipExtValue(s []byte) (rest []byte, ok bool) {
	if len(s) == 0 || s[0] != '"' {
		return skipToken(s)
	}
	for i := 1; i < len(s) && is(s[i], isValue); i++ {
		switch s[i] {
		case '"':
			return s[i+1:], true
		case '\\':
			if i++; i == len(s) || !is(s[i], isValue) {
				return s, false
			}
		}
	}
	return s, false
}

// readTrailer reads the trailer section and the final empty line.
func (b *body) readTrailer() error {
	for seen := 0; ; {
		have := b.in.buffered()
		switch {
		case bytes.HasPrefix(have, crlfcrlf[:2]):
			b.in.consume(2)
			return io.EOF
		case len(have) > 1 && have[0] == '\r':
			return vBareCR
		}
		if i := bytes.Index(have[max(seen-3, 0):], crlfcrlf); i >= 0 {
			return b.parseTrailer(max(seen-3, 0) + i + 2)
		}
		if hasBareLF(have, seen) {
			return vBareLF
		}
		if seen = len(have); seen > maxTrailer {
			return vTrailerLong
		}
		if err := b.in.fill(); err != nil {
			return b.fail(err)
		}
	}
}

// parseTrailer parses the size bytes of trailer lines in the buffer. Fields that
// frame, route or control have no place there (RFC 9110 §6.5.1).
func (b *body) parseTrailer(size int) error {
	if size > maxTrailer {
		return vTrailerLong
	}
	var v vitals
	var fault *Violation
	lines := string(b.in.buffered()[:size])
	b.trailer, fault = parseFields(lines, 0, b.trailer[:0], maxTrailers, &v)
	if fault == vFieldsMany {
		return vTrailerLong
	}
	if fault != nil {
		return fault
	}
	for i := range b.trailer {
		if !IsTrailer(b.trailer[i].Name) {
			return vTrailerField
		}
	}
	b.in.consume(size + 2)
	return io.EOF
}

// endBuffered reports whether, after the current chunk's data, the end of a body
// without trailer fields is in the buffer.
func (b *body) endBuffered() bool {
	return b.chunk == afterData && bytes.HasPrefix(b.in.buffered(), []byte("\r\n0\r\n\r\n"))
}
