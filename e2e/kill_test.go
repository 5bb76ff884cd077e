package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// kills is how often the process is killed; GATEHOUSE_KILLS asks for more.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("GATEHOUSE_KILLS")); err == nil {
		return n
	}
	return 200
}

// TestKillingLosesNoAcknowledgedWrite kills the process at random moments
// while an admin client writes and a partner calls. Whatever was acknowledged
// must be there afterwards with its audit event, the chain must verify, and
// the quota may have forgotten at most the last second of traffic.
func TestKillingLosesNoAcknowledgedWrite(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	policy := h.api(201, "POST", "/policies", fmt.Sprintf(`{"name":"plenty","quota":{"requests":%d,"period":"month"}}`, plenty))
	h.api(200, "PUT", "/clients/"+acme.clientID+"/policies", `{"policy_ids":["`+policy.text("id")+`"]}`)

	w := &writer{house: h, acknowledged: map[string]string{}}
	c := &caller{house: h, partner: acme}
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	for i := range kills() {
		var wg sync.WaitGroup
		wg.Go(w.writeUntilRefused)
		wg.Go(c.callUntilRefused)
		time.Sleep(life(random, i)) // a moment nobody chose
		killed := time.Now()
		h.stop(syscall.SIGKILL)
		wg.Wait()
		h.gateway, h.console, h.portal, h.ops = "", "", "", ""
		h.serve()
		c.checkQuota(t, killed)
	}
	w.check(t)
	h.cli("audit", "verify")
}

// life is how long a process may live: mostly a blink, so that kills hit
// writes, and now and then past the second after which counts are saved.
func life(random *rand.Rand, i int) time.Duration {
	if i%10 == 9 {
		return time.Duration(1000+random.IntN(1500)) * time.Millisecond
	}
	return time.Duration(random.IntN(120)) * time.Millisecond
}

const plenty = 1_000_000_000

// writer creates clients and remembers those that were acknowledged.
type writer struct {
	*house
	next         int
	acknowledged map[string]string // id → name
}

func (w *writer) writeUntilRefused() {
	for {
		name := fmt.Sprintf("partner-%06d", w.next)
		w.next++
		status, body := post(w.console+"/api/v1/clients", w.key, `{"name":"`+name+`","status":"enabled"}`)
		if status == 0 {
			return
		}
		if status != http.StatusCreated {
			w.t.Errorf("creating %s: %d %s", name, status, body)
			return
		}
		var created struct{ ID string }
		if err := json.Unmarshal(body, &created); err != nil {
			return // the answer was cut, so nothing was acknowledged
		}
		w.acknowledged[created.ID] = name
	}
}

// check looks for each acknowledged client and for its event, and for no
// event without its client.
func (w *writer) check(t *testing.T) {
	t.Helper()
	clients, events := map[string]bool{}, map[string]int{}
	w.each("/clients?limit=200", func(o object) { clients[o.text("id")] = true })
	w.each("/audit-logs?limit=200&action=client.created", func(o object) { events[o.text("resource", "id")]++ })
	for id, name := range w.acknowledged {
		if !clients[id] {
			t.Errorf("the acknowledged client %s is gone", name)
		}
	}
	for id := range clients {
		if events[id] != 1 {
			t.Errorf("client %s has %d creation events, want 1", id, events[id])
		}
		delete(events, id)
	}
	if len(events) > 0 {
		t.Errorf("%d creation events without their client", len(events))
	}
	t.Logf("%d clients acknowledged, %d stored", len(w.acknowledged), len(clients))
}

// each walks a list of the admin API to its end.
func (h *house) each(path string, visit func(object)) {
	h.t.Helper()
	cursor := ""
	for {
		page := h.api(200, "GET", path+cursor, "")
		for _, o := range page.items() {
			visit(o)
		}
		next := page.text("next_cursor")
		if next == "" {
			return
		}
		cursor = "&cursor=" + next
	}
}

// caller makes partner calls and notes when each was accepted.
type caller struct {
	*house
	partner  partner
	accepted []time.Time // since the process started
	carried  int         // counted by the quota when the process last started
	unsure   int         // answers that were cut: counted or not, nobody knows
}

func (c *caller) callUntilRefused() {
	for {
		req, _ := http.NewRequest(http.MethodGet, c.gateway+"/shipments/track/1", http.NoBody)
		req.Header = http.Header{"X-Client-Id": {c.partner.clientID}, "X-Profile-Id": {c.partner.profile}, "Authorization": {"Bearer " + c.partner.token}}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			c.unsure++
			return
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			c.accepted = append(c.accepted, time.Now())
		}
	}
}

var remaining = regexp.MustCompile(`"plenty\.quota";r=(\d+)`)

// checkQuota compares what the quota remembers after a kill with what was
// accepted: it may have forgotten what was accepted in the last second before
// the kill, and nothing else.
func (c *caller) checkQuota(t *testing.T, killed time.Time) {
	t.Helper()
	a := c.call(c.partner, "/shipments/track/1")
	m := remaining.FindStringSubmatch(a.header.Get("RateLimit"))
	if a.status != 200 || m == nil {
		t.Fatalf("after a kill: %d %q\n%s", a.status, a.header.Get("RateLimit"), a.body)
	}
	left, _ := strconv.Atoi(m[1])
	counted := plenty - left - 1 // without this very call
	made := c.carried + len(c.accepted)
	lastSecond := 0
	for _, at := range c.accepted {
		if at.After(killed.Add(-2 * time.Second)) { // a second, and the time a save takes on a busy machine
			lastSecond++
		}
	}
	if forgotten := made - counted; forgotten > lastSecond {
		t.Errorf("the quota forgot %d requests, of which only %d were accepted in the last second", forgotten, lastSecond)
	}
	if counted > made+c.unsure {
		t.Errorf("the quota counts %d requests, but only %d were made", counted, made+c.unsure)
	}
	c.carried, c.accepted, c.unsure = counted, []time.Time{time.Now()}, 0
}

// post sends JSON and returns the status and body, or 0 when the connection
// broke before the whole answer was there.
func post(url, key, body string) (status int, answer []byte) {
	req, _ := http.NewRequest(http.MethodPost, url, bytes.NewBufferString(body))
	req.Header = http.Header{"Authorization": {"Bearer " + key}, "Content-Type": {"application/json"}}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil
	}
	return resp.StatusCode, answer
}
