package schema

import (
	"encoding/json"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

// order is an endpoint with every kind of parameter and a JSON body, written as
// OpenAPI 3.0 does.
func order() gatehouse.Endpoint {
	return gatehouse.Endpoint{
		Method: "POST", Path: "/orders/{id}/lines",
		Parameters: json.RawMessage(`[
			{"name":"id","in":"path","required":true,"schema":{"type":"integer","minimum":1}},
			{"name":"limit","in":"query","schema":{"type":"integer","maximum":100}},
			{"name":"state","in":"query","schema":{"type":"array","items":{"type":"string","enum":["open","closed"]}}},
			{"name":"ids","in":"query","explode":false,"schema":{"type":"array","items":{"type":"integer"}}},
			{"name":"deep","in":"query","style":"deepObject","schema":{"type":"object"}},
			{"name":"dry","in":"query","schema":{"type":"boolean"}},
			{"name":"X-Trace","in":"header","required":true,"schema":{"type":"string","pattern":"^[a-f0-9]+$"}}]`),
		RequestBody: json.RawMessage(`{"required":true,"content":{
			"application/json":{"schema":{"type":"object","required":["sku","count"],"additionalProperties":false,"properties":{
				"sku":{"type":"string","minLength":3},
				"count":{"type":"integer","minimum":0,"exclusiveMinimum":true},
				"note":{"type":"string","nullable":true,"enum":["a","b"]},
				"nullable":{"type":"boolean"},
				"when":{"type":"string","format":"date-time"},
				"initial":{"type":"string","minLength":1},
				"rank":{"oneOf":[{"type":"integer"},{"minimum":3}]},
				"price":{"oneOf":[{"type":"number"},{"type":"string"}]}}}},
			"text/*":{"schema":{"type":"string"}}}}`),
	}
}

func compiled(t *testing.T, e gatehouse.Endpoint) *Schema {
	t.Helper()
	s, wrong := Compile(e)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	return s
}

func pointers(fields []gatehouse.Field) string {
	var all []string
	for _, f := range fields {
		all = append(all, f.Pointer)
	}
	return strings.Join(all, " ")
}

// headers are fields of one name; an empty value is none.
func headers(name string, values ...string) func(string) iter.Seq[string] {
	return func(asked string) iter.Seq[string] {
		return func(yield func(string) bool) {
			for _, v := range values {
				if asked == name && v != "" && !yield(v) {
					return
				}
			}
		}
	}
}

func TestParametersAreChecked(t *testing.T) {
	s := compiled(t, order())
	tests := []struct{ name, path, query, trace, want string }{
		{"all right", "/orders/7/lines", "limit=100&state=open&state=closed&ids=1,2&dry=true&other=x", "ab12", ""},
		{"only what is required", "/orders/7/lines", "", "ab", ""},
		{"path", "/orders/x/lines", "", "ab", "{id}"},
		{"path too small", "/orders/0/lines", "", "ab", "{id}"},
		{"number over the maximum", "/orders/7/lines", "limit=101", "ab", "?limit"},
		{"number that is none", "/orders/7/lines", "limit=many", "ab", "?limit"},
		{"fraction for an integer", "/orders/7/lines", "limit=1.5", "ab", "?limit"},
		{"empty", "/orders/7/lines", "limit=", "ab", "?limit"},
		{"one of several", "/orders/7/lines", "state=open&state=lost", "ab", "?state/1"},
		{"one of a list", "/orders/7/lines", "ids=1,x", "ab", "?ids/1"},
		{"boolean", "/orders/7/lines", "dry=yes", "ab", "?dry"},
		{"header missing", "/orders/7/lines", "", "", "header:X-Trace"},
		{"header", "/orders/7/lines", "", "XYZ", "header:X-Trace"},
		{"several at once", "/orders/x/lines", "limit=x", "", "{id} ?limit header:X-Trace"},
		{"object of the query", "/orders/7/lines", "deep[a]=b&deep=c", "ab", ""},
		{"sent twice", "/orders/7/lines", "limit=1&limit=1000", "ab", "?limit"},
		{"broken query", "/orders/7/lines", "limit=%zz", "ab", "?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := s.Parameters(Input{Path: tt.path, Query: tt.query, Header: headers("X-Trace", tt.trace)})
			if pointers(got) != tt.want {
				t.Errorf("%v, want %s", got, tt.want)
			}
		})
	}
}

func TestBodyIsChecked(t *testing.T) {
	s := compiled(t, order())
	tests := []struct {
		name, body string
		want       []gatehouse.Field
	}{
		{"all right", `{"sku":"abc","count":1,"note":null,"nullable":true,"when":"2026-11-23T10:00:00Z","price":1.5}`, nil},
		{"missing", `{"sku":"abc"}`, []gatehouse.Field{{Pointer: "/count", Detail: "is required"}}},
		{"undocumented", `{"sku":"abc","count":1,"x":1}`, []gatehouse.Field{{Pointer: "", Detail: "must not have properties that are not documented"}}},
		{"type", `{"sku":5,"count":1}`, []gatehouse.Field{{Pointer: "/sku", Detail: "must be of type string"}}},
		{"length", `{"sku":"ab","count":1}`, []gatehouse.Field{{Pointer: "/sku", Detail: "must be at least 3 characters long"}}},
		{"exclusive bound of 3.0", `{"sku":"abc","count":0}`, []gatehouse.Field{{Pointer: "/count", Detail: "must be more than 0"}}},
		{"enumeration", `{"sku":"abc","count":1,"note":"hunter2"}`, []gatehouse.Field{{Pointer: "/note", Detail: `must be one of "a","b",null`}}},
		{"format", `{"sku":"abc","count":1,"when":"hunter2"}`, []gatehouse.Field{{Pointer: "/when", Detail: "must have the format date-time"}}},
		{"alternatives", `{"sku":"abc","count":1,"price":true}`, []gatehouse.Field{{Pointer: "/price", Detail: "must match one of the documented alternatives"}}},
		{"length of one", `{"sku":"abc","count":1,"initial":""}`, []gatehouse.Field{{Pointer: "/initial", Detail: "must be at least 1 character long"}}},
		{"several alternatives", `{"sku":"abc","count":1,"rank":4}`, []gatehouse.Field{{Pointer: "/rank", Detail: "must match exactly one of the documented alternatives and matches several"}}},
		{"no JSON", `{"sku":`, []gatehouse.Field{{Pointer: "", Detail: "must be valid JSON"}}},
		{"more than one value", `{"sku":"abc","count":1} {}`, []gatehouse.Field{{Pointer: "", Detail: "must be valid JSON"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := s.Body("application/json; charset=utf-8", []byte(tt.body))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if strings.Contains(pointers(got), "hunter2") {
				t.Error("what was sent is repeated")
			}
		})
	}
}

func TestMediaTypeDecidesWhetherABodyIsRead(t *testing.T) {
	s := compiled(t, order())
	tests := []struct {
		contentType string
		length      int64
		want        string
		check       bool
	}{
		{"application/json", 9, "", true},
		{"Application/JSON; charset=utf-8", 9, "", true},
		{"text/plain", -1, "", false},
		{"image/png", 9, "header:Content-Type", false},
		{"", 9, "header:Content-Type", false},
		{"application/json", 0, "", false},
	}
	for _, tt := range tests {
		wrong, check := s.Content(tt.contentType, tt.length)
		if pointers(wrong) != tt.want || check != tt.check || tt.length == 0 && len(wrong) == 0 {
			t.Errorf("%q, %v: %v, %v", tt.contentType, tt.length, wrong, check)
		}
	}
}

func TestSchemasThatCannotBeUsedAreNamed(t *testing.T) {
	tests := []struct{ name, parameters, body, want string }{
		{"no list", `{}`, ``, "/parameters"},
		{"unknown place", `[{"name":"a","in":"formData"}]`, ``, "/parameters/0"},
		{"no name", `[{"in":"query"}]`, ``, "/parameters/0"},
		{"bad schema", `[{"name":"a","in":"query"},{"name":"b","in":"query","schema":{"type":"money"}}]`, ``, "/parameters/1/schema"},
		{"pattern that is none", `[{"name":"a","in":"query","schema":{"type":"string","pattern":"("}}]`, ``, "/parameters/0/schema"},
		{"body that is none", ``, `[]`, "/request_body"},
		{"reference into a document that is not there", ``, `{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Order"}}}}`, "/request_body/content/application~1json/schema"},
		{"reference to a file", ``, `{"content":{"application/json":{"schema":{"$ref":"file:///etc/passwd"}}}}`, "/request_body/content/application~1json/schema"},
		{"reference to a URL", ``, `{"content":{"application/json":{"schema":{"$ref":"https://example.com/x"}}}}`, "/request_body/content/application~1json/schema"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, wrong := Compile(gatehouse.Endpoint{Path: "/", Parameters: json.RawMessage(tt.parameters), RequestBody: json.RawMessage(tt.body)})
			if pointers(wrong) != tt.want {
				t.Errorf("%v, want %s", wrong, tt.want)
			}
		})
	}
}

func TestEndpointThatDocumentsNothingAllowsEverything(t *testing.T) {
	s := compiled(t, gatehouse.Endpoint{Path: "/", Parameters: json.RawMessage("null")})
	if wrong := s.Parameters(Input{Query: "%zz"}); len(wrong) > 0 {
		t.Error(wrong)
	}
	if wrong, check := s.Content("anything", -1); len(wrong) > 0 || check {
		t.Error(wrong, check)
	}
}

// JSON Schema 2020-12, as OpenAPI 3.1 has it, needs no translation.
func TestSchemasOfOpenAPI31WorkAsTheyAre(t *testing.T) {
	s := compiled(t, gatehouse.Endpoint{Path: "/", RequestBody: json.RawMessage(
		`{"content":{"*/*":{"schema":{"type":["object","null"],"properties":{"a":{"const":1},"b":{"exclusiveMinimum":3}},"$defs":{"x":{"type":"string"}},"patternProperties":{"^x":{"$ref":"#/$defs/x"}}}}}}`)})
	for body, want := range map[string]string{`null`: "", `{"a":1,"b":4,"x1":"s"}`: "", `{"a":2}`: "/a", `{"b":3}`: "/b", `{"x1":1}`: "/x1"} {
		if got := pointers(s.Body("application/json", []byte(body))); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}
