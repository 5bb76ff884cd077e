package http1

// TLS in front of HTTP/1.1 (RFC 9112 §9.7). Which protocol is spoken inside is
// settled by ALPN (RFC 7301) and never by an upgrade in clear text.

import (
	"context"
	"crypto/tls"
	"net/netip"
)

// handshake makes c a TLS connection. It returns false when the connection failed
// or speaks another protocol and was handed over.
func (c *conn) handshake() bool {
	t := tls.Server(c.nc, c.srv.TLS)
	ctx, cancel := context.WithTimeout(context.Background(), c.srv.HandshakeTimeout)
	defer cancel()
	if err := t.HandshakeContext(ctx); err != nil {
		c.broken = true
		return false
	}
	state := t.ConnectionState()
	if p := state.NegotiatedProtocol; p != "" && p != "http/1.1" {
		c.handOver(t)
		return false
	}
	c.nc, c.plain, c.x.TLS = t, false, &state
	return true
}

func (c *conn) handOver(t *tls.Conn) {
	if c.srv.HandOver == nil {
		c.broken = true
		return
	}
	c.given, c.handed = true, true
	c.srv.HandOver(&Handed{Conn: t, Peer: c.x.Peer, srv: c.srv})
}

// Handed is a connection that speaks another protocol than HTTP/1.1.
type Handed struct {
	*tls.Conn
	Peer netip.AddrPort // the client's socket, or what its PROXY header said
	srv  *Server
}

// Done must be called when the connection has ended: until then it counts towards
// Server.MaxConns.
func (h *Handed) Done() { h.srv.releaseSlot() }
