package adminapi

import (
	"strings"
	"testing"
)

func TestPublishedCollectionIsExported(t *testing.T) {
	r := newRig(t)
	profile := r.profile(r.client())
	some := `{"document":` + quoted(shipmentsYAML(t)) + `,"upstream_url":"http://192.0.2.1:9000","operations":["POST /shipments","GET /track/{trackingNumber}","DELETE /track/{trackingNumber}"]}`
	r.send("POST", "/collections/import", some).must(201)
	const path = "/collections/shipment-tracking"
	r.send("GET", path+"/openapi.json", "").must(404)
	r.send("POST", path+"/publish", "").must(200)
	a := r.send("GET", path+"/openapi.json", "").must(200)
	if a.text("openapi") != "3.1.0" || at(a.value("servers").([]any)[0], "url") != "https://api.test/shipment-tracking" ||
		at(a.value("paths"), "/track/{trackingNumber}", "delete") == nil || !strings.Contains(a.header.Get("Content-Disposition"), "shipment-tracking.openapi.json") {
		t.Errorf("3.1: %s", a.body)
	}
	if a := r.send("GET", path+"/openapi.json?version=3.0&profile="+profile, "").must(200); a.text("openapi") != "3.0.3" || at(a.value("paths"), "/track/{trackingNumber}", "delete") != nil {
		t.Errorf("3.0 of a profile: %s", a.body)
	}
	if a := r.send("GET", path+"/postman.json", "").must(200); len(a.value("item").([]any)) == 0 {
		t.Errorf("Postman: %s", a.body)
	}
	r.send("GET", path+"/openapi.json?version=2.0", "").must(422)
	r.send("GET", path+"/postman.json?profile=pr_none", "").must(422)
}
