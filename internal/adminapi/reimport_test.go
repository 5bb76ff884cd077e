package adminapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/probe"
)

func TestNewerDocumentIsMergedAndNamesWhoIsAffected(t *testing.T) {
	r := newRig(t)
	const head = `openapi: 3.1.0` + "\ninfo: {title: Shipments, version: '1'}\nservers: [{url: http://192.0.2.1}]\npaths:\n"
	first := head + "  /track/{trackingNumber}: {get: {parameters: [{name: trackingNumber, in: path, required: true, schema: {type: string}}]}}\n  /rates: {get: {}}\n"
	second := head + "  /rates: {get: {summary: Rates}}\n  /new: {get: {}}\n"
	id := r.send("POST", "/collections/import", first, "Content-Type: text/yaml").must(201).text("id")
	r.send("POST", "/collections/"+id+"/publish", "").must(200)
	for range 2 {
		r.logged("req_1", nil)
	}
	r.logged("req_2", func(rec *gatehouse.RequestRecord) { rec.Endpoint = "/rates" })
	preview := r.send("POST", "/collections/shipments/import?preview=true", second, "Content-Type: text/yaml").must(200)
	broken := preview.value("breaking").([]any)
	if len(broken) != 1 || at(broken[0], "operation") != "GET /track/{trackingNumber}" || at(at(broken[0], "clients").([]any)[0], "client_name") != "partner-acme-corp" ||
		at(at(broken[0], "clients").([]any)[0], "calls") != 2.0 || !strings.Contains(quoted(preview.value("added")), "GET /new") {
		t.Errorf("preview: %s", preview.body)
	}
	form := `{"document":` + quoted(second) + `}`
	a := r.send("POST", "/collections/shipments/import", form, `If-Match: "2"`, "Idempotency-Key: once").must(200)
	if again := r.send("POST", "/collections/shipments/import", form, `If-Match: "2"`, "Idempotency-Key: once").must(200); again.body != a.body {
		t.Errorf("again: %s", again.body)
	}
	if len(at(a.value("collection"), "endpoints").([]any)) != 2 || a.header.Get("ETag") != `"3"` {
		t.Errorf("merged: %s", a.body)
	}
	r.send("POST", "/collections/shipments/import", form, `If-Match: "2"`).must(412)
	r.send("POST", "/collections/nothing/import", form).must(404)
	for body, pointer := range map[string]string{
		`{"document":"","name":"x"}`: "/name", `{}`: "/document", `{"document":"x","url":"http://x"}`: "/url", `{"document":"x"}`: "/document", `{"url":7}`: "/url",
	} {
		if a := r.send("POST", "/collections/shipments/import", body).must(422); !strings.Contains(a.body, `"`+pointer+`"`) {
			t.Errorf("%s: %s", body, a.body)
		}
	}
}

func TestDocumentIsFetchedFromItsURL(t *testing.T) {
	r := newRig(t)
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(shipmentsYAML(t))) }))
	defer upstream.Close()
	r.control.Fetch = &probe.Fetcher{Control: func(string, string, syscall.RawConn) error { return nil }, Most: 1 << 20}
	for _, private := range []bool{false, true} {
		r.control.Fetch.Private = private
		r.options.Control = manage.New(r.control)
		r.server.Config.Handler = New(r.options)
		status := map[bool]int{false: 422, true: 200}[private]
		a := r.send("POST", "/collections/import?preview=true", `{"url":"`+upstream.URL+`/openapi.yaml"}`).must(status)
		if private != (a.text("name") == "shipment-tracking") || private == strings.Contains(a.body, "private to this network") {
			t.Errorf("private %t: %s", private, a.body)
		}
	}
}
