package http1

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// upgrading is a relay that lets clients switch to WebSocket.
type upgrading struct {
	pool  *Pool
	idle  time.Duration
	ended chan error
	out   chan int64
}

func (u *upgrading) handle(x *Exchange) {
	var res Response
	out := Outbound{Method: x.Method, Path: x.Path, Host: x.Host, Header: x.Header, Cancel: &x.Canceler}
	if x.Upgrade {
		out.Upgrade = x.Header.Get("Upgrade")
	}
	if err := u.pool.Do(&out, &res); err != nil {
		_ = x.WriteHead(502, nil, 0)
		return
	}
	defer res.Close()
	if res.Status != 101 {
		_ = x.WriteHead(res.Status, res.Header, res.Length)
		_, _ = x.ReadFrom(&res)
		return
	}
	client, err := x.TakeOver(res.Header)
	if err != nil {
		u.ended <- err
		return
	}
	leave, done := make(chan uint16, 1), make(chan struct{})
	go func() {
		select {
		case <-x.Draining():
			leave <- 1001
		case <-done:
		}
	}()
	t := Tunnel{Client: client, Upstream: res.TakeOver(), Cancel: &x.Canceler, Idle: u.idle, Leave: leave}
	_, n, err := t.Run()
	close(done)
	u.out <- n
	u.ended <- err
}

// echoUpgrade switches protocols and sends back what it gets.
func echoUpgrade(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Upgrade") == "" {
		http.Error(w, "no", http.StatusUpgradeRequired)
		return
	}
	c, rw, _ := w.(http.Hijacker).Hijack()
	defer c.Close()
	fmt.Fprintf(c, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: %s\r\nX-Accept: yes\r\n\r\nhello", r.Header.Get("Upgrade"))
	_, _ = io.Copy(c, rw)
}

func newUpgrading(t *testing.T, h http.HandlerFunc, idle time.Duration) (u *upgrading, s *Server, w *wire) {
	u = &upgrading{pool: NewPool(Target{Addr: upstream(t, h)}), idle: idle, ended: make(chan error, 1), out: make(chan int64, 1)}
	t.Cleanup(u.pool.Close)
	s = &Server{Handle: u.handle}
	w = dial(t, listen(t, s))
	w.send("GET /ws HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n")
	return u, s, w
}

const upgraded = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"

func TestUpgradedConnectionRelaysBothWaysUntilBothSidesEnd(t *testing.T) {
	u, _, w := newUpgrading(t, echoUpgrade, time.Minute)
	w.wants(upgraded)
	if line, _ := bufio.NewReader(w.r).ReadString('o'); !strings.HasSuffix(line, "\r\n\r\nhello") {
		t.Errorf("%q", line)
	}
	w.send("ping")
	buf := make([]byte, 4)
	if _, err := io.ReadFull(w.Conn, buf); err != nil || string(buf) != "ping" {
		t.Error(string(buf), err)
	}
	_ = w.Conn.(*net.TCPConn).CloseWrite()
	if n, err := w.Read(buf); err != io.EOF {
		t.Error(n, err)
	}
	if n, err := <-u.out, <-u.ended; n != 9 || err != nil {
		t.Error(n, err)
	}
	if open, _ := u.pool.Stats(); open != 0 {
		t.Error("the upgraded connection went back to the pool")
	}
}

func TestRefusedUpgradeIsAnOrdinaryResponse(t *testing.T) {
	_, _, w := newUpgrading(t, func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusForbidden) }, 0)
	res, body := w.answer("GET")
	if res.StatusCode != 403 || body != "no\n" {
		t.Error(res.StatusCode, body)
	}
}

func TestSilentTunnelEnds(t *testing.T) {
	u, _, _ := newUpgrading(t, echoUpgrade, 20*time.Millisecond)
	if <-u.out; !errors.Is(<-u.ended, ErrTunnelIdle) {
		t.Error("not idle")
	}
}

func TestShutdownSaysGoodbyeToWebSocketsBetweenFrames(t *testing.T) {
	fromClient := make(chan string, 1)
	u, s, w := newUpgrading(t, func(w http.ResponseWriter, r *http.Request) {
		c, rw, _ := w.(http.Hijacker).Hijack()
		defer c.Close()
		_, _ = io.WriteString(c, upgraded+"\r\n\x82\x05ab") // the beginning of a frame
		goodbye := make([]byte, 8)
		_, _ = io.ReadFull(rw, goodbye)
		_, _ = io.WriteString(c, "cde\x82\x01x") // its end, and another
		rest, _ := io.ReadAll(rw)
		fromClient <- string(goodbye) + string(rest)
	}, time.Minute)
	w.wants(upgraded + "\r\n\x82\x05ab")
	go func() { _ = s.Shutdown(t.Context()) }()
	w.wants("cde\x88\x02\x03\xe9")
	w.Close()
	got := <-fromClient
	if len(got) != 8 || got[0] != 0x88 || got[1] != 0x82 || got[6]^got[2] != 0x03 || got[7]^got[3] != 0xe9 {
		t.Errorf("%q", got)
	}
	<-u.out
	if err := <-u.ended; err != nil && !strings.Contains(err.Error(), "reset") {
		t.Error(err)
	}
}

func TestRevokedTunnelEndsAtOnce(t *testing.T) {
	revoked := errors.New("revoked")
	u := &upgrading{pool: NewPool(Target{Addr: upstream(t, echoUpgrade)}), ended: make(chan error, 1), out: make(chan int64, 1)}
	running := make(chan *Exchange, 1)
	w := dial(t, listen(t, &Server{Handle: func(x *Exchange) {
		running <- x
		u.handle(x)
	}}))
	w.send("GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	w.wants(upgraded)
	(<-running).Cancel(revoked)
	if <-u.out; !errors.Is(<-u.ended, revoked) {
		t.Error("not the cause")
	}
}

// However a stream of frames is cut into reads, the tracker finds their ends.
func TestFrameTrackerFindsBoundaries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stream []byte
		ends := map[int]bool{0: true}
		for range rapid.IntRange(1, 6).Draw(t, "frames") {
			size := rapid.SampledFrom([]int{0, 1, 125, 126, 300, 65535, 65536, 70000}).Draw(t, "size")
			mask := byte(rapid.SampledFrom([]int{0, 0x80}).Draw(t, "mask"))
			switch {
			case size < 126:
				stream = append(stream, 0x82, mask|byte(size))
			case size < 65536:
				stream = append(stream, 0x82, mask|126, byte(size>>8), byte(size))
			default:
				stream = append(stream, 0x82, mask|127, 0, 0, 0, 0, 0, byte(size>>16), byte(size>>8), byte(size))
			}
			if mask != 0 {
				stream = append(stream, 1, 2, 3, 4)
			}
			stream = append(stream, make([]byte, size)...)
			ends[len(stream)] = true
		}
		var f frameTracker
		for at := 0; at < len(stream); {
			piece := stream[at:min(len(stream), at+rapid.IntRange(1, 70_000).Draw(t, "piece"))]
			n := f.step(piece)
			if at += n; f.atBoundary() != ends[at] || n == 0 || n < len(piece) && !f.atBoundary() {
				t.Fatalf("at %d of %d: boundary %v", at, len(stream), f.atBoundary())
			}
		}
	})
}
