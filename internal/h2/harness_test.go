package h2

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"gatehouse/internal/http1"
)

// start serves connections on a loopback port until the test ends. They are not
// encrypted: the engine is given connections and does not make them.
func start(t testing.TB, s *Server) (addr string) {
	t.Helper()
	if s.Handle == nil {
		s.Handle = echo
	}
	s.Log = slog.New(slog.DiscardHandler)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			conns.Go(func() { s.ServeConn(nc, testPeer, nil) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		_ = s.Close()
		conns.Wait()
	})
	return l.Addr().String()
}

// testPeer is who all connections say they are from.
var testPeer = netip.MustParseAddrPort("192.0.2.1:4711")

// echo answers with what it was asked and sent.
func echo(s *Stream) {
	var body []byte
	if s.Body != nil {
		var err error
		body, err = io.ReadAll(s.Body)
		if v, ok := errors.AsType[*http1.Violation](err); ok {
			text(s, v.Status, v.Reason)
			return
		}
		if err != nil {
			s.Abort()
			return
		}
	}
	text(s, 200, fmt.Sprintf("%s %s%s %s %d %s", s.Method, s.Path, s.Query, s.Host, len(body), s.Trailer()))
}

func headerOf(name, value string) http1.Header { return http1.Header{{Name: name, Value: value}} }

func text(s *Stream, status int, body string) {
	_ = s.WriteHead(status, headerOf("Content-Type", "text/plain"), int64(len(body)))
	_, _ = io.WriteString(s, body)
}

// wire is a client that says exactly what a test wants said.
type wire struct {
	testing.TB
	nc  net.Conn
	fr  *http2.Framer
	enc *hpack.Encoder
	dec *hpack.Decoder
	buf bytes.Buffer
	got chan string // frames that were read ahead; nil: none
}

// waitAtMost bounds every wait of a test on a real clock; machines are shared.
const waitAtMost = time.Minute

// dial opens a connection without a preface.
func dial(t testing.TB, addr string) *wire {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	_ = nc.SetDeadline(time.Now().Add(waitAtMost))
	return newWire(t, nc)
}

func newWire(t testing.TB, nc net.Conn) *wire {
	w := &wire{TB: t, nc: nc, fr: http2.NewFramer(nc, nc)}
	w.init()
	return w
}

func (w *wire) init() {
	w.fr.AllowIllegalWrites = true
	w.enc, w.dec = hpack.NewEncoder(&w.buf), hpack.NewDecoder(4096, nil)
}

// pipe serves a connection that exists in this process alone, for tests in fake
// time. Nothing is buffered in it, so frames are read ahead.
func pipe(t testing.TB, s *Server) *wire { return pipeAhead(t, s, 4096) }

func pipeAhead(t testing.TB, s *Server, frames int) *wire {
	if s.Handle == nil {
		s.Handle = echo
	}
	s.Log = slog.New(slog.DiscardHandler)
	server, client := net.Pipe()
	w := newWire(t, client)
	w.got = make(chan string, frames)
	go s.ServeConn(server, testPeer, nil)
	go func() {
		defer close(w.got)
		for {
			f := w.read()
			w.got <- f
			if f == "end" {
				return
			}
		}
	}()
	t.Cleanup(func() {
		client.Close()
		for range w.got {
		}
		time.Sleep(lingerTime + 2*tick) // for the server's clock to notice
	})
	return w
}

// greet sends the preface and empty settings.
func (w *wire) greet(settings ...http2.Setting) *wire {
	w.send(http2.ClientPreface)
	_ = w.fr.WriteSettings(settings...)
	return w
}

func (w *wire) send(s string) { _, _ = io.WriteString(w.nc, s) }

// block encodes fields given as "name: value".
func (w *wire) block(fields ...string) []byte {
	w.buf.Reset()
	for _, f := range fields {
		i := strings.Index(f[1:], ": ") + 1
		_ = w.enc.WriteField(hpack.HeaderField{Name: f[:i], Value: f[i+2:]})
	}
	return bytes.Clone(w.buf.Bytes())
}

// basic are the fields every request has.
func basic(method string, more ...string) []string {
	return append([]string{":method: " + method, ":scheme: https", ":authority: a.example", ":path: /x"}, more...)
}

func (w *wire) headers(id uint32, end bool, fields ...string) {
	b := w.block(fields...)
	part := b[:min(len(b), maxFrame)]
	b = b[len(part):]
	_ = w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: part, EndStream: end, EndHeaders: len(b) == 0})
	for len(b) > 0 {
		part, b = b[:min(len(b), maxFrame)], b[min(len(b), maxFrame):]
		_ = w.fr.WriteContinuation(id, len(b) == 0, part)
	}
}

func (w *wire) get(id uint32) { w.headers(id, true, basic("GET")...) }

// next reads a frame in short form: "HEADERS 1 200", "DATA 1 5", "RST 1
// PROTOCOL_ERROR", "GOAWAY PROTOCOL_ERROR", "PING", "WINDOW 0 100", "end".
// Settings are left out.
func (w *wire) next() string {
	if w.got != nil {
		return <-w.got
	}
	return w.read()
}

func (w *wire) read() string {
	for {
		f, err := w.fr.ReadFrame()
		if err != nil {
			return "end"
		}
		switch f := f.(type) {
		case *http2.SettingsFrame:
			continue
		case *http2.HeadersFrame:
			fields, err := w.dec.DecodeFull(f.HeaderBlockFragment())
			if err != nil {
				return "undecodable: " + err.Error()
			}
			status := "trailers"
			if fields[0].Name == ":status" {
				status = fields[0].Value
			}
			return fmt.Sprintf("HEADERS %d %s%s", f.StreamID, status, ending(f.StreamEnded()))
		case *http2.DataFrame:
			return fmt.Sprintf("DATA %d %d%s", f.StreamID, len(f.Data()), ending(f.StreamEnded()))
		case *http2.RSTStreamFrame:
			return fmt.Sprintf("RST %d %v", f.StreamID, f.ErrCode)
		case *http2.GoAwayFrame:
			return fmt.Sprintf("GOAWAY %v", f.ErrCode)
		case *http2.WindowUpdateFrame:
			return fmt.Sprintf("WINDOW %d %d", f.StreamID, f.Increment)
		case *http2.PingFrame:
			return "PING"
		default:
			return f.Header().Type.String()
		}
	}
}

func ending(end bool) string {
	if end {
		return " END"
	}
	return ""
}

// until reads frames up to one that begins with one of these, and returns it.
func (w *wire) until(prefixes ...string) string {
	w.Helper()
	for seen := []string(nil); ; {
		got := w.next()
		for _, p := range prefixes {
			if strings.HasPrefix(got, p) {
				return got
			}
		}
		if seen = append(seen, got); got == "end" {
			w.Fatalf("the connection ended without %q, after %q", prefixes, seen[max(0, len(seen)-8):])
		}
	}
}
