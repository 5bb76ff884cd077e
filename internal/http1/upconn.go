package http1

// One connection to an upstream. It carries one exchange at a time and is used
// again only when both messages of the last one were complete (RFC 9112 §9.3).

import (
	"errors"
	"net"
	"time"
)

// upReadSize holds a typical response whole.
const upReadSize = 16 << 10

// peekAfter is how long a connection may have been idle before it is looked at
// even for requests that could be sent again.
const peekAfter = int64(time.Second)

type upConn struct {
	pool    *Pool
	nc      net.Conn
	raw     net.Conn // nc without TLS
	timers  timers
	in      reader
	out     []byte
	head    headWriter
	body    body
	ask     []byte        // a request that the next read sends first
	due     int64         // clock time when the response's head must be there; 0 does not limit it
	pause   time.Duration // the longest any other read or write may take; likewise
	born    int64         // clock time
	idleAt  int64
	peek    peeker
	served  int
	written int64 // bytes of the current request that were sent
	spoiled bool  // a write was tried: not to be used again unless all goes well
	pump    *pump // sends the current request's body; nil when it went with the head
}

func newUpConn(p *Pool, nc, raw net.Conn) *upConn {
	u := &upConn{pool: p, nc: nc, raw: raw}
	u.in.src, u.in.size = u, upReadSize
	u.peek.init(raw)
	p.clock.add(&u.timers, u)
	u.born = p.clock.now.Load()
	return u
}

// usable reports whether an idle connection can take a request, and ends its
// idleness.
func (u *upConn) usable(careful bool) bool {
	if u.timers.read.disarm() {
		return false
	}
	now := u.pool.clock.now.Load()
	if now-u.born > int64(u.pool.target.MaxAge) || len(u.in.buffered()) > 0 {
		return false
	}
	return !careful && now-u.idleAt < peekAfter || u.peek.quiet()
}

// Read receives from the upstream; it is the source of in. While a body is being
// sent there is no limit to the wait; then the head is due, however slowly it
// drips in.
func (u *upConn) Read(p []byte) (int, error) {
	if u.pump != nil && u.pause == 0 && u.due == 0 && u.pump.sent.Load() {
		u.expectHead(u.pump.patience)
	}
	switch {
	case u.due > 0:
		u.timers.read.at.Store(u.due)
	case u.pause > 0:
		u.timers.arm(&u.timers.read, u.pause)
	}
	n, err := u.converse(p)
	if u.timers.read.disarm() {
		return 0, errPaused // whatever came in this moment: no later read can succeed
	}
	return n, err
}

// expectHead sets when the response's head is due.
func (u *upConn) expectHead(after time.Duration) { u.due = u.timers.at(after) }

// converse reads, once what is to be asked first was sent. As with any other
// write, the upstream may have answered before it stopped taking the request.
func (u *upConn) converse(p []byte) (int, error) {
	if u.ask == nil {
		return u.nc.Read(p)
	}
	ask := u.ask
	u.ask, u.spoiled = nil, true
	s, ok := u.nc.(*socket)
	if ok {
		sent, n, err := s.ask(ask, p)
		u.written += int64(sent)
		if sent == len(ask) || err != nil && u.written == 0 {
			return n, err
		}
		ask = ask[sent:]
	}
	if err := u.write(ask); err != nil && (u.written == 0 || errors.Is(err, errPaused)) {
		return 0, err
	}
	return u.nc.Read(p)
}

// write sends all of b.
func (u *upConn) write(b []byte) error {
	if u.pause > 0 {
		u.timers.arm(&u.timers.write, u.pause)
	}
	u.spoiled = true
	n, err := u.nc.Write(b)
	u.written += int64(n)
	if u.pause > 0 && u.timers.write.disarm() && err != nil {
		return errPaused
	}
	return err
}

// close ends the connection for good and makes room in the pool.
func (u *upConn) close() {
	u.pool.clock.remove(&u.timers)
	u.raw.Close()
	u.pool.closedOne()
}

func (u *upConn) interrupt()   { _ = u.nc.SetDeadline(longAgo) }
func (u *upConn) expireWrite() { _ = u.nc.SetWriteDeadline(longAgo) }
func (u *upConn) expireWait()  {}

// expireRead ends a read that takes too long. On an idle connection nobody reads:
// it has been idle for long enough.
func (u *upConn) expireRead() {
	_ = u.nc.SetReadDeadline(longAgo)
	go u.pool.drop(u)
}
