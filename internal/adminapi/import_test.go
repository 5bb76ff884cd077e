package adminapi

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"gatehouse/internal/openapi"
)

func shipmentsYAML(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../openapi/testdata/shipments.yaml")
	check(t, err)
	return string(text)
}

func quoted(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func TestImportIsPreviewedAndMade(t *testing.T) {
	r := newRig(t)
	text := shipmentsYAML(t)
	a := r.send("POST", "/collections/import?preview=true", `{"document":`+quoted(text)+`}`).must(200)
	var preview importPreviewJSON
	check(t, json.Unmarshal([]byte(a.body), &preview))
	if *preview.Name != "shipment-tracking" || *preview.BasePath != "/shipment-tracking" || *preview.UpstreamURL != "https://eu.example.com/v2" ||
		len(preview.Operations) != 8 || preview.Operations[3].Importable || !preview.Operations[0].Importable || len(preview.Findings) != 9 {
		t.Errorf("preview: %s", a.body)
	}
	if list := r.send("GET", "/collections", "").must(200); strings.Contains(list.body, "shipment-tracking") {
		t.Error("the preview made a collection")
	}

	all := r.send("POST", "/collections/import", `{"document":`+quoted(text)+`}`).must(422)
	if !strings.Contains(all.body, pointer("/document/paths/~1broken/put/parameters/0/$ref")) {
		t.Errorf("all: %s", all.body)
	}
	some := `{"document":` + quoted(text) + `,"upstream_url":"http://192.0.2.1:9000","operations":["POST /shipments","GET /track/{trackingNumber}"]}`
	c := r.send("POST", "/collections/import", some, "Idempotency-Key: once").must(201)
	if c.text("name") != "shipment-tracking" || c.text("title") != "Shipment Tracking API" || c.text("status") != "draft" || c.header.Get("Location") != Prefix+"/collections/"+c.text("id") {
		t.Errorf("collection: %s", c.body)
	}
	endpoints := c.value("endpoints").([]any)
	if len(endpoints) != 2 || at(endpoints[0], "path") != "/track/{trackingNumber}" || at(endpoints[0], "example", "path_parameters", "trackingNumber") != "12345" {
		t.Errorf("endpoints: %v", endpoints)
	}
	if again := r.send("POST", "/collections/import", some, "Idempotency-Key: once").must(201); again.body != c.body || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("again: %s", again.body)
	}
	r.send("PATCH", "/collections/"+c.text("id"), `{"validate_requests":true}`).must(200)
	r.send("POST", "/collections/"+c.text("id")+"/publish", "").must(200)
	if a := r.send("POST", "/collections/import?preview=true", text, "Content-Type: application/yaml").must(200); a.text("name") != "shipment-tracking-2" || a.text("base_path") != "/shipment-tracking-2" {
		t.Errorf("second: %s", a.body)
	}
	if log := r.send("GET", "/audit-logs?action=collection.created", "").must(200); strings.Count(log.body, `"ev_`) != 1 {
		t.Errorf("audit: %s", log.body)
	}
}

func TestImportTakesADocumentInEachForm(t *testing.T) {
	r := newRig(t)
	const small = `{"openapi":"3.1.0","info":{"title":"Small"},"servers":[{"url":"http://192.0.2.1"}],"paths":{"/z":{"get":{}},"/a":{"get":{}}}}`
	form := "--b\r\nContent-Disposition: form-data; name=\"document\"; filename=\"openapi.json\"\r\n\r\n" + small +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nsmall\r\n--b--\r\n"
	for name, sent := range map[string]struct{ body, kind string }{
		"text": {`{"document":` + quoted(small) + `,"name":"small"}`, "application/json"}, "object": {`{"document":` + small + `}`, "application/json"},
		"by itself": {small, "application/json"}, "no type": {small, ""}, "YAML": {small, "text/yaml; charset=utf-8"}, "form": {form, "multipart/form-data; boundary=b"},
	} {
		a := r.send("POST", "/collections/import?preview=true", sent.body, "Content-Type: "+sent.kind).must(200)
		operations, _ := a.value("operations").([]any)
		if a.text("name") != "small" || len(operations) != 2 || at(operations[0], "key") != "GET /z" {
			t.Errorf("%s: %s", name, a.body)
		}
	}
}

func TestImportNamesWhatIsWrong(t *testing.T) {
	r := newRig(t)
	const bare = `{"openapi":"3.1.0","info":{},"paths":{"/a":{"get":{}}}}`
	yaml := quoted(shipmentsYAML(t))
	for name, tt := range map[string]struct {
		body, kind string
		status     int
		at         string
	}{
		"nothing said":      {`{"document":` + bare + `}`, "", 422, "/name"},
		"no upstream":       {`{"document":` + bare + `,"name":"bare"}`, "", 422, "/upstream_url"},
		"own listener":      {`{"document":` + bare + `,"name":"bare","upstream_url":"http://127.0.0.1:8081"}`, "", 422, "/upstream_url"},
		"bad base path":     {`{"document":` + bare + `,"name":"bare","upstream_url":"http://192.0.2.1","base_path":"x"}`, "", 422, "/base_path"},
		"unknown operation": {`{"document":` + yaml + `,"operations":["GET /nope"]}`, "", 422, "/operations/0"},
		"broken operation":  {`{"document":` + yaml + `,"operations":["POST /shipments","GET /broken"]}`, "", 422, "/operations/1"},
		"twice":             {`{"document":` + yaml + `,"operations":["POST /shipments","POST /shipments"]}`, "", 422, "/operations/1"},
		"none":              {`{"document":` + yaml + `,"operations":[]}`, "", 422, "/operations"},
		"no document":       {`{"name":"x"}`, "", 422, "/document"},
		"number":            {`{"document":7}`, "", 422, "/document"},
		"unknown field":     {`{"document":"","color":"red"}`, "", 422, "/color"},
		"no OpenAPI":        {`{"document":"hello"}`, "", 422, "/document"},
		"broken JSON":       {`{`, "", 400, ""},
		"no boundary":       {`x`, "multipart/form-data", 400, ""},
		"form without it":   {"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b", 422, "/document"},
		"form with more":    {"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b", 422, "/x"},
		"picture":           {`x`, "image/png", 400, ""},
		"too large":         {strings.Repeat("x", openapi.MaxDocument+1), "application/yaml", 413, ""},
	} {
		kind := tt.kind
		if kind == "" {
			kind = "application/json"
		}
		a := r.send("POST", "/collections/import", tt.body, "Content-Type: "+kind).must(tt.status)
		if tt.at != "" && !strings.Contains(a.body, pointer(tt.at)) {
			t.Errorf("%s: %s", name, a.body)
		}
	}
	r.send("POST", "/clients", "name: x", "Content-Type: application/yaml").must(http.StatusBadRequest)
	r.send("POST", "/collections", aCollection).must(201)
	if a := r.send("POST", "/collections/import", `{"document":`+bare+`,"name":"shipments","base_path":"/other","upstream_url":"http://192.0.2.1"}`).must(409); !strings.Contains(a.body, pointer("/name")) {
		t.Errorf("taken: %s", a.body)
	}
}
