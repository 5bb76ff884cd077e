package http1

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAClosedResponseHoldsNothing(t *testing.T) {
	var res Response
	if err := NewPool(Target{Addr: newScript(t, okAnswer).addr}).Do(get(), &res); err != nil {
		t.Fatal(err)
	}
	res.Close()
	if !res.Whole() {
		t.Error("more is waited for")
	}
}

func TestCancelEndsWaitingWithItsCause(t *testing.T) {
	cause := errors.New("revoked")
	p := NewPool(Target{Addr: newScript(t, "hang").addr})
	out := get()
	out.Cancel = new(Canceler)
	time.AfterFunc(20*time.Millisecond, func() { out.Cancel.Cancel(cause) })
	_, _, err := fetch(p, out)
	if kindOf(err) != Canceled || !errors.Is(err, cause) {
		t.Error(err)
	}
	if _, _, err := fetch(p, out); kindOf(err) != Canceled {
		t.Error(err)
	}
}

func TestEarlyResponseIsTakenWhileTheBodyIsBeingSent(t *testing.T) {
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	defer l.Close()
	answered := make(chan bool)
	go func() {
		c, _ := l.Accept()
		_, _ = c.Read(make([]byte, 100))
		_, _ = io.WriteString(c, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
		<-answered
		c.Close()
	}()
	p := NewPool(Target{Addr: l.Addr().String()})
	r, w := io.Pipe()
	go func() {
		for {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	}()
	status, body, err := fetch(p, &Outbound{Method: "POST", Path: "/", Body: r, Length: Chunked})
	if status != 413 || body != "no" || err != nil {
		t.Error(status, body, err)
	}
	close(answered)
	if open, _ := p.Stats(); open != 0 {
		t.Error("the connection of an unfinished request was kept")
	}
}

func TestFailingBodyIsTheClientsFault(t *testing.T) {
	for _, length := range []int64{100, 100_000, Chunked} {
		p := NewPool(Target{Addr: newScript(t, okAnswer).addr})
		_, _, err := fetch(p, &Outbound{Method: "POST", Path: "/", Body: io.NopCloser(io.MultiReader(strings.NewReader("abc"), badReader{})), Length: length})
		if kindOf(err) != BodyFailed || err.(*UpstreamError).Err.Error() != "bad" {
			t.Error(length, err)
		}
		if open, _ := p.Stats(); open != 0 && length != 100 {
			t.Error(length, open)
		}
	}
}

func TestInterimResponsesAreRelayed(t *testing.T) {
	p := NewPool(Target{Addr: newScript(t, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"+okAnswer).addr})
	defer p.Close()
	var got []string
	out := get()
	out.Interim = func(status int, h Header) { got = append(got, fmt.Sprint(status, h.Get("Link"))) }
	if _, body, err := fetch(p, out); err != nil || body != "ok" {
		t.Error(body, err)
	}
	if d := cmp.Diff([]string{"100", "103a"}, got); d != "" {
		t.Error(d)
	}
}

func TestResponseWithoutLengthEndsWithTheConnection(t *testing.T) {
	p := NewPool(Target{Addr: newScript(t, "HTTP/1.0 200\r\n\r\nold").addr})
	if status, body, err := fetch(p, get()); status != 200 || body != "old" || err != nil {
		t.Error(status, body, err)
	}
	if open, _ := p.Stats(); open != 0 {
		t.Error(open)
	}
}

func TestHeadOfADeclaredLengthHasNoBody(t *testing.T) {
	p := NewPool(Target{Addr: newScript(t, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n", okAnswer).addr})
	defer p.Close()
	var res Response
	out := get()
	out.Method = "HEAD"
	for _, want := range []int64{7, -1} {
		if err := p.Do(out, &res); err != nil || res.Length != want {
			t.Error(err, res.Length)
		}
		res.Close()
	}
	if _, body, err := fetch(p, get()); body != "ok" {
		t.Error(body, err)
	}
}

func TestRequestIsWrittenAsGiven(t *testing.T) {
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	defer l.Close()
	got := make(chan string, 1)
	go func() {
		c, _ := l.Accept()
		b := make([]byte, 1000)
		n, _ := c.Read(b)
		got <- string(b[:n])
		_, _ = io.WriteString(c, okAnswer)
	}()
	p := NewPool(Target{Addr: l.Addr().String()})
	defer p.Close()
	out := post("body")
	out.Path, out.Query = "/base/p", "?q=1"
	out.Header = Header{{"A", "b"}, {"Content-Length", "9"}, {"Transfer-Encoding", "x"}, {"Connection", "x"}, {"Host", "evil"}}
	if _, _, err := fetch(p, out); err != nil {
		t.Error(err)
	}
	if d := cmp.Diff("POST /base/p?q=1 HTTP/1.1\r\nHost: h\r\nA: b\r\nContent-Length: 4\r\n\r\nbody", <-got); d != "" {
		t.Error(d)
	}
	for _, bad := range []*Outbound{{Method: "GET", Path: "/ HTTP/1.1"}, {Method: "GET", Path: "/", Header: Header{{"A", "b\r\nC: d"}}}, {Method: "GET", Path: "/\n"}} {
		if _, _, err := fetch(p, bad); kindOf(err) != BadRequest {
			t.Error(err)
		}
	}
}

func TestTLSUpstreamIsVerifiedAndCanAskForACertificate(t *testing.T) {
	up := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.TLS.ServerName, len(r.TLS.PeerCertificates))
	}))
	up.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	up.StartTLS()
	defer up.Close()
	roots := x509.NewCertPool()
	roots.AddCert(up.Certificate())
	addr := up.Listener.Addr().String()
	p := NewPool(Target{Addr: addr, TLS: &tls.Config{RootCAs: roots, ServerName: "example.com", Certificates: up.TLS.Certificates}})
	defer p.Close()
	for range 2 {
		if _, body, err := fetch(p, post("x")); body != "example.com1" || err != nil {
			t.Error(body, err)
		}
	}
	if open, idle := p.Stats(); open != 1 || idle != 1 {
		t.Error(open, idle)
	}
	p = NewPool(Target{Addr: addr, TLS: &tls.Config{}})
	if _, _, err := fetch(p, get()); kindOf(err) != Unreachable {
		t.Error(err)
	}
}

// A head that comes a byte at a time is late all the same, and interim responses
// win no time.
func TestDrippingHeadIsCutOffInTime(t *testing.T) {
	for _, drip := range []string{"HTTP/1.1 200 OK\r\nA: " + strings.Repeat("x", 400), strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 20)} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
			for i := 0; err == nil; i++ {
				_, err = io.WriteString(c, drip[i%len(drip):][:1])
				time.Sleep(10 * time.Millisecond)
			}
		}()
		p := NewPool(Target{Addr: l.Addr().String()})
		out := get()
		out.HeaderTimeout = 100 * time.Millisecond
		if _, _, err = fetch(p, out); kindOf(err) != Timeout {
			t.Error(err)
		}
	}
}
