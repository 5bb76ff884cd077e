package main

import (
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/portal"
	"gatehouse/internal/sampleapi"
)

// readers is a partner of the sample collections who may read and not write.
func (r *running) readers() {
	r.t.Helper()
	ctx, by := r.t.Context(), byCommandLine()
	samples, err := sampleapi.Collections("http://192.0.2.1:80")
	if err != nil {
		r.t.Fatal(err)
	}
	for _, c := range samples {
		made, err := r.control.CreateCollection(ctx, by, c)
		if err == nil {
			_, err = r.control.Publish(ctx, by, made.ID, 0)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
	_, err = r.control.Onboard(ctx, by, manage.Onboarding{
		Client:      gatehouse.Client{Name: "acme", Status: gatehouse.Enabled},
		Profile:     gatehouse.Profile{Name: "standard", Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}, AllowedMethods: []string{"GET", "POST"}},
		Collections: []string{"orders"},
		Policies:    []manage.PolicyChoice{{New: &gatehouse.Policy{Name: "plenty", Quota: &gatehouse.Quota{Requests: 1000, Period: gatehouse.Day, TimeZone: "UTC"}}}},
	}, false)
	if err != nil {
		r.t.Fatal(err)
	}
}

func TestAPartnerTakesACollectionAlongAsMarkdown(t *testing.T) {
	r := start(t, t.TempDir(), "")
	r.readers()
	v := r.visit("acme", "dev@acme.example")
	a := v.call("GET", portal.Prefix+"/collections/orders/reference.md", nil)
	if a.status != 200 || a.header.Get("Content-Type") != "text/markdown; charset=utf-8" || a.header.Get("Content-Disposition") != `attachment; filename="orders.md"` {
		t.Fatalf("%d %v: %s", a.status, a.header, a.body)
	}
	for _, want := range []string{
		"# Orders\n\n> Place orders and see what became of them.\n", "- `GET /orders/{orderId}`: Read an order\n", "### POST /orders\n",
		"- `lines` array, required, at least 1 item\n", "    - `quantity` integer, required, at least 1\n", "curl -i '" + r.gatewayAt.url + "/orders/ord_51KX9T' -H 'X-Client-ID: cl_",
		"| `X-Profile-ID` | `standard` |\n", "- 1000 requests in 24h (`plenty`)\n", "| 429 | `rate_limit_exceeded` |",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("without %q", want)
		}
	}
	if strings.Contains(a.body, "Cancel an order") || strings.Contains(a.body, "\n\n\n") {
		t.Errorf("with what may not be called, or with holes")
	}
	if t.Failed() {
		t.Log(a.body)
	}
	if other := v.call("GET", portal.Prefix+"/collections/shipments/reference.md", nil); other.status != 404 {
		t.Errorf("a collection that is not theirs: %d", other.status)
	}
}
