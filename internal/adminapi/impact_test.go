package adminapi

import (
	"encoding/json"
	"testing"
	"time"

	"gatehouse"
)

// impactOn asks what hangs on a resource.
func (r *rig) impactOn(path string) (got impactJSON) {
	r.t.Helper()
	check(r.t, json.Unmarshal([]byte(r.send("GET", path+"/impact", "").must(200).body), &got))
	return got
}

func TestImpactCountsWhatGoesAndTheCallsOfADay(t *testing.T) {
	r := newRig(t)
	client := r.client()
	profile := r.profile(client)
	policy := r.send("POST", "/policies", aPolicy).must(201).text("id")
	collection := r.send("POST", "/collections", aCollection).must(201).text("id")
	r.send("PUT", "/clients/"+client+"/policies", `{"policy_ids":["`+policy+`"]}`).must(200)
	r.send("PUT", "/clients/"+client+"/portal-access", `{"emails":["dev@acme.example"]}`).must(200)
	r.send("PUT", "/collections/"+collection+"/clients/"+client, "").must(200)
	of := func(edit func(*gatehouse.RequestRecord)) func(*gatehouse.RequestRecord) {
		return func(rec *gatehouse.RequestRecord) {
			rec.ClientID, rec.ProfileID = client, profile
			edit(rec)
		}
	}
	for range 3 {
		r.logged("req_1", of(func(*gatehouse.RequestRecord) {}))
	}
	r.logged("req_2", of(refusedWith("rate_limit_exceeded", 429)))
	r.logged("req_3", of(func(rec *gatehouse.RequestRecord) { rec.At = rec.At.Add(-25 * time.Hour) }))
	r.logged("req_4", of(func(rec *gatehouse.RequestRecord) { rec.Source = gatehouse.SourceCheck }))
	r.logged("req_5", func(rec *gatehouse.RequestRecord) { rec.Collection = "orders" })
	for path, want := range map[string]impactJSON{
		"/clients/partner-acme-corp":        {Clients: 1, Profiles: 1, Tokens: 1, Collections: 1, PortalUsers: 1, Calls: 3},
		"/profiles/" + profile:              {Clients: 1, Profiles: 1, Tokens: 1, Calls: 3},
		"/policies/standard-partner-200rpm": {Clients: 1, Calls: 3},
		"/collections/shipments":            {Clients: 1, Collections: 1, PortalUsers: 1, Calls: 3},
	} {
		if got := r.impactOn(path); got != want {
			t.Errorf("%s: %+v, want %+v", path, got, want)
		}
	}
	spare := r.send("POST", "/policies", `{"name":"spare","rate":{"requests":1,"window":"1m"}}`).must(201).text("id")
	if got := r.impactOn("/policies/" + spare); got != (impactJSON{}) {
		t.Errorf("a policy of nobody: %+v", got)
	}
	for _, path := range []string{"/clients", "/profiles", "/policies", "/collections"} {
		r.send("GET", path+"/nothing/impact", "").must(404)
	}
}
