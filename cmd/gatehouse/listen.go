package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strconv"
	"syscall"

	"gatehouse/internal/config"
)

// listener is a bound address of one surface.
type listener struct {
	net.Listener
	name string      // "gateway", "console", "portal", "ops"
	url  string      // public, without a trailing slash
	tls  *tls.Config // nil without a certificate
	cert *certificate
}

// listen binds an address and reads the certificate, if there is one.
func listen(l config.Listener, logger *slog.Logger) (*listener, error) {
	var plain net.ListenConfig
	plain.SetMultipathTCP(false) // or a shutdown cannot stop arrivals: a filter does not reach such a socket's handshakes
	socket, err := plain.Listen(context.Background(), "tcp", l.Addr)
	if err != nil {
		return nil, cannotListen(l, err)
	}
	out := &listener{Listener: socket, name: l.Role, url: l.URL}
	if out.url == "" {
		out.url = localURL(l, socket.Addr())
	}
	if l.TLSCert == "" {
		return out, nil
	}
	cert, err := loadCertificate(l.TLSCert, l.TLSKey, logger)
	if err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	out.cert = cert
	out.tls = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: cert.get, NextProtos: []string{"h2", "http/1.1"}}
	return out, nil
}

// forServer is what the surface's server accepts from. The gateway's doors
// shake hands themselves, because what comes next depends on the outcome.
func (l *listener) forServer() net.Listener {
	if l.tls == nil || l.name == config.RoleGateway {
		return l.Listener
	}
	return tls.NewListener(l.Listener, l.tls)
}

// listenAnywhere takes a free port where the one that was asked for is taken.
func listenAnywhere(l config.Listener, logger *slog.Logger) (*listener, error) {
	out, err := listen(l, logger)
	if !errors.Is(err, syscall.EADDRINUSE) {
		return out, err
	}
	host, _, err := net.SplitHostPort(l.Addr)
	if err != nil {
		return nil, err
	}
	l.Addr = net.JoinHostPort(host, "0")
	return listen(l, logger)
}

func cannotListen(l config.Listener, err error) error {
	reason := err.Error()
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		reason = fmt.Sprintf("the address %s is in use by another program", l.Addr)
	case errors.Is(err, os.ErrPermission):
		reason = fmt.Sprintf("this user may not listen on %s", l.Addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		reason = fmt.Sprintf("%s is no address of this machine", l.Addr)
	}
	return &config.SettingError{Name: l.Role + "-addr", Reason: reason, Err: err}
}

// localURL is where the surface can be reached from this machine: the host as
// it was written, or localhost where all addresses are listened on, and the
// port that was really taken.
func localURL(l config.Listener, bound net.Addr) string {
	scheme := "http"
	if l.TLSCert != "" {
		scheme = "https"
	}
	host, _, err := net.SplitHostPort(l.Addr)
	if addr, parsed := netip.ParseAddr(host); err != nil || host == "" || parsed == nil && addr.IsUnspecified() {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, strconv.Itoa(bound.(*net.TCPAddr).Port))
}
