//go:build !race

package gateway

import (
	"net"
	"runtime"
	"testing"
)

// A connection that waits for its next request keeps a small buffer and a small
// stack; what handling a request needs is shared. The kernel's part is not
// counted, and the partner's end, which lives in this process too, is.
func TestIdleConnectionTakesAtMost20KiB(t *testing.T) {
	const connections, most = 1000, 20 << 10
	w := newWire(t)
	w.exchange()
	before := memory()
	for range connections {
		conn, err := net.Dial("tcp", w.conn.RemoteAddr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		other := *w
		other.conn = conn
		other.exchange()
	}
	each := (memory() - before) / connections
	t.Logf("%d bytes for an idle connection", each)
	if each > most {
		t.Errorf("%d bytes for an idle connection, want at most %d", each, most)
	}
}

// memory is what heap and stacks take after two collections: the first one
// halves stacks that grew, the second one those that grew further.
func memory() int64 {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}
