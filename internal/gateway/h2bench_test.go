package gateway

import (
	"bytes"
	"net"
	"net/netip"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// newStreamWire is newWire by the HTTP/2 door, without TLS, which has its own
// cost. Fields are in the compression table after the first request, as they are
// with every client.
func newStreamWire(t testing.TB) *wire {
	t.Helper()
	w := newWire(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	engine := w.gateway.HTTP2()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		engine.ServeConn(accepted, netip.MustParseAddrPort("203.0.113.7:51234"), nil)
	}()
	t.Cleanup(func() {
		_ = conn.Close()
		<-ended
	})
	w.conn = conn
	return w
}

// streams sends requests on a connection that newStreamWire made.
type streams struct {
	*wire
	next    uint32
	request bytes.Buffer
	fr      *http2.Framer
	block   bytes.Buffer
	enc     *hpack.Encoder
}

func newStreams(t testing.TB) *streams {
	s := &streams{wire: newStreamWire(t), next: 1}
	s.fr = http2.NewFramer(&s.request, nil)
	s.enc = hpack.NewEncoder(&s.block)
	_, _ = s.conn.Write([]byte(http2.ClientPreface))
	_ = s.fr.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1 << 30})
	_ = s.fr.WriteWindowUpdate(0, 1<<30)
	s.exchange()
	return s
}

func (s *streams) exchange() {
	s.block.Reset()
	for _, f := range [...]hpack.HeaderField{
		{Name: ":method", Value: "GET"},
		{Name: ":scheme", Value: "https"},
		{Name: ":authority", Value: "api.example.com"},
		{Name: ":path", Value: "/shipments/track/12345"},
		{Name: "accept", Value: "application/json"},
		{Name: "user-agent", Value: "acme-logistics/2.4"},
		{Name: "x-client-id", Value: partnerID},
		{Name: "x-profile-id", Value: profileName},
		{Name: "authorization", Value: "Bearer " + partnerToken},
	} {
		_ = s.enc.WriteField(f)
	}
	_ = s.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: s.next, BlockFragment: s.block.Bytes(), EndStream: true, EndHeaders: true})
	s.next += 2
	_, err := s.conn.Write(s.request.Bytes())
	s.request.Reset()
	for n := 0; err == nil && !bytes.HasSuffix(s.answer[:n], ending); {
		var m int
		m, err = s.conn.Read(s.answer[n:])
		n += m
	}
	if err != nil {
		s.Fatal(err)
	}
}

// BenchmarkProxiedHTTP2 is BenchmarkProxied by the other door.
func BenchmarkProxiedHTTP2(b *testing.B) {
	s := newStreams(b)
	b.ReportAllocs()
	reportCPU(b)
	for b.Loop() {
		s.exchange()
	}
}
