package http1

// Message bodies (RFC 9112 §6): by length, chunked, or until the connection
// ends. The decoder hands out views of the receive buffer, so that a relay
// copies nothing, and never consumes a byte beyond the body.

import (
	"bytes"
	"errors"
	"io"
)

// body decodes one message body. The zero value is an empty one.
type body struct {
	in      *reader
	left    int64      // bytes to come: of the body, or of the current chunk
	kind    int64      // 0 for a counted body, Chunked, or UntilClose
	chunk   chunkState // where a chunked body stands
	cut     *Violation // what an early end of the connection means
	extra   int        // bytes of chunk extensions seen
	taken   int64      // decoded bytes handed out
	trailer Header
	err     error // sticky; io.EOF after a complete body
}

// reset prepares for a body of the given length, which may be Chunked or UntilClose.
func (b *body) reset(in *reader, length int64, cut *Violation) {
	*b = body{in: in, cut: cut, trailer: b.trailer[:0]}
	if length < 0 {
		b.kind = length
	} else if b.left = length; length == 0 {
		b.err = io.EOF
	}
}

// complete reports whether the body was read to its end.
func (b *body) complete() bool { return b.err == io.EOF }

// next returns some decoded bytes, at most limit, as a view valid until the next call.
func (b *body) next(limit int) ([]byte, error) {
	if err := b.ready(); err != nil {
		return nil, err
	}
	if len(b.in.buffered()) == 0 {
		if err := b.in.fill(); err != nil {
			return nil, b.fail(err)
		}
	}
	view := b.in.buffered()
	view = view[:b.allowed(min(limit, len(view)))]
	b.in.consume(len(view))
	b.account(len(view))
	return view, nil
}

// Read decodes into p. When nothing is buffered it receives straight into p.
func (b *body) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := b.ready(); err != nil {
		return 0, err
	}
	if len(b.in.buffered()) == 0 && len(p) >= readSize {
		n, err := b.in.src.Read(p[:b.allowed(len(p))])
		b.account(n)
		if n == 0 && err != nil {
			return 0, b.fail(err)
		}
		return n, nil
	}
	view, err := b.next(len(p))
	return copy(p, view), err
}

// ready makes sure that payload bytes come next, reading chunk lines as needed.
func (b *body) ready() error {
	if b.err == nil && b.kind == Chunked && b.left == 0 {
		b.err = b.nextChunk()
	}
	return b.err
}

// allowed bounds n by what belongs to the body or chunk.
func (b *body) allowed(n int) int {
	if b.kind == UntilClose {
		return n
	}
	return int(min(int64(n), b.left))
}

func (b *body) account(n int) {
	b.taken += int64(n)
	if b.kind == UntilClose {
		return
	}
	if b.left -= int64(n); b.left == 0 && b.kind == 0 {
		b.err = io.EOF
	}
}

// fail records why no more can be read. A body that ends with its connection
// ends well on a clean end only.
func (b *body) fail(err error) error {
	switch {
	case err == io.EOF && b.kind == UntilClose:
		b.err = io.EOF
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		b.err = b.cut
	default:
		b.err = err
	}
	return b.err
}

// finishable reports whether the end of the body is already in the buffer, so
// that reading on will not wait. It completes a body whose payload is done.
func (b *body) finishable() bool {
	if b.err == nil && b.kind == Chunked && b.left == 0 && b.endBuffered() {
		b.err = b.nextChunk()
	}
	return b.err != nil
}

// pending reports whether more of the body can be had without waiting for the
// network.
func (b *body) pending() bool {
	have := b.in.buffered()
	if b.err != nil || b.kind != Chunked || b.left > 0 {
		return b.err == nil && len(have) > 0
	}
	// CR LF, a size line and some data. The last chunk, whose size begins with 0,
	// may still lack its trailer section.
	i := bytes.IndexByte(have, '\n')
	if b.chunk == afterData && i == 1 {
		have = have[2:]
		i = bytes.IndexByte(have, '\n')
	}
	return i > 0 && i+1 < len(have) && have[0] != '0'
}

// whole returns the complete body when it was counted and is in the buffer.
func (b *body) whole() ([]byte, bool) {
	if b.kind != 0 || b.err != nil || int64(len(b.in.buffered())) < b.left {
		return nil, b.err == io.EOF && b.taken == 0
	}
	return b.in.buffered()[:b.left], true
}
