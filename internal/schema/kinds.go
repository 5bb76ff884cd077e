package schema

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// visited are the schemas that were looked at already: each is once, so that
// neither a circle nor many references to the same few cost anything.
type visited map[*jsonschema.Schema]bool

// skip reports whether there is nothing to look at, or not again.
func (v visited) skip(s *jsonschema.Schema) bool {
	if s == nil || v[s] {
		return true
	}
	v[s] = true
	return false
}

// typesOf are the types that a schema allows, as far as it says; nil when it
// does not.
func typesOf(s *jsonschema.Schema) []string { return types(s, visited{}) }

func types(s *jsonschema.Schema, seen visited) []string {
	switch {
	case seen.skip(s):
		return nil
	case s.Types != nil:
		return s.Types.ToStrings()
	}
	for _, all := range append([]*jsonschema.Schema{s.Ref}, s.AllOf...) {
		if found := types(all, seen); found != nil {
			return found
		}
	}
	var found []string
	for _, one := range slices.Concat(s.AnyOf, s.OneOf) {
		found = append(found, types(one, seen)...)
	}
	if found == nil && len(s.Properties) > 0 {
		return []string{"object"}
	}
	return found
}

// properties are those that a schema names, in itself and in what it is made of.
func properties(s *jsonschema.Schema) map[string]*jsonschema.Schema {
	found := map[string]*jsonschema.Schema{}
	addProperties(found, s, visited{})
	return found
}

func addProperties(found map[string]*jsonschema.Schema, s *jsonschema.Schema, seen visited) {
	if seen.skip(s) {
		return
	}
	maps.Copy(found, s.Properties)
	for _, part := range parts(s) {
		addProperties(found, part, seen)
	}
}

// itemsOf is the schema of a list's items; nil when it says nothing of them.
func itemsOf(s *jsonschema.Schema) *jsonschema.Schema { return items(s, visited{}) }

func items(s *jsonschema.Schema, seen visited) *jsonschema.Schema {
	if seen.skip(s) {
		return nil
	}
	if s.Items2020 != nil {
		return s.Items2020
	}
	for _, part := range parts(s) {
		if found := items(part, seen); found != nil {
			return found
		}
	}
	return nil
}

// parts are the schemas that a schema is made of, for the same value.
func parts(s *jsonschema.Schema) []*jsonschema.Schema {
	return slices.Concat([]*jsonschema.Schema{s.Ref}, s.AllOf, s.AnyOf, s.OneOf)
}

// structured reports whether a value may itself be made of others.
func structured(s *jsonschema.Schema) bool {
	t := typesOf(s)
	return slices.Contains(t, "object") || slices.Contains(t, "array")
}

// nested reports whether an object or a list holds others: OpenAPI defines no
// text for that.
func nested(s *jsonschema.Schema) bool {
	if structured(itemsOf(s)) {
		return true
	}
	for _, p := range properties(s) {
		if structured(p) {
			return true
		}
	}
	return false
}

// plain takes a text for what its schema says it is: a number, a boolean,
// nothing, or the text itself. Where more than one is possible, the one that
// the schema accepts is meant. What cannot be read stays a text, and the schema
// then says what it should have been.
func plain(text string, s *jsonschema.Schema) any {
	if s == nil {
		return text
	}
	t := typesOf(s)
	may := func(name string) bool { return t == nil || slices.Contains(t, name) }
	var readings []any
	if (may("integer") || may("number")) && json.Valid([]byte(text)) && strings.Trim(text, "+-.eE0123456789") == "" {
		readings = append(readings, json.Number(text))
	}
	if may("boolean") && (text == "true" || text == "false") {
		readings = append(readings, text == "true")
	}
	if may("null") && text == "" {
		readings = append(readings, nil)
	}
	readings = append(readings, text)
	for _, v := range readings {
		if s.Validate(v) == nil {
			return v
		}
	}
	return readings[0]
}

// property is the schema of one property.
func property(s *jsonschema.Schema, named map[string]*jsonschema.Schema, name string) *jsonschema.Schema {
	if p := named[name]; p != nil {
		return p
	}
	other, _ := s.AdditionalProperties.(*jsonschema.Schema)
	return other
}
