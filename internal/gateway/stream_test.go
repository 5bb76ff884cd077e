package gateway

import (
	"bufio"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"gatehouse"
)

// open sends a request and returns the answer with its body still open.
func (f *fixture) open(method, path string, body io.Reader) *http.Response {
	f.Helper()
	req, err := http.NewRequest(method, f.server.URL+path, body)
	if err != nil {
		f.Fatal(err)
	}
	f.credentials(req.Header)
	res, err := f.roundTrip(req)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { res.Body.Close() })
	return res
}

// events is an upstream that sends an event for each value of next.
func events(f *fixture, next <-chan string) {
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_ = http.NewResponseController(w).Flush()
		for {
			select {
			case e, ok := <-next:
				if !ok {
					return
				}
				_, _ = io.WriteString(w, "data: "+e+"\n\n")
				_ = http.NewResponseController(w).Flush()
			case <-r.Context().Done():
				return
			}
		}
	})
}

func TestEventsArriveWhenTheyHappen(t *testing.T) {
	f := newFixture(t)
	next := make(chan string)
	events(f, next)
	res := f.open("GET", "/shipments/track/1", nil) // the head comes before the first event
	lines := bufio.NewReader(res.Body)
	for _, e := range []string{"one", "two"} {
		next <- e
		line, err := lines.ReadString('\n')
		if err != nil || line != "data: "+e+"\n" {
			t.Fatalf("%q, %v", line, err)
		}
		_, _ = lines.ReadString('\n')
	}
	close(next)
	if rest, err := io.ReadAll(lines); len(rest) > 0 || err != nil {
		t.Errorf("%q, %v", rest, err)
	}
}

func TestStreamEndsWithTheAccess(t *testing.T) {
	tests := []struct {
		name string
		lose func(*fixture)
		code string
	}{
		{"token revoked", func(f *fixture) { f.partner.Tokens = f.partner.Tokens[1:] }, "credentials_invalid"},
		{"token expires", func(f *fixture) { f.partner.Tokens[0].ExpiresAt = time.Now() }, "credentials_expired"},
		{"client disabled", func(f *fixture) { f.partner.Client.Status = gatehouse.Disabled }, "client_disabled"},
		{"profile disabled", func(f *fixture) { f.partner.Profiles[0].Status = gatehouse.Disabled }, "profile_disabled"},
		{"access removed", func(f *fixture) { f.partner.Client.CollectionIDs = nil }, "collection_not_assigned"},
		{"collection unpublished", func(f *fixture) { f.revisions = nil }, "route_not_found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			next := make(chan string, 1)
			events(f, next)
			res := f.open("GET", "/shipments/track/1", nil)
			next <- "first"
			buf := make([]byte, 100)
			if _, err := res.Body.Read(buf); err != nil {
				t.Fatal(err)
			}
			tt.lose(f)
			f.apply()
			if _, err := io.ReadAll(res.Body); err == nil {
				t.Error("the stream ended as if it were complete")
			}
			if got := f.log.nth(t, 1); got.Code != tt.code || got.Status != 200 {
				t.Errorf("logged %d %s", got.Status, got.Code)
			}
		})
	}
}

func TestIdleUpstreamEndsTheAnswer(t *testing.T) {
	f := newFixture(t, collection(func(d *gatehouse.Definition) { d.Upstream.IdleTimeout = 60 * time.Millisecond }))
	next := make(chan string)
	events(f, next)
	res := f.open("GET", "/shipments/track/1", nil)
	if _, err := io.ReadAll(res.Body); err == nil {
		t.Error("the answer ended as if it were complete")
	}
	if got := f.log.nth(t, 1); got.Code != "upstream_timeout" || got.Status != 200 {
		t.Errorf("logged %d %s", got.Status, got.Code)
	}
}

func TestAnswerThatBreaksOffIsNotTakenForComplete(t *testing.T) {
	f := newFixture(t)
	f.upstream.answer(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	res := f.open("GET", "/shipments/track/1", nil)
	if _, err := io.ReadAll(res.Body); err == nil {
		t.Error("the answer ended as if it were complete")
	}
	if got := f.log.nth(t, 1); got.Code != "upstream_invalid_response" {
		t.Errorf("logged %s", got.Code)
	}
}

func TestBothDirectionsFlowAtOnce(t *testing.T) {
	f := newFixture(t)
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		c := http.NewResponseController(w)
		_ = c.EnableFullDuplex()
		lines := bufio.NewReader(r.Body)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			_, _ = io.WriteString(w, strings.ToUpper(line))
			_ = c.Flush()
		}
	})
	in, out := io.Pipe()
	go func() { _, _ = io.WriteString(out, "one\n") }()
	res := f.open("POST", "/shipments/orders", in)
	lines := bufio.NewReader(res.Body)
	for _, next := range []string{"two\n", ""} {
		if line, err := lines.ReadString('\n'); err != nil || line != strings.ToUpper(line) || line == "" {
			t.Fatalf("%q, %v", line, err)
		}
		_, _ = io.WriteString(out, next)
	}
	_ = out.Close()
}

// zeros is an endless body that never was in memory.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

var countsAllocations = true // not under the race detector

func TestLargeBodiesNeedNoMemory(t *testing.T) {
	const size = 64 << 20
	f := newFixture(t)
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		w.Header().Set("X-Got", http.StatusText(int(n>>20)+136)) // 64 MiB is 200
		_, _ = io.Copy(w, io.LimitReader(zeros{}, size))
	})
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	res := f.open("POST", "/shipments/orders", io.LimitReader(zeros{}, size))
	n, err := io.Copy(io.Discard, res.Body)
	runtime.ReadMemStats(&after)
	if n != size || err != nil || res.Header.Get("X-Got") != "OK" {
		t.Errorf("%d bytes back, %q, %v", n, res.Header.Get("X-Got"), err)
	}
	if grown := int64(after.TotalAlloc - before.TotalAlloc); countsAllocations && grown > 16<<20 {
		t.Errorf("%d MiB were allocated for it", grown>>20)
	}
}
