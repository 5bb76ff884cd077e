package http1

// The body of a request as the handler reads it. The first read answers
// "Expect: 100-continue" (RFC 9110 §10.1.1); a client that sends slower than the
// minimum rate is cut off; what the handler left unread is dropped or ends the
// connection (RFC 9112 §9.3).

import (
	"errors"
	"io"
	"math"
	"sync/atomic"
	"time"
)

// errBodyClosed is what a read gets after Close.
var errBodyClosed = errors.New("http1: read on closed request body")

// drainLimit is how much of an unread body is worth reading to keep a connection.
const drainLimit = 64 << 10

type requestBody struct {
	body
	c       *conn
	reading bool          // receives go through the rate account
	done    atomic.Bool   // read to its end, or there was none: the client may be watched
	closed  atomic.Bool   // Close was called
	rest    atomic.Int64  // how much is to come, for WriteHead while another goroutine reads
	credit  time.Duration // how long the client may still keep us waiting
}

// begin prepares for the body of a request that was just parsed.
func (b *requestBody) begin(length int64) {
	b.reset(&b.c.in, length, vBodyCut)
	b.reading = length != 0
	b.done.Store(length == 0)
	b.closed.Store(false)
	b.noteRest()
	b.credit = b.c.srv.Grace
}

// Read implements io.Reader. Errors of the client's making are *Violation; any
// other error means that the client is gone.
func (b *requestBody) Read(p []byte) (int, error) {
	if b.c.x.expects && len(b.in.buffered()) == 0 { // once the body comes, there is no need
		b.c.out.sendContinue()
	}
	n, err := b.body.Read(p)
	b.noteRest()
	if b.complete() && b.reading {
		b.finished()
	}
	return n, err
}

// noteRest sets rest. What the client may not even send counts as endless.
func (b *requestBody) noteRest() {
	if b.kind == Chunked || b.taken == 0 && b.c.x.expects {
		b.rest.Store(math.MaxInt64)
		return
	}
	b.rest.Store(b.left)
}

// whole returns the complete body if it has been received already.
func (b *requestBody) whole() ([]byte, bool) { return b.body.whole() }

// takeWhole consumes what whole returned.
func (b *requestBody) takeWhole() {
	n := int(b.left)
	b.in.consume(n)
	b.account(n)
	b.finished()
}

// Close ends the body early: a blocked Read returns. The connection is not used
// for another request then.
func (b *requestBody) Close() error {
	if !b.done.Load() && !b.closed.Swap(true) {
		_ = b.c.nc.SetReadDeadline(longAgo)
	}
	return nil
}

// finished lets the client be watched from here on, since reading has ended.
func (b *requestBody) finished() {
	b.reading = false
	b.c.timers.arm(&b.c.timers.wait, tick)
	b.done.Store(true)
}

// receive reads from the network and charges the time it took to the credit,
// which received bytes restore.
func (b *requestBody) receive(p []byte) (int, error) {
	t := &b.c.timers
	from := t.clock.now.Load()
	t.arm(&t.read, b.credit)
	n, err := b.c.nc.Read(p)
	late := t.read.disarm()
	if err != nil && b.closed.Load() {
		return n, errBodyClosed
	}
	if late {
		return 0, vBodySlow // whatever came in this moment: no later read can succeed
	}
	b.credit -= time.Duration(t.clock.now.Load() - from)
	earned := time.Duration(n) * time.Second / time.Duration(b.c.srv.MinRate)
	b.credit = max(0, min(b.credit+earned, b.c.srv.Grace))
	return n, err
}

// cheapToDrain reports whether the rest of the body is at hand or small enough to
// be read for the sake of the connection.
func (b *requestBody) cheapToDrain() bool {
	return b.done.Load() || b.rest.Load() <= drainLimit
}

// discard reads what the handler left. It reports whether the body is complete.
func (b *requestBody) discard() bool {
	if b.done.Load() {
		return true
	}
	if b.closed.Load() || !b.cheapToDrain() {
		return false
	}
	b.credit = min(b.credit, time.Second)
	for {
		if _, err := b.next(drainLimit); err != nil {
			return err == io.EOF
		}
		if b.complete() {
			return true
		}
	}
}
