package openapi

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
)

// holder is a parameter, header, body, response or media type with the schemas
// in it rewritten for the document.
func (w *writer) holder(o *object) *object {
	out := newObject()
	for _, name := range o.names {
		v := o.members[name]
		switch in, _ := v.(*object); {
		case name == "schema":
			v = w.root(v)
		case in != nil && (name == "content" || name == "headers"):
			held := newObject()
			for _, key := range in.names {
				if m, ok := in.members[key].(*object); ok {
					held.set(key, w.holder(m))
				}
			}
			v = held
		}
		out.set(name, v)
	}
	return out
}

// root is a schema whose definitions become the document's: references in it
// are read against the document and no more against the schema.
func (w *writer) root(v any) any {
	o, ok := v.(*object)
	if !ok {
		return w.dialect().schema(v)
	}
	defs := o.object("$defs")
	d := w.dialect()
	if defs != nil {
		for _, name := range defs.names {
			d.names["#/$defs/"+gatehouse.EscapePointer(name)] = w.component(name, defs.members[name])
		}
		for _, name := range defs.names {
			if as := d.names["#/$defs/"+gatehouse.EscapePointer(name)]; w.components.members[as] == nil {
				w.components.members[as] = d.schema(defs.members[name])
			}
		}
	}
	return d.schema(copied(o, map[string]func(any) any{"$defs": nothing}))
}

func (w *writer) dialect() *dialect { return &dialect{old: w.old, names: map[string]string{}} }

// component finds a place for a definition. Two operations that were imported
// together have the same definitions; one of which only a part was kept gives
// way to the whole.
func (w *writer) component(name string, body any) string {
	base := strings.Trim(unsafeName.ReplaceAllString(name, "_"), "_")
	if base == "" {
		base = "schema"
	}
	text, part := string(encode(body)), string(encode(leftOut()))
	for n := 1; ; n++ {
		as := base
		if n > 1 {
			as += "_" + strconv.Itoa(n)
		}
		switch has, taken := w.bodies[as]; {
		case !taken:
			w.bodies[as] = text
			w.components.set(as, nil)
			return as
		case has == text || text == part:
			return as
		case has == part:
			w.bodies[as], w.components.members[as] = text, nil
			return as
		}
	}
}

// dialect rewrites a schema of either version of OpenAPI, which an endpoint
// does not tell, for one of them.
type dialect struct {
	old   bool
	names map[string]string // reference → name among the components
}

func (d *dialect) schema(v any) any {
	o, ok := v.(*object)
	switch {
	case !ok && v == false:
		return objectOf("not", newObject())
	case !ok:
		return newObject()
	}
	out := newObject()
	for _, name := range o.names {
		d.keyword(out, name, o.members[name])
	}
	if d.old {
		return d.as30(out)
	}
	return d.as31(out)
}

// keyword copies one, with the schemas in it.
func (d *dialect) keyword(out *object, name string, v any) {
	switch name {
	case "$ref":
		ref, _ := v.(string)
		if as := d.names[ref]; as != "" {
			out.set("$ref", "#/components/schemas/"+as)
		}
	case "properties", "patternProperties", "dependentSchemas":
		in, ok := v.(*object)
		if !ok {
			return
		}
		named := newObject()
		for _, key := range in.names {
			named.set(key, d.schema(in.members[key]))
		}
		out.set(name, named)
	case "allOf", "anyOf", "oneOf", "prefixItems":
		list, ok := v.([]any)
		if !ok || len(list) == 0 {
			return
		}
		each := make([]any, len(list))
		for i, item := range list {
			each[i] = d.schema(item)
		}
		out.set(name, each)
	case "items", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema":
		out.set(name, d.schema(v))
	case "additionalProperties":
		if _, flag := v.(bool); !flag {
			v = d.schema(v)
		}
		out.set(name, v)
	case "discriminator":
		out.set(name, d.discriminator(v))
	default:
		if !dropped[name] {
			out.set(name, v)
		}
	}
}

// discriminator names components, as its mapping once named schemas.
func (d *dialect) discriminator(v any) any {
	o, ok := v.(*object)
	mapping := o.object("mapping")
	if !ok || mapping == nil {
		return v
	}
	named := newObject()
	for _, value := range mapping.names {
		last := mapping.text(value)
		last = last[strings.LastIndexByte(last, '/')+1:]
		if as := d.names["#/$defs/"+last]; as != "" {
			named.set(value, "#/components/schemas/"+as)
		}
	}
	return copied(o, map[string]func(any) any{"mapping": func(any) any { return named }})
}

// without copies an object but for some members.
func without(o *object, names ...string) *object {
	out := newObject()
	for _, name := range o.names {
		if !slices.Contains(names, name) {
			out.set(name, o.members[name])
		}
	}
	return out
}

// as31 writes what only OpenAPI 3.0 has in JSON Schema's words.
func (d *dialect) as31(o *object) *object {
	for _, bound := range [][2]string{{"exclusiveMinimum", "minimum"}, {"exclusiveMaximum", "maximum"}} {
		flag, is := o.get(bound[0]).(bool)
		if !is {
			continue
		}
		limit := o.get(bound[1])
		o = without(o, bound[0])
		if flag && limit != nil {
			o = without(o, bound[1])
			o.set(bound[0], limit)
		}
	}
	nullable, kind := o.get("nullable") == true, o.text("type")
	o = without(o, "nullable")
	if !nullable || kind == "" { // without a type it says nothing (OpenAPI 3.0.3)
		return o
	}
	o.members["type"] = []any{kind, "null"}
	if list := o.list("enum"); len(list) > 0 && !slices.Contains(list, nil) {
		o.members["enum"] = append(slices.Clone(list), nil)
	}
	return o
}

// not30 are keywords that OpenAPI 3.0 does not have. Without them a schema
// allows more than it did.
var not30 = []string{
	"patternProperties", "dependentSchemas", "dependentRequired", "prefixItems", "if", "then", "else", "contains", "minContains", "maxContains",
	"propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema", "contentMediaType", "contentEncoding", "$comment",
}

// as30 writes what only JSON Schema has in OpenAPI 3.0's words.
func (d *dialect) as30(o *object) *object {
	o = without(o, not30...)
	if ref := o.text("$ref"); ref != "" && len(o.names) > 1 { // nothing may stand beside it
		parts := append([]any{objectOf("$ref", ref)}, o.list("allOf")...)
		o = without(o, "$ref", "allOf")
		o.set("allOf", parts)
	}
	for _, bound := range [][2]string{{"exclusiveMinimum", "minimum"}, {"exclusiveMaximum", "maximum"}} {
		if limit, is := o.get(bound[0]).(json.Number); is {
			o = without(o, bound[0], bound[1])
			o.set(bound[1], limit)
			o.set(bound[0], true)
		}
	}
	if c, is := o.members["const"]; is {
		o = without(o, "const", "enum")
		o.set("enum", []any{c})
	}
	if list := o.list("examples"); o.get("examples") != nil {
		o = without(o, "examples")
		if len(list) > 0 && o.get("example") == nil {
			o.set("example", list[0])
		}
	}
	return d.type30(o)
}

// type30 turns a list of types into one, null into nullable.
func (d *dialect) type30(o *object) *object {
	kinds := o.list("type")
	if o.text("type") == "null" {
		kinds = []any{"null"}
	}
	if kinds != nil {
		left := slices.DeleteFunc(slices.Clone(kinds), func(v any) bool { return v == "null" })
		null := len(left) < len(kinds)
		o = without(o, "type")
		switch {
		case len(left) == 1:
			o.set("type", left[0])
		case len(left) > 1 && o.get("anyOf") == nil:
			alternatives := make([]any, len(left))
			for i, kind := range left {
				alternatives[i] = typed(kind)
			}
			o.set("anyOf", alternatives)
		}
		if null {
			o = without(o, "nullable")
			o.set("nullable", true)
		}
	}
	if o.text("type") == "array" && o.get("items") == nil {
		o.set("items", newObject())
	}
	return o
}

func typed(kind any) *object {
	if kind == "array" {
		return objectOf("type", kind, "items", newObject())
	}
	return objectOf("type", kind)
}
