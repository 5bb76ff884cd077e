package http1

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestShutdownFinishesRunningRequestsAndSaysClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		running, release := make(chan bool), make(chan bool)
		s := &Server{Handle: func(x *Exchange) {
			if x.Path == "/slow" {
				running <- true
				<-release
			}
			echoPath(x)
		}}
		door := pipe(t, s)
		idle, slow, quick := door.dial(t), door.dial(t), door.dial(t)
		for _, w := range []*wire{idle, quick} {
			w.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n")
			w.answer("GET")
		}
		slow.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n")
		<-running
		done := make(chan error)
		go func() { done <- s.Shutdown(t.Context()) }()
		time.Sleep(drainGrace / 2)
		quick.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n") // a moment after it was in use
		if res, body := quick.answer("GET"); body != "/2" || !res.Close {
			t.Error(body, res.Close)
		}
		idle.wantsEnd()
		if !door.shut() {
			t.Error("still listening")
		}
		close(release)
		if res, body := slow.answer("GET"); body != "/slow" || !res.Close {
			t.Error(body, res.Close)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestShutdownGivesUpWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := make(chan bool)
		s := &Server{Handle: func(*Exchange) { <-stuck }}
		w := pipe(t, s).dial(t)
		w.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := s.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		close(stuck)
		w.Close()
	})
}

// Clients that never retry must not notice that servers are replaced under them.
func TestNoRequestFailsWhenServersAreReplaced(t *testing.T) {
	var current atomic.Pointer[string]
	var connecting sync.RWMutex // held for writing: nobody knows the old address alone
	start := func() *Server {
		s := &Server{Handle: echoPath}
		addr := listen(t, s)
		connecting.Lock()
		defer connecting.Unlock()
		current.Store(&addr)
		return s
	}
	s := start()
	stop := make(chan bool)
	var clients sync.WaitGroup
	var failed, served atomic.Int64
	for range 8 {
		clients.Go(func() {
			v := &visitor{connect: func() (net.Conn, error) {
				connecting.RLock()
				defer connecting.RUnlock()
				return net.Dial("tcp", *current.Load())
			}}
			for {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
				}
				if err := v.call(); err != nil {
					t.Error(err)
					failed.Add(1)
					return
				}
				served.Add(1)
			}
		})
	}
	for range 3 {
		old, before := s, served.Load()
		s = start()
		for served.Load() < before+100 && failed.Load() == 0 {
			time.Sleep(time.Millisecond)
		}
		if err := old.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	clients.Wait()
}

// visitor makes one request after the other on a connection that it keeps.
type visitor struct {
	connect func() (net.Conn, error)
	conn    net.Conn
	in      *bufio.Reader
	used    time.Time
}

// call leaves out what no server can help: that a machine without time to spare
// lets a connection rest until just when its grace ends.
func (v *visitor) call() error {
	if v.conn == nil {
		var err error
		if v.conn, err = v.connect(); err != nil {
			return err
		}
		v.in, v.used = bufio.NewReader(v.conn), time.Now()
	}
	rested := time.Since(v.used) > drainGrace/2
	v.used = time.Now()
	_, _ = io.WriteString(v.conn, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")
	res, err := http.ReadResponse(v.in, nil)
	if err != nil && !rested {
		return err
	}
	if err == nil {
		_, err = io.Copy(io.Discard, res.Body)
	}
	if err != nil || res.Close {
		_ = v.conn.Close()
		v.conn = nil
	}
	return nil
}

func TestConnectionsAreLimitedAndIdleOnesMakeRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Handle: echoPath, MaxConns: 1}
		door := pipe(t, s)
		first := door.dial(t)
		first.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n")
		first.answer("GET")
		began := time.Now()
		second := door.dial(t)
		second.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
		if _, body := second.answer("GET"); body != "/2" || time.Since(began) < time.Second || time.Since(began) > time.Second+3*tick {
			t.Error(body, time.Since(began))
		}
		first.wantsEnd()
		if err := s.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestRequestsOfAConnectionAreLimited(t *testing.T) {
	w := dial(t, listen(t, &Server{Handle: echoPath, MaxRequests: 2}))
	w.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\n\r\n")
	if res, _ := w.answer("GET"); res.Close {
		t.Error("closed too early")
	}
	if res, _ := w.answer("GET"); !res.Close {
		t.Error("not closed")
	}
	w.wantsEnd()
}

func TestPROXYHeaderIsBelievedFromListedPeersOnly(t *testing.T) {
	peer := func(x *Exchange) { text(x, 200, x.Peer.String()) }
	listed := listen(t, &Server{Handle: peer, ProxyFrom: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	others := listen(t, &Server{Handle: peer, ProxyFrom: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	const request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
	v2 := func(family byte, body ...byte) string {
		h := append([]byte("\r\n\r\n\x00\r\nQUIT\n\x21"), family)
		return string(append(binary.BigEndian.AppendUint16(h, uint16(len(body))), body...))
	}
	for header, want := range map[string]string{
		"PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n":                                                                  "192.0.2.1:1234",
		"PROXY TCP6 2001:db8::1 2001:db8::2 1234 80\r\n":                                                              "[2001:db8::1]:1234",
		v2(0x11, 192, 0, 2, 7, 192, 0, 2, 8, 4, 210, 0, 80):                                                           "192.0.2.7:1234",
		v2(0x21, append(netip.MustParseAddr("2001:db8::7").AsSlice(), append(make([]byte, 16), 4, 210, 0, 80)...)...): "[2001:db8::7]:1234",
		v2(0x11, 192, 0, 2, 7, 192, 0, 2, 8, 4, 210, 0, 80, 3, 0, 1, 9):                                               "192.0.2.7:1234", // with a TLV
	} {
		w := dial(t, listed)
		w.send(header + request)
		if _, body := w.answer("GET"); body != want {
			t.Errorf("%q: %q", header, body)
		}
	}
	for _, header := range []string{"PROXY UNKNOWN\r\n", "\r\n\r\n\x00\r\nQUIT\n\x20\x00\x00\x00"} {
		w := dial(t, listed)
		w.send(header + request)
		if _, body := w.answer("GET"); body != w.LocalAddr().String() {
			t.Errorf("%q: %q", header, body)
		}
	}
	for _, bad := range []string{"", "PROXY TCP4 192.0.2.1 192.0.2.2 1234\r\n", "PROXY TCP4 2001:db8::1 ::1 1 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 70000 1\r\n", "PROXY TCP4 " + fmt.Sprintf("%0200d", 1), v2(0x11, 1, 2, 3), v2(0x31), "\r\n\r\n\x00\r\nQUIT\n\x11\x11\x00\x00"} {
		w := dial(t, listed)
		w.send(bad + request)
		w.wantsEnd()
	}
	w := dial(t, others)
	w.send("PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n" + request)
	if res, _ := w.answer("GET"); res.StatusCode != 400 {
		t.Error(res.StatusCode)
	}
}

func TestTLSServesHTTP11AndHandsOverTheRest(t *testing.T) {
	cert := httptest.NewUnstartedServer(nil)
	cert.StartTLS()
	defer cert.Close()
	handed := make(handOver, 1)
	addr := listen(t, &Server{
		TLS:      &tls.Config{Certificates: cert.TLS.Certificates, NextProtos: []string{"h2", "http/1.1"}},
		HandOver: func(c *Handed) { handed <- c.Conn },
		Handle:   func(x *Exchange) { text(x, 200, tls.VersionName(x.TLS.Version)) },
	})
	for _, protos := range [][]string{nil, {"http/1.1"}} {
		c, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: protos})
		if err != nil {
			t.Fatal(err)
		}
		w := &wire{c, t, bufio.NewReader(c)}
		for range 2 {
			w.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
			if _, body := w.answer("GET"); body != "TLS 1.3" {
				t.Error(body)
			}
		}
		c.Close()
	}
	h2 := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) })}
	go func() { _ = h2.Serve(handed) }()
	defer h2.Close()
	client := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	defer client.CloseIdleConnections()
	res, err := client.Get("https://" + addr)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); string(body) != "HTTP/2.0" {
		t.Error(string(body))
	}
}

// handOver is how connections that speak another protocol get to net/http.
type handOver chan net.Conn

func (h handOver) Accept() (net.Conn, error) {
	c, ok := <-h
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (h handOver) Close() error   { close(h); return nil }
func (h handOver) Addr() net.Addr { return &net.TCPAddr{} }

func TestStalledHandshakeIsCut(t *testing.T) {
	w := dial(t, listen(t, &Server{TLS: &tls.Config{}, HandshakeTimeout: 20 * time.Millisecond}))
	w.wantsEnd()
}
