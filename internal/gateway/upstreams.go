package gateway

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"gatehouse/internal/http1"
	"gatehouse/internal/routing"
)

// Upstreams is the [Transport] over our own engine: a pool of connections for
// each target. Pools live as long as the gateway, because a new configuration
// must not cost a connection; there are as many as administrators have typed in.
type Upstreams struct {
	Guard DialGuard
	TLS   *tls.Config // nil: the system's roots

	pools  atomic.Pointer[map[poolKey]*http1.Pool] // replaced whole, so that finding one takes no lock
	adding sync.Mutex
}

// poolKey is what makes two calls share connections.
type poolKey struct {
	address, name string
	tls           bool
	connect       time.Duration
}

func (u *Upstreams) pool(t *routing.Target, connect time.Duration) *http1.Pool {
	key := poolKey{t.Address, t.Name, t.TLS, connect}
	if all := u.pools.Load(); all != nil {
		if p := (*all)[key]; p != nil {
			return p
		}
	}
	return u.add(key)
}

func (u *Upstreams) add(key poolKey) *http1.Pool {
	u.adding.Lock()
	defer u.adding.Unlock()
	all := map[poolKey]*http1.Pool{}
	if old := u.pools.Load(); old != nil {
		if p := (*old)[key]; p != nil {
			return p
		}
		maps.Copy(all, *old)
	}
	p := http1.NewPool(u.target(key))
	all[key] = p
	u.pools.Store(&all)
	return p
}

func (u *Upstreams) target(key poolKey) http1.Target {
	t := http1.Target{Addr: key.address, ConnectTimeout: key.connect, Control: u.Guard.Control}
	if key.tls {
		t.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
		if u.TLS != nil {
			t.TLS = u.TLS.Clone()
		}
		t.TLS.ServerName = key.name
	}
	return t
}

// Close closes the connections that are kept for reuse.
func (u *Upstreams) Close() {
	if all := u.pools.Load(); all != nil {
		for _, p := range *all {
			p.Close()
		}
	}
}

// RoundTrip implements [Transport].
func (u *Upstreams) RoundTrip(c *Call, a *Answer) error {
	f := c.ownFlight()
	f.out = http1.Outbound{
		Method: c.Method, Path: c.Path, Query: c.Query, Host: c.Target.Host, Header: c.Header,
		Length: c.ContentLength, Upgrade: c.Upgrade, Interim: c.Interim, Cancel: c.Canceler,
		HeaderTimeout: c.HeaderTimeout, IdleTimeout: c.IdleTimeout,
	}
	if c.ContentLength != 0 {
		f.out.Body, f.out.Trailer = c.Body, c.Trailer
	}
	if f.pool == nil || f.target != c.Target || f.connect != c.ConnectTimeout {
		f.pool, f.target, f.connect = u.pool(c.Target, c.ConnectTimeout), c.Target, c.ConnectTimeout
	}
	if err := f.pool.Do(&f.out, &f.res); err != nil {
		f.release()
		return callError(err)
	}
	f.answer(a)
	return nil
}

// flight is one call under way. It stays with its exchange for later calls.
type flight struct {
	out     http1.Outbound
	res     http1.Response
	trailer func() http1.Header // made once: a method value is an allocation

	// The pool of the last call, and what it was found for: nearly always this
	// call's, too.
	pool    *http1.Pool
	target  *routing.Target
	connect time.Duration
}

func (c *Call) ownFlight() *flight {
	if c.flight == nil {
		c.flight = &flight{}
		c.flight.trailer = c.flight.res.Trailer
	}
	return c.flight
}

// release lets go of what the call referred to.
func (f *flight) release() { f.out = http1.Outbound{} }

func (f *flight) answer(a *Answer) {
	*a = Answer{Status: f.res.Status, Header: f.res.Header, ContentLength: f.res.Length, Trailer: f.trailer}
	if a.ContentLength < 0 { // chunked or ended by its connection: either way it goes on chunked
		a.ContentLength = http1.Chunked
	}
	a.Body = f
	if f.res.Status == http.StatusSwitchingProtocols {
		a.Conn = f.res.TakeOver()
		return
	}
	a.Whole = f.res.Whole()
}

// Read implements io.Reader for the answer's body.
func (f *flight) Read(p []byte) (int, error) {
	n, err := f.res.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = callError(err)
	}
	return n, err
}

// Close ends the call. The connection is kept when all went well.
func (f *flight) Close() error {
	err := f.res.Close()
	f.release()
	return err
}

// callError says in the gateway's words how a call failed.
func callError(err error) error {
	e, ok := errors.AsType[*http1.UpstreamError](err)
	if !ok {
		return &CallError{FaultResponse, err}
	}
	switch e.Kind {
	case http1.Canceled, http1.BodyFailed:
		return fmt.Errorf("calling the upstream: %w", e.Err)
	case http1.Busy:
		return &CallError{FaultBusy, e}
	case http1.Unreachable:
		if refused, ok := errors.AsType[*CallError](e.Err); ok {
			return refused
		}
		return &CallError{FaultConnect, e}
	case http1.Timeout:
		if !e.Sent {
			return &CallError{FaultConnectTimeout, e}
		}
		return &CallError{FaultTimeout, e}
	case http1.InvalidResponse, http1.BadRequest:
	}
	return &CallError{FaultResponse, e}
}
