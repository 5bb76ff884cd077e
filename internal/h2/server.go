package h2

// The server: the set of live connections, their common clock, and their orderly
// end (RFC 9113 §6.8).

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"gatehouse/internal/http1"
)

// ErrServerClosed ends connections after Shutdown or Close.
var ErrServerClosed = errors.New("h2: server closed")

// Server answers HTTP/2 on the connections given to ServeConn. Set the fields
// before the first of them; only Handle is required.
type Server struct {
	// Handle answers one request. It runs on a goroutine of its own and must not
	// use the Stream after it returned.
	Handle func(*Stream)

	// Reject answers a request that broke a rule; the Stream holds what was
	// understood of it. By default the answer is the Violation as plain text.
	Reject func(*Stream, *http1.Violation)

	// ID appends an identifier for a request received at that time to dst, refused
	// ones included.
	ID func(dst []byte, at time.Time) []byte

	// What one connection may hold; zero means the default.
	MaxStreams int // requests at a time; 128
	MaxFields  int // fields of a header section; 100
	MaxHead    int // bytes of a header section, as RFC 9113 §10.5.1 counts them; 36 KiB

	// Timeouts; zero means the default.
	PrefaceTimeout time.Duration // the preface, and a header block; 10 s
	IdleTimeout    time.Duration // without a request; 75 s
	WriteTimeout   time.Duration // for a client that does not read; 1 min
	// A body may fall behind MinRate bytes a second by Grace; only time spent
	// waiting for the client counts. 500 and 10 s.
	MinRate int64
	Grace   time.Duration

	Log *slog.Logger // for panics; nil is slog.Default

	once sync.Once
	now  atomic.Int64           // nanoseconds since start, as of the last tick
	date atomic.Pointer[string] // the Date field of this second

	mu       sync.Mutex
	conns    map[*conn]struct{}
	ticking  bool
	start    time.Time
	draining bool
	closed   bool
}

func (s *Server) init() {
	s.once.Do(func() {
		s.conns = map[*conn]struct{}{}
		s.start = time.Now()
		for _, d := range []struct {
			p   *int
			def int
		}{{&s.MaxStreams, 128}, {&s.MaxFields, 100}, {&s.MaxHead, 36 << 10}} {
			if *d.p == 0 {
				*d.p = d.def
			}
		}
		for _, d := range []struct {
			p   *time.Duration
			def time.Duration
		}{{&s.PrefaceTimeout, 10 * time.Second}, {&s.IdleTimeout, 75 * time.Second}, {&s.WriteTimeout, time.Minute}, {&s.Grace, 10 * time.Second}} {
			if *d.p == 0 {
				*d.p = d.def
			}
		}
		if s.MinRate == 0 {
			s.MinRate = 500
		}
		if s.Log == nil {
			s.Log = slog.Default()
		}
	})
}

// ServeConn serves a connection until it ends, and closes it. peer is who it is
// from, and state that of its TLS handshake, in which HTTP/2 was agreed on.
func (s *Server) ServeConn(nc net.Conn, peer netip.AddrPort, state *tls.ConnectionState) {
	s.init()
	c := newConn(s, nc, state)
	c.peer = peer
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		_ = nc.Close()
		return
	}
	c.leaving = s.draining // accepted before: what it asks for is still served
	s.conns[c] = struct{}{}
	if !s.ticking {
		s.ticking = true
		s.advance(time.Now())
		go s.run()
	}
	c.since = s.now.Load()
	s.mu.Unlock()
	c.serve()
}

// forget ends the bookkeeping of a connection.
func (s *Server) forget(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

func (s *Server) live() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		all = append(all, c)
	}
	return all
}

// tick is how often the clock looks at all connections, so a timeout is at most
// that late and never early.
const tick = 250 * time.Millisecond

// run is the clock. It lives while there are connections.
func (s *Server) run() {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for range ticker.C {
		s.mu.Lock()
		if len(s.conns) == 0 {
			s.ticking = false
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		now := s.advance(time.Now())
		for _, c := range s.live() {
			c.look(now)
		}
	}
}

// advance sets the time and, once a second, the date.
func (s *Server) advance(t time.Time) int64 {
	before, now := s.now.Load(), int64(t.Sub(s.start))+1
	s.now.Store(now)
	if s.date.Load() == nil || before/int64(time.Second) != now/int64(time.Second) {
		date := t.UTC().Format(http.TimeFormat)
		s.date.Store(&date)
	}
	return now
}

// drainGrace is how long after the announcement of the end a request that was
// already on its way is still taken (RFC 9113 §6.8).
const drainGrace = time.Second

// Shutdown tells all peers that the server goes away, takes what is on its way
// for a moment, lets running requests finish, and returns nil when all
// connections are gone, or ctx's error, in which case the caller may Close.
func (s *Server) Shutdown(ctx context.Context) error {
	s.init()
	s.mu.Lock()
	s.draining = true
	s.mu.Unlock()
	for _, c := range s.live() {
		c.announceEnd()
	}
	began := time.Now()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		all := s.live()
		if len(all) == 0 {
			return nil
		}
		if time.Since(began) >= drainGrace {
			for _, c := range all {
				c.retire()
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// Close ends everything at once.
func (s *Server) Close() error {
	s.init()
	s.mu.Lock()
	s.draining, s.closed = true, true
	s.mu.Unlock()
	for _, c := range s.live() {
		c.kill(ErrServerClosed)
	}
	return nil
}
