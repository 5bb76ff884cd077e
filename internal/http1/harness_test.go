package http1

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// relay is the smallest gateway: what Server and Pool are for, wired together.
type relay struct {
	pool *Pool
	fail func(*Exchange, error) // answers for a failed Do; nil answers 502
}

type relayState struct {
	out Outbound
	res Response
}

func (r *relay) handle(x *Exchange) {
	s, _ := x.Local.(*relayState)
	if s == nil {
		s = new(relayState)
		x.Local = s
	}
	out, res := &s.out, &s.res
	out.Method, out.Path, out.Query, out.Host = x.Method, x.Path, x.Query, x.Host
	out.Header = append(out.Header[:0], x.Header...)
	out.Header.RemoveHopByHop()
	out.Header.Del("Expect")
	out.Body, out.Length, out.Cancel = x.Body, x.ContentLength, &x.Canceler
	if err := r.pool.Do(out, res); err != nil {
		if r.fail != nil {
			r.fail(x, err)
			return
		}
		_ = x.WriteHead(502, nil, 0)
		return
	}
	defer res.Close()
	res.Header.RemoveHopByHop()
	if x.WriteHead(res.Status, res.Header, res.Length) == nil {
		_, _ = x.ReadFrom(res)
	}
}

// listen runs s on a loopback port until the test ends.
func listen(t testing.TB, s *Server) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		if s.Shutdown(ctx) != nil {
			_ = s.Close()
		}
	})
	return l.Addr().String()
}

// pipes is a listener whose connections exist in this process alone, for tests
// in fake time.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// pipe runs s, which the test has to shut down, in fake time.
func pipe(t testing.TB, s *Server) *pipes {
	p := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
	s.clock = ownClock(t)
	go func() { _ = s.Serve(p) }()
	synctest.Wait()
	return p
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// ownClock is one in fake time. It stops soon after the last connection ended.
func ownClock(t testing.TB) *clock {
	t.Cleanup(func() { time.Sleep(2 * tick) })
	return &clock{}
}

// pipeTo is the one connection of a server in fake time.
func pipeTo(t testing.TB, s *Server) *wire {
	s.clock = ownClock(t)
	s.init()
	client, server := net.Pipe()
	s.serveConn(server)
	return &wire{client, t, bufio.NewReader(client)}
}

// dial waits until the server accepts.
func (p *pipes) dial(t testing.TB) *wire {
	client, server := net.Pipe()
	p.conns <- server
	return &wire{client, t, bufio.NewReader(client)}
}

// shut says whether nobody accepts any more.
func (p *pipes) shut() bool {
	select {
	case <-p.closed:
		return true
	default:
		return false
	}
}

// upstream runs a net/http server until the test ends.
func upstream(t testing.TB, h http.HandlerFunc) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: h}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	return l.Addr().String()
}

// proxy runs a relay in front of an upstream and returns its address.
func proxy(t testing.TB, upstream string) (addr string) {
	t.Helper()
	p := NewPool(Target{Addr: upstream})
	t.Cleanup(p.Close)
	return listen(t, &Server{Handle: (&relay{pool: p}).handle})
}

// wire is a client that speaks bytes.
type wire struct {
	net.Conn
	t testing.TB
	r *bufio.Reader
}

// patience bounds every wait of a test; machines are shared.
const patience = time.Minute

// dial connects; every later step fails the test when patience ends.
func dial(t testing.TB, addr string) *wire {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(patience))
	return &wire{c, t, bufio.NewReader(c)}
}

func (w *wire) send(s string) {
	w.t.Helper()
	if _, err := io.WriteString(w.Conn, s); err != nil {
		w.t.Fatal(err)
	}
}

// answer reads one response; method says what it answers.
func (w *wire) answer(method string) (*http.Response, string) {
	w.t.Helper()
	res, err := http.ReadResponse(w.r, &http.Request{Method: method})
	if err != nil {
		w.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return res, string(body)
}

// wants reads exactly these bytes.
func (w *wire) wants(s string) {
	w.t.Helper()
	got := make([]byte, len(s))
	n, err := io.ReadFull(w.r, got)
	if string(got[:n]) != s {
		w.t.Fatalf("got %q, %v\nwant %q", got[:n], err, s)
	}
}

// wantsEnd reads until the connection ends, which must be without more bytes.
func (w *wire) wantsEnd() {
	w.t.Helper()
	rest, err := io.ReadAll(w.r)
	if len(rest) > 0 || err != nil && !strings.Contains(err.Error(), "reset") {
		w.t.Fatalf("%q, %v", rest, err)
	}
}

// text answers with the given text.
func text(x *Exchange, status int, s string) {
	_ = x.WriteHead(status, Header{{"Date", "now"}}, int64(len(s)))
	_, _ = io.WriteString(x, s)
}
