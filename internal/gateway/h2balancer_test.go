package gateway

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"
)

// TestBalancerSaysForWhomItConnectsOverHTTP2: the PROXY header comes before the
// handshake, so the address must be handed over with the connection.
func TestBalancerSaysForWhomItConnectsOverHTTP2(t *testing.T) {
	f := second(t, func(_ *fixture, o *Options) { o.ProxyProtocol = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	client := newClient(t)
	client.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		if err == nil {
			_, err = io.WriteString(conn, "PROXY TCP4 203.0.113.9 192.0.2.1 40000 443\r\n")
		}
		return conn, err
	}
	req, _ := http.NewRequest("GET", f.server.URL+"/shipments/track/1", nil)
	f.credentials(req.Header)
	res, err := client.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if got := f.sent("X-Forwarded-For"); got != "203.0.113.9" || res.ProtoMajor != 2 {
		t.Errorf("the upstream was told of %q over %s", got, res.Proto)
	}
}

// TestHTTP2ConnectionsCountTowardsTheLimit: the second one waits until the first
// has gone.
func TestHTTP2ConnectionsCountTowardsTheLimit(t *testing.T) {
	f := second(t, func(_ *fixture, o *Options) { o.MaxConnections = 1 })
	ask := func(client *http.Transport) error {
		req, _ := http.NewRequest("GET", f.server.URL+"/shipments/track/1", nil)
		f.credentials(req.Header)
		res, err := client.RoundTrip(req)
		if err == nil {
			_ = res.Body.Close()
		}
		return err
	}
	first, other := newClient(t), newClient(t)
	if err := ask(first); err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() { answered <- ask(other) }()
	select {
	case err := <-answered:
		t.Fatalf("a second connection was served: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	first.CloseIdleConnections()
	if err := <-answered; err != nil {
		t.Error(err)
	}
}
