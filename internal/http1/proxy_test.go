package http1

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"
)

// relay is the smallest gateway: what Server and Pool are for, wired together.
type relay struct {
	pool *Pool
	fail func(*Exchange, error) // called for what Do returned; nil answers 502
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
		println(err.Error())
		_ = x.WriteHead(502, nil, 0)
		return
	}
	defer res.Close()
	res.Header.RemoveHopByHop()
	if x.WriteHead(res.Status, res.Header, res.Length) == nil {
		_, _ = x.ReadFrom(res)
	}
}

// serve runs s on a loopback port until the test ends.
func serve(t testing.TB, s *Server) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if s.Shutdown(ctx) != nil {
			_ = s.Close()
		}
	})
	return l.Addr().String()
}

// upstream runs a net/http server until the test ends.
func upstream(t testing.TB, h http.Handler) (addr string) {
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

// proxied runs a relay in front of the upstream and returns its address.
func proxy(t testing.TB, upstream string) (addr string) {
	t.Helper()
	p := NewPool(Target{Addr: upstream})
	t.Cleanup(p.Close)
	return serve(t, &Server{Handle: (&relay{pool: p}).handle})
}
