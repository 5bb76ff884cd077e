//go:build !race

package h2

import (
	"runtime"
	"testing"
	"time"
)

// A connection that had a request and waits for the next one keeps no worker and
// no buffer for what is sent. TLS comes on top; the client's end is counted.
func TestIdleConnectionTakesAtMost20KiB(t *testing.T) {
	const connections, most = 500, 20 << 10
	s := &Server{}
	addr := start(t, s)
	dial(t, addr).greet().get(1)
	before := memory()
	for range connections {
		w := dial(t, addr).greet()
		w.get(1)
		w.until("DATA 1")
	}
	for _, c := range s.live() {
		for c.busy() {
			runtime.Gosched()
		}
		c.look(s.now.Load() + int64(3*time.Second))
	}
	each := (memory() - before) / connections
	t.Logf("%d bytes for an idle connection", each)
	if each > most {
		t.Errorf("%d bytes for an idle connection, want at most %d", each, most)
	}
}

func (c *conn) busy() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.idle) < c.workers || c.flushing
}

func memory() int64 {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}
