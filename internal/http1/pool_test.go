package http1

import (
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// script is an upstream that answers each connection's n-th request with given
// bytes, and "" with the end of the connection. After "hang" it says nothing
// more. It counts requests.
type script struct {
	addr     string
	requests atomic.Int32
	conns    atomic.Int32
	ended    chan struct{} // one for each connection
	over     chan struct{} // closed when the test is
}

func newScript(t testing.TB, answers ...string) *script {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &script{addr: l.Addr().String(), ended: make(chan struct{}, 1000), over: make(chan struct{})}
	t.Cleanup(func() { l.Close(); close(s.over) })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.conns.Add(1)
			go s.serve(c, answers)
		}
	}()
	return s
}

func (s *script) serve(c net.Conn, answers []string) {
	defer func() { c.Close(); s.ended <- struct{}{} }()
	in := &reader{src: c, size: readSize}
	for _, a := range answers {
		var q Request
		lim := Limits{}.withDefaults()
		n := 0
		for n == 0 {
			if in.fill() != nil {
				return
			}
			n, _ = findHead(in.buffered(), 0, &lim)
		}
		if parseRequest(string(in.buffered()[:n]), &q, &lim) != nil {
			return
		}
		s.requests.Add(1)
		in.consume(n)
		var b body
		b.reset(in, q.ContentLength, vBodyCut)
		if _, err := io.Copy(io.Discard, &b); err != nil || a == "" {
			return
		}
		if _, err := io.WriteString(c, a); err != nil {
			return
		}
	}
	if strings.HasSuffix(answers[len(answers)-1], "hang") {
		<-s.over
	}
}

const okAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

// fetch sends a request and returns the status and body, or the error.
func fetch(p *Pool, out *Outbound) (int, string, error) {
	var res Response
	if err := p.Do(out, &res); err != nil {
		return 0, "", err
	}
	defer res.Close()
	b, err := io.ReadAll(&res)
	return res.Status, string(b), err
}

func get() *Outbound { return &Outbound{Method: "GET", Path: "/", Host: "h"} }

func post(b string) *Outbound {
	return &Outbound{Method: "POST", Path: "/", Host: "h", Body: io.NopCloser(strings.NewReader(b)), Length: int64(len(b))}
}

func kindOf(err error) UpstreamErrorKind {
	if e, ok := errors.AsType[*UpstreamError](err); ok {
		return e.Kind
	}
	return 0
}

func TestConnectionIsUsedAgain(t *testing.T) {
	s := newScript(t, okAnswer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nT: 1\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n", okAnswer)
	p := NewPool(Target{Addr: s.addr})
	defer p.Close()
	for _, want := range []string{"ok", "ok", "", "ok"} {
		if _, body, err := fetch(p, post("x")); err != nil || body != want {
			t.Error(body, err)
		}
	}
	if open, idle := p.Stats(); open != 1 || idle != 1 || s.conns.Load() != 1 {
		t.Error(open, idle, s.conns.Load())
	}
}

func TestStaleConnectionIsReplacedBeforeAnythingIsSent(t *testing.T) {
	s := newScript(t, okAnswer)
	p := NewPool(Target{Addr: s.addr})
	defer p.Close()
	for range 3 {
		if _, _, err := fetch(p, post("x")); err != nil {
			t.Fatal(err)
		}
		<-s.ended
	}
	if s.requests.Load() != 3 || s.conns.Load() != 3 {
		t.Error(s.requests.Load(), s.conns.Load())
	}
}

func TestOnlySafeRequestsAreSentAgain(t *testing.T) {
	for _, c := range []struct {
		name     string
		out      func() *Outbound
		answers  []string
		err      UpstreamErrorKind
		requests int32
	}{
		{"GET on a used connection", get, []string{okAnswer, ""}, 0, 3},
		{"GET on a new connection", get, []string{""}, InvalidResponse, 1},
		{"POST on a used connection", func() *Outbound { return post("x") }, []string{okAnswer, ""}, InvalidResponse, 2},
		{"GET after a partial answer", get, []string{okAnswer, "HTTP/1.1 2"}, InvalidResponse, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScript(t, c.answers...)
			p := NewPool(Target{Addr: s.addr})
			defer p.Close()
			var err error
			for range c.answers {
				_, _, err = fetch(p, c.out())
			}
			if kindOf(err) != c.err || s.requests.Load() != c.requests {
				t.Error(err, s.requests.Load())
			}
		})
	}
}

func TestMalformedResponsesAreRefusedAndTheirConnectionsThrownAway(t *testing.T) {
	for _, c := range []struct {
		answer string
		want   *Violation
	}{
		{"HTTP/2 200 OK\r\n\r\n", vStatusLine},
		{"HTTP/1.1 99 x\r\n\r\n", vStatusLine},
		{"HTTP/1.1 600 x\r\n\r\n", vStatusCode},
		{"HTTP/1.1  200 OK\r\n\r\n", vStatusLine},
		{"HTTP/1.1 200 O\x01K\r\n\r\n", vStatusLine},
		{"HTTP/1.1 200 OK\nContent-Length: 0\n\n", vBareLF},
		{"HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", vFold},
		{"HTTP/1.1 200 OK\r\nA : b\r\n\r\n", vColonSpace},
		{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", vLengthRepeated},
		{"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", vLength},
		{"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok", vLength},
		{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", vLengthAndTE},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", vTE},
		{"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", vTEVersion},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", vChunkSize},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokx\r\n", vChunkEnd},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", vResponseCut},
		{"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", vResponseCut},
		{"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", vUnasked101},
		{strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 40) + okAnswer, vInterimMany},
		{"HTTP/1.1 200 OK\r\nA: " + strings.Repeat("x", 40_000) + "\r\n\r\n", vHeadLong},
		{"HTTP/1.1 200 OK\r\n" + strings.Repeat("A: b\r\n", 101) + "\r\n", vFieldsMany},
	} {
		p := NewPool(Target{Addr: newScript(t, c.answer).addr})
		_, _, err := fetch(p, get())
		if v, _ := errors.AsType[*Violation](err); kindOf(err) != InvalidResponse || v != c.want {
			t.Errorf("%.60q: %v", c.answer, err)
		}
		if open, _ := p.Stats(); open != 0 {
			t.Errorf("%.60q: connection kept", c.answer)
		}
	}
}

func TestUnsolicitedBytesEndTheConnection(t *testing.T) {
	for _, extra := range []string{okAnswer + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil"} {
		s := newScript(t, extra, okAnswer)
		p := NewPool(Target{Addr: s.addr})
		_, _, err := fetch(p, get())
		_, body, err2 := fetch(p, get())
		if err != nil || err2 != nil || body == "evil" || s.conns.Load() != 2 {
			t.Errorf("%q: %v %v %q, %d connections", extra, err, err2, body, s.conns.Load())
		}
		p.Close()
	}
}

func TestWaitingForTheUpstreamIsLimited(t *testing.T) {
	for _, c := range []struct {
		answer string
		out    *Outbound
	}{
		{"hang", &Outbound{Method: "GET", Path: "/", HeaderTimeout: 20 * time.Millisecond}},
		{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhang", &Outbound{Method: "GET", Path: "/", IdleTimeout: 20 * time.Millisecond}},
		{"hang", &Outbound{Method: "POST", Path: "/", Body: io.NopCloser(strings.NewReader(strings.Repeat("x", 20_000))), Length: Chunked, HeaderTimeout: 20 * time.Millisecond}},
	} {
		p := NewPool(Target{Addr: newScript(t, c.answer).addr})
		began := time.Now()
		_, _, err := fetch(p, c.out)
		if took := time.Since(began); kindOf(err) != Timeout || took > patience {
			t.Error(err, took)
		}
	}
}

func TestPoolIsBoundedAndWaitersTakeTurns(t *testing.T) {
	arrived, block := make(chan bool), make(chan bool)
	up := upstream(t, func(http.ResponseWriter, *http.Request) {
		arrived <- true
		<-block
	})
	p := NewPool(Target{Addr: up, MaxConns: 2})
	defer p.Close()
	errs := make(chan error)
	call := func() {
		_, _, err := fetch(p, get())
		errs <- err
	}
	for range 2 {
		go call()
		<-arrived
	}
	p.target.ConnectTimeout = 20 * time.Millisecond
	if _, _, err := fetch(p, get()); kindOf(err) != Busy {
		t.Error(err)
	}
	p.target.ConnectTimeout = patience
	go call()
	for waiting := 0; waiting == 0; {
		p.mu.Lock()
		waiting = len(p.waiters)
		p.mu.Unlock()
		runtime.Gosched()
	}
	close(block)
	<-arrived
	for range 3 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if open, idle := p.Stats(); open > 2 || idle > 2 {
		t.Error(open, idle)
	}
}
