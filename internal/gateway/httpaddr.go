package gateway

import (
	"net/http"
	"net/netip"

	"gatehouse/internal/http1"
)

// ClientAddr returns how the other surfaces find out where a request comes
// from: by the same rule as partner traffic, through trusted proxies only.
func ClientAddr(trusted []netip.Prefix) func(*http.Request) netip.Addr {
	return func(r *http.Request) netip.Addr {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil {
			return netip.Addr{}
		}
		return proxies(trusted).clientAddr(peer.Addr(), fieldList(r.Header))
	}
}

func fieldList(h http.Header) (list http1.Header) {
	for name, values := range h {
		for _, v := range values {
			list.Add(name, v)
		}
	}
	return list
}
