package e2e

import (
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const restarts = 20

// TestRestartsFailNoRequest ends the process with SIGTERM twenty times while
// callers that never retry keep their connections. Who could connect must get
// the answer: only a refused connection, which no process can help while it is
// away, counts for nothing.
func TestRestartsFailNoRequest(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	policy := h.api(201, "POST", "/policies", `{"name":"plenty","rate":{"requests":1000000000,"window":"1m"}}`).text("id")
	h.api(200, "PUT", "/clients/"+acme.clientID+"/policies", `{"policy_ids":["`+policy+`"]}`)

	var answered atomic.Int64
	for range restarts {
		load := &load{house: h, partner: acme}
		ended := make(chan struct{})
		var calling sync.WaitGroup
		for range 4 {
			calling.Go(func() { load.callUntilAway(ended) })
		}
		time.Sleep(100 * time.Millisecond) // traffic on a real clock
		h.stop(syscall.SIGTERM)
		close(ended)
		calling.Wait()
		if bad := load.failed.Load(); bad > 0 {
			t.Fatalf("%d of %d requests failed: %v", bad, load.answered.Load(), load.first.Load())
		}
		answered.Add(load.answered.Load())
		h.serve()
	}
	t.Logf("%d requests over %d restarts", answered.Load(), restarts)
}

// callUntilAway calls without a pause and without a retry until nobody listens
// any more.
func (l *load) callUntilAway(ended <-chan struct{}) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for {
		err := l.callWith(client)
		if e, ok := errors.AsType[*net.OpError](err); ok && e.Op == "dial" {
			return
		}
		if err != nil {
			l.fail(err.Error())
		}
		select {
		case <-ended:
			return
		default:
		}
	}
}
