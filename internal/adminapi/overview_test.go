package adminapi

import (
	"encoding/json"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/limit"
	"gatehouse/internal/manage"
	"gatehouse/internal/routing"
)

func TestOverviewShowsTrafficAndWhatWantsAttention(t *testing.T) {
	r := newRig(t)
	client := r.client()
	soon := time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339)
	profile := r.profile(client)
	r.send("POST", "/profiles/"+profile+"/tokens", `{"generate":true,"expires_at":"`+soon+`"}`).must(201)
	r.send("POST", "/onboarding-drafts", aDraft).must(201)
	for range 3 {
		r.logged("req_1", nil)
	}
	r.logged("req_2", refusedWith("rate_limit_exceeded", 429))
	r.logged("req_3", func(rec *gatehouse.RequestRecord) { rec.Source = gatehouse.SourceCheck })
	r.logged("req_4", func(rec *gatehouse.RequestRecord) { rec.At = rec.At.Add(-25 * time.Hour) })
	r.logged("req_5", func(rec *gatehouse.RequestRecord) {
		rec.Status, rec.Code, rec.Step, rec.Source = 502, "upstream_unreachable", "forward", gatehouse.SourceGateway
		rec.ClientID, rec.At = "cl_acme", rec.At.Add(-time.Minute)
	})
	r.control.Problems = func() []routing.Problem { return []routing.Problem{{Collection: "orders", Reason: "No."}} }
	policy := r.send("POST", "/policies", aPolicy).must(201).text("id")
	r.control.Spent = func(now time.Time, share float64, _ int) ([]limit.Spent, int) {
		return []limit.Spent{
			{PolicyID: policy, Scope: profile, Used: 9, Limit: 10, Reset: now},
			{PolicyID: policy, Scope: client, Used: 8, Limit: 10, Reset: now},
			{PolicyID: policy, Scope: "cl_gone", Used: 8, Limit: 10, Reset: now},
		}, 3
	}
	r.options.Control = manage.New(r.control)
	r.server.Config.Handler = New(r.options)
	a := r.send("GET", "/overview", "").must(200)
	var got overviewJSON
	check(t, json.Unmarshal([]byte(a.body), &got))
	if w := got.Traffic; w.Requests != 5 || w.ClientErrors != 1 || w.ServerErrors != 1 || w.ErrorRate != 0.4 || w.ActiveClients != 1 || w.LatencyMS.P95 < 39 {
		t.Errorf("traffic: %+v", w)
	}
	if n := got.NeedsAttention; n.ExpiringTokenCount != 1 || n.ExpiringTokens[0].ProfileID != profile || n.ExpiringTokens[0].ClientName != "partner-acme-corp" ||
		len(n.RejectReasons) != 2 || n.RejectReasons[0].Key != "rate_limit_exceeded" {
		t.Errorf("needs attention: %+v", n)
	}
	if n := got.NeedsAttention; n.SpentQuotaCount != 2 || *n.SpentQuotas[0].ProfileName != "acme-corp-standard" || n.SpentQuotas[1].ClientName != "partner-acme-corp" ||
		n.FailingUpstreams[0] != (failingUpstreamJSON{"shipments", 1, 5}) || n.RefusingCollections[0].Reason != "No." {
		t.Errorf("needs attention: %+v", n)
	}
	if o := got.Onboarding; o.DraftCount != 1 || o.Drafts[0].Name != "Acme Corp" || o.WaitingClientCount != 1 || o.WaitingClients[0].ID != client {
		t.Errorf("onboarding: %+v", o)
	}
	yesterday := time.Now().Add(-26 * time.Hour).UTC().Format(time.RFC3339)
	if a := r.send("GET", "/overview?from="+yesterday, "").must(200); a.value("traffic.requests") != 6.0 {
		t.Errorf("two days: %s", a.body)
	}
}
