package http1

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// sockets returns both ends of a loopback connection, the first one direct.
func sockets(t *testing.T) (own, peer net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	peer, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	own = direct(accepted)
	t.Cleanup(func() {
		own.Close()
		peer.Close()
	})
	return own, peer
}

func TestSocketSendsMoreThanTheKernelHolds(t *testing.T) {
	own, peer := sockets(t)
	want := bytes.Repeat([]byte("0123456789abcdef"), 1<<20)
	sent := make(chan error, 1)
	go func() {
		n, err := own.Write(want)
		if err == nil && n != len(want) {
			err = io.ErrShortWrite
		}
		sent <- errors.Join(err, own.Close())
	}()
	got, err := io.ReadAll(peer)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes of %d arrived, %v", len(got), len(want), err)
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}

func TestSocketKeepsDeadlinesAndEnds(t *testing.T) {
	own, peer := sockets(t)
	buf := make([]byte, 16)
	_ = own.SetReadDeadline(longAgo)
	if _, err := own.Read(buf); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a read after its deadline: %v", err)
	}
	_ = own.SetReadDeadline(time.Time{})
	blocked := make(chan error, 1)
	go func() {
		_, err := own.Read(buf)
		blocked <- err
	}()
	_ = own.SetReadDeadline(time.Now().Add(10 * time.Millisecond))
	if err := <-blocked; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a blocked read at its deadline: %v", err)
	}
	_ = own.SetReadDeadline(time.Time{})
	peer.Close()
	if n, err := own.Read(buf); n != 0 || err != io.EOF {
		t.Errorf("at the peer's end: %d, %v", n, err)
	}
	own.Close()
	if _, err := own.Read(buf); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a read after Close: %v", err)
	}
	if _, err := own.Write(buf); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a write after Close: %v", err)
	}
}

func TestSocketWriteFailsWhenThePeerIsGone(t *testing.T) {
	own, peer := sockets(t)
	_ = peer.(*net.TCPConn).SetLinger(0)
	peer.Close()
	var err error
	for range 100 {
		if _, err = own.Write([]byte("x")); err != nil {
			break
		}
	}
	if err == nil {
		t.Error("100 writes to a reset connection succeeded")
	}
}

func TestAskWaitsForWhatComesAfterTheQuestion(t *testing.T) {
	nc, peer := sockets(t)
	own := nc.(*socket)
	answers := make(chan error, 1)
	go func() {
		for range 3 {
			buf := make([]byte, 16)
			n, err := peer.Read(buf)
			if err == nil {
				_, err = peer.Write(bytes.ToUpper(buf[:n]))
			}
			answers <- err
		}
		peer.Close()
	}()
	buf := make([]byte, 16)
	for range 3 {
		sent, n, err := own.ask([]byte("hello"), buf)
		if sent != 5 || err != nil || string(buf[:n]) != "HELLO" {
			t.Errorf("%d, %q, %v", sent, buf[:n], err)
		}
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
	for err := error(nil); err == nil; { // the peer's end is noticed, whether as an end or a reset
		_, _, err = own.ask([]byte("hello"), buf)
	}
}

func TestAskLeavesWhatTheKernelDoesNotTake(t *testing.T) {
	nc, peer := sockets(t)
	own := nc.(*socket)
	question, buf := bytes.Repeat([]byte("0123456789abcdef"), 1<<20), make([]byte, 16)
	sent, n, err := own.ask(question, buf)
	if sent == 0 || sent == len(question) || n != 0 || err != nil {
		t.Fatalf("%d of %d sent, %d received, %v", sent, len(question), n, err)
	}
	go func() {
		_, _ = io.CopyN(io.Discard, peer, int64(len(question)))
		_, _ = io.WriteString(peer, "ok")
	}()
	if _, err := own.Write(question[sent:]); err != nil {
		t.Fatal(err)
	}
	if n, err := own.Read(buf); string(buf[:n]) != "ok" {
		t.Errorf("%q, %v", buf[:n], err)
	}
}
