//go:build !race

// The race detector makes sync.Pool forget things on purpose, so that counts
// of allocations mean nothing with it.

package gateway

import (
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
