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
	const cut = time.Second // long enough that nobody who is quick is cut on a slow machine
	s := &Server{Handle: (&relay{pool: pool}).handle, HeadTimeout: cut, Grace: cut, MinRate: 100 << 20}
	addr := listen(t, s)
	good := func() (took []time.Duration) {
		w := dial(t, addr)
		defer w.Close()
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
	before := resources()
	good()
	var slow sync.WaitGroup
	for i := range 30 {
		w := dial(t, addr)
		w.send([]string{"GET / HTTP/1.1\r\nHost", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999\r\n\r\nabc", "GET /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"}[i%3])
		slow.Go(func() {
			time.Sleep(2 * cut) // neither sends nor reads
			_ = w.SetReadDeadline(time.Now().Add(patience))
			n, err := bytes.NewBuffer(nil).ReadFrom(w.Conn)
			if err != nil && isTimeout(err) {
				t.Errorf("slow client %d was not cut after %d bytes", i%3, n)
			}
			w.Close()
		})
	}
	crowd := good()
	slow.Wait()
	if p := crowd[len(crowd)/2]; p > cut {
		t.Errorf("the median beside slow clients is %v: they are waited for", p)
	}
	after := resources()
	for end := time.Now().Add(patience); after.more(before) && time.Now().Before(end); time.Sleep(tick) {
		pool.Close()
		after = resources()
	}
	if after.more(before) {
		t.Errorf("%v before, %v after", before, after)
	}
}

func isTimeout(err error) bool {
	t, ok := err.(interface{ Timeout() bool })
	return ok && t.Timeout()
}
