package portal

import (
	"errors"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
	"gatehouse/internal/problem"
)

const schemas = "#/components/schemas/"

func init() {
	huma.DefaultArrayNullable = false // a variable of huma's package; lists of this API are never null
}

// config is the API before it has operations.
func config() huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Gatehouse portal API", Version: "1.0.0",
				Description: "What the pages of the developer portal call, on the portal's listener. Partners call the gateway, operators the admin API.",
				License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			},
			Servers: []*huma.Server{{URL: Prefix}},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry(schemas, schemaName),
				Responses: map[string]*huma.Response{"Problem": {Description: "Why not.", Content: map[string]*huma.MediaType{
					problem.ContentType: {Schema: &huma.Schema{Ref: schemas + "Problem"}},
				}}},
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: "gatehouse_portal", Description: "The session of somebody who is signed in."},
				},
			},
			Security: []map[string][]string{{"session": {}}},
		},
		Formats:                      map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{problems},
	}
}

// problems gives what huma itself found wrong with a parameter the form of all
// other refusals. huma's own words repeat the value that was sent.
func problems(ctx huma.Context, status string, v any) (any, error) {
	err, ok := v.(huma.StatusError)
	if _, ours := v.(*refusal); ours || !ok {
		return v, nil
	}
	if p, ok := errors.AsType[*problem.Problem](err); ok {
		return refusalOf(ctx.Context(), p), nil
	}
	if status != "422" {
		return refusalOf(ctx.Context(), gatehouse.Errorf(gatehouse.Malformed, "The request cannot be read as what it claims to be.")), nil
	}
	var f gatehouse.Fields
	if model, ok := err.(*huma.ErrorModel); ok {
		for _, e := range model.Errors {
			_, name, _ := strings.Cut(e.Location, ".")
			f.Add("?"+name, "%s", e.Message)
		}
	}
	return refusalOf(ctx.Context(), f.Err()), nil
}

// schemaName turns the name of a Go type into that of a schema: callJSON is
// Call, list[callJSON] is CallList.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if item, ok := strings.CutPrefix(name, "List"); ok && strings.HasSuffix(item, "JSON") {
		name = item + "List"
	}
	name = strings.ReplaceAll(name, "JSON", "")
	return strings.ToUpper(name[:1]) + name[1:]
}

// describe finishes the document once all operations are in it.
func describe(doc *huma.OpenAPI) {
	doc.Components.Schemas.Map()["Problem"] = problemSchema()
	for name, schema := range doc.Components.Schemas.Map() {
		t := doc.Components.Schemas.TypeFromRef(schemas + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for _, field := range reflect.VisibleFields(t) {
			tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			property := schema.Properties[tag]
			if property == nil || property.Ref == "" || field.Type.Kind() != reflect.Pointer {
				continue
			}
			// huma knows null for scalars alone.
			schema.Properties[tag] = &huma.Schema{Description: property.Description, AnyOf: []*huma.Schema{{Ref: property.Ref}, {Type: "null"}}}
		}
	}
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
			"request_id": text("Id of the call, as in X-Request-ID."), "retry_after": number("Seconds to wait, as in Retry-After."),
			"errors": {Type: huma.TypeArray, Description: "Which inputs are wrong.", Items: &huma.Schema{
				Type: huma.TypeObject, Required: []string{"pointer", "detail"}, Properties: map[string]*huma.Schema{
					"pointer": text("JSON pointer into the body, or ?name for a query parameter."), "detail": text("What would be right."),
				},
			}},
		},
	}
}

// answer is a document.
type answer[T any] struct{ Body T }

// list is one page. The cursor is null on the last one.
type list[T any] struct {
	Items      []T     `json:"items" doc:"The items of this page."`
	NextCursor *string `json:"next_cursor" doc:"Cursor of the next page; null on the last one."`
}

// Page says which part of a list is wanted.
type Page struct {
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"200" doc:"Items a page."`
	Cursor string `query:"cursor" maxLength:"1024" doc:"The next_cursor of the page before; empty for the first page."`
}

// ByID names the resource in the path.
type ByID struct {
	ID string `path:"id" doc:"Id of the resource." maxLength:"128"`
}
