package http1

// The server: listeners, the set of live connections, and their orderly end
// (RFC 9112 §9). What happens on one connection is in conn.go.

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// ErrServerClosed is returned by Serve after Shutdown or Close.
var ErrServerClosed = errors.New("http1: server closed")

// Server answers HTTP/1.1 on the listeners given to Serve. Set the fields before
// the first Serve; only Handle is required.
type Server struct {
	// Handle answers one request. It runs on the connection's goroutine and must
	// not use the Exchange after it returned, unless it called TakeOver.
	Handle func(*Exchange)

	// Reject answers a request that broke a rule; the Exchange holds what was
	// understood of it, perhaps nothing. The connection ends afterwards. By
	// default the answer is the Violation as plain text.
	Reject func(*Exchange, *Violation)

	// ID appends an identifier for each request, refused ones included, to dst; at
	// is Exchange.Received. It becomes Exchange.ID and lasts as long as the
	// exchange's other strings.
	ID func(dst []byte, at time.Time) []byte

	// TLS makes Serve speak TLS. A connection that negotiates a protocol other
	// than HTTP/1.1 (h2) is given to HandOver, which owns it from then on.
	TLS      *tls.Config
	HandOver func(*Handed)

	Limits Limits

	// Timeouts; zero means the default.
	HandshakeTimeout time.Duration // TLS handshake and PROXY header; 10 s
	HeadTimeout      time.Duration // first to last byte of a head; 10 s
	IdleTimeout      time.Duration // between requests; 75 s
	// A body, and what is written, may fall behind MinRate bytes a second by
	// Grace; only time spent waiting for the client counts. 500 and 10 s.
	MinRate int64
	Grace   time.Duration

	MaxConns    int // open connections; more wait in the kernel's queue; 0 is no limit
	MaxRequests int // on one connection; 0 is no limit

	// ProxyFrom lists the peers that must begin each connection with a PROXY
	// protocol header, version 1 or 2. All others must not. Empty: none does.
	ProxyFrom []netip.Prefix

	Log *slog.Logger // for panics and accept failures; nil is slog.Default

	clock     *clock // nil is the process's own
	draining  atomic.Bool
	drain     chan struct{} // closed when Shutdown begins
	once      sync.Once
	slots     chan struct{}
	mu        sync.Mutex
	listeners map[net.Listener]struct{}
	conns     map[*conn]struct{}
}

func (s *Server) init() {
	s.once.Do(func() {
		s.drain = make(chan struct{})
		s.listeners = map[net.Listener]struct{}{}
		s.conns = map[*conn]struct{}{}
		s.Limits = s.Limits.withDefaults()
		s.HandshakeTimeout = orDuration(s.HandshakeTimeout, 10*time.Second)
		s.HeadTimeout = orDuration(s.HeadTimeout, 10*time.Second)
		s.IdleTimeout = orDuration(s.IdleTimeout, 75*time.Second)
		s.Grace = orDuration(s.Grace, 10*time.Second)
		s.MinRate = or(s.MinRate, 500)
		if s.clock == nil {
			s.clock = processClock
		}
		if s.MaxConns > 0 {
			s.slots = make(chan struct{}, s.MaxConns)
		}
		if s.Log == nil {
			s.Log = slog.Default()
		}
	})
}

func orDuration(d, def time.Duration) time.Duration { return time.Duration(or(int64(d), int64(def))) }

// Serve accepts connections from l until Shutdown or Close, and then returns
// ErrServerClosed. It closes l.
func (s *Server) Serve(l net.Listener) error {
	s.init()
	if !s.track(l, true) {
		l.Close()
		return ErrServerClosed
	}
	defer s.track(l, false)
	for {
		s.acquire()
		nc, err := l.Accept()
		if err != nil {
			s.releaseSlot()
			if s.draining.Load() {
				takeQueued(l, s.serveConn)
				l.Close()
				return ErrServerClosed
			}
			if errors.Is(err, net.ErrClosed) {
				return err
			}
			// Out of descriptors, most likely: others must finish first.
			s.Log.Warn("http1: accept failed", "error", err)
			time.Sleep(tick)
			continue
		}
		s.serveConn(nc)
	}
}

// serveConn starts the goroutine of one connection.
func (s *Server) serveConn(nc net.Conn) {
	c := newConn(s, nc)
	s.mu.Lock()
	s.conns[c] = struct{}{}
	s.mu.Unlock()
	s.clock.add(&c.timers, c)
	go c.serve()
}

// forget ends the bookkeeping of a connection that was closed or given away. One
// that was handed over still counts as open.
func (s *Server) forget(c *conn) {
	s.clock.remove(&c.timers)
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
	if !c.handed {
		s.releaseSlot()
	}
}

func (s *Server) track(l net.Listener, add bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !add {
		delete(s.listeners, l)
		return true
	}
	if s.draining.Load() {
		return false
	}
	s.listeners[l] = struct{}{}
	return true
}

// acquire waits until another connection may be open. Those that only idle make
// room for it.
func (s *Server) acquire() {
	if s.slots == nil {
		return
	}
	for {
		select {
		case s.slots <- struct{}{}:
			return
		default:
		}
		s.closeIdle(time.Second)
		select {
		case s.slots <- struct{}{}:
			return
		case <-s.drain:
			return
		case <-time.After(tick):
		}
	}
}

func (s *Server) releaseSlot() {
	if s.slots == nil {
		return
	}
	select {
	case <-s.slots:
	default: // acquired nothing: the server was draining
	}
}

// closeIdle ends the connections that have waited for a request for at least
// that long.
func (s *Server) closeIdle(since time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.closeIfIdle(since)
	}
}

// open counts what Shutdown waits for.
func (s *Server) open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns) + len(s.listeners)
}

// drainGrace is how long, after a Shutdown began, a connection that was in use a
// moment ago may still bring one more request. Its answer then says close. To
// close it at once would cut off a request that is already on its way.
const drainGrace = time.Second

// Shutdown stops accepting, closes idle connections, lets running requests
// finish with Connection: close, and tells upgraded connections through
// Exchange.Draining. It returns nil when all are gone, or ctx's error, in which
// case the caller may Close.
func (s *Server) Shutdown(ctx context.Context) error {
	s.init()
	s.beginDrain()
	began := time.Now()
	ticker := time.NewTicker(tick / 5)
	defer ticker.Stop()
	for s.open() > 0 {
		idle := drainGrace
		if time.Since(began) >= drainGrace {
			idle = 0
		}
		s.closeIdle(idle)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
	return nil
}

// beginDrain stops the listeners. They accept for one tick more, so that who is
// in the middle of connecting is served and not reset.
func (s *Server) beginDrain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining.Swap(true) {
		return
	}
	close(s.drain)
	for l := range s.listeners {
		stopArrivals(l)
		if t, ok := l.(interface{ SetDeadline(time.Time) error }); ok && t.SetDeadline(time.Now().Add(tick)) == nil {
			continue
		}
		l.Close()
	}
}

// Close ends everything at once.
func (s *Server) Close() error {
	s.init()
	s.beginDrain()
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.raw.Close()
	}
	return nil
}
