package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync"

	"gatehouse/internal/http1"
)

// Doors serves partners: HTTP/1.1 by our own engine, and the connections that
// agree on HTTP/2 during the TLS handshake by net/http.
type Doors struct {
	engine *http1.Server
	h2     *http.Server
	handed *handover
}

// Doors returns the doors to this gateway. With a nil config they speak plain
// HTTP/1.1; HTTP/2 is never spoken without TLS.
func (g *Gateway) Doors(config *tls.Config) *Doors {
	d := &Doors{engine: g.Engine(), h2: g.NetServer(), handed: newHandover()}
	if config != nil {
		d.engine.TLS, d.engine.HandOver = config, d.handed.take
	}
	return d
}

// Serve takes connections until Shutdown or Close and then returns
// [http.ErrServerClosed].
func (d *Doors) Serve(l net.Listener) error {
	d.handed.addr = l.Addr()
	var h2 sync.WaitGroup
	h2.Go(func() { _ = d.h2.Serve(d.handed) })
	err := d.engine.Serve(l)
	if !errors.Is(err, http1.ErrServerClosed) {
		_ = d.h2.Close()
	}
	h2.Wait()
	if errors.Is(err, http1.ErrServerClosed) {
		return http.ErrServerClosed
	}
	return err
}

// Shutdown takes no new connection, lets the requests under way end, and gives
// up when ctx does.
func (d *Doors) Shutdown(ctx context.Context) error {
	var h2 error
	var ending sync.WaitGroup
	ending.Go(func() { h2 = d.h2.Shutdown(ctx) })
	err := d.engine.Shutdown(ctx)
	ending.Wait()
	return errors.Join(err, h2)
}

// Close ends everything at once.
func (d *Doors) Close() error { return errors.Join(d.engine.Close(), d.h2.Close()) }

// handover is the listener from which net/http takes connections whose TLS
// handshake is done.
type handover struct {
	addr   net.Addr
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newHandover() *handover {
	return &handover{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (h *handover) take(c *tls.Conn) {
	select {
	case h.conns <- c:
	case <-h.closed:
		_ = c.Close()
	}
}

// Accept implements net.Listener.
func (h *handover) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (h *handover) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

// Addr implements net.Listener.
func (h *handover) Addr() net.Addr { return h.addr }
