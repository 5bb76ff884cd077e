package adminapi

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse"
)

// event is one server-sent event.
type event struct{ name, id, data string }

// follow opens a live tail; its events come until the stream ends.
func (r *rig) follow(query string, header ...string) <-chan event {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	r.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.server.URL+Prefix+"/request-logs/tail"+query, nil)
	check(r.t, err)
	req.Header.Set("Authorization", "Bearer "+r.keys[gatehouse.Auditor])
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		req.Header.Set(name, value)
	}
	resp, err := r.server.Client().Do(req)
	check(r.t, err)
	r.t.Cleanup(func() { _ = resp.Body.Close() })
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" {
		r.t.Fatalf("status %d, %v", resp.StatusCode, resp.Header)
	}
	events := make(chan event, 100)
	started := make(chan struct{})
	go func() {
		defer close(events)
		var e event
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "retry":
				close(started)
			case "event":
				e = event{name: value}
			case "id":
				e.id = value
			case "data":
				e.data = value
				events <- e
			}
		}
	}()
	<-started
	return events
}

// records are the ids of the next n records.
func records(t *testing.T, events <-chan event, n int) (ids []string, last event) {
	t.Helper()
	for len(ids) < n {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatalf("the stream ended after %v", ids)
			}
			if e.name != "records" {
				continue
			}
			var batch struct{ Items []requestLogJSON }
			check(t, json.Unmarshal([]byte(e.data), &batch))
			for _, item := range batch.Items {
				ids = append(ids, item.ID)
			}
			last = e
		case <-time.After(time.Minute):
			t.Fatalf("no more after %v", ids)
		}
	}
	return ids, last
}

func ends(t *testing.T, events <-chan event) string {
	t.Helper()
	var last event
	for {
		select {
		case e, ok := <-events:
			if !ok {
				return last.data
			}
			last = e
		case <-time.After(time.Minute):
			t.Fatal("the stream does not end")
		}
	}
}

func TestTailShowsMatchesAndResumes(t *testing.T) {
	r := newRig(t)
	r.logged("req_before", nil)
	events := r.follow("?status=4xx&client=partner-acme-corp")
	r.logged("req_fine", nil)
	r.logged("req_1", refusedWith("credentials_invalid", 401))
	ids, last := records(t, events, 1)
	if ids[0] != "req_1" || last.id == "" {
		t.Fatalf("got %v, %+v", ids, last)
	}
	r.logged("req_2", refusedWith("rate_limit_exceeded", 429))
	again := r.follow("?status=4xx", "Last-Event-ID: "+last.id)
	r.logged("req_3", refusedWith("rate_limit_exceeded", 429))
	seen := map[string]bool{}
	for !seen["req_2"] || !seen["req_3"] {
		ids, _ := records(t, again, 1)
		for _, id := range ids {
			if seen[id] {
				t.Errorf("%s came twice", id)
			}
			seen[id] = true
		}
	}
}

func TestTailTellsOfGaps(t *testing.T) {
	r := newRig(t)
	for range 1200 {
		r.logged("req_x", nil)
	}
	events := r.follow("", "Last-Event-ID: 0")
	if e := <-events; e.name != "gap" || e.data != `{"missed":null}` {
		t.Errorf("%+v", e)
	}
}

func TestTailEndsWithTheKey(t *testing.T) {
	r := newRig(t)
	events := r.follow("")
	r.send("DELETE", "/api-keys/key-auditor", "").must(204)
	if last := ends(t, events); !strings.Contains(last, "no longer") {
		t.Errorf("last event %q", last)
	}
}

func TestTailEndsWithTheProcess(t *testing.T) {
	r := newRig(t)
	ending := make(chan struct{})
	r.options.Ending = ending
	r.server.Config.Handler = New(r.options)
	events := r.follow("")
	close(ending)
	if last := ends(t, events); !strings.Contains(last, "shutting down") {
		t.Errorf("last event %q", last)
	}
}

func TestTailRefusesBeforeItBegins(t *testing.T) {
	r := newRig(t)
	r.send("GET", "/request-logs/tail?status=many", "").must(422)
	r.send("GET", "/request-logs/tail", "", "Last-Event-ID: yesterday").must(400)
}
