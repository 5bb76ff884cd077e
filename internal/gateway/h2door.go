package gateway

import (
	"io"

	"gatehouse/internal/h2"
	"gatehouse/internal/http1"
	"gatehouse/internal/seal"
)

// HTTP2 returns an HTTP/2 server of our own with this gateway behind it.
func (g *Gateway) HTTP2() *h2.Server {
	return &h2.Server{
		Handle: func(s *h2.Stream) { serveStream(g, s, nil) },
		Reject: func(s *h2.Stream, v *http1.Violation) { serveStream(g, s, v) },
		ID:     seal.AppendRequestID,
		Log:    g.logger,
	}
}

func serveStream(g *Gateway, s *h2.Stream, v *http1.Violation) {
	d, ok := s.Local.(*streamDown)
	if !ok {
		d = &streamDown{Stream: s, trailer: s.Trailer}
		s.Local = d
	}
	d.begin()
	var err error
	if v != nil {
		err = g.Reject(&d.req, d, v)
	} else {
		err = g.Serve(&d.req, d)
	}
	if err != nil {
		s.Abort()
	}
}

// streamDown is the way back through a stream of HTTP/2. It stays with the
// stream's worker, so that a request allocates none.
type streamDown struct {
	*h2.Stream
	req     Request
	trailer func() http1.Header // made once: a method value is an allocation
	token   lastToken
}

func (d *streamDown) begin() {
	s := d.Stream
	d.req = Request{
		ID: s.ID, Method: s.Method, Path: s.Path, Query: s.Query, Host: s.Host, Major: 2, Header: s.Header,
		ContentLength: s.ContentLength, Peer: s.Peer, TLS: s.TLS, Received: s.Received, lastToken: &d.token,
	}
	if s.ContentLength != 0 {
		d.req.Body = s.Body
	}
	if s.ContentLength == http1.Chunked {
		d.req.Trailer = d.trailer
	}
}

// Canceler implements [Downstream].
func (d *streamDown) Canceler() *http1.Canceler { return &d.Stream.Canceler }

// Interim implements [Downstream].
func (d *streamDown) Interim(status int, h http1.Header) error { return d.WriteInterim(status, h) }

// ReadFrom relays a whole body. It is told of one of our own pool's, which knows
// whether there is more to wait for.
func (d *streamDown) ReadFrom(r io.Reader) (int64, error) {
	if f, ok := r.(*flight); ok {
		return d.Stream.ReadFrom(&f.res)
	}
	return d.Stream.ReadFrom(r)
}

// Trailer implements [Downstream].
func (d *streamDown) Trailer(h http1.Header) { d.SetTrailer(h) }

// Upgrade fails: HTTP/2 has no Upgrade field (RFC 9113 §8.6).
func (d *streamDown) Upgrade(http1.Header) (*http1.Duplex, error) { return nil, errNoUpgrade }
