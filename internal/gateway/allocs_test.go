//go:build !race

// The race detector makes sync.Pool forget things on purpose, so that counts
// of allocations mean nothing with it.

package gateway

import (
	"runtime"
	"testing"

	"gatehouse"
)

func TestWholeRequestAllocatesLittle(t *testing.T) {
	f := newFixture(t, limited(gatehouse.MaxPolicyRequests), func(_ *fixture, o *Options) {
		o.Transport, o.Log = &instant{}, func(*gatehouse.RequestRecord) {}
	})
	req, down := typical(), &discard{}
	serve := func() {
		if err := f.gateway.Serve(req, down); err != nil {
			t.Fatal(err)
		}
	}
	serve()
	const most = 2 // the request id, which the HTTP/1.1 engine makes without one
	if n := testing.AllocsPerRun(1000, serve); n > most {
		t.Errorf("%v allocations a request, want at most %d", n, most)
	}
}

// A proxied request costs no allocation: both heads are kept in memory that is
// used again.
func TestProxiedRequestAllocatesNothing(t *testing.T) {
	// The clock and the runtime allocate now and then as well.
	if n := allocations(newWire(t).exchange); n > 0.1 {
		t.Errorf("%.2f allocations for a proxied request", n)
	}
}

// By HTTP/2 there are a frame and an id; the strings of the request's head are in
// the compression table already.
func TestProxiedHTTP2RequestAllocatesAtMostTwice(t *testing.T) {
	if n := allocations(newStreams(t).exchange); n > 2.1 {
		t.Errorf("%.2f allocations for a proxied request", n)
	}
}

func allocations(exchange func()) float64 {
	for range 100 { // connections, pools, meters
		exchange()
	}
	const requests = 2000
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range requests {
		exchange()
	}
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / requests
}
