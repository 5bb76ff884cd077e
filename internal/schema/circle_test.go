package schema

import (
	"encoding/json"
	"testing"

	"gatehouse"
)

func TestSchemasInCirclesComeToAnEnd(t *testing.T) {
	for _, circle := range []string{
		`{"$ref":"#"}`, `{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}`,
		`{"allOf":[{"$ref":"#"}]}`, `{"type":"array","items":{"$ref":"#/items"}}`, `{"anyOf":[{"$ref":"#"},{"type":"string"}]}`,
	} {
		e := gatehouse.Endpoint{
			Path: "/", Parameters: json.RawMessage(`[{"name":"q","in":"query","schema":` + circle + `}]`),
			RequestBody: json.RawMessage(`{"content":{"application/json":{"schema":` + circle + `}}}`),
		}
		s, wrong := Compile(e)
		if len(wrong) > 0 {
			continue // refused before it is published
		}
		s.Parameters(Input{Path: "/", Query: "q=1"})
		s.Body("application/json", []byte(`["a"]`))
	}
}
