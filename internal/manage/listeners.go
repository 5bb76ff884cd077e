package manage

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse"
)

// listeners are the addresses Gatehouse itself answers at. An upstream target
// among them would make the gateway call itself, or open the admin API to
// partners behind the credentials of a collection.
type listeners struct {
	bound   []netip.AddrPort // an unspecified address stands for every local one
	names   []string         // "host:port", lower case: addresses bound by name, and public URLs
	resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	local   func() ([]netip.Addr, error)
}

const resolveTimeout = 2 * time.Second

// newListeners takes addresses as listeners report them ("[::]:8080",
// ":8080", "localhost:8081") and public URLs.
func newListeners(addresses []string) listeners {
	l := listeners{resolve: resolve, local: localAddresses}
	for _, a := range addresses {
		if u, err := url.Parse(a); err == nil && u.Host != "" {
			a = hostPort(u)
		}
		host, port, err := net.SplitHostPort(a)
		if err != nil {
			continue
		}
		l.add(host, port)
	}
	return l
}

func (l *listeners) add(host, port string) {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return
	}
	if host == "" {
		host = "::"
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		l.bound = append(l.bound, netip.AddrPortFrom(addr.Unmap().WithZone(""), uint16(n)))
		return
	}
	l.names = append(l.names, foldHost(host)+":"+port)
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

func foldHost(h string) string { return strings.TrimSuffix(strings.ToLower(h), ".") }

// check names the targets that lead back to Gatehouse. A name that cannot be
// resolved now is let through: an upstream may come up after its collection,
// and the dialling side refuses what it resolves to later.
func (l listeners) check(ctx context.Context, targets []gatehouse.Target) gatehouse.Fields {
	var f gatehouse.Fields
	for i, t := range targets {
		if u, err := url.Parse(t.URL); err == nil && l.own(ctx, u) {
			f.Add("/upstream/targets/"+strconv.Itoa(i)+"/url", "must not be an address of Gatehouse itself")
		}
	}
	return f
}

func (l listeners) own(ctx context.Context, u *url.URL) bool {
	host, port, err := net.SplitHostPort(hostPort(u))
	if err != nil {
		return false
	}
	host = foldHost(host)
	if slices.Contains(l.names, host+":"+port) {
		return true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || !l.listensOn(uint16(n)) {
		return false
	}
	for _, addr := range l.addresses(ctx, host) {
		if l.answersAt(addr.Unmap().WithZone(""), uint16(n)) {
			return true
		}
	}
	return false
}

func (l listeners) listensOn(port uint16) bool {
	if slices.ContainsFunc(l.bound, func(b netip.AddrPort) bool { return b.Port() == port }) {
		return true
	}
	return slices.ContainsFunc(l.names, func(n string) bool { return strings.HasSuffix(n, ":"+strconv.Itoa(int(port))) })
}

func (l listeners) addresses(ctx context.Context, host string) []netip.Addr {
	if addr, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{addr}
	}
	ctx, cancel := context.WithTimeout(ctx, resolveTimeout)
	defer cancel()
	addrs, err := l.resolve(ctx, host)
	if err != nil && (host == "localhost" || strings.HasSuffix(host, ".localhost")) {
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}
	}
	return addrs
}

// answersAt reports whether a listener takes connections made to addr. Linux
// routes all of 127.0.0.0/8, and connections to the unspecified address, to
// the machine itself.
func (l listeners) answersAt(addr netip.Addr, port uint16) bool {
	for _, b := range l.bound {
		if b.Port() != port {
			continue
		}
		switch {
		case b.Addr() == addr:
			return true
		case b.Addr().IsUnspecified():
			if l.isLocal(addr) {
				return true
			}
		case addr.IsUnspecified() && b.Addr().IsLoopback():
			return true
		}
	}
	return slices.ContainsFunc(l.names, func(n string) bool {
		host, p, _ := net.SplitHostPort(n)
		return p == strconv.Itoa(int(port)) && host == "localhost" && (addr.IsLoopback() || addr.IsUnspecified())
	})
}

func (l listeners) isLocal(addr netip.Addr) bool {
	if addr.IsLoopback() || addr.IsUnspecified() {
		return true
	}
	own, err := l.local()
	return err == nil && slices.Contains(own, addr)
}

func resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

func localAddresses() ([]netip.Addr, error) {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	var out []netip.Addr
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			out = append(out, p.Addr().Unmap())
		}
	}
	return out, nil
}
