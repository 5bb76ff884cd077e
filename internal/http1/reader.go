package http1

// The receive buffer of a connection. It reads ahead as much as one read
// returns, so bytes of the next pipelined message (RFC 9112 §9.3.2) may already
// be in it; they stay there until that message is asked for.

import (
	"io"
	"slices"
)

// readSize is what a client connection keeps while idle. Most heads with a small
// body fit; larger ones let it grow for a while.
const readSize = 4 << 10

type reader struct {
	src  io.Reader
	size int // of buf at first
	buf  []byte
	r, w int  // buf[r:w] was received and not consumed
	full bool // the last fill left no room, so more is likely to be there
}

func (b *reader) buffered() []byte { return b.buf[b.r:b.w] }
func (b *reader) consume(n int)    { b.r += n }

// fill receives at least one byte more. It makes room by moving what is there,
// or by growing; callers bound what they let accumulate.
func (b *reader) fill() error {
	switch {
	case b.r == b.w:
		b.r, b.w = 0, 0
	case b.w == len(b.buf) && b.r > 0:
		b.w = copy(b.buf, b.buf[b.r:b.w])
		b.r = 0
	}
	if b.w == len(b.buf) {
		b.buf = slices.Grow(b.buf, max(b.size, len(b.buf)))
		b.buf = b.buf[:cap(b.buf)]
	}
	n, err := b.src.Read(b.buf[b.w:])
	b.w += n
	b.full = b.w == len(b.buf)
	if n > 0 {
		return nil
	}
	if err == nil {
		err = io.ErrNoProgress
	}
	return err
}

// shrink gives back what a large head made the buffer grow by. It may be called
// when nothing is buffered.
func (b *reader) shrink() {
	if len(b.buf) > 2*b.size && b.r == b.w {
		b.buf, b.r, b.w = nil, 0, 0
	}
}
