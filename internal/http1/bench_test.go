package http1

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
)

// benchRequest is what a partner's client typically sends.
const benchRequest = "GET /svc1/orders/12345/items?page=2 HTTP/1.1\r\nHost: api.example.com\r\nUser-Agent: client/1.0\r\nAccept: application/json\r\n" +
	"Accept-Encoding: gzip\r\nX-Client-ID: cl_0000000001\r\nX-Profile-ID: production\r\nAuthorization: Bearer ght_0123456789abcdefghijklmnopqrstuvwxyz0123456789\r\n\r\n"

var benchPost = strings.Replace(benchRequest, "GET", "POST", 1)[:len(benchRequest)-1] + "Content-Length: 100\r\n\r\n" + strings.Repeat("b", 100)

var benchAnswers = map[string]string{
	"counted": "HTTP/1.1 200 OK\r\nServer: x\r\nDate: Mon, 02 Jan 2006 15:04:05 GMT\r\nContent-Type: application/json\r\nContent-Length: 1024\r\n\r\n" + strings.Repeat("j", 1024),
	"chunked": "HTTP/1.1 200 OK\r\nServer: x\r\nDate: Mon, 02 Jan 2006 15:04:05 GMT\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + strings.Repeat("j", 1024) + "\r\n0\r\n\r\n",
}

// fixedUpstream gives the same answer to whatever comes in one read, without
// allocating.
func fixedUpstream(t testing.TB, answer string) (addr string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				in, out := make([]byte, 4096), []byte(answer)
				for {
					if _, err := c.Read(in); err != nil {
						return
					}
					if _, err := c.Write(out); err != nil {
						return
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

// caller sends one request over and over and reads answers of a known size.
type caller struct {
	net.Conn
	request []byte
	answer  []byte
}

func newCaller(t testing.TB, addr, request string) *caller {
	w := dial(t, addr)
	w.send(request)
	buf := make([]byte, 8192)
	n, err := w.Read(buf)
	if err != nil || !bytes.HasPrefix(buf, []byte("HTTP/1.1 200 OK\r\n")) {
		t.Fatalf("%q, %v", buf[:n], err)
	}
	_ = w.SetDeadline(longAgo.AddDate(100, 0, 0))
	return &caller{w.Conn, []byte(request), buf[:n]}
}

func (c *caller) call(t testing.TB) {
	if _, err := c.Write(c.request); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(c.Conn, c.answer); err != nil {
		t.Fatal(err)
	}
}

// A proxied request costs one allocation for each of its two heads.
func TestProxiedRequestAllocatesTwice(t *testing.T) {
	for name, answer := range benchAnswers {
		for method, request := range map[string]string{"GET": benchRequest, "POST": benchPost} {
			c := newCaller(t, proxy(t, fixedUpstream(t, answer)), request)
			if n := testing.AllocsPerRun(500, func() { c.call(t) }); n > 2 {
				t.Errorf("%s %s: %v allocations", method, name, n)
			}
		}
	}
}

func BenchmarkProxy(b *testing.B) {
	for name, answer := range benchAnswers {
		b.Run(name, func(b *testing.B) {
			c := newCaller(b, proxy(b, fixedUpstream(b, answer)), benchRequest)
			b.ReportAllocs()
			for b.Loop() {
				c.call(b)
			}
		})
	}
}

func BenchmarkParseRequest(b *testing.B) {
	lim := Limits{}.withDefaults()
	var q Request
	b.ReportAllocs()
	b.SetBytes(int64(len(benchRequest)))
	for b.Loop() {
		if v := parseRequest(benchRequest, &q, &lim); v != nil {
			b.Fatal(v)
		}
	}
}

func BenchmarkParseResponse(b *testing.B) {
	head := benchAnswers["counted"]
	head = head[:strings.Index(head, "\r\n\r\n")+4]
	lim := Limits{}.withDefaults()
	var r responseHead
	b.ReportAllocs()
	b.SetBytes(int64(len(head)))
	for b.Loop() {
		if v := parseResponse(head, &r, "GET", &lim); v != nil {
			b.Fatal(v)
		}
	}
}
