package gateway

import (
	"io"

	"gatehouse/internal/http1"
	"gatehouse/internal/seal"
)

// Engine returns an HTTP/1.1 server of our own engine with this gateway behind
// it. The caller sets TLS and HandOver where it speaks TLS.
func (g *Gateway) Engine() *http1.Server {
	return &http1.Server{
		Handle: func(x *http1.Exchange) { serveEngine(g, x, nil) },
		Reject: func(x *http1.Exchange, v *http1.Violation) { serveEngine(g, x, v) },
		ID:     seal.AppendRequestID,
		Log:    g.logger,

		ProxyFrom: g.balancers, MaxConns: g.maxConns,
	}
}

func serveEngine(g *Gateway, x *http1.Exchange, v *http1.Violation) {
	d, ok := x.Local.(*engineDown)
	if !ok {
		d = &engineDown{x: x}
		d.trailer = x.Trailer
		x.Local = d
	}
	d.begin()
	var err error
	if v != nil {
		err = g.Reject(&d.req, d, v)
	} else {
		err = g.Serve(&d.req, d)
	}
	switch {
	case d.upgraded:
	case err != nil:
		x.Abort()
	case len(d.trailing) > 0:
		_ = x.Finish(d.trailing) // the engine notices for itself that a partner left
	}
}

// engineDown is the way back through our own engine. It stays with its
// connection, so that a request allocates none.
type engineDown struct {
	x        *http1.Exchange
	req      Request
	trailer  func() http1.Header // made once: a method value is an allocation
	trailing http1.Header
	upgraded bool
	token    lastToken
}

func (d *engineDown) begin() {
	x := d.x
	d.req = Request{
		ID: x.ID, Method: x.Method, Path: x.Path, Query: x.Query, Host: x.Host, Major: 1, Minor: x.Minor, Header: x.Header,
		ContentLength: x.ContentLength, Upgrade: x.Upgrade, Peer: x.Peer, TLS: x.TLS,
		Received: x.Received, lastToken: &d.token,
	}
	if x.ContentLength != 0 {
		d.req.Body = x.Body
	}
	if x.ContentLength == http1.Chunked {
		d.req.Trailer = d.trailer
	}
	d.trailing, d.upgraded = nil, false
}

func (d *engineDown) Canceler() *http1.Canceler { return &d.x.Canceler }

func (d *engineDown) Interim(status int, h http1.Header) error { return d.x.WriteInterim(status, h) }

func (d *engineDown) WriteHead(status int, h http1.Header, length int64) error {
	return d.x.WriteHead(status, h, length)
}

func (d *engineDown) Write(p []byte) (int, error) { return d.x.Write(p) }

func (d *engineDown) Flush() error { return d.x.Flush() }

// ReadFrom relays a whole body. One of our own pool's goes through without
// being copied.
func (d *engineDown) ReadFrom(r io.Reader) (int64, error) {
	if f, ok := r.(*flight); ok {
		n, err := d.x.ReadFrom(&f.res)
		return n, err
	}
	return d.x.ReadFrom(r)
}

func (d *engineDown) Trailer(h http1.Header) { d.trailing = h }

func (d *engineDown) Upgrade(h http1.Header) (*http1.Duplex, error) {
	conn, err := d.x.TakeOver(h)
	if err != nil {
		return nil, err
	}
	d.upgraded = true
	return conn, nil
}
