package h2

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
)

// script is a connection whose peer says what is in it and then leaves.
type script struct {
	net.Conn // nil: what the engine does not call
	in       *bytes.Reader
	mu       sync.Mutex // a write that began before the end may end after it
	out      bytes.Buffer
	closed   bool
}

func (s *script) Read(p []byte) (int, error)       { return s.in.Read(p) }
func (s *script) Close() error                     { s.closed = true; return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

func (s *script) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.Write(p)
}

// said is what the engine has written.
func (s *script) said() *bytes.Buffer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.NewBuffer(bytes.Clone(s.out.Bytes()))
}

// stops ends what a case says where it would wait for an answer.
type stops struct{ testing.TB }

func (stops) Helper() {}

func (stops) Fatalf(string, ...any) { panic("waits for an answer") }

// FuzzFrames says anything at all after a good preface. Whatever it is, the engine
// must not panic, must end, must say nothing but proper frames, and must answer
// no stream that was not opened.
func FuzzFrames(f *testing.F) {
	for _, c := range append(frameCases, requestCases...) {
		var said bytes.Buffer
		w := &wire{TB: stops{f}, fr: http2.NewFramer(&said, bytes.NewReader(nil))}
		w.init()
		func() {
			defer func() { _ = recover() }()
			c.say(w)
		}()
		f.Add(said.Bytes())
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		var in bytes.Buffer
		in.WriteString(http2.ClientPreface)
		_ = http2.NewFramer(&in, nil).WriteSettings()
		in.Write(said)
		panicked := make(chan any, 1)
		s := &Server{Log: slog.New(slog.DiscardHandler), Handle: func(s *Stream) {
			defer func() {
				if p := recover(); p != nil {
					panicked <- p
				}
			}()
			echo(s)
		}}
		c := &script{in: bytes.NewReader(in.Bytes())}
		stuck := time.AfterFunc(waitAtMost, func() { panic("the connection does not end") }) // with all stacks
		s.ServeConn(c, testPeer, nil)
		stuck.Stop()
		for deadline := time.Now().Add(waitAtMost); len(s.live()) > 0; time.Sleep(10 * time.Microsecond) {
			if time.Now().After(deadline) {
				t.Fatal("the connection does not end")
			}
		}
		select {
		case p := <-panicked:
			t.Fatal(p)
		default:
		}
		judge(t, c.said())
	})
}

// judge reads what the engine said as a client would.
func judge(t *testing.T, said *bytes.Buffer) {
	fr := http2.NewFramer(io.Discard, said)
	fr.SetMaxReadFrameSize(maxFrame)
	heads := map[uint32]bool{}
	for {
		f, err := fr.ReadFrame()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("said what is no frame: %v", err)
		}
		switch f := f.(type) {
		case *http2.HeadersFrame:
			if f.StreamID%2 == 0 {
				t.Fatalf("opened stream %d", f.StreamID)
			}
			heads[f.StreamID] = true
		case *http2.DataFrame:
			if !heads[f.StreamID] {
				t.Fatalf("content of stream %d without a head", f.StreamID)
			}
		case *http2.PushPromiseFrame:
			t.Fatal("pushed")
		}
	}
}
