package gateway

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse"
)

// echo is an upstream that answers a WebSocket handshake and sends back every
// byte, without looking at frames.
func echo(f *fixture) {
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		f.upstream.note(r, "")
		conn, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: abc\r\n\r\n")
		_, _ = io.Copy(conn, buffered)
	})
}

// webSocket opens one and returns the connection behind the handshake.
func (f *fixture) webSocket(path string) (net.Conn, *bufio.Reader, *http.Response) {
	f.Helper()
	conn, err := net.Dial("tcp", f.server.Listener.Addr().String())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(patience))
	_, _ = io.WriteString(conn, f.head("GET", path, "Connection: keep-alive, Upgrade\nUpgrade: WebSocket\nSec-WebSocket-Key: k\nSec-WebSocket-Version: 13\n"))
	in := bufio.NewReader(conn)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		f.Fatal(err)
	}
	return conn, in, res
}

// frame is a small text frame, unmasked.
func frame(text string) string { return "\x81" + string(rune(len(text))) + text }

func TestWebSocketFlowsBothWays(t *testing.T) {
	f := newFixture(t, limited(5))
	echo(f)
	conn, in, res := f.webSocket("/shipments/live")
	if res.StatusCode != 101 || res.Header.Get("Sec-WebSocket-Accept") != "abc" || res.Header.Get("X-Request-ID") == "" ||
		!strings.EqualFold(res.Header.Get("Upgrade"), "websocket") || res.Header.Get("RateLimit") == "" {
		t.Fatalf("%d %v", res.StatusCode, res.Header)
	}
	if got := f.sent("Sec-WebSocket-Key"); got != "k" || f.sent("Authorization") != "" {
		t.Errorf("the upstream got %v", f.upstream.last(t).Header)
	}
	for _, text := range []string{"one", "two"} {
		_, _ = io.WriteString(conn, frame(text))
		got := make([]byte, len(text)+2)
		if _, err := io.ReadFull(in, got); err != nil || string(got) != frame(text) {
			t.Fatalf("%q, %v", got, err)
		}
	}
	_ = conn.Close()
	if got := f.log.nth(t, 1); got.Status != 101 || got.Code != "" || got.BytesIn != 10 || got.BytesOut != 10 {
		t.Errorf("logged %d %s, %d in, %d out", got.Status, got.Code, got.BytesIn, got.BytesOut)
	}
}

func TestWebSocketNeedsAnEndpointThatAllowsIt(t *testing.T) {
	f := newFixture(t)
	echo(f)
	if _, _, res := f.webSocket("/shipments/track/1"); res.StatusCode != 502 {
		t.Errorf("%d", res.StatusCode) // the upstream switched although the wish had been dropped
	}
	if got := f.sent("Upgrade"); got != "" {
		t.Errorf("Upgrade: %s", got)
	}
}

func TestRefusedHandshakeIsPassedOn(t *testing.T) {
	f := newFixture(t)
	f.upstream.answer(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) })
	if _, _, res := f.webSocket("/shipments/live"); res.StatusCode != 403 {
		t.Errorf("%d", res.StatusCode)
	}
}

// closeFrame is an unmasked close frame, as a server sends it.
func closeFrame(code uint16) []byte { return []byte{0x88, 2, byte(code >> 8), byte(code)} }

func TestWebSocketIsClosed(t *testing.T) {
	tests := []struct {
		name string
		why  func(*fixture)
		code uint16
		log  string
	}{
		{"when the token is revoked", func(f *fixture) { f.partner.Tokens = nil; f.apply() }, closePolicy, "credentials_invalid"},
		{"when the client is disabled", func(f *fixture) { f.partner.Client.Status = gatehouse.Disabled; f.apply() }, closePolicy, "client_disabled"},
		{"when access is lost", func(f *fixture) { f.partner.Client.CollectionIDs = nil; f.apply() }, closePolicy, "collection_not_assigned"},
		{"when the gateway drains", func(f *fixture) { f.gateway.Drain() }, closeGoingAway, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			echo(f)
			conn, in, _ := f.webSocket("/shipments/live")
			_, _ = io.WriteString(conn, frame("hi"))
			if _, err := io.ReadFull(in, make([]byte, 4)); err != nil {
				t.Fatal(err)
			}
			tt.why(f)
			if rest, err := io.ReadAll(in); err != nil || !bytes.Equal(rest, closeFrame(tt.code)) {
				t.Errorf("%x, %v", rest, err)
			}
			if got := f.log.nth(t, 1); got.Status != 101 || got.Code != tt.log {
				t.Errorf("logged %d %s", got.Status, got.Code)
			}
		})
	}
}

// A stream must not outlive its permission by more than a second, so a check
// that is late by as much again must still be in time.
const _ = uint(time.Second - 2*recheck)

func TestCloseFrameNeverSplitsAnother(t *testing.T) {
	f := newFixture(t)
	echo(f)
	conn, in, _ := f.webSocket("/shipments/live")
	const half = "\x81\x05he"
	_, _ = io.WriteString(conn, half)
	if _, err := io.ReadFull(in, make([]byte, len(half))); err != nil {
		t.Fatal(err)
	}
	f.gateway.Drain()
	if rest, _ := io.ReadAll(in); len(rest) > 0 {
		t.Errorf("%x came in the middle of a frame", rest)
	}
}
