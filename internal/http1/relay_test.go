package http1

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestProxiedRequestsArriveWholeBothWays(t *testing.T) {
	up := upstream(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if r.URL.Query().Get("flush") != "" {
			w.(http.Flusher).Flush()
		}
		fmt.Fprintf(w, "%s %s %x\n", r.Method, r.URL, sha256.Sum256(body))
		w.Write(body)
	}))
	url := "http://" + proxy(t, up)
	for _, size := range []int{0, 1, 100, 5000, 9000, 20_000, 300_000} {
		for _, query := range []string{"", "?flush=1"} {
			for _, known := range []bool{true, false} {
				body := make([]byte, size)
				for i := range body {
					body[i] = byte(rand.Int())
				}
				var r io.Reader = bytes.NewReader(body)
				if !known {
					r = io.MultiReader(r)
				}
				res, err := http.Post(url+"/p"+query, "x/y", r)
				if err != nil {
					t.Fatal(size, query, known, err)
				}
				got, err := io.ReadAll(res.Body)
				res.Body.Close()
				want := fmt.Sprintf("POST /p%s %x\n%s", query, sha256.Sum256(body), body)
				if err != nil || string(got) != want {
					t.Errorf("size %d %s known %v: %v, %d bytes %v", size, query, known, err, len(got), res)
				}
			}
		}
	}
	res, err := http.Head(url + "/h")
	if err != nil || res.ContentLength != 72+0 && res.ContentLength < 0 {
		t.Error(res, err)
	}
}

func TestServerSentEventsAreFlushedAtOnce(t *testing.T) {
	next := make(chan bool)
	up := upstream(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range next {
			io.WriteString(w, "data: x\n\n")
			w.(http.Flusher).Flush()
		}
	}))
	res, err := http.Get(func() string { go func() { next <- true }(); return "http://" + proxy(t, up) }())
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	buf := make([]byte, 9)
	for i := range 5 {
		if i > 0 {
			next <- true
		}
		began := time.Now()
		if _, err := io.ReadFull(res.Body, buf); err != nil || time.Since(began) > time.Second {
			t.Fatal(err, time.Since(began))
		}
	}
	close(next)
	if rest, err := io.ReadAll(res.Body); err != nil || len(rest) > 0 {
		t.Error(err, rest)
	}
}

func TestUpstreamAwayIsUnreachable(t *testing.T) {
	p := NewPool(Target{Addr: "127.0.0.1:1"})
	err := p.Do(&Outbound{Method: "GET", Path: "/"}, &Response{})
	if e, ok := err.(*UpstreamError); !ok || e.Kind != Unreachable || e.Sent {
		t.Error(err)
	}
	if open, _ := p.Stats(); open != 0 {
		t.Error(open)
	}
	_ = strings.NewReader
}
