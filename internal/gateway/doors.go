package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"

	"gatehouse/internal/h2"
	"gatehouse/internal/http1"
)

// Doors serves partners: HTTP/1.1, and HTTP/2 on the connections that agree on it
// during the TLS handshake, each by an engine of our own.
type Doors struct {
	engine *http1.Server
	h2     *h2.Server
	handed atomic.Int64 // connections that were handed over and have not ended
}

// Doors returns the doors to this gateway. With a nil config they speak plain
// HTTP/1.1; HTTP/2 is never spoken without TLS.
func (g *Gateway) Doors(config *tls.Config) *Doors {
	d := &Doors{engine: g.Engine(), h2: g.HTTP2()}
	if config != nil {
		d.engine.TLS, d.engine.HandOver = config, d.handOver
	}
	return d
}

// handOver gives a connection whose handshake is done to its own engine, and the
// goroutine of the handshake back.
func (d *Doors) handOver(c *http1.Handed) {
	state := c.ConnectionState()
	if state.NegotiatedProtocol != "h2" {
		_ = c.Close()
		c.Done()
		return
	}
	d.handed.Add(1)
	go func() {
		defer c.Done()
		defer d.handed.Add(-1)
		d.h2.ServeConn(c.Conn, c.Peer, &state)
	}()
}

// Serve takes connections until Shutdown or Close and then returns
// [http.ErrServerClosed].
func (d *Doors) Serve(l net.Listener) error {
	err := d.engine.Serve(l)
	if errors.Is(err, http1.ErrServerClosed) {
		return http.ErrServerClosed
	}
	_ = d.h2.Close()
	return err
}

// Shutdown takes no new connection, lets the requests under way end, and gives
// up when ctx does.
func (d *Doors) Shutdown(ctx context.Context) error {
	var second error
	var ending sync.WaitGroup
	ending.Go(func() { second = d.h2.Shutdown(ctx) })
	err := d.engine.Shutdown(ctx)
	ending.Wait()
	for second == nil && d.handed.Load() > 0 { // a handshake ended meanwhile
		runtime.Gosched()
		second = d.h2.Shutdown(ctx)
	}
	return errors.Join(err, second)
}

// Close ends everything at once.
func (d *Doors) Close() error { return errors.Join(d.engine.Close(), d.h2.Close()) }
