package openapi

import (
	"encoding/json"
	"slices"
	"strings"
)

// SchemaView is a schema as a tree. allOf is merged into what it belongs to.
type SchemaView struct {
	Name        string            `json:"name"`  // of what was referred to; empty for a schema that stands here
	Title       string            `json:"title"` //
	Description string            `json:"description"`
	Types       []string          `json:"types"` // "object", "array", "string", …; empty: any
	Format      string            `json:"format"`
	Nullable    bool              `json:"nullable"`
	Deprecated  bool              `json:"deprecated"`
	ReadOnly    bool              `json:"read_only"`
	WriteOnly   bool              `json:"write_only"`
	Enum        []json.RawMessage `json:"enum"` // the only values; a const is one of them
	Default     json.RawMessage   `json:"default"`
	Example     json.RawMessage   `json:"example"`
	Limits      []string          `json:"limits"` // in words: "at most 64 characters"

	Properties    []PropertyView     `json:"properties"`
	Additional    *SchemaView        `json:"additional"` // of properties with other names; nil: nothing is said
	Closed        bool               `json:"closed"`     // other properties are not allowed
	Items         *SchemaView        `json:"items"`
	OneOf         []*SchemaView      `json:"one_of"`
	AnyOf         []*SchemaView      `json:"any_of"`
	Discriminator *DiscriminatorView `json:"discriminator"`

	Recursive bool `json:"recursive"` // it stands in itself, under Name, and is not repeated
	Cut       bool `json:"cut"`       // too large to be shown from here on
}

// PropertyView is a property of an object.
type PropertyView struct {
	Name     string      `json:"name"`
	Required bool        `json:"required"`
	Schema   *SchemaView `json:"schema"`
}

// DiscriminatorView tells the alternatives apart.
type DiscriminatorView struct {
	Property string            `json:"property"`
	Mapping  map[string]string `json:"mapping"` // value → name of the schema
}

// Bounds of what a page shows of an endpoint.
const (
	maxViewSchemas = 4000
	maxViewDepth   = 16
)

func (d *describer) schema(v any) *SchemaView {
	if v == nil {
		return nil
	}
	root, ok := v.(*object)
	if !ok {
		root = newObject() // true and false
	}
	t := tree{describer: d, reader: reader{root: root, old: true}}
	return t.node(v, 0)
}

// tree draws one schema.
type tree struct {
	*describer
	reader reader
	above  []*object // schemas that the present one stands in
}

func (t *tree) node(v any, depth int) *SchemaView {
	if v == nil {
		return nil
	}
	out := emptySchema()
	if t.left--; t.left < 0 || depth > maxViewDepth {
		out.Cut = true
		return out
	}
	o, ok := v.(*object)
	if !ok {
		out.Closed = v == false
		return out
	}
	t.into(out, o, depth)
	return out
}

func emptySchema() *SchemaView {
	return &SchemaView{
		Types: []string{}, Enum: []json.RawMessage{}, Limits: []string{}, Properties: []PropertyView{}, OneOf: []*SchemaView{}, AnyOf: []*SchemaView{},
	}
}

// into adds what a schema says to a view: its own, that of what it refers to,
// and that of all that must hold together. What was said first stays.
func (t *tree) into(out *SchemaView, o *object, depth int) {
	if slices.Contains(t.above, o) {
		out.Recursive = true
		t.types(out, o)
		return
	}
	t.above = append(t.above, o)
	defer func() { t.above = t.above[:len(t.above)-1] }()
	t.own(out, o, depth)
	if ref := o.text("$ref"); ref != "" {
		t.referred(out, o, ref, depth)
	}
	for _, part := range o.list("allOf") {
		if p, ok := part.(*object); ok && depth < maxViewDepth {
			t.into(out, p, depth+1)
		}
	}
}

func (t *tree) referred(out *SchemaView, o *object, ref string, depth int) {
	name := unescapes.Replace(ref[strings.LastIndexByte(ref, '/')+1:])
	if base, _, numbered := strings.Cut(name, ":"); numbered {
		name = base
	}
	if out.Name == "" {
		out.Name = name
	}
	target, ok := t.reader.quietly(o).(*object)
	if ok && target != o {
		t.into(out, target, depth)
	}
}

func (t *tree) own(out *SchemaView, o *object, depth int) {
	first(&out.Title, o.text("title"))
	first(&out.Description, o.text("description"))
	first(&out.Format, o.text("format"))
	t.types(out, o)
	out.Deprecated = out.Deprecated || o.get("deprecated") == true
	out.ReadOnly = out.ReadOnly || o.get("readOnly") == true
	out.WriteOnly = out.WriteOnly || o.get("writeOnly") == true
	t.values(out, o)
	out.Limits = append(out.Limits, limitsOf(o)...)
	t.members(out, o, depth)
	if out.Items == nil {
		out.Items = t.node(o.get("items"), depth+1)
	}
	out.OneOf = append(out.OneOf, t.alternatives(out, o.list("oneOf"), depth)...)
	out.AnyOf = append(out.AnyOf, t.alternatives(out, o.list("anyOf"), depth)...)
	if d := o.object("discriminator"); d != nil && out.Discriminator == nil {
		out.Discriminator = discriminatorOf(d)
	}
}

func first(to *string, text string) {
	if *to == "" {
		*to = text
	}
}

func (t *tree) types(out *SchemaView, o *object) {
	named := o.list("type")
	if text := o.text("type"); text != "" {
		named = []any{text}
	}
	if len(named) == 0 && len(out.Types) == 0 {
		switch {
		case o.get("properties") != nil || o.get("additionalProperties") != nil:
			named = []any{"object"}
		case o.get("items") != nil:
			named = []any{"array"}
		}
	}
	for _, v := range named {
		switch text, _ := v.(string); {
		case text == "null":
			out.Nullable = true
		case text != "" && !slices.Contains(out.Types, text):
			out.Types = append(out.Types, text)
		}
	}
	out.Nullable = out.Nullable || o.get("nullable") == true
}

func (t *tree) values(out *SchemaView, o *object) {
	values := o.list("enum")
	if c := o.get("const"); c != nil {
		values = []any{c}
	}
	if len(out.Enum) == 0 {
		for _, v := range values {
			out.Enum = append(out.Enum, encode(v))
		}
	}
	if v := o.get("default"); v != nil && out.Default == nil {
		out.Default = encode(v)
	}
	v := o.get("example")
	if list := o.list("examples"); v == nil && len(list) > 0 {
		v = list[0]
	}
	if v != nil && out.Example == nil {
		out.Example = encode(v)
	}
}

func (t *tree) members(out *SchemaView, o *object, depth int) {
	required := map[string]bool{}
	for _, v := range o.list("required") {
		name, _ := v.(string)
		required[name] = true
	}
	if properties := o.object("properties"); properties != nil {
		for _, name := range properties.names {
			if !slices.ContainsFunc(out.Properties, func(p PropertyView) bool { return p.Name == name }) {
				out.Properties = append(out.Properties, PropertyView{name, false, t.node(properties.members[name], depth+1)})
			}
		}
	}
	for i := range out.Properties { // also those of another part of an allOf
		out.Properties[i].Required = out.Properties[i].Required || required[out.Properties[i].Name]
	}
	switch additional := o.get("additionalProperties"); {
	case additional == false:
		out.Closed = true
	case additional != nil && out.Additional == nil:
		out.Additional = t.node(additional, depth+1)
	}
}

// alternatives are those of a schema. One beside null alone is no choice: it
// is the schema, which may be null.
func (t *tree) alternatives(of *SchemaView, list []any, depth int) []*SchemaView {
	left := slices.DeleteFunc(slices.Clone(list), func(v any) bool {
		o, ok := v.(*object)
		return ok && o.text("type") == "null"
	})
	of.Nullable = of.Nullable || len(left) < len(list)
	if only, ok := one(left).(*object); ok && depth < maxViewDepth {
		t.into(of, only, depth+1)
		return nil
	}
	out := make([]*SchemaView, len(left))
	for i, v := range left {
		out[i] = t.node(v, depth+1)
	}
	return out
}

// one is the only item of a list.
func one(list []any) any {
	if len(list) != 1 {
		return nil
	}
	return list[0]
}

func discriminatorOf(o *object) *DiscriminatorView {
	out := &DiscriminatorView{Property: o.text("propertyName"), Mapping: map[string]string{}}
	if mapping := o.object("mapping"); mapping != nil {
		for _, value := range mapping.names {
			ref := mapping.text(value)
			out.Mapping[value] = ref[strings.LastIndexByte(ref, '/')+1:]
		}
	}
	return out
}
