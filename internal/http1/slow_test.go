package http1

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// Clients that send or read slowly are cut one after the other, and meanwhile
// others are served as if nothing was.
func TestSlowClientsAreCutWhileOthersAreServed(t *testing.T) {
	up := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/big" {
			_, _ = w.Write(make([]byte, 8<<20))
			return
		}
		_, _ = fmt.Fprint(w, "ok")
	})
	pool := NewPool(Target{Addr: up})
	defer pool.Close()
	s := &Server{Handle: (&relay{pool: pool}).handle, HeadTimeout: 300 * time.Millisecond, Grace: 200 * time.Millisecond, MinRate: 100 << 20}
	addr := listen(t, s)
	good := func() (took []time.Duration) {
		w := dial(t, addr)
		for range 50 {
			began := time.Now()
			w.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
			if _, body := w.answer("GET"); body != "ok" {
				t.Error(body)
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		return took
	}
	before, alone := resources(), good()
	var slow sync.WaitGroup
	for i := range 60 {
		w := dial(t, addr)
		w.send([]string{"GET / HTTP/1.1\r\nHost", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999\r\n\r\nabc", "GET /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"}[i%3])
		slow.Go(func() {
			time.Sleep(700 * time.Millisecond) // neither sends nor reads
			_ = w.SetReadDeadline(time.Now().Add(10 * time.Second))
			n, err := bytes.NewBuffer(nil).ReadFrom(w.Conn)
			if err != nil && isTimeout(err) {
				t.Errorf("slow client %d was not cut after %d bytes", i%3, n)
			}
			w.Close()
		})
	}
	crowd := good()
	slow.Wait()
	// Generous, since test machines are shared: the point is that nobody waits for
	// the slow ones, which take hundreds of milliseconds.
	if p := crowd[len(crowd)/2]; p > max(200*time.Millisecond, 20*alone[len(alone)/2]) {
		t.Errorf("median %v beside slow clients, %v alone", p, alone[len(alone)/2])
	}
	after := resources()
	for end := time.Now().Add(3 * time.Second); after.more(before) && time.Now().Before(end); time.Sleep(tick) {
		pool.Close()
		after = resources()
	}
	if after.goroutines > before.goroutines+10 {
		t.Errorf("%v before, %v after", before, after)
	}
}

func isTimeout(err error) bool {
	t, ok := err.(interface{ Timeout() bool })
	return ok && t.Timeout()
}
