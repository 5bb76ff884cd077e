package http1

// A response from an upstream as Pool.Do's caller reads it (RFC 9110 §6).

import (
	"io"
	"time"
	"unsafe"
)

// Response is filled by Pool.Do and must be closed. It can be reused: Header and
// all strings in it are valid until then.
type Response struct {
	Status int
	Header Header
	// Length is the size of the content in bytes, Chunked or UntilClose. For a
	// response to HEAD, and for 304, it is what the upstream declared, or -1.
	Length int64

	head responseHead
	text []byte // of the head
	u    *upConn
	out  *Outbound
}

// keep copies a head out of the read buffer, where the content follows it.
func (r *Response) keep(head []byte) string {
	if cap(r.text) > headSize {
		r.text = nil
	}
	r.text = append(r.text[:0], head...)
	return unsafe.String(unsafe.SliceData(r.text), len(r.text)) //nolint:gosec // the bytes are not written again while the exchange lasts
}

// begin makes the head that was just read the response.
func (r *Response) begin(u *upConn, out *Outbound) {
	r.u, r.out = u, out
	r.Status, r.Header, r.Length = r.head.status, r.head.header, r.head.length
	if out.Method == "HEAD" || r.Status == 304 {
		r.Length = r.head.declared
	}
	if u.pump != nil {
		u.pump.answer(u)
	}
	u.pause, u.due = out.IdleTimeout, 0
	u.body.reset(&u.in, r.head.length, vResponseCut)
}

// Read implements io.Reader for the content. Errors are *UpstreamError.
func (r *Response) Read(p []byte) (int, error) {
	if r.u == nil {
		return 0, io.ErrClosedPipe
	}
	n, err := r.u.body.Read(p)
	if err != nil && err != io.EOF {
		err = r.u.classify(r.out, err)
	}
	return n, err
}

// next returns some of the content in place.
func (r *Response) next() ([]byte, error) {
	view, err := r.u.body.next(bulkSize)
	if err != nil && err != io.EOF {
		return nil, r.u.classify(r.out, err)
	}
	return view, err
}

// Whole reports whether all of the content is here already, so that reading it
// will not wait for the network. Of a response that is closed nothing is left.
func (r *Response) Whole() bool {
	if r.u == nil {
		return true
	}
	b := &r.u.body
	return b.finishable() || b.kind == 0 && int64(len(b.in.buffered())) >= b.left
}

func (r *Response) finishable() bool { return r.u.body.finishable() }
func (r *Response) pending() bool    { return r.u.body.pending() }

// bulky reports whether so much more is to come that a large buffer pays.
func (r *Response) bulky() bool {
	b := &r.u.body
	return b.kind == 0 && b.left > upReadSize || r.u.in.full
}

// Trailer returns the trailer fields once Read reached io.EOF.
func (r *Response) Trailer() Header {
	if r.u == nil || !r.u.body.complete() {
		return nil
	}
	return r.u.body.trailer
}

// Close ends the exchange. The connection is kept when both messages were
// complete, and closed otherwise. It may be called twice.
func (r *Response) Close() error {
	u := r.u
	if u == nil {
		return nil
	}
	r.u = nil
	u.stopPump(r.out)
	canceled := r.out.Cancel.release(u)
	if canceled || !u.reusable(&r.head) {
		u.close()
		return nil
	}
	u.served++
	u.idleAt = u.pool.clock.now.Load()
	u.pool.put(u)
	return nil
}

func (u *upConn) reusable(h *responseHead) bool {
	return u.pump.succeeded() && h.keepAlive && h.status != 101 && u.body.complete() && len(u.in.buffered()) == 0
}

// TakeOver hands over the connection after a 101 response. The Duplex must be
// closed, and so must the Response.
func (r *Response) TakeOver() *Duplex {
	u := r.u
	_ = u.nc.SetDeadline(time.Time{})
	return &Duplex{Conn: u.nc, early: u.in.buffered()}
}
