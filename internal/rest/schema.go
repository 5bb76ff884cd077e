package rest

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Schemas is where an OpenAPI document keeps its schemas.
const Schemas = "#/components/schemas/"

// NewSchemas is an empty set of schemas.
func NewSchemas() huma.Registry { return huma.NewMapRegistry(Schemas, schemaName) }

// schemaName turns the name of a Go type into that of a schema: clientJSON is
// Client, List[clientJSON] is ClientList.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if name == "" { // a list of texts in a query
		return ""
	}
	if item, ok := strings.CutPrefix(name, "List"); ok && strings.HasSuffix(item, "JSON") {
		name = item + "List"
	}
	name = strings.ReplaceAll(name, "JSON", "")
	return strings.ToUpper(name[:1]) + name[1:]
}

// Describe finishes a document once all operations are in it: the schema of
// problems, and what may be null: optional fields of requests, in which null
// stands for a field left out, and nested objects of answers that may be
// missing. huma knows null for scalars alone.
func Describe(doc *huma.OpenAPI) {
	r := doc.Components.Schemas
	r.Map()["Problem"] = problemSchema()
	for name, schema := range r.Map() {
		t := r.TypeFromRef(Schemas + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for _, field := range reflect.VisibleFields(t) {
			tag, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			property, ok := schema.Properties[tag]
			optional := strings.Contains(options, "omit") && field.Tag.Get("clear") != "false"
			missing := field.Type.Kind() == reflect.Pointer && field.Type.Elem().Kind() == reflect.Struct
			if ok && (optional || missing) {
				schema.Properties[tag] = nullable(property)
			}
		}
	}
}

// nullable is a schema that also admits null.
func nullable(s *huma.Schema) *huma.Schema {
	switch {
	case s.Ref != "":
		none := &huma.Schema{Type: "null"}
		return &huma.Schema{Description: s.Description, AnyOf: []*huma.Schema{{Ref: s.Ref}, none}}
	case s.Type != "":
		s.Nullable = true
		if len(s.Enum) > 0 {
			s.Enum = append(s.Enum, nil)
		}
	}
	return s
}

// patchSchema documents a merge patch of T: nothing is required, what cannot
// be changed is gone, and null clears.
func patchSchema[T any](r huma.Registry) *huma.Schema {
	t := reflect.TypeFor[T]()
	name := strings.TrimPrefix(schemaName(t, ""), "New") + "Patch"
	if _, ok := r.Map()[name]; !ok {
		r.Map()[name] = loosened(r, r.Schema(t, false, ""), t)
	}
	return &huma.Schema{Ref: Schemas + name}
}

func loosened(r huma.Registry, s *huma.Schema, t reflect.Type) *huma.Schema {
	out := *s
	out.Required, out.Properties = nil, map[string]*huma.Schema{}
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if s.Properties[name] == nil || field.Tag.Get("fixed") == "true" {
			continue
		}
		property := *s.Properties[name]
		inner := field.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if property.Ref != "" && inner.Kind() == reflect.Struct {
			nested := loosened(r, r.SchemaFromRef(property.Ref), inner)
			nested.Description = property.Description
			property = *nested
		}
		property.Default = nil
		if strings.Contains(options, "omit") && field.Tag.Get("clear") != "false" {
			property = *nullable(&property)
		}
		out.Properties[name] = &property
	}
	out.PrecomputeMessages()
	return &out
}

func problemSchema() *huma.Schema {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: doc} }
	number := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeInteger, Description: doc} }
	return &huma.Schema{
		Type: huma.TypeObject, Description: "A problem document (RFC 9457).",
		Required: []string{"type", "title", "status", "detail", "code", "request_id"},
		Properties: map[string]*huma.Schema{
			"type": text("Page that explains the code."), "title": text("The same for every occurrence of the code."),
			"status": number("The HTTP status."), "detail": text("What to do."), "code": text("Stable and machine-readable."),
			"request_id":      text("Id of the call, as in X-Request-ID."),
			"retry_after":     number("Seconds to wait, as in Retry-After."),
			"allowed_methods": {Type: huma.TypeArray, Items: text(""), Description: "For a 405: what the path has."},
			"errors": {Type: huma.TypeArray, Description: "Which inputs are wrong.", Items: &huma.Schema{
				Type: huma.TypeObject, Required: []string{"pointer", "detail"}, Properties: map[string]*huma.Schema{
					"pointer": text("JSON pointer into the body, or ?name for a query parameter."), "detail": text("What would be right."),
				},
			}},
		},
	}
}
