package http1

// One request and its response as the handler sees them (RFC 9110 §3.3, §15).

import (
	"crypto/tls"
	"errors"
	"io"
	"net/netip"
	"time"
)

// Errors of a handler's own making.
var (
	ErrHeadWritten = errors.New("http1: the response head was already written")
	ErrNoHead      = errors.New("http1: the response head was not written yet")
	ErrBodyLength  = errors.New("http1: the response body differs from its announced length")
)

// Exchange is one request and the means to answer it. It is reused for the next
// request of the connection, and so is what its strings are made of.
type Exchange struct {
	Request
	// Canceler ends the exchange early. The server cancels it with ErrClientGone
	// when the client closes its connection while it waits; the handler may let
	// others cancel it, and hands it to Pool.Do.
	Canceler

	ID       string               // what Server.ID made for this request
	Peer     netip.AddrPort       // the client's socket, or what its PROXY header said
	TLS      *tls.ConnectionState // nil on a plain connection
	Received time.Time            // when the head was complete

	// Body is the request's content, nil when there is none. Read errors are
	// *Violation when the client broke a rule. Close makes a blocked Read return.
	Body io.ReadCloser

	// Local belongs to the handler and stays with the connection, so that it can
	// keep its own per-request state without allocating it.
	Local any

	c *conn
}

// begin prepares the exchange for a request, or for the refusal of one.
func (c *conn) begin(fault *Violation) {
	x := &c.x
	if fault != nil { // what was parsed may be shown, but not relied on
		x.ContentLength, x.keepAlive, x.expects = 0, false, false
	}
	x.Canceler.reset(c)
	c.out.begin()
	c.body.begin(x.ContentLength)
	if x.Body = nil; x.ContentLength != 0 {
		x.Body = &c.body
	}
	if !x.keepAlive || c.srv.MaxRequests > 0 && c.served >= c.srv.MaxRequests {
		c.closing = true
	}
	c.lingers = x.keepAlive || fault != nil
	c.timers.arm(&c.timers.wait, tick)
}

func (c *conn) reject(v *Violation) {
	c.closing = true
	if c.srv.Reject != nil {
		c.srv.Reject(&c.x, v)
		return
	}
	text := v.Detail + "\n"
	_ = c.x.WriteHead(v.Status, Header{{"Content-Type", "text/plain; charset=utf-8"}}, int64(len(text)))
	_, _ = io.WriteString(&c.x, text)
}

// finish completes the response and reports whether the connection can take
// another request.
func (c *conn) finish() bool {
	if c.given {
		return false
	}
	if err := c.x.Finish(nil); err != nil {
		c.broken = true
	}
	c.stopWatch()
	canceled := c.x.Canceler.reset(nil)
	if canceled || c.broken || !c.body.discard() {
		c.closing, c.lingers = true, true
	}
	c.body.reading = false
	c.out.release()
	return !c.closing && !c.broken
}

// Trailer returns the trailer fields of the request once Body reached io.EOF.
func (x *Exchange) Trailer() Header {
	if !x.c.body.complete() {
		return nil
	}
	return x.c.body.trailer
}

// Draining returns a channel that is closed when the server shuts down, for
// handlers that would otherwise go on without end.
func (x *Exchange) Draining() <-chan struct{} { return x.c.srv.drain }

// Abort makes the connection end without completing the response, so that the
// client can tell that something is missing.
func (x *Exchange) Abort() {
	x.c.broken = true
	if tcp, ok := x.c.raw.(interface{ SetLinger(sec int) error }); ok && x.c.out.mode == untilClose {
		// A reset, since a plain end would complete a response without a length.
		// Elsewhere it would only take away what the client has not read yet.
		_ = tcp.SetLinger(0)
	}
}

// TakeOver sends 101 with h and hands over the connection: what the client sent
// beyond the request is in the Duplex's buffer. h must name the protocol in an
// Upgrade field; the Connection field is added. The Duplex must be closed.
func (x *Exchange) TakeOver(h Header) (*Duplex, error) {
	c := x.c
	if err := c.out.writeUpgrade(h); err != nil {
		return nil, err
	}
	c.stopWatch()
	c.given = true
	c.out.releaseEarly()
	_ = c.nc.SetDeadline(time.Time{})
	return &Duplex{Conn: c.nc, early: c.in.buffered()}, nil
}
