package portal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// schemaJSON is a JSON Schema as a tree to show. References are resolved; a
// schema that holds itself is named where it would begin again.
type schemaJSON struct {
	Name            *string           `json:"name" doc:"Of the property, or of the schema it refers to."`
	Type            string            `json:"type" doc:"object, array of strings, integer, any." example:"string"`
	Format          *string           `json:"format" doc:"As documented." example:"date-time"`
	Required        bool              `json:"required" doc:"Whether the property must be there."`
	Nullable        bool              `json:"nullable" doc:"Whether it may be null."`
	DescriptionHTML string            `json:"description_html" doc:"Sanitised HTML."`
	Enum            []json.RawMessage `json:"enum" doc:"The values there are; empty: any."`
	Default         json.RawMessage   `json:"default" doc:"Used where it is left out; null: none."`
	Example         json.RawMessage   `json:"example" doc:"A value; null: none."`
	Constraints     []string          `json:"constraints" doc:"In words." example:"[\"at least 1\"]"`
	Properties      []schemaJSON      `json:"properties" doc:"Of an object, in the order of the document."`
	Items           *schemaJSON       `json:"items" doc:"Of an array."`
	Additional      *schemaJSON       `json:"additional" doc:"Of further properties, whatever their names."`
	Variants        []schemaJSON      `json:"variants" doc:"Schemas that are chosen among or apply together."`
	VariantKind     *string           `json:"variant_kind" enum:"one_of,any_of,all_of" doc:"How the variants apply."`
	Discriminator   *string           `json:"discriminator" doc:"Name of the property that tells the variants apart."`
	Recursive       *string           `json:"recursive" doc:"Name of the schema that begins again here; it is not shown twice."`
	Truncated       bool              `json:"truncated" doc:"There is more below than is shown."`
}

// Bounds of a tree: documents come from outside, and what nobody scrolls
// through need not be sent.
const (
	maxTreeDepth = 12
	maxTreeNodes = 1500
)

// treeOf is the tree of a schema; nil where there is none.
func treeOf(raw json.RawMessage) *schemaJSON {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var root schemaObject
	if err := json.Unmarshal(raw, &root); err != nil {
		return nil
	}
	t := tree{defs: root.Defs, left: maxTreeNodes}
	node := t.node(root, 0, nil)
	return &node
}

// schemaObject is what of a JSON Schema is shown.
type schemaObject struct {
	bare       bool // true or false stood for it
	Ref        string
	Type       any
	Fields     map[string]json.RawMessage
	Properties ordered
	Defs       map[string]json.RawMessage
}

// UnmarshalJSON keeps the members for later: most schemas use a few of many.
func (s *schemaObject) UnmarshalJSON(raw []byte) error {
	if raw[0] != '{' {
		s.bare = true
		return nil
	}
	if err := json.Unmarshal(raw, &s.Fields); err != nil {
		return err
	}
	_ = json.Unmarshal(s.Fields["$ref"], &s.Ref)
	_ = json.Unmarshal(s.Fields["type"], &s.Type)
	_ = json.Unmarshal(s.Fields["$defs"], &s.Defs)
	_ = json.Unmarshal(s.Fields["properties"], &s.Properties)
	return nil
}

// ordered is an object whose members keep the order they were written in.
type ordered []member

type member struct {
	name  string
	value json.RawMessage
}

// UnmarshalJSON reads the members one by one.
func (o *ordered) UnmarshalJSON(raw []byte) error {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return fmt.Errorf("reading an object: %w", err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var m member
		m.name, _ = name.(string)
		if err := d.Decode(&m.value); err != nil {
			return err
		}
		*o = append(*o, m)
	}
	return nil
}

// tree is a tree in the making.
type tree struct {
	defs map[string]json.RawMessage
	left int // nodes that may still be added
}

// node shows a schema. Above are the names of the schemas that it stands in.
func (t *tree) node(s schemaObject, depth int, above []string) schemaJSON {
	out := schemaJSON{
		Type: "any", Enum: []json.RawMessage{}, Default: json.RawMessage("null"), Example: json.RawMessage("null"), Constraints: []string{},
		Properties: []schemaJSON{}, Variants: []schemaJSON{},
	}
	t.left--
	for s.Ref != "" {
		name, target, ok := t.follow(s.Ref)
		switch {
		case !ok:
			return out
		case slices.Contains(above, name):
			out.Type, out.Recursive = "object", &name
			return out
		}
		above = append(slices.Clone(above), name)
		out.Name, s = &name, target
	}
	out.describe(s)
	if depth >= maxTreeDepth || t.left <= 0 {
		out.Truncated = len(s.Properties) > 0 || s.Fields["items"] != nil
		return out
	}
	t.below(&out, s, depth, above)
	return out
}

func (t *tree) follow(ref string) (name string, target schemaObject, ok bool) {
	name, ok = strings.CutPrefix(ref, "#/$defs/")
	raw, known := t.defs[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
	if !ok || !known || json.Unmarshal(raw, &target) != nil {
		return name, target, false
	}
	return name, target, true
}

// below adds what a schema holds.
func (t *tree) below(out *schemaJSON, s schemaObject, depth int, above []string) {
	var required []string
	_ = json.Unmarshal(s.Fields["required"], &required)
	for _, p := range s.Properties {
		if t.left <= 0 {
			out.Truncated = true
			return
		}
		child := t.child(p.value, depth, above)
		child.Name, child.Required = &p.name, slices.Contains(required, p.name)
		out.Properties = append(out.Properties, child)
	}
	if raw := s.Fields["items"]; raw != nil {
		child := t.child(raw, depth, above)
		out.Items = &child
	}
	if raw := s.Fields["additionalProperties"]; raw != nil && raw[0] == '{' {
		child := t.child(raw, depth, above)
		out.Additional = &child
	}
	for _, kind := range []struct{ keyword, kind string }{{"oneOf", "one_of"}, {"anyOf", "any_of"}, {"allOf", "all_of"}} {
		var variants []json.RawMessage
		if json.Unmarshal(s.Fields[kind.keyword], &variants) != nil || out.VariantKind != nil {
			continue
		}
		for _, raw := range variants {
			if t.left <= 0 {
				out.Truncated = true
				return
			}
			out.VariantKind = &kind.kind
			out.Variants = append(out.Variants, t.child(raw, depth, above))
		}
	}
}

func (t *tree) child(raw json.RawMessage, depth int, above []string) schemaJSON {
	var s schemaObject
	_ = json.Unmarshal(raw, &s) // what is no schema is shown as any
	return t.node(s, depth+1, above)
}

// describe fills in what a schema says about itself.
func (n *schemaJSON) describe(s schemaObject) {
	text := func(name string) (v string) {
		_ = json.Unmarshal(s.Fields[name], &v)
		return v
	}
	n.Type, n.Nullable = typeName(s)
	n.Format, n.DescriptionHTML = optionalText(text("format")), rendered(text("description"))
	_ = json.Unmarshal(s.Fields["enum"], &n.Enum)
	n.Enum = orEmpty(n.Enum)
	if raw := s.Fields["const"]; raw != nil {
		n.Enum = []json.RawMessage{raw}
	}
	if raw := s.Fields["default"]; raw != nil {
		n.Default = raw
	}
	whole, _ := json.Marshal(s.Fields)
	n.Example = firstExample(nil, nil, whole)
	n.Constraints = append(n.Constraints, constraints(s)...)
	var d struct {
		PropertyName string `json:"propertyName"`
	}
	_ = json.Unmarshal(s.Fields["discriminator"], &d)
	n.Discriminator = optionalText(d.PropertyName)
}

func typeName(s schemaObject) (name string, nullable bool) {
	_ = json.Unmarshal(s.Fields["nullable"], &nullable) // OpenAPI 3.0
	switch t := s.Type.(type) {
	case string:
		return t, nullable
	case []any:
		var names []string
		for _, v := range t {
			if v == "null" {
				nullable = true
			} else if name, ok := v.(string); ok {
				names = append(names, name)
			}
		}
		return strings.Join(names, " or "), nullable
	}
	switch {
	case len(s.Properties) > 0:
		return "object", nullable
	case s.Fields["items"] != nil:
		return "array", nullable
	}
	return "any", nullable
}

// constraints are the bounds of a schema in words.
func constraints(s schemaObject) (out []string) {
	for _, k := range []struct{ keyword, words string }{
		{"minimum", "at least %s"}, {"maximum", "at most %s"}, {"exclusiveMinimum", "more than %s"}, {"exclusiveMaximum", "less than %s"},
		{"multipleOf", "a multiple of %s"}, {"minLength", "at least %s characters"}, {"maxLength", "at most %s characters"},
		{"pattern", "pattern %s"}, {"minItems", "at least %s items"}, {"maxItems", "at most %s items"},
		{"minProperties", "at least %s properties"}, {"maxProperties", "at most %s properties"},
	} {
		raw := s.Fields[k.keyword]
		if raw == nil || string(raw) == "true" || string(raw) == "false" {
			continue
		}
		value := string(raw)
		_ = json.Unmarshal(raw, &value)
		out = append(out, fmt.Sprintf(k.words, value))
	}
	for keyword, words := range map[string]string{"uniqueItems": "no item twice", "readOnly": "in answers alone", "writeOnly": "in requests alone", "deprecated": "deprecated"} {
		if string(s.Fields[keyword]) == "true" {
			out = append(out, words)
		}
	}
	slices.Sort(out[max(0, len(out)-4):])
	return out
}
