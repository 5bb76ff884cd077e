package gateway

import (
	"bytes"
	"net"
	"strings"
	"testing"

	"gatehouse"
)

// wire is one partner's connection to a gateway whose upstream answers with
// ready-made bytes. Neither end allocates, so that what is counted is the
// gateway's alone.
type wire struct {
	testing.TB
	gateway         *Gateway
	conn            net.Conn
	request, answer []byte
}

func newWire(t testing.TB, settings ...setting) *wire {
	t.Helper()
	upstream := cannedUpstream(t, "HTTP/1.1 200 OK\r\nServer: canned\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nContent-Type: application/json\r\n"+
		"Content-Length: 1024\r\nConnection: keep-alive\r\n\r\n"+strings.Repeat("x", 1024))
	f := newFixture(t, append(settings, limited(gatehouse.MaxPolicyRequests),
		collection(func(d *gatehouse.Definition) { d.Upstream.Targets[0].URL = upstream }),
		func(_ *fixture, o *Options) { o.Log = func(*gatehouse.RequestRecord) {} })...)
	conn, err := net.Dial("tcp", f.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	request := "GET /shipments/track/12345 HTTP/1.1\r\nHost: api.example.com\r\nAccept: application/json\r\nUser-Agent: acme-logistics/2.4\r\n" +
		"X-Client-ID: " + partnerID + "\r\nX-Profile-ID: " + profileName + "\r\nAuthorization: Bearer " + partnerToken + "\r\n\r\n"
	return &wire{t, f.gateway, conn, []byte(request), make([]byte, 4<<10)}
}

// exchange sends a request and receives its answer, which fits one read.
func (w *wire) exchange() {
	if _, err := w.conn.Write(w.request); err != nil {
		w.Fatal(err)
	}
	n := 0
	for !bytes.HasSuffix(w.answer[:n], ending) {
		m, err := w.conn.Read(w.answer[n:])
		if err != nil {
			w.Fatal(err)
		}
		n += m
	}
	if !bytes.HasPrefix(w.answer, []byte("HTTP/1.1 200")) {
		w.Fatalf("%s", w.answer[:n])
	}
}

var ending = []byte("xxxxxxxx")

// cannedUpstream answers every request, which it takes to be one read, with the
// same bytes, and returns its URL.
func cannedUpstream(t testing.TB, answer string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	serve := func(conn net.Conn) {
		defer conn.Close()
		request, bytes := make([]byte, 8<<10), []byte(answer)
		for {
			if _, err := conn.Read(request); err != nil {
				return
			}
			if _, err := conn.Write(bytes); err != nil {
				return
			}
		}
	}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return "http://" + l.Addr().String()
}

// BenchmarkProxied is a whole request over loopback, the partner's and the
// upstream's side included: engine, steps and pool.
func BenchmarkProxied(b *testing.B) {
	w := newWire(b)
	w.exchange()
	b.ReportAllocs()
	reportCPU(b)
	for b.Loop() {
		w.exchange()
	}
}
