package openapi

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

// exportOf imports a document and is what it would be exported as.
func exportOf(t *testing.T, file string) Export {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	e := Export{Name: "pets", GatewayURL: "https://api.example.com/", Definition: gatehouse.Definition{Title: d.Title, APIVersion: d.APIVersion, BasePath: "/pets"}}
	for _, op := range d.Operations {
		if op.Importable {
			e.Definition.Endpoints = append(e.Definition.Endpoints, op.Endpoint)
		}
	}
	return e
}

func again(t *testing.T, e Export) *Document {
	t.Helper()
	text, err := e.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(text)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for _, f := range d.Findings {
		if f.Severity != Information {
			t.Errorf("%s %s %s", f.Severity, f.Pointer, f.Detail)
		}
	}
	return d
}

func TestExportCanBeImportedAgain(t *testing.T) {
	for _, file := range []string{"pets.yaml", "shipments.yaml"} {
		for _, old := range []bool{false, true} {
			e := exportOf(t, file)
			e.Old = old
			d := again(t, e)
			if d.Upstream() != "https://api.example.com/pets" || len(d.Operations) != len(e.Definition.Endpoints) || strings.HasPrefix(d.Version, "3.0") != old {
				t.Errorf("%s: %+v", file, d)
			}
			for i, op := range d.Operations {
				want := e.Definition.Endpoints[i]
				if file == "pets.yaml" && old {
					continue // 3.0 says some things in other words
				}
				if diff := cmp.Diff(Describe(want), Describe(op.Endpoint)); diff != "" {
					t.Errorf("%s, old %t, %s (-before +after):\n%s", file, old, op.Key, diff)
				}
				if diff := cmp.Diff(want.Example, op.Endpoint.Example); diff != "" {
					t.Errorf("%s, old %t, %s: example\n%s", file, old, op.Key, diff)
				}
			}
		}
	}
}

func TestExportSpeaksTheDialectOfItsVersion(t *testing.T) {
	endpoint := func(schema string) []gatehouse.Endpoint {
		return []gatehouse.Endpoint{{Method: "GET", Path: "/", Responses: json.RawMessage(`{"200":{"content":{"a/b":{"schema":` + schema + `}}}}`)}}
	}
	for schema, want := range map[string][2]string{ // 3.1, 3.0
		`{"type":["string","null"],"examples":["a"]}`:               {`{"type":["string","null"],"examples":["a"]}`, `{"example":"a","type":"string","nullable":true}`},
		`{"type":"string","nullable":true,"enum":["a"]}`:            {`{"type":["string","null"],"enum":["a",null]}`, `{"nullable":true,"enum":["a"],"type":"string"}`},
		`{"exclusiveMinimum":1,"const":2}`:                          {`{"exclusiveMinimum":1,"const":2}`, `{"minimum":1,"exclusiveMinimum":true,"enum":[2]}`},
		`{"minimum":1,"exclusiveMinimum":true}`:                     {`{"exclusiveMinimum":1}`, `{"minimum":1,"exclusiveMinimum":true}`},
		`{"$ref":"#/$defs/A","title":"t","$defs":{"A":true}}`:       {`{"$ref":"#/components/schemas/A","title":"t"}`, `{"title":"t","allOf":[{"$ref":"#/components/schemas/A"}]}`},
		`{"type":["string","array"]}`:                               {`{"type":["string","array"]}`, `{"anyOf":[{"type":"string"},{"type":"array","items":{}}]}`},
		`{"properties":{"a":true,"b":false},"if":{},"$ref":"#/no"}`: {`{"properties":{"a":{},"b":{"not":{}}},"if":{}}`, `{"properties":{"a":{},"b":{"not":{}}}}`},
	} {
		for i, old := range []bool{false, true} {
			text, err := Export{Name: "x", Old: old, Definition: gatehouse.Definition{Endpoints: endpoint(schema)}}.OpenAPI()
			if err != nil {
				t.Fatal(err)
			}
			v, _ := parseJSON(text)
			r := reader{root: v.(*object)}
			got, _ := r.lookup("/paths/~1/get/responses/200/content/a~1b/schema")
			var a, b any
			_ = json.Unmarshal(encode(got), &a)
			_ = json.Unmarshal([]byte(want[i]), &b)
			if diff := cmp.Diff(b, a); diff != "" {
				t.Errorf("%s, old %t: %s", schema, old, diff)
			}
		}
	}
}

func TestExportHoldsWhatAProfileMayCall(t *testing.T) {
	e := exportOf(t, "pets.yaml").For(gatehouse.Profile{AllowedMethods: []string{"GET"}, Auth: gatehouse.Auth{Type: gatehouse.AuthNone}})
	text, err := e.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if s := string(text); strings.Contains(s, "addPet") || !strings.Contains(s, "listPets") || strings.Contains(s, `"bearer"`) || !strings.Contains(s, `"X-Client-ID"`) {
		t.Errorf("%s", s)
	}
}

func TestExportOfWildcardsAndHandWrittenEndpoints(t *testing.T) {
	d := again(t, Export{Name: "files", GatewayURL: "http://localhost:8080", Definition: gatehouse.Definition{BasePath: "/", Endpoints: []gatehouse.Endpoint{
		{Method: "GET", Path: "/{rest}/*"},
		{Method: "GET", Path: "/x", OperationID: "same"},
		{Method: "PUT", Path: "/x", OperationID: "same"},
		{Method: "GET", Path: "/"},
		{Method: "POST", Path: "/{id}", Parameters: json.RawMessage(`[{"name":"gone","in":"path"},{"name":"id","in":"path"},7]`), Responses: json.RawMessage(`[]`), RequestBody: json.RawMessage(`7`)},
	}}})
	if len(d.Operations) != 5 || d.Operations[3].ID != "get" || d.Operations[0].Endpoint.Path != "/{rest}/{rest_}" || d.Operations[2].ID != "same-2" || d.Upstream() != "http://localhost:8080" {
		t.Errorf("%+v", d.Operations)
	}
}

func TestPostmanCollectionHasTheExamples(t *testing.T) {
	text, err := exportOf(t, "shipments.yaml").Postman("cl_1", "standard")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"raw": "{{base_url}}/track/:trackingNumber?expand=events"`, `"value": "12345"`, `"value": "https://api.example.com/pets"`, `"value": "{{client_id}}"`,
		`"value": "cl_1"`, postmanSchema, `"key": "token"`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}
