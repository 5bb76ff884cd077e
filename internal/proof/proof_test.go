package proof

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/gateway"
	"gatehouse/internal/limit"
	"gatehouse/internal/routing"
	"gatehouse/internal/seal"
)

const partnerToken = "ght_a-token-of-more-than-32-characters"

// house is a gateway with real routes, directory and limits in front of an
// upstream that keeps what it was asked.
type house struct {
	*testing.T
	partner   gatehouse.Partner
	revisions []gatehouse.Revision
	policies  []gatehouse.Policy
	upstream  http.HandlerFunc
	token     gatehouse.Secret

	mu      sync.Mutex
	asked   []string
	records []gatehouse.RequestRecord
	dir     *directory.Directory
}

// newHouse is the recipe's partner: acme with access to shipments and orders,
// which may GET and POST, 200 times a minute.
func newHouse(t *testing.T) *house {
	profile := gatehouse.Profile{
		ID: "pr_1", Name: "acme-corp-standard", ClientID: "cl_1", Status: gatehouse.Enabled,
		Auth: gatehouse.Auth{Type: gatehouse.AuthToken}, AllowedMethods: []string{"GET", "POST"},
	}
	return &house{
		T: t,
		partner: gatehouse.Partner{
			Client: gatehouse.Client{
				ID: "cl_1", Name: "partner-acme-corp", Status: gatehouse.Enabled,
				PolicyIDs: []string{"po_1"}, CollectionIDs: []string{"co_orders", "co_shipments"},
			},
			Profiles: []gatehouse.Profile{profile},
		},
		revisions: []gatehouse.Revision{
			revision("shipments", gatehouse.Endpoint{Method: "GET", Path: "/track/{number}", Example: gatehouse.Example{PathParameters: map[string]string{"number": "a b"}, Query: "x=1"}}),
			revision("orders", gatehouse.Endpoint{Method: "POST", Path: "/orders", Example: gatehouse.Example{Body: `{"n":1}`, Headers: map[string]string{"X-Try": "1", "authorization": "mine"}}}),
			revision("internal", gatehouse.Endpoint{Method: "GET", Path: "/"}),
		},
		policies: []gatehouse.Policy{{ID: "po_1", Name: "standard", Rate: &gatehouse.Rate{Requests: 200, Window: time.Minute}}},
		upstream: func(http.ResponseWriter, *http.Request) {},
	}
}

func revision(name string, endpoints ...gatehouse.Endpoint) gatehouse.Revision {
	return gatehouse.Revision{CollectionID: "co_" + name, CollectionName: name, Number: 1, Definition: gatehouse.Definition{BasePath: "/" + name, Endpoints: endpoints}}
}

func (h *house) ask(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h.mu.Lock()
	h.asked = append(h.asked, r.Method+" "+r.URL.RequestURI()+" "+string(body))
	h.mu.Unlock()
	h.upstream(w, r)
}

func (h *house) log(r *gatehouse.RequestRecord) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.records = append(h.records, *r)
}

// prove opens the house and runs the proof, of the token if one is set.
func (h *house) prove() Result {
	h.Helper()
	upstream := httptest.NewServer(http.HandlerFunc(h.ask))
	h.Cleanup(upstream.Close)
	for i := range h.revisions {
		if h.revisions[i].Upstream.Targets == nil {
			h.revisions[i].Upstream.Targets = []gatehouse.Target{{URL: upstream.URL, Weight: 1}}
		}
	}
	keys, err := seal.LoadKeys(h.TempDir(), "")
	if err != nil {
		h.Fatal(err)
	}
	hash := keys.Hash(partnerToken)
	h.partner.Tokens = []gatehouse.Token{{ID: "tk_1", ProfileID: "pr_1", ClientID: "cl_1", Hash: hash[:]}}
	h.dir = directory.New(limit.New(time.Now()))
	h.dir.Put(h.partner)
	if err := h.dir.PutPolicies(h.policies); err != nil {
		h.Fatal(err)
	}
	table, _ := routing.Compile(h.revisions)
	g := gateway.New(gateway.Options{
		Table: func() *routing.Table { return table }, Directory: h.dir, Keys: keys, Transport: &gateway.Upstreams{},
		Guard: limit.NewGuard(1, time.Now()), Log: h.log, Logger: slog.New(slog.DiscardHandler),
	})
	p := &Prover{Door: g.Do, Directory: h.dir, Table: func() *routing.Table { return table }}
	result, err := p.Prove(h.Context(), Subject{
		ClientID: "cl_1", ProfileID: "pr_1", Token: h.token, ExpiresAt: time.Now().Add(time.Minute),
		Collections: []gatehouse.Collection{{ID: "co_orders", Name: "orders"}, {ID: "co_shipments", Name: "shipments"}},
	})
	if err != nil {
		h.Fatal(err)
	}
	return result
}

// of is the check of a name, of the last collection that has it.
func (r Result) of(t *testing.T, name string) (found Check) {
	t.Helper()
	for _, c := range r.Checks {
		if c.Name == name {
			found = c
		}
	}
	if found.Name == "" {
		t.Fatalf("there is no check %q in %+v", name, r.Checks)
	}
	return found
}

func TestProofOfTheRecipe(t *testing.T) {
	for _, token := range []gatehouse.Secret{"", partnerToken} {
		h := newHouse(t)
		h.token = token
		result := h.prove()
		want := []Check{
			{Name: Valid, Collection: "orders", Expected: "200", Actual: "200", Passed: true},
			{Name: Valid, Collection: "shipments", Expected: "200", Actual: "200", Passed: true},
			{Name: WithoutClientID, Expected: "401", Actual: "401", Passed: true},
			{Name: WrongToken, Expected: "401", Actual: "401", Passed: true},
			{Name: MethodNotAllowed, Collection: "orders", Expected: "405", Actual: "405", Passed: true},
			{Name: OtherCollection, Collection: "internal", Expected: "403", Actual: "403", Passed: true},
			{Name: OverTheLimit, Collection: "orders", Expected: "429", Actual: "429", Passed: true},
		}
		if diff := cmp.Diff(want, result.Checks, cmpopts.IgnoreFields(Check{}, "RequestID")); diff != "" || !result.Passed {
			t.Errorf("passed %t (-want +got)\n%s", result.Passed, diff)
		}
		if len(h.asked) != 2 {
			t.Errorf("the upstream was asked %q, want only the two calls that are allowed", h.asked)
		}
		h.checkRecords(result)
	}
}

// checkRecords finds each call in the request log under its id.
func (h *house) checkRecords(result Result) {
	h.Helper()
	logged := map[string]bool{}
	for _, r := range h.records {
		logged[r.ID] = r.Source == gatehouse.SourceCheck
	}
	for _, c := range result.Checks {
		if !logged[c.RequestID] {
			h.Errorf("%s: request %q is not in the log as a check", c.Name, c.RequestID)
		}
	}
}

func TestProofTakesNoBudgetAndCountsNoFailure(t *testing.T) {
	h := newHouse(t)
	h.policies[0].Rate.Requests = 1
	for range 3 {
		if result := h.prove(); !result.Passed {
			t.Fatalf("%+v", result.Checks)
		}
	}
	client := h.dir.Find("cl_1")
	limits, _ := h.dir.Limits(client, client.Profile("pr_1"))
	var d limit.Decision
	if limits.Take(time.Now(), &d); d.Refused {
		t.Error("the only request of the budget is gone")
	}
	if used := h.dir.DrainUsage(); used != nil {
		t.Errorf("the token counts as used: %+v", used)
	}
}

func TestExampleIsSentAsItIs(t *testing.T) {
	h := newHouse(t)
	var header http.Header
	h.upstream = func(_ http.ResponseWriter, r *http.Request) {
		if r.Method == "POST" {
			header = r.Header
		}
	}
	h.prove()
	asked := map[string]bool{}
	for _, a := range h.asked {
		asked[a] = true
	}
	if !asked[`POST /orders {"n":1}`] || !asked["GET /track/a%20b?x=1 "] {
		t.Errorf("asked %q", h.asked)
	}
	if header.Get("X-Try") != "1" || header.Get("Content-Type") != "application/json" || header.Get("Authorization") != "" {
		t.Errorf("header %v", header)
	}
}

func TestAddressIsOneThatTheAllowlistAdmits(t *testing.T) {
	h := newHouse(t)
	h.partner.Profiles[0].IPAllowlist = []netip.Prefix{netip.MustParsePrefix("2001:db8::/32")}
	if result := h.prove(); !result.Passed {
		t.Errorf("%+v", result.Checks)
	}
	if got := h.records[0].ClientIP.String(); got != "2001:db8::" {
		t.Errorf("logged from %s", got)
	}
}
