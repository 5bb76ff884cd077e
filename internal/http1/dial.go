package http1

// Opening a connection to an upstream (RFC 9110 §7.3.3). The name is looked up
// each time by the resolver of the operating system or Go's own; nothing is
// cached here.

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
)

// clientTLS completes the target's TLS settings.
func clientTLS(t Target) *tls.Config {
	if t.TLS == nil {
		return nil
	}
	cfg := t.TLS.Clone()
	cfg.NextProtos = []string{"http/1.1"}
	if cfg.ServerName == "" {
		cfg.ServerName, _, _ = net.SplitHostPort(t.Addr)
	}
	return cfg
}

// interruptFunc lets a Canceler cancel a context.
type interruptFunc context.CancelFunc

func (f *interruptFunc) interrupt() { (*f)() }

// dial opens a connection in a place that the caller got from pick.
func (p *Pool) dial(cancel *Canceler) (*upConn, *UpstreamError) {
	ctx, stop := context.WithTimeout(context.Background(), p.target.ConnectTimeout)
	defer stop()
	hook := interruptFunc(stop)
	if err := cancel.hold(&hook); err != nil {
		p.closedOne()
		return nil, &UpstreamError{Kind: Canceled, Err: err}
	}
	nc, raw, err := p.connect(ctx)
	cancel.release(&hook)
	if err == nil {
		return newUpConn(p, nc, raw), nil
	}
	p.closedOne()
	if cause := cancel.Err(); cause != nil {
		return nil, &UpstreamError{Kind: Canceled, Err: cause}
	}
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return nil, &UpstreamError{Kind: Timeout, Err: err}
	}
	return nil, &UpstreamError{Kind: Unreachable, Err: err}
}

func (p *Pool) connect(ctx context.Context) (nc, raw net.Conn, err error) {
	d := net.Dialer{Control: p.target.Control}
	if raw, err = d.DialContext(ctx, "tcp", p.target.Addr); err != nil {
		return nil, nil, err
	}
	raw = direct(raw)
	if p.target.TLS == nil {
		return raw, raw, nil
	}
	t := tls.Client(raw, p.target.TLS)
	if err = t.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, nil, err
	}
	if proto := t.ConnectionState().NegotiatedProtocol; proto != "" && proto != "http/1.1" {
		raw.Close()
		return nil, nil, fmt.Errorf("http1: upstream negotiated %q", proto)
	}
	return t, raw, nil
}
