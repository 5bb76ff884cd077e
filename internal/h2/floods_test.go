package h2

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
)

const calm = "GOAWAY ENHANCE_YOUR_CALM"

// flood is a kind of frame that asks for work and brings none.
type flood struct {
	name  string
	again func(w *wire, n uint32) error
}

var floods = []flood{
	{"ping", func(w *wire, _ uint32) error { return w.fr.WritePing(false, [8]byte{}) }},
	{"settings", func(w *wire, _ uint32) error { return w.fr.WriteSettings() }},
	{"settings acknowledgements", func(w *wire, _ uint32) error { return w.fr.WriteSettingsAck() }},
	{"priorities", func(w *wire, n uint32) error { return w.fr.WritePriority(2*n+1, http2.PriorityParam{}) }},
	{"window updates", func(w *wire, _ uint32) error { return w.fr.WriteWindowUpdate(0, 1) }},
	{"unknown frames", func(w *wire, _ uint32) error { return w.fr.WriteRawFrame(0xfe, 0, 0, nil) }},
	{"empty data", func(w *wire, n uint32) error {
		if n == 0 {
			upload(w)
		}
		return w.fr.WriteData(1, false, nil)
	}},
	{"rapid reset", func(w *wire, n uint32) error {
		w.get(2*n + 1)
		return w.fr.WriteRSTStream(2*n+1, http2.ErrCodeCancel)
	}},
	{"resets that we are made to send", func(w *wire, n uint32) error {
		w.get(2*n + 1)
		return w.fr.WriteRawFrame(http2.FrameWindowUpdate, 0, 2*n+1, []byte(number(0)))
	}},
	{"streams beyond the limit", func(w *wire, n uint32) error {
		w.get(2*n + 1)
		return nil
	}},
	{"continuations", func(w *wire, n uint32) error {
		if n == 0 {
			return w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: w.block(basic("GET")...)})
		}
		return w.fr.WriteContinuation(1, false, nil)
	}},
	{"an endless header block", func(w *wire, n uint32) error {
		b := w.block("x: " + fmt.Sprint(n) + string(make([]byte, 8000)))
		if n == 0 {
			return w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: b})
		}
		return w.fr.WriteContinuation(1, false, b)
	}},
}

// TestFloodsEndTheConnection: frames that ask for work and bring none, a hundred
// thousand of each (RFC 9113 §10.5; CVE-2019-9512 to 9518, CVE-2023-44487,
// CVE-2024-27316, CVE-2025-8671).
func TestFloodsEndTheConnection(t *testing.T) {
	const many = 100_000
	var running, most atomic.Int64
	addr := start(t, &Server{Handle: func(s *Stream) {
		if n := running.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer running.Add(-1)
		<-s.Done()
	}})
	for _, tt := range floods {
		t.Run(tt.name, func(t *testing.T) {
			w := dial(t, addr).greet()
			var sending sync.WaitGroup
			sending.Go(func() {
				for n := range uint32(many) {
					if tt.again(w, n) != nil {
						return
					}
				}
			})
			if got := w.until("GOAWAY"); got != calm {
				t.Error(got)
			}
			w.nc.Close()
			sending.Wait()
		})
	}
	if most.Load() > 128 {
		t.Errorf("%d requests ran at a time", most.Load())
	}
}

// TestBusyClientsAreNotTakenForFloods: what good clients do at their worst.
func TestBusyClientsAreNotTakenForFloods(t *testing.T) {
	addr := start(t, &Server{Handle: func(s *Stream) {
		_ = s.WriteHead(200, nil, -1)
		for range 10 {
			_, _ = s.Write(make([]byte, 100))
			_ = s.Flush()
		}
	}})
	t.Run("window updates for every frame", func(t *testing.T) {
		w := dial(t, addr).greet()
		for n := range uint32(500) {
			w.get(2*n + 1)
			for range w.content(2*n+1, 1000) {
				_ = w.fr.WriteWindowUpdate(0, 100)
				_ = w.fr.WriteWindowUpdate(2*n+1, 100)
			}
		}
	})
	t.Run("a page of requests given up now and then", func(t *testing.T) {
		w := dial(t, addr).greet()
		_ = w.fr.WriteWindowUpdate(0, 1<<30)
		id := uint32(1)
		for range 10 {
			for range 100 {
				w.get(id)
				w.content(id, 1000)
				id += 2
			}
			for range 50 {
				w.get(id)
				_ = w.fr.WriteRSTStream(id, http2.ErrCodeCancel)
				id += 2
			}
		}
		w.get(id)
		w.content(id, 1000)
	})
}

func descriptors(t *testing.T) int {
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Log("descriptors are not counted here:", err)
	}
	return len(all)
}

// TestNothingIsLeftBehind: connections that end in the middle of everything leave
// no goroutine and no descriptor.
func TestNothingIsLeftBehind(t *testing.T) {
	s := &Server{}
	addr := start(t, s)
	leave := []func(*wire){
		func(*wire) {},
		func(w *wire) { w.greet() },
		func(w *wire) { w.greet(); w.get(1) },
		func(w *wire) { w.greet(); w.get(1); w.until("HEADERS") },
		func(w *wire) { w.greet(); upload(w); _ = w.fr.WriteData(1, false, make([]byte, 10_000)) },
		func(w *wire) { w.greet(); upload(w); _ = w.fr.WriteRSTStream(1, http2.ErrCodeCancel); w.get(3) },
		func(w *wire) { w.greet(); w.send("nonsense that is no frame") },
		func(w *wire) { w.greet(http2.Setting{ID: http2.SettingInitialWindowSize}); w.get(1) },
		func(w *wire) { w.greet(); _ = w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1}) },
		func(w *wire) { w.greet(); _ = w.fr.WriteGoAway(0, http2.ErrCodeNo, nil); w.get(1) },
	}
	goroutines, files := runtime.NumGoroutine(), descriptors(t)
	for n := range 2000 {
		w := dial(t, addr)
		leave[n%len(leave)](w)
		w.nc.Close()
	}
	for deadline := time.Now().Add(waitAtMost); ; time.Sleep(10 * time.Millisecond) {
		g, d := runtime.NumGoroutine(), descriptors(t)
		if g <= goroutines+1 && d <= files && len(s.live()) == 0 { // the clock stays for a tick
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d descriptors and %d connections more than before", g-goroutines, d-files, len(s.live()))
		}
	}
}
