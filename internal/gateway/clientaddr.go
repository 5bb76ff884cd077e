package gateway

import (
	"net/netip"
	"slices"
	"strings"

	"gatehouse/internal/http1"
)

// proxies are the peers whose X-Forwarded-For and X-Request-ID are believed.
type proxies []netip.Prefix

func (p proxies) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(p, func(prefix netip.Prefix) bool { return prefix.Contains(a) })
}

// clientAddr returns the address that a request comes from. It is the peer's,
// unless the peer is a trusted proxy: then it is the right-most address of
// X-Forwarded-For that is not a trusted proxy itself, since everything left of
// it was written by somebody we do not know. An entry that is no address ends
// the search at the last hop that was one: a proxy we trust did not see an
// address there, so neither do we.
func (p proxies) clientAddr(peer netip.Addr, h http1.Header) netip.Addr {
	client := plain(peer)
	if !p.trusts(client) {
		return client
	}
	for _, f := range slices.Backward(h) {
		if !http1.EqualFold(f.Name, "X-Forwarded-For") {
			continue
		}
		rest := f.Value
		for rest != "" {
			var hop string
			hop, rest = lastItem(rest)
			addr, ok := parseHop(hop)
			if !ok {
				return client
			}
			if client = addr; !p.trusts(client) {
				return client
			}
		}
	}
	return client
}

// lastItem cuts the last element off a comma-separated list.
func lastItem(list string) (item, rest string) {
	i := strings.LastIndexByte(list, ',')
	if i < 0 {
		return strings.Trim(list, " \t"), ""
	}
	return strings.Trim(list[i+1:], " \t"), list[:i]
}

// parseHop reads an address with an optional port, as some proxies write it.
func parseHop(s string) (netip.Addr, bool) {
	if a, err := netip.ParseAddr(s); err == nil {
		return plain(a), true
	}
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return plain(ap.Addr()), true
	}
	return netip.Addr{}, false
}

// plain takes IPv4 out of its IPv6 clothes and drops the zone, so that one
// address has one form: allowlists and counters compare values.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }
