package schema

import (
	"encoding/json"
	"slices"
)

// translate turns what OpenAPI 3.0 writes differently into JSON Schema 2020-12:
// nullable, and exclusive bounds as switches. It walks along the places where a
// schema can stand, since a property may well be called "nullable".
func translate(v any) any {
	s, ok := v.(map[string]any)
	if !ok {
		return v // true and false are schemas too
	}
	for key, value := range s {
		switch key {
		case "items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else", "unevaluatedItems", "unevaluatedProperties":
			s[key] = translate(value)
		case "allOf", "anyOf", "oneOf", "prefixItems":
			translateList(value)
		case "properties", "patternProperties", "dependentSchemas", "$defs":
			translateMap(value)
		}
	}
	exclusive(s, "exclusiveMinimum", "minimum")
	exclusive(s, "exclusiveMaximum", "maximum")
	nullable(s)
	return s
}

func translateList(v any) {
	if list, ok := v.([]any); ok {
		for i := range list {
			list[i] = translate(list[i])
		}
	}
}

func translateMap(v any) {
	if m, ok := v.(map[string]any); ok {
		for key, value := range m {
			m[key] = translate(value)
		}
	}
}

func exclusive(s map[string]any, exclusive, bound string) {
	on, ok := s[exclusive].(bool)
	if !ok {
		return
	}
	delete(s, exclusive)
	if limit, ok := s[bound].(json.Number); ok && on {
		s[exclusive] = limit
		delete(s, bound)
	}
}

// nullable adds null to the types and, where there is an enumeration, to that.
// Without a type it says nothing (OpenAPI 3.0.3).
func nullable(s map[string]any) {
	on, ok := s["nullable"].(bool)
	if !ok {
		return
	}
	delete(s, "nullable")
	name, ok := s["type"].(string)
	if !on || !ok {
		return
	}
	s["type"] = []any{name, "null"}
	if values, ok := s["enum"].([]any); ok && !slices.Contains(values, nil) {
		s["enum"] = append(values, nil)
	}
}
