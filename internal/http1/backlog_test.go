//go:build linux

package http1

import (
	"net"
	"testing"
	"time"
)

func TestNoConnectionJoinsTheQueueOfAListenerThatStops(t *testing.T) {
	var plain net.ListenConfig
	plain.SetMultipathTCP(false)
	l, err := plain.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	queued, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer queued.Close()
	stopArrivals(l)
	if c, err := net.DialTimeout("tcp", l.Addr().String(), 200*time.Millisecond); err == nil {
		c.Close()
		t.Error("a connection was made after the arrivals had stopped")
	}
	taken := 0
	takeQueued(l, func(c net.Conn) { taken++; c.Close() })
	if taken != 1 {
		t.Errorf("%d connections taken from the queue", taken)
	}
}
