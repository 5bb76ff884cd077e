package openapi

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// encode writes what parse reads as JSON, the members of objects in their
// order. It does not use their MarshalJSON, of which encoding/json checks the
// outcome anew at each level.
func encode(v any) []byte {
	var e encoder
	e.strings = json.NewEncoder(&e.out)
	e.strings.SetEscapeHTML(false)
	e.value(v)
	return e.out.Bytes()
}

type encoder struct {
	out     bytes.Buffer
	strings *json.Encoder
}

func (e *encoder) value(v any) {
	switch v := v.(type) {
	case *object:
		e.object(v)
	case []any:
		e.out.WriteByte('[')
		for i, item := range v {
			e.comma(i)
			e.value(item)
		}
		e.out.WriteByte(']')
	case string:
		e.text(v)
	case json.Number:
		e.out.WriteString(string(v))
	case bool:
		e.out.WriteString(map[bool]string{true: "true", false: "false"}[v])
	default:
		e.out.WriteString("null")
	}
}

func (e *encoder) object(o *object) {
	e.out.WriteByte('{')
	for i, name := range o.names {
		e.comma(i)
		e.text(name)
		e.out.WriteByte(':')
		e.value(o.members[name])
	}
	e.out.WriteByte('}')
}

func (e *encoder) comma(i int) {
	if i > 0 {
		e.out.WriteByte(',')
	}
}

func (e *encoder) text(s string) {
	_ = e.strings.Encode(s) // a string can be encoded
	e.out.Truncate(e.out.Len() - 1)
}

// sortedNames are the keys of a map in an order that stays.
func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
