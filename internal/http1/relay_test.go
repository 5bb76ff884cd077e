package http1

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestProxiedRequestsArriveWholeBothWays(t *testing.T) {
	up := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if r.URL.Query().Get("flush") != "" {
			w.(http.Flusher).Flush()
		}
		fmt.Fprintf(w, "%s %s %x\n", r.Method, r.URL, sha256.Sum256(body))
		_, _ = w.Write(body)
	})
	url := "http://" + proxy(t, up)
	for _, size := range []int{0, 1, 100, 5000, 9000, 20_000, 300_000} {
		for _, query := range []string{"", "?flush=1"} {
			for _, known := range []bool{true, false} {
				body := make([]byte, size)
				for i := range body {
					body[i] = byte(rand.Int())
				}
				var r io.Reader = bytes.NewReader(body)
				if !known {
					r = io.MultiReader(r)
				}
				res, err := http.Post(url+"/p"+query, "x/y", r)
				if err != nil {
					t.Fatal(size, query, known, err)
				}
				got, err := io.ReadAll(res.Body)
				res.Body.Close()
				want := fmt.Sprintf("POST /p%s %x\n%s", query, sha256.Sum256(body), body)
				if err != nil || string(got) != want {
					t.Errorf("size %d %s known %v: %v, %d bytes, status %d", size, query, known, err, len(got), res.StatusCode)
				}
			}
		}
	}
}

func TestServerSentEventsAreFlushedAtOnce(t *testing.T) {
	next := make(chan bool)
	up := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		for range next {
			_, _ = io.WriteString(w, "data: x\n\n")
			w.(http.Flusher).Flush()
		}
	})
	addr := proxy(t, up)
	go func() { next <- true }()
	res, err := http.Get("http://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	buf := make([]byte, 9)
	for i := range 5 {
		if i > 0 {
			next <- true
		}
		if _, err := io.ReadFull(res.Body, buf); err != nil {
			t.Fatal(err)
		}
	}
	close(next)
	if rest, err := io.ReadAll(res.Body); err != nil || len(rest) > 0 {
		t.Error(err, rest)
	}
}

func TestUpstreamIsToldWhenTheClientLeaves(t *testing.T) {
	started, left := make(chan bool, 1), make(chan bool, 1)
	up := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/streaming" {
			_, _ = io.WriteString(w, "x")
			w.(http.Flusher).Flush()
		}
		started <- true
		select {
		case <-r.Context().Done():
			left <- true
		case <-time.After(patience):
			left <- false
		}
	})
	failed := make(chan error, 1)
	pool := NewPool(Target{Addr: up})
	defer pool.Close()
	addr := listen(t, &Server{Handle: (&relay{pool: pool, fail: func(_ *Exchange, err error) { failed <- err }}).handle})
	for _, request := range []string{
		"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET /streaming HTTP/1.1\r\nHost: h\r\n\r\n",
		"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
		"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" + strings.Repeat("x", 100_000),
		"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
	} {
		w := dial(t, addr)
		w.send(request)
		<-started
		w.Close()
		if !<-left {
			t.Errorf("%.40q: never", request)
		}
		if strings.Contains(request, "/streaming") {
			continue
		}
		if err := <-failed; kindOf(err) != Canceled || !errors.Is(err, ErrClientGone) {
			t.Errorf("%.40q: %v", request, err)
		}
	}
	if open, idle := pool.Stats(); idle > 0 || open > 1 {
		t.Error(open, idle)
	}
}

func TestTrailersTravelBothWays(t *testing.T) {
	up := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Trailer", "X-Sum")
		_, _ = io.WriteString(w, r.Trailer.Get("X-In"))
		w.(http.Flusher).Flush()
		w.Header().Set("X-Sum", "7")
	})
	pool := NewPool(Target{Addr: up})
	defer pool.Close()
	w := dial(t, listen(t, &Server{Handle: func(x *Exchange) {
		var res Response
		out := Outbound{Method: x.Method, Path: x.Path, Host: x.Host, Header: x.Header, Body: x.Body, Length: x.ContentLength, Trailer: x.Trailer}
		if err := pool.Do(&out, &res); err != nil {
			t.Error(err)
			return
		}
		defer res.Close()
		_ = x.WriteHead(res.Status, Header{{"X-Extra", "e"}}, res.Length)
		_, _ = x.ReadFrom(&res)
		_ = x.Finish(res.Trailer())
	}}))
	w.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-In: 5\r\n\r\n")
	res, body := w.answer("POST")
	if body != "5" || res.Header.Get("X-Extra") != "e" || res.Trailer.Get("X-Sum") != "7" {
		t.Error(body, res.Header, res.Trailer)
	}
}

// A handler may put its own reader around the body, to limit or check it.
func TestBodyMayBeWrapped(t *testing.T) {
	tooBig := errors.New("too big")
	pool := NewPool(Target{Addr: newScript(t, okAnswer).addr})
	defer pool.Close()
	w := dial(t, listen(t, &Server{Handle: func(x *Exchange) {
		var res Response
		out := Outbound{Method: x.Method, Path: x.Path, Host: x.Host, Body: &limited{x.Body, 50_000, tooBig}, Length: x.ContentLength}
		err := pool.Do(&out, &res)
		if kindOf(err) != BodyFailed || !errors.Is(err, tooBig) {
			t.Error(err)
		}
		text(x, 413, "")
	}}))
	w.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n" + strings.Repeat("x", 200_000))
	if res, _ := w.answer("POST"); res.StatusCode != 413 || !res.Close {
		t.Error(res.StatusCode, res.Close)
	}
}

type limited struct {
	io.ReadCloser
	left int
	err  error
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if l.left -= n; l.left < 0 {
		return n, l.err
	}
	return n, err
}

func TestUpstreamAwayIsUnreachable(t *testing.T) {
	p := NewPool(Target{Addr: "127.0.0.1:1"})
	err := p.Do(&Outbound{Method: "GET", Path: "/"}, &Response{})
	if e, ok := errors.AsType[*UpstreamError](err); !ok || e.Kind != Unreachable || e.Sent {
		t.Error(err)
	}
	if open, _ := p.Stats(); open != 0 {
		t.Error(open)
	}
}
