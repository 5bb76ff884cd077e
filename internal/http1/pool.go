package http1

// Connections to one upstream, kept open between requests (RFC 9112 §9.3). The
// most recently used one is taken first, so that those that are not needed age
// and close. How many are open is bounded; who finds none free waits in turn.

import (
	"crypto/tls"
	"errors"
	"sync"
	"syscall"
	"time"
)

// Target is where a Pool's connections go and how many there may be.
type Target struct {
	Addr string // host:port; the name is looked up anew for each connection
	// TLS makes connections speak TLS. Its ServerName is the host of Addr unless
	// set; ALPN offers http/1.1.
	TLS *tls.Config

	// Control, if set, is asked before each address of Addr is connected to, with
	// the signature of net.Dialer.Control; its error makes Do fail as Unreachable.
	Control func(network, address string, c syscall.RawConn) error

	MaxConns       int           // open at once; default 1024
	MaxIdle        int           // kept for later; default 256
	ConnectTimeout time.Duration // lookup, connect and TLS handshake, and waiting for a free connection; default 5 s
	IdleTimeout    time.Duration // how long an unused connection is kept; default 60 s
	MaxAge         time.Duration // then a connection is replaced, so that DNS changes take hold; default 5 min
	Limits         Limits        // of response heads
}

// Pool sends requests to one Target. It is safe for concurrent use.
type Pool struct {
	target Target
	clock  *clock

	mu      sync.Mutex
	idle    []*upConn
	open    int // idle or in use or being dialed
	waiters []chan *upConn
	closed  bool
}

var (
	errPoolClosed = errors.New("http1: pool closed")
	errPoolBusy   = errors.New("http1: no free connection")
)

// NewPool returns a pool without connections.
func NewPool(t Target) *Pool {
	t.MaxConns, t.MaxIdle = or(t.MaxConns, 1024), or(t.MaxIdle, 256)
	t.ConnectTimeout = orDuration(t.ConnectTimeout, 5*time.Second)
	t.IdleTimeout = orDuration(t.IdleTimeout, time.Minute)
	t.MaxAge = orDuration(t.MaxAge, 5*time.Minute)
	t.Limits = t.Limits.withDefaults()
	t.TLS = clientTLS(t)
	return &Pool{target: t, clock: processClock}
}

// Stats returns how many connections are open, and how many of those unused.
func (p *Pool) Stats() (open, idle int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open, len(p.idle)
}

// Close closes unused connections; those in use close when they are returned.
func (p *Pool) Close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, u := range idle {
		u.close()
	}
}

// take returns an idle connection, or a new one. careful asks for a look at the
// socket first, for a request that could not be sent a second time.
func (p *Pool) take(cancel *Canceler, careful bool) (*upConn, *UpstreamError) {
	for {
		u, wait, err := p.pick()
		switch {
		case err != nil:
			return nil, &UpstreamError{Kind: Unreachable, Err: err}
		case wait != nil:
			return p.await(wait, cancel, careful)
		case u == nil:
			return p.dial(cancel)
		case u.usable(careful):
			return u, nil
		}
		u.close()
	}
}

// pick returns an idle connection, or a channel to wait on, or neither: then the
// caller may open one.
func (p *Pool) pick() (u *upConn, wait chan *upConn, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, nil, errPoolClosed
	}
	if last := len(p.idle) - 1; last >= 0 {
		u = p.idle[last]
		p.idle[last] = nil
		p.idle = p.idle[:last]
		return u, nil, nil
	}
	if p.open < p.target.MaxConns {
		p.open++
		return nil, nil, nil
	}
	wait = make(chan *upConn, 1)
	p.waiters = append(p.waiters, wait)
	return nil, wait, nil
}

// await waits for a connection given back by somebody, or for the place of one
// that closed, which arrives as nil.
func (p *Pool) await(wait chan *upConn, cancel *Canceler, careful bool) (*upConn, *UpstreamError) {
	timer := time.NewTimer(p.target.ConnectTimeout)
	defer timer.Stop()
	var failed *UpstreamError
	select {
	case u := <-wait:
		return p.settle(u, cancel, careful)
	case <-timer.C:
		failed = &UpstreamError{Kind: Busy, Err: errPoolBusy}
	case <-cancel.Done():
		failed = &UpstreamError{Kind: Canceled, Err: cancel.Err()}
	}
	if !p.leave(wait) { // it came all the same, in this moment
		p.giveBack(<-wait)
	}
	return nil, failed
}

func (p *Pool) settle(u *upConn, cancel *Canceler, careful bool) (*upConn, *UpstreamError) {
	if u == nil {
		return p.dial(cancel)
	}
	if u.usable(careful) {
		return u, nil
	}
	u.close()
	return p.take(cancel, careful)
}

func (p *Pool) giveBack(u *upConn) {
	if u == nil {
		p.closedOne()
		return
	}
	p.put(u)
}

// leave takes a waiter out of the queue. It returns false when it was served.
func (p *Pool) leave(wait chan *upConn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, w := range p.waiters {
		if w == wait {
			p.waiters = append(p.waiters[:i], p.waiters[i+1:]...)
			return true
		}
	}
	return false
}

// put gives back a connection on which a complete exchange ended.
func (p *Pool) put(u *upConn) {
	u.timers.arm(&u.timers.read, p.target.IdleTimeout)
	p.mu.Lock()
	switch {
	case len(p.waiters) > 0:
		p.nextWaiter() <- u
	case p.closed || len(p.idle) >= p.target.MaxIdle:
		p.mu.Unlock()
		u.close()
		return
	default:
		p.idle = append(p.idle, u)
	}
	p.mu.Unlock()
}

// closedOne makes room for another connection.
func (p *Pool) closedOne() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiters) > 0 {
		p.nextWaiter() <- nil // its place goes to whoever waits
		return
	}
	p.open--
}

// nextWaiter removes the first waiter; its channel has room for one answer.
func (p *Pool) nextWaiter() chan *upConn {
	w := p.waiters[0]
	p.waiters = append(p.waiters[:0], p.waiters[1:]...)
	return w
}

// drop closes an idle connection whose time is up, unless somebody just took it.
func (p *Pool) drop(u *upConn) {
	p.mu.Lock()
	for i, idle := range p.idle {
		if idle == u {
			p.idle = append(p.idle[:i], p.idle[i+1:]...)
			p.mu.Unlock()
			u.close()
			return
		}
	}
	p.mu.Unlock()
}
