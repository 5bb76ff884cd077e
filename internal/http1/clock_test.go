package http1

import (
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// expiry notes when what went off.
type expiry struct {
	began             time.Time
	read, write, wait time.Duration
}

func (e *expiry) expireRead()  { e.read = time.Since(e.began) }
func (e *expiry) expireWrite() { e.write = time.Since(e.began) }
func (e *expiry) expireWait()  { e.wait = time.Since(e.began) }

func TestDeadlinesAreNeverEarlyAndAtMostTwoTicksLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk, e := &clock{}, &expiry{began: time.Now()}
		var tm timers
		clk.add(&tm, e)
		time.Sleep(tick / 3) // somewhere between two ticks
		start := time.Since(e.began)
		tm.arm(&tm.read, time.Second)
		tm.arm(&tm.write, 10*time.Millisecond)
		tm.arm(&tm.wait, time.Second)
		time.Sleep(500 * time.Millisecond)
		if tm.wait.disarm() || !tm.write.disarm() {
			t.Error("wait is late or write is not")
		}
		time.Sleep(time.Minute)
		clk.remove(&tm)
		if e.read < start+time.Second || e.read > start+time.Second+2*tick || e.wait != 0 || e.write < start || e.write > start+10*time.Millisecond+2*tick {
			t.Errorf("armed at %v: %+v", start, e)
		}
		time.Sleep(2 * tick) // the goroutine ends by itself, or synctest complains
	})
}

func TestTheClockStartsAgainAfterItStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clk := &clock{}
		for range 2 {
			e := &expiry{began: time.Now()}
			var tm timers
			clk.add(&tm, e)
			tm.arm(&tm.read, time.Second)
			time.Sleep(2 * time.Second)
			clk.remove(&tm)
			if e.read == 0 {
				t.Error("stands still")
			}
			time.Sleep(time.Hour)
		}
	})
}

// strikes is a connection on which a byte comes just when a deadline passes.
type strikes struct {
	net.Conn
	read *deadline
}

func (s strikes) Read(p []byte) (int, error) {
	s.read.at.Store(fired)
	return copy(p, "x"), nil
}

func (strikes) RemoteAddr() net.Addr { return nil }

// A deadline that has passed stays on the connection, which would fail the next
// read for a reason that nobody can name.
func TestWhatComesWithTheDeadlineComesTooLate(t *testing.T) {
	up := &upConn{pause: time.Second, timers: timers{clock: &clock{}}}
	up.nc = strikes{read: &up.timers.read}
	if n, err := up.Read(make([]byte, 1)); n != 0 || err != errPaused {
		t.Errorf("from the upstream: %d, %v", n, err)
	}
	c := newConn(&Server{MinRate: 1, Grace: time.Second}, strikes{})
	c.timers.clock, c.nc = &clock{}, strikes{read: &c.timers.read}
	if n, err := c.body.receive(make([]byte, 1)); n != 0 || err != vBodySlow {
		t.Errorf("from the client: %d, %v", n, err)
	}
}

// The default timeouts, in fake time over a pipe.
func TestDefaultTimeouts(t *testing.T) {
	for _, c := range []struct {
		send string
		want time.Duration
	}{
		{"", 75 * time.Second},
		{"GET / HTTP/1.1\r\n", 10 * time.Second},
		{"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n", 10 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &Server{clock: &clock{}, Handle: func(x *Exchange) {
				_, err := io.Copy(io.Discard, x.Body)
				text(x, 408, err.Error())
			}}
			s.init()
			client, server := net.Pipe()
			s.serveConn(server)
			began := time.Now()
			if c.send != "" {
				_, _ = io.WriteString(client, c.send)
			}
			_, _ = io.ReadAll(client)
			if took := time.Since(began); took < c.want || took > c.want+3*tick {
				t.Errorf("%q: cut after %v, not %v", c.send, took, c.want)
			}
			client.Close()
			time.Sleep(2 * tick)
		})
	}
}
