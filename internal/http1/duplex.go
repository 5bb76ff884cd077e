package http1

// An upgraded connection (RFC 9110 §7.8): raw bytes both ways.

import (
	"errors"
	"net"
)

// Duplex is a connection after a 101 response. Reading begins with what had been
// received already.
type Duplex struct {
	net.Conn
	early []byte
}

// Read implements io.Reader.
func (d *Duplex) Read(p []byte) (int, error) {
	if len(d.early) > 0 {
		n := copy(p, d.early)
		d.early = d.early[n:]
		return n, nil
	}
	return d.Conn.Read(p)
}

// CloseWrite tells the peer that nothing more will come, and leaves its own
// sending alone.
func (d *Duplex) CloseWrite() error {
	if half, ok := d.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

func (d *Duplex) interrupt() { _ = d.SetDeadline(longAgo) }
