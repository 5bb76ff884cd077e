package http1

// One client connection (RFC 9112 §9): requests are read, handled and answered
// in turn on one goroutine, so pipelined ones are answered in order (§9.3.2)
// without any further care.

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"sync/atomic"
	"time"
	"unsafe"
)

// The states in which Shutdown finds a connection.
const (
	active   int32 = iota // in a handshake or a request
	idle                  // waits for the first byte of a request
	retiring              // was idle when it was told to go
)

type conn struct {
	srv     *Server
	nc      net.Conn
	raw     net.Conn // nc without TLS
	plain   bool     // nc is a TCP connection without TLS
	timers  timers
	in      reader
	state   atomic.Int32
	idleAt  atomic.Int64 // clock time when the connection became idle
	x       Exchange
	body    requestBody
	out     output
	watch   watch
	served  int
	closing bool // no further request is read
	lingers bool // the client may still be sending when the connection ends
	broken  bool // what was sent cannot be completed: end without ceremony
	given   bool // upgraded or handed over: somebody else closes it
	handed  bool // handed over: it still counts as open
}

func newConn(s *Server, nc net.Conn) *conn {
	_, tcp := nc.(*net.TCPConn)
	nc = direct(nc)
	c := &conn{srv: s, nc: nc, raw: nc, plain: tcp}
	c.in.size = readSize
	c.in.src, c.body.c, c.out.c, c.x.c = c, c, c, c
	if a, ok := nc.RemoteAddr().(*net.TCPAddr); ok {
		c.x.Peer = unmapped(a.AddrPort())
	}
	return c
}

func unmapped(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

func (c *conn) serve() {
	defer c.end()
	if !c.prepare() {
		return
	}
	for c.next() {
	}
	if c.lingers && !c.broken && !c.given {
		c.linger()
	}
}

// end runs whatever happened, a panic of the handler included.
func (c *conn) end() {
	if p := recover(); p != nil {
		c.srv.Log.Error("http1: panic while serving a connection", "panic", p)
		c.given, c.broken = false, true
	}
	c.out.release()
	switch {
	case c.given:
	case c.broken: // without TLS's close_notify, which would call the end complete
		c.raw.Close()
	default:
		c.nc.Close()
	}
	c.srv.forget(c)
}

// prepare reads a PROXY header and performs the TLS handshake, where configured.
func (c *conn) prepare() bool {
	if len(c.srv.ProxyFrom) > 0 && !c.readProxyHeader() {
		c.broken = true
		return false
	}
	if c.srv.TLS == nil {
		return true
	}
	return c.handshake()
}

// next serves one request and reports whether another may follow.
func (c *conn) next() bool {
	fault, err := c.readHead()
	if err != nil {
		c.broken = true
		return false
	}
	c.served++
	c.begin(fault)
	if fault != nil {
		c.reject(fault)
	} else {
		c.srv.Handle(&c.x)
	}
	return c.finish()
}

// readHead waits for a request and parses it. An error means that there is none
// and nobody to tell.
func (c *conn) readHead() (*Violation, error) {
	c.idle()
	seen, started, blank := 0, false, false
	for {
		if !blank {
			blank = c.skipEmptyLine()
		}
		b := c.in.buffered()
		if len(b) > 0 && b[0] != '\r' && !is(b[0], isToken) {
			return c.refuse(badStart(b[0])), nil
		}
		n, fault := findHead(b, seen, &c.srv.Limits)
		if fault != nil {
			return c.refuse(fault), nil
		}
		if n > 0 {
			return c.parse(n), nil
		}
		if seen = len(b); seen > 0 && !started {
			started = true
			c.timers.arm(&c.timers.read, c.srv.HeadTimeout)
		}
		if err := c.in.fill(); err != nil {
			return c.headCut(err, started)
		}
		if c.state.Load() != active {
			c.wake()
		}
	}
}

// idle is entered between requests. Nothing is stored about the head's own
// timeout until a head turns out not to arrive in one piece.
func (c *conn) idle() {
	if len(c.in.buffered()) > 0 { // pipelined
		c.timers.arm(&c.timers.read, c.srv.HeadTimeout)
		return
	}
	c.in.shrink()
	c.idleAt.Store(c.timers.clock.now.Load())
	c.timers.arm(&c.timers.read, c.srv.IdleTimeout)
	c.state.Store(idle)
}

// wake takes the connection out of the idle state. If it was told to retire in
// the same moment, the request that just came is still answered.
func (c *conn) wake() {
	if !c.state.CompareAndSwap(idle, active) {
		c.state.Store(active)
		c.closing = true
		_ = c.nc.SetReadDeadline(time.Time{})
	}
}

// closeIfIdle is called by the server.
func (c *conn) closeIfIdle(since time.Duration) {
	if c.state.Load() != idle || c.srv.clock.now.Load()-c.idleAt.Load() < int64(since) {
		return
	}
	if c.state.CompareAndSwap(idle, retiring) {
		_ = c.nc.SetReadDeadline(longAgo)
	}
}

// skipEmptyLine drops one CR LF before a request line, which some clients send
// after a body (RFC 9112 §2.2). It reports whether the matter is settled.
func (c *conn) skipEmptyLine() bool {
	b := c.in.buffered()
	if len(b) >= 2 && b[0] == '\r' && b[1] == '\n' {
		c.in.consume(2)
		return true
	}
	return len(b) > 0 && b[0] != '\r' || len(b) > 1
}

// badStart refuses bytes that cannot begin a request, such as a TLS handshake on
// a plain port, without waiting for more.
func badStart(b byte) *Violation {
	if b == '\n' {
		return vBareLF
	}
	return vMethod
}

// refuse prepares for a fault found before the head was parsed.
func (c *conn) refuse(fault *Violation) *Violation {
	c.timers.read.disarm()
	c.x.Received = time.Now()
	c.x.Request = Request{Header: c.x.Header[:0]}
	c.label(nil)
	return fault
}

// parse copies the head of n bytes, with room for the request's id, and parses it.
func (c *conn) parse(n int) *Violation {
	if c.timers.read.disarm() {
		c.closing = true // the clock struck while the last bytes came
	}
	c.x.Received = time.Now()
	head := c.label(c.in.buffered()[:n])
	c.in.consume(n)
	return parseRequest(head, &c.x.Request, &c.srv.Limits)
}

// label returns head as a string and sets the exchange's id. Both are kept in the
// workspace, so they cost no allocation and are gone when the request has ended.
func (c *conn) label(head []byte) string {
	space := c.out.take()
	b := append(space.head[:0], head...)
	if c.srv.ID != nil {
		b = c.srv.ID(b, c.x.Received)
	}
	space.head = b
	text := unsafe.String(unsafe.SliceData(b), len(b)) //nolint:gosec // the bytes are not written again while the request lasts
	c.x.ID = text[len(head):]
	return text[:len(head)]
}

// headCut tells a slow head, which is worth an answer, from a connection that
// ended between requests or was dropped.
func (c *conn) headCut(err error, started bool) (*Violation, error) {
	late := c.timers.read.disarm()
	if started && late && errors.Is(err, os.ErrDeadlineExceeded) {
		return c.refuse(vHeadSlow), nil
	}
	return nil, err
}

// Read receives from the client; it is the source of c.in. While a body is read
// it keeps the account of the minimum rate.
func (c *conn) Read(p []byte) (int, error) {
	if !c.body.reading {
		return c.nc.Read(p)
	}
	return c.body.receive(p)
}

// linger closes the sending side and reads on for a moment, so that the reset a
// close with unread input causes does not destroy the answer on its way (RFC
// 9112 §9.6).
func (c *conn) linger() {
	half, ok := c.nc.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	_ = c.nc.SetReadDeadline(time.Now().Add(lingerTime))
	var scratch [1 << 10]byte
	for n := 0; n < lingerBytes; {
		m, err := c.nc.Read(scratch[:])
		if err != nil {
			return
		}
		n += m
	}
}

const (
	lingerTime  = 2 * time.Second
	lingerBytes = 4 << 20
)

// interrupt makes what the handler waits for fail. Before the response began
// there is still an answer to be written, so only reading ends.
func (c *conn) interrupt() {
	if c.out.begun.Load() {
		_ = c.nc.SetDeadline(longAgo)
	} else {
		_ = c.nc.SetReadDeadline(longAgo)
	}
}

func (c *conn) expireRead()  { _ = c.nc.SetReadDeadline(longAgo) }
func (c *conn) expireWrite() { _ = c.nc.SetWriteDeadline(longAgo) }
