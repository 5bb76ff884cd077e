package openapi

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/schema"
)

func shipments(t *testing.T) *Document {
	t.Helper()
	text, err := os.ReadFile("testdata/shipments.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *Document) operation(t *testing.T, key string) Operation {
	t.Helper()
	for _, op := range d.Operations {
		if op.Key == key {
			return op
		}
	}
	t.Fatalf("no operation %s", key)
	return Operation{}
}

func TestDocumentSuggestsACollection(t *testing.T) {
	d := shipments(t)
	if d.Version != "3.0.3" || d.Title != "Shipment Tracking API" || d.Name != "shipment-tracking" || d.APIVersion != "2.4.0" || d.Upstream() != "https://eu.example.com/v2" {
		t.Errorf("%+v, upstream %q", d, d.Upstream())
	}
	var keys []string
	for _, op := range d.Operations {
		key := op.Key
		if !op.Importable {
			key += " (not importable)"
		}
		keys = append(keys, key)
	}
	want := []string{
		"GET /track/{trackingNumber}", "DELETE /track/{trackingNumber}", "POST /shipments", "GET /shipments/{id}.json (not importable)",
		"GET /track/{number} (not importable)", "GET /broken (not importable)", "PUT /broken (not importable)", "TRACE /broken (not importable)",
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
}

func TestFindingsNameTheirPlace(t *testing.T) {
	var got []string
	for _, f := range shipments(t).Findings {
		got = append(got, string(f.Severity)+" "+f.Pointer+" ["+f.Operation+"]")
	}
	want := []string{
		"information /servers []",
		"warning /paths/~1track~1{trackingNumber}/delete/operationId [DELETE /track/{trackingNumber}]",
		"error /paths/~1shipments~1{id}.json [GET /shipments/{id}.json]",
		"warning /paths/~1track~1{number}/get [GET /track/{number}]",
		"error /paths/~1track~1{number}/get [GET /track/{number}]",
		"error /paths/~1broken/get/responses/200/content/application~1json/schema/properties/x/$ref [GET /broken]",
		"error /paths/~1broken/put/parameters/0/$ref [PUT /broken]",
		"error /paths/~1broken/trace [TRACE /broken]",
		"information /components/securitySchemes []",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestEndpointStandsForItself(t *testing.T) {
	d := shipments(t)
	e := d.operation(t, "GET /track/{trackingNumber}").Endpoint
	if e.Summary != "Track a shipment" || e.Method != "GET" || e.Path != "/track/{trackingNumber}" {
		t.Errorf("%+v", e)
	}
	const responses = `{"200":{"description":"Where it is","content":{"application/json":{"schema":{"type":"object","required":["id"],` +
		`"properties":{"id":{"type":"string"},"parent":{"$ref":"#/$defs/Shipment"},"to":{"$ref":"#/$defs/Address"}},"$defs":{"Shipment":{"type":"object",` +
		`"required":["id"],"properties":{"id":{"type":"string"},"parent":{"$ref":"#/$defs/Shipment"},"to":{"$ref":"#/$defs/Address"}}},"Address":{"type":"object",` +
		`"required":["country"],"properties":{"country":{"type":"string","enum":["DE","FR"]},"$ref":{"type":"string"}}}}},"examples":{"one":{"value":{"id":"1"}}}}}},` +
		`"default":{"description":"It did not work","content":{"application/problem+json":{"schema":{"type":"object"}}}}}`
	if diff := cmp.Diff(responses, string(e.Responses)); diff != "" {
		t.Errorf("responses (-want +got):\n%s", diff)
	}
	want := gatehouse.Example{PathParameters: map[string]string{"trackingNumber": "12345"}, Query: "expand=events", Headers: map[string]string{"X-Trace": "t-1"}}
	if diff := cmp.Diff(want, e.Example); diff != "" {
		t.Errorf("example (-want +got):\n%s", diff)
	}
	var parameters []map[string]any
	if err := json.Unmarshal(e.Parameters, &parameters); err != nil || len(parameters) != 3 || parameters[1]["required"] != true {
		t.Errorf("parameters: %s, %v", e.Parameters, err)
	}
}

func TestExampleMatchesItsSchema(t *testing.T) {
	e := shipments(t).operation(t, "POST /shipments").Endpoint
	const want = `{"to":{"country":"DE"},"weight":1.5,"parts":[1],"when":"2026-03-01T09:30:00Z","parent":{"id":"example"}}`
	if e.Example.Body != want || e.Example.Headers["Content-Type"] != "application/json" {
		t.Errorf("%+v", e.Example)
	}
	compiled, wrong := schema.Compile(e)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	body := e.Example.Body
	if wrong := compiled.Body("application/json", []byte(body)); len(wrong) > 0 {
		t.Errorf("the example does not match: %v", wrong)
	}
	if wrong := compiled.Body("application/json", []byte(strings.Replace(body, `"DE"`, `"XX"`, 1))); len(wrong) != 1 {
		t.Errorf("a wrong value behind a reference: %v", wrong)
	}
}

func TestKeywordsBesideAReferenceCountFrom31On(t *testing.T) {
	for version, want := range map[string]string{"3.0.0": `{"$ref":"#/$defs/A"}`, "3.1.0": `{"description":"mine","$ref":"#/$defs/A"}`} {
		d, err := Read([]byte(`{"openapi":"` + version + `","info":{"title":"x"},"paths":{"/a":{"get":{"responses":{"200":{"description":"x","content":{"a/b":{"schema":
			{"properties":{"a":{"$ref":"#/components/schemas/A","description":"mine"}}}}}}}}}},"components":{"schemas":{"A":{"type":"string","$id":"https://example.com/a"}}}}`))
		if err != nil {
			t.Fatal(err)
		}
		got := string(d.Operations[0].Endpoint.Responses)
		if !strings.Contains(got, `"a":`+want) || !strings.Contains(got, `"$defs":{"A":{"type":"string"}}`) {
			t.Errorf("%s: %s", version, got)
		}
	}
}

func TestWhatIsNoDocumentIsRefused(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100)
	for name, text := range map[string]string{
		"nothing": " ", "text": "hello", "list": "- a", "swagger": `{"swagger":"2.0"}`, "3.2": `{"openapi":"3.2.0"}`, "other": `{}`,
		"broken": "{\n\"openapi\": 3,\n]", "behind": `{} {}`, "twice": `{"openapi":"3.1.0","openapi":"3.1.0"}`, "twice in YAML": "a: 1\na: 2",
		"deep": deep, "deep YAML": strings.Repeat("[", 200) + strings.Repeat("]", 200), "NUL": "{\"a\":\"\x00\"}", "not UTF-8": "{\"a\":\"\xff\"}",
		"infinity": "a: .inf", "key": "? [a]\n: b", "merge": "a:\n  <<: 1", "itself": "a: &a [*a]",
		"bomb":  "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]",
		"large": `{"a":"` + strings.Repeat("x", MaxDocument) + `"}`,
	} {
		_, err := Read([]byte(text))
		e, ok := err.(*gatehouse.Error) //nolint:errorlint // Never wrapped.
		if !ok || e.Kind != gatehouse.Invalid && (name != "large" || e.Kind != gatehouse.TooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestYAMLIsReadAsTheJSONItStandsFor(t *testing.T) {
	v, err := parse([]byte("base: &b {x: 1, y: two}\nmine:\n  <<: *b\n  y: own\ndate: 2026-03-01\nno: no\nyes: true\nhex: 0x10\nbig: 1e3\n200: ok\nnull: ~\n"))
	if err != nil {
		t.Fatal(err)
	}
	raw := encode(v)
	const want = `{"base":{"x":1,"y":"two"},"mine":{"y":"own","x":1},"date":"2026-03-01","no":"no","yes":true,"hex":16,"big":1000,"200":"ok","null":null}`
	if string(raw) != want {
		t.Errorf("%s", raw)
	}
}
