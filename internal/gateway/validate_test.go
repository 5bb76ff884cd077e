package gateway

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"gatehouse"
)

// documented makes shipments check its requests.
func documented(d *gatehouse.Definition) {
	d.ValidateRequests = true
	d.Endpoints[0].Parameters = json.RawMessage(`[{"name":"number","in":"path","required":true,"schema":{"type":"integer"}},{"name":"limit","in":"query","schema":{"type":"integer"}}]`)
	d.Endpoints[1].RequestBody = json.RawMessage(`{"required":true,"content":{"application/json":{"schema":{"type":"object","required":["sku"]}},"text/plain":{}}}`)
}

func TestRequestsThatMatchTheDocumentationPass(t *testing.T) {
	f := newFixture(t, collection(documented))
	f.send("GET", "/shipments/track/5?limit=1").expect(200, "")
	for i, body := range []io.Reader{strings.NewReader(`{"sku":"a"}`), io.MultiReader(strings.NewReader(`{"sku":"b"}`))} {
		f.sendBody("POST", "/shipments/orders", body, "Content-Type", "application/json").expect(200, "")
		if got := f.upstream.bodies[i+1]; !strings.HasPrefix(got, `{"sku":"`) || len(got) != 11 {
			t.Errorf("the upstream got %q", got)
		}
		if got := f.log.nth(t, i+2); got.BytesIn != 11 {
			t.Errorf("logged %d bytes", got.BytesIn)
		}
	}
	f.sendBody("POST", "/shipments/orders", strings.NewReader(strings.Repeat("x", 2<<20)), "Content-Type", "text/plain").expect(200, "")
}

func TestRequestsThatDoNotMatchTheDocumentationAreRefused(t *testing.T) {
	f := newFixture(t, limited(100), collection(documented))
	r := f.send("GET", "/shipments/track/x?limit=y").expect(400, "request_invalid")
	for _, want := range []string{`"pointer":"{number}"`, `"pointer":"?limit"`} {
		if !strings.Contains(r.body, want) {
			t.Errorf("%s is not in %s", want, r.body)
		}
	}
	r.header("RateLimit", `"standard-partner";r=99;t=60`)
	tests := []struct {
		name, contentType, body string
		chunked                 bool
		status                  int
		code                    string
	}{
		{"property missing", "application/json", `{}`, false, 400, "request_invalid"},
		{"property missing, streamed", "application/json", `{}`, true, 400, "request_invalid"},
		{"no body", "application/json", ``, false, 400, "request_invalid"},
		{"undocumented media type", "application/xml", `<a/>`, false, 400, "request_invalid"},
		{"too large to check", "application/json", strings.Repeat(" ", 1<<20) + `{"sku":"a"}`, false, 413, "payload_too_large"},
		{"too large to check, streamed", "application/json", strings.Repeat(" ", 1<<20) + `{"sku":"a"}`, true, 413, "payload_too_large"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var body io.Reader = strings.NewReader(tt.body)
			if tt.chunked {
				body = io.MultiReader(body)
			}
			f.sendBody("POST", "/shipments/orders", body, "Content-Type", tt.contentType).expect(tt.status, tt.code)
			if got := f.log.nth(t, i+2); got.Step != "validate" {
				t.Errorf("refused in %s", got.Step)
			}
		})
	}
	if f.upstream.count() > 0 {
		t.Error("the upstream was asked")
	}
}

func TestSchemaThatCannotBeUsedRefusesTheCollection(t *testing.T) {
	f := newFixture(t, collection(documented), collection(func(d *gatehouse.Definition) {
		d.Endpoints[0].Parameters = json.RawMessage(`[{"name":"number","in":"path","schema":{"type":"money"}}]`)
	}))
	f.send("GET", "/shipments/track/5").expect(503, "config_invalid")
	f.sendBody("POST", "/shipments/orders", strings.NewReader(`{"sku":"a"}`)).expect(503, "config_invalid")
}
