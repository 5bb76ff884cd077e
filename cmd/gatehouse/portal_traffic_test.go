package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/internal/portal"
)

// follow opens a live tail; each event comes as "name id data".
func (v *visitor) follow(query, lastEventID string) <-chan [3]string {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.portalAt.url+portal.Prefix+"/requests/tail"+query, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Cookie", "gatehouse_portal="+v.cookie)
	req.Header.Set("Last-Event-ID", lastEventID)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { _ = res.Body.Close() })
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		v.t.Fatalf("%d %v", res.StatusCode, res.Header)
	}
	events := make(chan [3]string, 100)
	began := make(chan struct{})
	go func() {
		defer close(events)
		var e [3]string
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			switch name, value, _ := strings.Cut(lines.Text(), ": "); name {
			case "retry":
				close(began)
			case "event":
				e = [3]string{value}
			case "id":
				e[1] = value
			case "data":
				e[2] = value
				events <- e
			}
		}
	}()
	<-began
	return events
}

// paths are those of the next n calls of a tail, with the id of the last event.
func paths(t *testing.T, events <-chan [3]string, n int) (found []string, id string) {
	t.Helper()
	for len(found) < n {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatalf("the tail ended after %v", found)
			}
			var batch struct{ Items []struct{ Path string } }
			if err := json.Unmarshal([]byte(e[2]), &batch); err != nil {
				t.Fatal(err)
			}
			for _, item := range batch.Items {
				found = append(found, item.Path)
			}
			if e[0] == "records" {
				id = e[1]
			}
		case <-time.After(time.Minute):
			t.Fatalf("no more after %v", found)
		}
	}
	return found, id
}

func TestATailShowsOnesOwnCallsAndResumes(t *testing.T) {
	r := start(t, t.TempDir(), "")
	headers := r.partner(hello)
	v := r.visit("acme", "dev@acme.example")
	foreign, _ := r.rival()
	events := v.follow("?status=2xx", "")
	theirs := foreign.follow("", "")
	get(t, r.gatewayAt.url+"/shipments/refused", http.Header{"X-Client-Id": headers["X-Client-Id"]})
	get(t, r.gatewayAt.url+"/shipments/1", headers)
	found, id := paths(t, events, 1)
	if found[0] != "/shipments/1" || id == "" {
		t.Fatalf("%v, id %q", found, id)
	}
	get(t, r.gatewayAt.url+"/shipments/2", headers)
	again := v.follow("?status=2xx", id)
	get(t, r.gatewayAt.url+"/shipments/3", headers)
	seen := map[string]int{}
	for seen["/shipments/2"] == 0 || seen["/shipments/3"] == 0 {
		found, _ := paths(t, again, 1)
		for _, path := range found {
			seen[path]++
		}
	}
	if seen["/shipments/2"] != 1 || seen["/shipments/3"] != 1 {
		t.Errorf("seen %v", seen)
	}
	if a := v.call("GET", portal.Prefix+"/requests/tail?status=many", nil); a.status != 422 {
		t.Errorf("a wrong filter: %d", a.status)
	}
	if _, err := r.control.SetPortalEmails(t.Context(), byCommandLine(), "acme", 0, nil); err != nil {
		t.Fatal(err)
	}
	last := [3]string{}
	for e := range again {
		last = e
	}
	if last[0] != "end" || !strings.Contains(last[2], "no longer") {
		t.Errorf("the tail of somebody without access ended with %v", last)
	}
	select {
	case e := <-theirs:
		t.Errorf("another client saw %v", e)
	default:
	}
}

func TestCallsAreExportedAsASheetThatRunsNothing(t *testing.T) {
	r := start(t, t.TempDir(), "")
	headers := r.partner(hello)
	v := r.visit("acme", "dev@acme.example")
	for _, path := range []string{"1", "2"} {
		get(t, r.gatewayAt.url+"/shipments/"+path, headers)
	}
	get(t, r.gatewayAt.url+"/shipments/3", http.Header{"X-Client-Id": headers["X-Client-Id"]})
	var rows [][]string
	eventually(t, func() bool {
		a := v.call("GET", portal.Prefix+"/requests/export?format=csv", nil)
		found, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
		rows = found
		return err == nil && a.status == 200 && len(rows) == 4 && strings.HasPrefix(a.header.Get("Content-Disposition"), `attachment; filename="requests-`)
	})
	if rows[0][3] != "path" || rows[1][3] != "/shipments/3" || rows[1][7] != "401" || rows[1][12] != "false" || rows[3][7] != "200" {
		t.Errorf("rows %v", rows)
	}
	lines := strings.Split(strings.TrimSpace(v.call("GET", portal.Prefix+"/requests/export?format=ndjson&status=2xx", nil).body), "\n")
	var call struct{ Path string }
	if err := json.Unmarshal([]byte(lines[0]), &call); err != nil || len(lines) != 2 || call.Path != "/shipments/2" {
		t.Errorf("%v: %q", err, lines)
	}
	usage := v.call("GET", portal.Prefix+"/usage/export?buckets=1", nil)
	if rows, err := csv.NewReader(strings.NewReader(usage.body)).ReadAll(); err != nil || len(rows) != 2 || rows[1][1] != "3" || rows[1][2] != "2" || rows[1][4] != "1" {
		t.Errorf("%v: %s", err, usage.body)
	}
	for _, query := range []string{"", "?format=xlsx", "?format=csv&from=yesterday"} {
		if a := v.call("GET", portal.Prefix+"/requests/export"+query, nil); a.status != 422 {
			t.Errorf("%q: %d", query, a.status)
		}
	}
}

func TestSearchFindsWhatIsAssigned(t *testing.T) {
	r := start(t, t.TempDir(), "")
	r.partner(hello)
	v := r.visit("acme", "dev@acme.example")
	_, _ = r.rival()
	for q, want := range map[string]int{"SHIPM": 1, "/shipments": 1, "rival": 0, "x": 0, "%": 0, "_": 0, strings.Repeat("a", 200): 0} {
		var found struct {
			Items []struct{ Kind, Collection string }
		}
		v.into(&found, "GET", "/search?q="+strings.ReplaceAll(q, "%", "%25"), nil)
		for _, item := range found.Items {
			if item.Collection != "shipments" {
				t.Errorf("%q finds %+v", q, item)
			}
		}
		if want > 0 && len(found.Items) == 0 || want == 0 && len(found.Items) > 0 {
			t.Errorf("%q finds %+v", q, found.Items)
		}
	}
}
