package http1

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"gatehouse/internal/http1/http1test"
)

// witness is a relay that notes what it was asked to forward, in the recorder's
// notation.
type witness struct {
	relay
	mu   sync.Mutex
	seen []string
	busy int
}

func (w *witness) handle(x *Exchange) {
	line := x.Method + " " + x.Path + x.Query
	w.mu.Lock()
	w.seen = append(w.seen, line)
	w.busy++
	w.mu.Unlock()
	w.relay.handle(x)
	w.mu.Lock()
	w.busy--
	w.mu.Unlock()
}

// forget takes back the last note when nothing of that request was sent.
func (w *witness) forget(x *Exchange, err error) {
	if failed, _ := errors.AsType[*UpstreamError](err); !failed.Sent {
		w.mu.Lock()
		w.seen = w.seen[:len(w.seen)-1]
		w.mu.Unlock()
	}
	_ = x.WriteHead(502, nil, 0)
}

// take returns what was noted once nothing is running any more.
func (w *witness) take() []string {
	for {
		w.mu.Lock()
		if w.busy == 0 {
			defer w.mu.Unlock()
			seen := w.seen
			w.seen = nil
			return seen
		}
		w.mu.Unlock()
		time.Sleep(100 * time.Microsecond)
	}
}

// Whatever bytes a client sends, the upstream sees exactly the requests that the
// handler saw, in order, and no others. GATEHOUSE_MUTATIONS sets how many
// connections to try; the default keeps the test short.
func TestMutatedRequestsAreNeverSmuggled(t *testing.T) {
	rounds := 3000
	if n, err := strconv.Atoi(os.Getenv("GATEHOUSE_MUTATIONS")); err == nil {
		rounds = n
	}
	cases, err := http1test.Load("testdata/conformance")
	if err != nil {
		t.Fatal(err)
	}
	cases = slices.DeleteFunc(cases, func(c http1test.Case) bool { return len(c.Send) > 3000 || c.Answer != nil })
	rec, err := http1test.NewRecorder()
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	pool := NewPool(Target{Addr: rec.Addr()})
	defer pool.Close()
	w := &witness{relay: relay{pool: pool}}
	w.fail = w.forget
	addr := listen(t, &Server{Handle: w.handle})
	before := resources()
	seed := uint64(time.Now().UnixNano())
	forwarded := 0
	rnd := rand.New(rand.NewPCG(seed, 1))
	for i := range rounds {
		data := mutate(rnd, cases)
		rec.Reset(nil)
		throw(t, addr, data)
		asked := w.take()
		forwarded += len(asked)
		var got []string
		for end := time.Now().Add(patience); ; time.Sleep(100 * time.Microsecond) {
			seen, busy := rec.Seen()
			got = got[:0]
			for _, s := range seen {
				if s.Method == "" {
					t.Fatalf("seed %d, round %d: the upstream could not read %q (%v)\nsent by %q", seed, i, s.Raw, s.Err, data)
				}
				got = append(got, s.Method+" "+s.Target)
			}
			if !busy && slices.Equal(got, asked) {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("seed %d, round %d: handled %q, upstream saw %q\nsent %q", seed, i, asked, got, data)
			}
		}
	}
	t.Logf("%d connections, %d requests forwarded", rounds, forwarded)
	pool.Close()
	after := resources()
	for end := time.Now().Add(patience); after.more(before) && time.Now().Before(end); time.Sleep(tick) {
		after = resources()
	}
	if after.more(before) {
		t.Errorf("%+v before, %+v after", before, after)
	}
}

// throw sends data on one connection and reads until its end.
func throw(t *testing.T, addr string, data []byte) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(patience))
	if _, err := c.Write(data); err == nil {
		_ = c.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, c)
	}
}

// mutate makes up what a connection sends: a few cases, damaged in a few places.
func mutate(r *rand.Rand, cases []http1test.Case) []byte {
	var data []byte
	for range 1 + r.IntN(3) {
		c := cases[r.IntN(len(cases))]
		if last := c.Want; r.IntN(4) > 0 && (len(last) == 0 || last[len(last)-1].Reason != "") {
			continue // mostly such as are accepted when undamaged
		}
		data = append(data, c.Send...)
	}
	if len(data) == 0 {
		return cases[0].Send
	}
	const spice = "\r\n \t:;,0123456789abcdefx\x00\xff/?#%*"
	pieces := []string{"\r\n\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", "\n", "\r", "Host: h\r\n", "GET /evil HTTP/1.1\r\nHost: h\r\n\r\n", "5\r\n"}
	for range r.IntN(5) {
		at := r.IntN(len(data))
		switch r.IntN(5) {
		case 0:
			data[at] = spice[r.IntN(len(spice))]
		case 1:
			data = slices.Insert(data, at, spice[r.IntN(len(spice))])
		case 2:
			data = slices.Delete(data, at, min(len(data), at+1+r.IntN(3)))
		case 3:
			data = slices.Insert(data, at, []byte(pieces[r.IntN(len(pieces))])...)
		case 4:
			to := min(len(data), at+r.IntN(40))
			data = slices.Insert(data, at, slices.Clone(data[at:to])...)
		}
		if len(data) == 0 {
			data = []byte{'\n'}
		}
	}
	return data
}

// used is what a leak would show in.
type used struct{ goroutines, files int }

func resources() used {
	files, _ := os.ReadDir("/proc/self/fd")
	return used{runtime.NumGoroutine(), len(files)}
}

func (u used) more(than used) bool {
	return u.goroutines > than.goroutines+2 || u.files > than.files+2
}

func (u used) String() string { return fmt.Sprintf("%d goroutines, %d files", u.goroutines, u.files) }
