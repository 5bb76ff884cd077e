package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// changes is how many configuration changes are made under load;
// GATEHOUSE_CHANGES asks for more.
func changes() int {
	if n, err := strconv.Atoi(os.Getenv("GATEHOUSE_CHANGES")); err == nil {
		return n
	}
	return 1000
}

// TestChangesUnderLoadFailNoRequest edits the calling client, its profile, its
// policy and its collection again and again while it calls at 500 requests a
// second. Every call must be answered 200: no change may be seen half-done.
func TestChangesUnderLoadFailNoRequest(t *testing.T) {
	h := start(t)
	shipments := h.publish("shipments", newUpstream(t).URL)
	acme := h.onboard("partner-acme-corp", shipments)
	policy := h.api(201, "POST", "/policies", `{"name":"plenty","rate":{"requests":1000000000,"window":"1m"}}`).text("id")
	h.api(200, "PUT", "/clients/"+acme.clientID+"/policies", `{"policy_ids":["`+policy+`"]}`)

	ctx, cancel := context.WithCancel(t.Context())
	load := &load{house: h, partner: acme}
	var calling sync.WaitGroup
	for range 4 {
		calling.Go(func() { load.run(ctx, 8*time.Millisecond) })
	}
	for i := range changes() {
		h.change(i, acme, shipments, policy)
	}
	cancel()
	calling.Wait()
	if bad := load.failed.Load(); bad > 0 || load.answered.Load() == 0 {
		t.Errorf("%d of %d requests failed: %v", bad, load.answered.Load(), load.first.Load())
	}
	t.Logf("%d requests during %d changes", load.answered.Load(), changes())
}

// change makes the i-th change; each kind takes its turn.
func (h *house) change(i int, p partner, collection, policy string) {
	h.t.Helper()
	var method, path, body string
	switch i % 5 {
	case 0:
		method, path, body = "PATCH", "/clients/"+p.clientID, fmt.Sprintf(`{"description":"change %d"}`, i)
	case 1:
		method, path, body = "PATCH", "/profiles/"+p.profileID, fmt.Sprintf(`{"ip_allowlist":["127.0.0.1","10.0.%d.0/24"]}`, i/5%250)
	case 2:
		method, path, body = "PATCH", "/policies/"+policy, fmt.Sprintf(`{"rate":{"requests":%d,"window":"1m"}}`, 1_000_000_000+i)
	case 3:
		method, path, body = "PATCH", "/collections/"+collection, fmt.Sprintf(`{"title":"Shipments %d"}`, i)
	case 4:
		method, path = "POST", "/collections/"+collection+"/publish"
	}
	req, _ := http.NewRequestWithContext(h.t.Context(), method, h.console+"/api/v1"+path, strings.NewReader(body))
	req.Header = http.Header{"Authorization": {"Bearer " + h.key}, "Content-Type": {"application/json"}}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	if answer, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		h.t.Fatalf("%s %s: %d %s", method, path, resp.StatusCode, answer)
	}
}

// load calls the gateway at a steady pace and counts what is not a 200.
type load struct {
	*house
	partner          partner
	answered, failed atomic.Int64
	first            atomic.Value // what the first failure said
}

func (l *load) run(ctx context.Context, pace time.Duration) {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			l.call()
		}
	}
}

func (l *load) call() {
	if err := l.callWith(http.DefaultClient); err != nil {
		l.fail(err.Error())
	}
}

// callWith makes one call. Its error says how it differed from a 200.
func (l *load) callWith(client *http.Client) error {
	req, _ := http.NewRequest(http.MethodGet, l.gateway+"/shipments/track/1", http.NoBody)
	req.Header = http.Header{"X-Client-Id": {l.partner.clientID}, "X-Profile-Id": {l.partner.profile}, "Authorization": {"Bearer " + l.partner.token}}
	l.answered.Add(1)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%d %s", resp.StatusCode, body)
	}
	return err
}

func (l *load) fail(why string) {
	if l.failed.Add(1) == 1 {
		l.first.Store(why)
	}
}
