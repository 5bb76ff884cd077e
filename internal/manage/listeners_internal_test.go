package manage

import (
	"context"
	"errors"
	"net/netip"
	"testing"

	"gatehouse"
)

func TestUpstreamsMayNotLeadBackToGatehouse(t *testing.T) {
	t.Parallel()
	l := newListeners([]string{"[::]:8080", "127.0.0.1:8081", "localhost:8082", "192.0.2.10:8083", "https://gw.example.com", "http://portal.example.com:8443/x"})
	l.local = func() ([]netip.Addr, error) { return []netip.Addr{netip.MustParseAddr("192.0.2.10")}, nil }
	l.resolve = func(_ context.Context, host string) ([]netip.Addr, error) {
		if host == "alias.example.com" {
			return []netip.Addr{netip.MustParseAddr("::ffff:127.0.0.1")}, nil
		}
		return nil, errors.New("no such host")
	}
	for target, own := range map[string]bool{
		"http://127.0.0.1:8080":          true, // a wildcard listener answers at every local address
		"http://192.0.2.10:8080/v2":      true,
		"http://[::1]:8080":              true,
		"http://localhost:8080":          true,
		"http://alias.example.com:8080":  true,
		"http://192.0.2.99:8080":         false, // another machine
		"http://127.0.0.1:8081":          true,
		"http://0.0.0.0:8081":            true,
		"http://[::ffff:127.0.0.1]:8081": true,
		"http://LOCALHOST.:8081":         true,
		"http://127.0.0.2:8081":          false, // bound elsewhere
		"http://192.0.2.10:8081":         false,
		"http://127.0.0.1:8082":          true,
		"http://192.0.2.10:8083":         true,
		"https://gw.example.com":         true,
		"https://GW.example.com:443/a":   true,
		"http://gw.example.com":          false, // port 80 is not ours
		"http://portal.example.com:8443": true,
		"http://unknown.example.com:80":  false,
		"http://127.0.0.1:9000":          false,
	} {
		wrong := l.check(t.Context(), []gatehouse.Target{{URL: target, Weight: 1}})
		if got := len(wrong) == 1; got != own {
			t.Errorf("%s: own = %v, want %v", target, got, own)
		}
	}
}

func TestChangedOrderIsOneChange(t *testing.T) {
	t.Parallel()
	endpoints := func(ids ...string) document {
		d := document{}
		for i, id := range ids {
			d.setEndpoint(i, gatehouse.Endpoint{ID: id, Method: "GET", Path: "/" + id})
		}
		d.setOrder("/endpoints", ids)
		return d
	}
	for _, tc := range []struct {
		name          string
		before, after document
		want          []string
	}{
		{"nothing", endpoints("a", "b"), endpoints("a", "b"), nil},
		{"one in front", endpoints("a", "b"), endpoints("n", "a", "b"), []string{"/endpoints/0"}},
		{"one taken out", endpoints("a", "b", "c"), endpoints("a", "c"), []string{"/endpoints/1"}},
		{"swapped", endpoints("a", "b"), endpoints("b", "a"), []string{"/endpoints"}},
		{"the last one gone", endpoints("a"), endpoints(), []string{"/endpoints/0"}},
		{"a new resource", nil, endpoints("a"), []string{"/endpoints/0"}},
	} {
		var got []string
		for _, c := range diff(tc.before, tc.after) {
			got = append(got, c.Path)
		}
		if len(got) != len(tc.want) || len(got) == 1 && got[0] != tc.want[0] {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}
