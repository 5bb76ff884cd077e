package http1

// The content of a response: framing each piece (RFC 9112 §7.1), relaying an
// upstream's body, and ending the message.

import (
	"io"
	"strconv"
	"sync"
)

const (
	// bulkSize is the buffer for bodies that do not fit the gathering buffer.
	bulkSize = 64 << 10
	// A chunk's size line is written in front of its data and CR LF behind it, so
	// that data read into the middle of a buffer becomes a chunk without a copy.
	chunkFront = 10
	chunkBack  = 2
)

var bulkPool = sync.Pool{New: func() any { return new([bulkSize]byte) }}

// Write adds content to the response. It is gathered while it fits; Flush sends it.
func (x *Exchange) Write(p []byte) (int, error) {
	o := &x.c.out
	if err := o.admit(len(p)); err != nil {
		return 0, err
	}
	switch {
	case len(p) == 0 || o.mode == noContent:
		return len(p), nil
	case o.mode == chunked:
		return len(p), o.writeChunk(p)
	}
	return len(p), o.gather(p, nil)
}

// admit checks that n bytes of content may follow and counts them.
func (o *output) admit(n int) error {
	switch {
	case !o.begun.Load():
		return ErrNoHead
	case o.done:
		return ErrBodyLength
	case o.mode == noContent:
		return nil
	case o.mode == counted:
		if int64(n) > o.left {
			return ErrBodyLength
		}
		o.left -= int64(n)
	}
	o.total += int64(n)
	return nil
}

// gather appends p and tail to the buffer when they fit, and sends all otherwise.
// TLS has no writev, so there the buffer is filled up first: two records less.
func (o *output) gather(p, tail []byte) error {
	if len(o.buf)+len(p)+len(tail) <= outSize {
		o.buf = append(append(o.buf, p...), tail...)
		return nil
	}
	if !o.c.plain && len(o.buf) > 0 {
		n := max(0, min(outSize-len(o.buf), len(p)))
		o.buf = append(o.buf, p[:n]...)
		if err := o.flush(); err != nil {
			return err
		}
		return o.gather(p[n:], tail)
	}
	err := o.send(o.buf, p, tail)
	o.buf = o.space.out[:0]
	return err
}

func (o *output) writeChunk(p []byte) error {
	o.buf = strconv.AppendInt(o.buf, int64(len(p)), 16)
	o.buf = append(o.buf, '\r', '\n')
	return o.gather(p, crlfcrlf[:2])
}

// Flush sends what was written so far.
func (x *Exchange) Flush() error {
	if !x.c.out.begun.Load() {
		return ErrNoHead
	}
	return x.c.out.flush()
}

// Finish completes the response: nothing can be added afterwards. trailer is sent
// with chunked content and otherwise dropped. The server calls it, without a
// trailer, after Handle; calling it earlier sends the response earlier.
func (x *Exchange) Finish(trailer Header) error {
	o := &x.c.out
	if x.c.broken {
		return ErrClientGone
	}
	if o.done {
		return nil
	}
	if !o.begun.Load() {
		x.c.closing = true
		if err := x.WriteHead(500, nil, 0); err != nil {
			return err
		}
	}
	o.done = true
	switch {
	case o.mode == counted && o.left > 0:
		x.Abort()
		return ErrBodyLength
	case o.mode == chunked:
		if err := o.endChunks(trailer); err != nil {
			return err
		}
	}
	return o.flush()
}

func (o *output) endChunks(trailer Header) error {
	o.buf = append(o.buf, "0\r\n"...)
	w := &o.head
	w.begin(o.buf)
	w.fields(trailer)
	var err error
	o.buf, err = w.end()
	return err
}

// ReadFrom adds all of r to the response. A body of Pool.Do is relayed without
// copying it and is sent as soon as the upstream pauses; any other reader's
// bytes are sent as they come. A failing read aborts the response.
func (x *Exchange) ReadFrom(r io.Reader) (int64, error) {
	before := x.c.out.total
	var err error
	if res, ok := r.(*Response); ok {
		err = x.relay(res)
	} else {
		err = x.copyBulk(r)
	}
	if err != nil {
		x.Abort()
	}
	return x.c.out.total - before, err
}

// relay writes what the upstream connection's buffer holds straight from there,
// and turns to the bulk buffer when there is much more to come.
func (x *Exchange) relay(res *Response) error {
	for {
		if !res.pending() && !res.finishable() { // the next read waits
			if err := x.Flush(); err != nil {
				return err
			}
			if res.bulky() {
				return x.copyBulk(res)
			}
		}
		view, err := res.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := x.Write(view); err != nil {
			return err
		}
	}
}

// copyBulk moves r through a large buffer, each read becoming one write.
func (x *Exchange) copyBulk(r io.Reader) error {
	store := bulkPool.Get().(*[bulkSize]byte)
	defer bulkPool.Put(store)
	for {
		n, err := r.Read(store[chunkFront : bulkSize-chunkBack])
		if n > 0 {
			if err := x.writeInPlace(store, n); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// writeInPlace sends n bytes that begin at chunkFront, framed around their place.
func (x *Exchange) writeInPlace(store *[bulkSize]byte, n int) error {
	o := &x.c.out
	if err := o.admit(n); err != nil {
		return err
	}
	if o.mode == noContent {
		return nil
	}
	piece := frameChunk(store, n, o.mode == chunked)
	if len(o.buf) == 0 {
		return o.send(piece, nil, nil)
	}
	if err := o.gather(piece, nil); err != nil {
		return err
	}
	return o.flush()
}
