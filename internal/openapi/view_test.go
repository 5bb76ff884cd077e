package openapi

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

func described(t *testing.T, key string) View {
	t.Helper()
	text, err := os.ReadFile("testdata/pets.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	op := d.operation(t, key)
	if !op.Importable || op.Endpoint.OperationID == "" || len(op.Endpoint.Tags) != 1 {
		t.Errorf("%+v, %+v", op, d.Findings)
	}
	return Describe(op.Endpoint)
}

func TestViewShowsParametersWithTheirStyle(t *testing.T) {
	v := described(t, "GET /pets")
	type short struct {
		Name, In, Style string
		Explode         bool
		MediaType       string
		Types           []string
	}
	var got []short
	for _, p := range v.Parameters {
		got = append(got, short{p.Name, p.In, p.Style, p.Explode, p.MediaType, p.Schema.Types})
	}
	want := []short{
		{"tags", "query", "pipeDelimited", false, "", []string{"array"}},
		{"filter", "query", "deepObject", true, "", []string{"object"}},
		{"where", "query", "form", true, "application/json", []string{"object"}},
		{"X-Trace", "header", "simple", false, "", []string{"string"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	if e := v.Parameters[0].Examples; len(e) != 2 || e[1].Name != "two" || e[1].Summary != "Both" || string(e[1].Value) != `["a","b"]` {
		t.Errorf("examples: %+v", e)
	}
	if r := v.Responses; len(r) != 3 || r[0].Status != "200" || r[1].Status != "404" || r[2].Status != "default" || r[0].Headers[0].Name != "X-Total" {
		t.Errorf("responses: %+v", r)
	}
}

func TestViewDrawsSchemasAsATree(t *testing.T) {
	v := described(t, "POST /pets")
	pet := v.Body.Content[0].Schema
	if len(pet.OneOf) != 2 || pet.OneOf[1].Name != "Dog" || pet.Discriminator.Property != "kind" || pet.Discriminator.Mapping["cat"] != "Cat" {
		t.Fatalf("pet: %+v", pet)
	}
	cat := pet.OneOf[0]
	type short struct {
		Name     string
		Required bool
		Types    []string
	}
	var got []short
	for _, p := range cat.Properties {
		got = append(got, short{p.Name, p.Required, p.Schema.Types})
	}
	want := []short{ // those of allOf's parts together
		{"lives", false, []string{"integer"}},
		{"kind", true, []string{"string"}},
		{"name", true, []string{"string"}},
		{"parent", false, []string{"object"}},
		{"nick", false, []string{"string"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cat (-want +got):\n%s", diff)
	}
	if lives := cat.Properties[0].Schema; len(lives.Limits) != 2 || lives.Limits[0] != "at least 0" || lives.Limits[1] != "less than 10" || string(lives.Default) != "9" {
		t.Errorf("lives: %+v", lives)
	}
	if parent := cat.Properties[3].Schema; parent.Name != "Base" || !parent.Recursive {
		t.Errorf("parent: %+v", parent)
	}
	if nick := cat.Properties[4].Schema; !nick.Nullable || nick.Description != "A short one" || len(nick.AnyOf) != 0 {
		t.Errorf("nick: %+v", nick)
	}
	form := v.Body.Content[1]
	if form.MediaType != "multipart/form-data" || form.Encoding[0] != (EncodingView{"photo", "image/png"}) || form.Schema.Properties[0].Schema.Format != "binary" {
		t.Errorf("form: %+v", form)
	}
	if e := v.Body.Content[0].Examples; len(e) != 1 || !e[0].Generated || !json.Valid(e[0].Value) {
		t.Errorf("generated: %+v", e)
	}
}

func TestViewOfAnythingComesToAnEnd(t *testing.T) {
	wide := `{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}},"$defs":{"b":{"properties":{"x":{"$ref":"#/$defs/c"},"y":{"$ref":"#/$defs/c"}}},` +
		`"c":{"properties":{"x":{"$ref":"#/$defs/d"},"y":{"$ref":"#/$defs/d"}}},"d":{"properties":{"x":{"$ref":"#/$defs/e"},"y":{"$ref":"#/$defs/e"}}},` +
		`"e":{"oneOf":[{"$ref":"#/$defs/f"},{"$ref":"#/$defs/g"},true,false,7]},"f":{"items":{"$ref":"#/$defs/g"}},"g":{"items":{"$ref":"#/$defs/f"}}}}`
	for _, schema := range []string{
		wide, `true`, `false`, `null`, `7`, `[]`, `{"$ref":"#"}`, `{"allOf":[{"$ref":"#"}]}`, `{"$ref":"#/nowhere"}`, `{"anyOf":[{"$ref":"#"},{"type":"null"}]}`,
		`{"oneOf":[{"oneOf":[{"$ref":"#"}]}]}`, `{"type":7,"required":{},"enum":{},"properties":[],"discriminator":7,"items":[{}],"minimum":"x"}`,
	} {
		content := `{"application/json":{"schema":` + schema + `},"x/y":7}`
		v := Describe(gatehouse.Endpoint{
			Parameters:  json.RawMessage(`[7,{"name":"q","in":"query","schema":` + schema + `},{"name":"c","in":"query","content":` + content + `}]`),
			RequestBody: json.RawMessage(`{"content":` + content + `}`), Responses: json.RawMessage(`{"200":{"content":` + content + `,"headers":{"a":7}},"x-y":7,"300":7}`),
		})
		if raw, err := json.Marshal(v); err != nil || len(raw) > 1<<20 || len(v.Parameters) != 2 || len(v.Responses) != 1 {
			t.Errorf("%s: %d bytes, %v", schema, len(raw), err)
		}
	}
	for _, raw := range []string{``, `null`, `7`, `{`, `"x"`} {
		if v := Describe(gatehouse.Endpoint{Parameters: json.RawMessage(raw), RequestBody: json.RawMessage(raw), Responses: json.RawMessage(raw)}); v.Body != nil || len(v.Parameters)+len(v.Responses) > 0 {
			t.Errorf("%q: %+v", raw, v)
		}
	}
}
