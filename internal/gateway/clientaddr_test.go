package gateway

import (
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"

	"gatehouse/internal/http1"
)

func forwardedFor(values ...string) http1.Header {
	var h http1.Header
	for _, v := range values {
		h.Add("x-forwarded-for", v)
	}
	return h
}

func TestClientAddressIsTheRightMostUntrustedHop(t *testing.T) {
	trusted := proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	tests := []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"untrusted peer is the client", "203.0.113.9", []string{"198.51.100.1"}, "203.0.113.9"},
		{"trusted peer without the header", "10.0.0.1", nil, "10.0.0.1"},
		{"one hop", "10.0.0.1", []string{"198.51.100.1"}, "198.51.100.1"},
		{"what the client wrote is not read", "10.0.0.1", []string{"6.6.6.6, 198.51.100.1"}, "198.51.100.1"},
		{"trusted hops are skipped", "10.0.0.1", []string{"6.6.6.6, 198.51.100.1, 10.1.1.1,10.2.2.2"}, "198.51.100.1"},
		{"several fields are one list", "10.0.0.1", []string{"6.6.6.6", "198.51.100.1", "10.1.1.1"}, "198.51.100.1"},
		{"only trusted hops", "10.0.0.1", []string{"10.3.3.3, 10.2.2.2"}, "10.3.3.3"},
		{"rubbish ends the search", "10.0.0.1", []string{"198.51.100.1, unknown, 10.2.2.2"}, "10.2.2.2"},
		{"empty entry ends the search", "10.0.0.1", []string{"198.51.100.1,,10.2.2.2"}, "10.2.2.2"},
		{"port is dropped", "10.0.0.1", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		{"IPv6 with port", "fd00::1", []string{"[2001:db8::7]:4711"}, "2001:db8::7"},
		{"mapped IPv4 is IPv4", "::ffff:10.0.0.1", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"zone is dropped", "fe80::1%eth0", nil, "fe80::1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := trusted.clientAddr(netip.MustParseAddr(tt.peer), forwardedFor(tt.forwarded...))
			if got.String() != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Whatever a client writes left of the hop that our proxy saw changes nothing.
func FuzzClientAddress(f *testing.F) {
	f.Add("198.51.100.1", "10.1.1.1")
	f.Add("", ",")
	f.Add("unknown, [::1]:80", "::ffff:10.0.0.1%x")
	f.Fuzz(func(t *testing.T, forged, alsoForged string) {
		trusted := proxies{netip.MustParsePrefix("10.0.0.0/8")}
		const seen = "203.0.113.77"
		for _, h := range []http1.Header{
			forwardedFor(forged + ", " + seen),
			forwardedFor(forged, alsoForged, seen+",10.9.9.9"),
		} {
			if got := trusted.clientAddr(netip.MustParseAddr("10.0.0.1"), h); got.String() != seen {
				t.Fatalf("%q: got %s", h, got)
			}
		}
		got := trusted.clientAddr(netip.MustParseAddr("192.0.2.1"), forwardedFor(forged, alsoForged))
		if got.String() != "192.0.2.1" || strings.Contains(got.String(), "%") {
			t.Fatalf("an untrusted peer was believed: %s", got)
		}
	})
}

// A balancer's header stands for the peer, and must be there; anybody else's is
// no request.
func TestBalancerSaysForWhomItConnects(t *testing.T) {
	const request = "GET /shipments/track/1 HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\nX-Client-ID: " + partnerID + "\r\nX-Profile-ID: " + profileName + "\r\nAuthorization: Bearer " + partnerToken + "\r\n\r\n"
	const header = "PROXY TCP4 203.0.113.9 192.0.2.1 40000 443\r\n"
	for _, c := range []struct{ balancers, sent, answer, client string }{
		{"127.0.0.0/8", header + request, "HTTP/1.1 200", "203.0.113.9"},
		{"127.0.0.0/8", request, "", ""},
		{"192.0.2.0/24", header + request, "HTTP/1.1 400", ""},
		{"192.0.2.0/24", request, "HTTP/1.1 200", "127.0.0.1"},
	} {
		f := newFixture(t, func(_ *fixture, o *Options) { o.ProxyProtocol = []netip.Prefix{netip.MustParsePrefix(c.balancers)} })
		conn, err := net.Dial("tcp", f.server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, c.sent)
		answer, _ := io.ReadAll(conn)
		if !strings.HasPrefix(string(answer), c.answer) || c.answer == "" && len(answer) > 0 {
			t.Errorf("%s, %.20q: %.40q", c.balancers, c.sent, answer)
		}
		if c.client != "" {
			if got := f.upstream.last(t).Header.Get("X-Forwarded-For"); got != c.client {
				t.Errorf("the upstream was told of %q, not %s", got, c.client)
			}
		}
	}
}
