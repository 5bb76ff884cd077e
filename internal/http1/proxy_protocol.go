package http1

// The PROXY protocol (haproxy.org, proxy-protocol.txt, versions 1 and 2): a load
// balancer says, before the first byte of TLS or HTTP, for whom it connects. It
// is believed from listed peers only, and those must send it: a header that may
// be there or not is one that clients can forge.

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

var (
	proxySignature = []byte("\r\n\r\n\x00\r\nQUIT\n")

	errProxyHeader = errors.New("http1: malformed PROXY header")
)

const maxProxyV1 = 107

// readProxyHeader sets the peer's address from the header that a listed peer
// sends. It reads not one byte beyond it.
func (c *conn) readProxyHeader() bool {
	if !contains(c.srv.ProxyFrom, c.x.Peer.Addr()) {
		return true
	}
	_ = c.nc.SetReadDeadline(time.Now().Add(c.srv.HandshakeTimeout))
	peer, err := parseProxyHeader(c.nc)
	if err != nil {
		return false
	}
	_ = c.nc.SetReadDeadline(time.Time{})
	if peer.IsValid() { // else the balancer speaks for itself (a health check)
		c.x.Peer = unmapped(peer)
		if c.srv.TLS != nil {
			c.nc = proxied{c.nc, net.TCPAddrFromAddrPort(c.x.Peer)}
		}
	}
	return true
}

func contains(list []netip.Prefix, a netip.Addr) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// proxied shows the client's address to whoever the connection is handed over to.
type proxied struct {
	net.Conn
	remote net.Addr
}

func (p proxied) RemoteAddr() net.Addr { return p.remote }

func (p proxied) CloseWrite() error {
	if half, ok := p.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// parseProxyHeader reads a header of either version. The address is invalid when
// the connection is the proxy's own.
func parseProxyHeader(r io.Reader) (netip.AddrPort, error) {
	var start [13]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return netip.AddrPort{}, err
	}
	switch {
	case bytes.HasPrefix(start[:], []byte("PROXY ")):
		return parseProxyV1(r, start[:])
	case bytes.HasPrefix(start[:], proxySignature):
		return parseProxyV2(r, start[12])
	}
	return netip.AddrPort{}, errProxyHeader
}

// parseProxyV1 reads "PROXY TCP4 source destination sport dport CR LF".
func parseProxyV1(r io.Reader, start []byte) (peer netip.AddrPort, err error) {
	line := append(make([]byte, 0, maxProxyV1), start...)
	for line[len(line)-1] != '\n' {
		if len(line) == maxProxyV1 {
			return peer, errProxyHeader
		}
		next := line[len(line) : len(line)+1]
		if _, err := io.ReadFull(r, next); err != nil {
			return peer, err
		}
		line = append(line, next[0])
	}
	text, ok := strings.CutSuffix(string(line), "\r\n")
	parts := strings.Split(text, " ")
	switch {
	case !ok:
		return peer, errProxyHeader
	case parts[1] == "UNKNOWN":
		return peer, nil
	case len(parts) != 6 || parts[1] != "TCP4" && parts[1] != "TCP6":
		return peer, errProxyHeader
	}
	addr, err := netip.ParseAddr(parts[2])
	port, err2 := strconv.ParseUint(parts[4], 10, 16)
	if err != nil || err2 != nil || addr.Is4() != (parts[1] == "TCP4") || addr.Zone() != "" {
		return peer, errProxyHeader
	}
	return netip.AddrPortFrom(addr, uint16(port)), nil
}

// parseProxyV2 reads the binary header after its signature and first byte.
func parseProxyV2(r io.Reader, versionCommand byte) (peer netip.AddrPort, err error) {
	var rest [3]byte
	if _, err = io.ReadFull(r, rest[:]); err != nil {
		return peer, err
	}
	size := int(binary.BigEndian.Uint16(rest[1:]))
	if versionCommand>>4 != 2 || size > 4<<10 {
		return peer, errProxyHeader
	}
	body := make([]byte, size)
	if _, err = io.ReadFull(r, body); err != nil {
		return peer, err
	}
	if versionCommand&15 == 0 { // LOCAL
		return peer, nil
	}
	switch family := rest[0]; {
	case versionCommand&15 != 1:
		return peer, errProxyHeader
	case family == 0x11 && size >= 12:
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(body[:4])), binary.BigEndian.Uint16(body[8:])), nil
	case family == 0x21 && size >= 36:
		return netip.AddrPortFrom(netip.AddrFrom16([16]byte(body[:16])), binary.BigEndian.Uint16(body[32:])), nil
	}
	return peer, errProxyHeader
}
