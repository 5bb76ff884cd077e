package h2

// One connection (RFC 9113 §3.4, §5.1, §5.4): its preface, the goroutine that
// reads its frames, and its end. What is guarded by the lock is used by workers
// too; the rest belongs to the reading goroutine.

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2"

	"gatehouse/internal/http1"
)

const (
	streamWindow = 256 << 10 // what one request's body may run ahead of its reader
	connWindow   = 1 << 20   // and all of a connection's together
	maxWindow    = 1<<31 - 1
	maxFrame     = 16 << 10 // the smallest limit that RFC 9113 §4.2 allows
	readSize     = 4 << 10
)

type conn struct {
	srv   *Server
	nc    net.Conn
	raw   net.Conn // nc without TLS, whose end needs no ceremony
	tls   *tls.ConnectionState
	peer  netip.AddrPort
	in    *bufio.Reader
	fr    *http2.Framer
	block block
	first bool // no frame was read yet

	blockSince atomic.Int64 // when an unfinished header block began

	mu       sync.Mutex
	open     []*Stream // those that the peer may count as open
	idle     []*Stream // whose workers wait for a request
	running  int       // requests that are being handled, reset ones included
	workers  int       // goroutines of streams
	lastID   uint32    // the highest stream the peer has opened
	early    earlyEnds
	partings partings
	budget   budget
	since    int64 // when the connection was made, or the last stream ended
	started  bool  // our settings were sent
	greeted  bool  // the preface was complete

	recvWindow, unacked    int
	sendWindow, peerWindow int64 // the connection's, and what new streams begin with
	peerFrame              int

	out, spare   []byte // gathered to be written; kept for the next gathering
	flushing     bool
	written      *sync.Cond // nobody writes any more
	flushSince   int64
	tableCleared bool // the peer knows that we keep no dynamic table

	leaving, announced, retiring bool  // the server goes away; the peer was told; no more requests are taken
	ended                        bool  // the reader has ended
	dead                         error // nothing can be sent any more
}

func newConn(s *Server, nc net.Conn, state *tls.ConnectionState) *conn {
	c := &conn{
		srv: s, nc: nc, tls: state, first: true, in: bufio.NewReaderSize(nc, readSize),
		recvWindow: connWindow, sendWindow: initialWindow, peerWindow: initialWindow, peerFrame: maxFrame,
		budget: newBudget(),
	}
	c.raw, c.written = nc, sync.NewCond(&c.mu)
	if t, ok := nc.(*tls.Conn); ok {
		c.raw = t.NetConn()
	}
	c.fr = http2.NewFramer(io.Discard, c.in)
	c.fr.SetReuseFrames()
	c.fr.SetMaxReadFrameSize(maxFrame)
	c.block.init(s)
	return c
}

// initialWindow is what both sides begin with (RFC 9113 §6.9.2).
const initialWindow = 65535

// serve reads frames until the connection is of no use any more.
func (c *conn) serve() {
	err := c.greet()
	for err == nil {
		err = c.next()
	}
	c.end(err)
}

// greet sends our settings and reads the client's preface (RFC 9113 §3.4).
func (c *conn) greet() error {
	if !adequate(c.tls) {
		return http2.ConnectionError(http2.ErrCodeInadequateSecurity)
	}
	c.mu.Lock()
	c.sendSettings()
	c.started = true
	if c.leaving {
		c.announced = true
		c.sendGoAway(maxWindow, http2.ErrCodeNo)
	}
	c.flush()
	c.mu.Unlock()
	var preface [len(http2.ClientPreface)]byte
	for n := range preface { // byte by byte, so that another protocol is noticed at once
		b, err := c.in.ReadByte()
		if err != nil {
			return err
		}
		if preface[n] = b; b != http2.ClientPreface[n] {
			return http2.ConnectionError(http2.ErrCodeProtocol)
		}
	}
	return nil
}

// adequate refuses the TLS 1.2 cipher suites that RFC 9113 §9.2.2 prohibits: what
// remains has ephemeral keys and authenticates while it encrypts.
func adequate(state *tls.ConnectionState) bool {
	if state == nil || state.Version >= tls.VersionTLS13 {
		return true
	}
	switch state.CipherSuite {
	case tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
		tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256:
		return state.Version == tls.VersionTLS12
	}
	return false
}

// next reads and processes one frame. Errors of one stream end that alone.
func (c *conn) next() error {
	h, err := c.fr.ReadFrameHeader()
	if err != nil {
		if errors.Is(err, http2.ErrFrameTooLarge) {
			return http2.ConnectionError(http2.ErrCodeFrameSize)
		}
		return err
	}
	if c.first && (h.Type != http2.FrameSettings || h.Flags.Has(http2.FlagSettingsAck)) {
		return http2.ConnectionError(http2.ErrCodeProtocol)
	}
	if h.Type == http2.FrameHeaders {
		c.blockSince.Store(c.srv.now.Load())
	}
	f, err := c.fr.ReadFrameForHeader(h)
	broken, ok := errors.AsType[http2.StreamError](err)
	if ok && h.Type == http2.FrameHeaders {
		// Its block was not decoded, so no later one can be (RFC 9113 §4.3).
		return http2.ConnectionError(broken.Code)
	}
	if err == nil {
		err = c.process(f)
		broken, ok = errors.AsType[http2.StreamError](err)
	}
	if ok {
		return c.resetStream(broken.StreamID, broken.Code)
	}
	return err
}

// end runs when the reader is done: it says why, cancels what still runs, and
// leaves the rest to the last worker.
func (c *conn) end(err error) {
	c.mu.Lock()
	code, ours := c.verdict(err)
	if ours && c.dead == nil {
		c.sendGoAway(c.lastID, code)
		c.flush()
		for c.flushing {
			c.written.Wait()
		}
	}
	graceful := ours && c.dead == nil
	numbers := c.abandon(http1.ErrClientGone)
	c.mu.Unlock()
	for _, n := range numbers {
		n.cancel(http1.ErrClientGone)
	}
	if graceful {
		c.linger()
	}
	_ = c.nc.Close()
	c.mu.Lock()
	c.ended = true
	c.mu.Unlock()
	c.forgetIfOver()
}

// forgetIfOver is for whoever leaves last.
func (c *conn) forgetIfOver() {
	c.mu.Lock()
	over := c.ended && c.workers == 0
	c.mu.Unlock()
	if over {
		c.srv.forget(c)
	}
}

// verdict is the code to take leave with, and whether there is anybody to tell.
func (c *conn) verdict(err error) (http2.ErrCode, bool) {
	if broken, ok := errors.AsType[http2.ConnectionError](err); ok {
		return http2.ErrCode(broken), true
	}
	return http2.ErrCodeNo, c.retiring && len(c.open) == 0
}

// opened is a stream as others may still know it by its number.
type opened struct {
	s      *Stream
	number uint32
}

func (o opened) cancel(cause error) { o.s.cancelIf(o.number, cause) }

// abandon fails everything that waits for the connection and lets the idle workers
// go. It returns the streams that were open, for the caller to cancel without the
// lock.
func (c *conn) abandon(cause error) []opened {
	if c.dead == nil {
		c.dead = cause
	}
	all := make([]opened, 0, len(c.open))
	for _, s := range c.open {
		all = append(all, opened{s, s.number})
		s.gone = true
		s.wake()
	}
	c.open = c.open[:0]
	c.dismiss()
	return all
}

// kill ends the connection at once.
func (c *conn) kill(cause error) {
	c.mu.Lock()
	if c.dead == nil {
		c.dead = cause
	}
	c.mu.Unlock()
	_ = c.raw.Close() // the reader notices and cleans up
}

const (
	lingerTime  = time.Second
	lingerBytes = 1 << 20
)

// linger closes the sending side and reads on for a moment, so that the reset a
// close with unread input causes does not destroy what was said last.
func (c *conn) linger() {
	if half, ok := c.nc.(interface{ CloseWrite() error }); ok && half.CloseWrite() != nil {
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

var longAgo = time.Unix(1, 0)

// announceEnd tells the peer to open no more streams, without yet refusing any:
// a request may be on its way (RFC 9113 §6.8).
func (c *conn) announceEnd() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.leaving = true; c.announced || !c.started || c.dead != nil {
		return // or it is told when our settings are, which must come first
	}
	c.announced = true
	c.sendGoAway(maxWindow, http2.ErrCodeNo)
	c.kick()
}

// retire takes no more requests. The connection ends with the last one that runs.
func (c *conn) retire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.retiring || !c.started || c.dead != nil {
		return
	}
	c.retiring = true
	c.sendGoAway(c.lastID, http2.ErrCodeNo)
	c.kick()
	c.endIfRetired()
}

// endIfRetired wakes the reader for the last time.
func (c *conn) endIfRetired() {
	if c.retiring && len(c.open) == 0 {
		_ = c.nc.SetReadDeadline(longAgo)
	}
}
