package portal

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"gatehouse"
	"gatehouse/internal/openapi"
	"gatehouse/internal/rest"
)

// schemaJSON is a schema as a tree to show. References are in their place; a
// schema that holds itself is named where it would begin again.
type schemaJSON struct {
	Name            *string           `json:"name" doc:"Of the property, or of the schema that is referred to."`
	Type            string            `json:"type" doc:"object, array, string, integer or null, any." example:"string"`
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
	Variants        []schemaJSON      `json:"variants" doc:"Schemas that are chosen among."`
	VariantKind     *string           `json:"variant_kind" enum:"one_of,any_of" doc:"Whether exactly one of the variants applies, or at least one."`
	Discriminator   *string           `json:"discriminator" doc:"Name of the property that tells the variants apart."`
	Recursive       *string           `json:"recursive" doc:"Name of the schema that begins again here; it is not shown twice."`
	Truncated       bool              `json:"truncated" doc:"There is more below than is shown."`
}

// treeOf shows a schema; nil stays nil.
func treeOf(v *openapi.SchemaView) *schemaJSON {
	if v == nil {
		return nil
	}
	out := &schemaJSON{
		Name: rest.OptionalText(v.Name), Type: strings.Join(v.Types, " or "), Format: rest.OptionalText(v.Format), Nullable: v.Nullable,
		DescriptionHTML: rendered(v.Description), Enum: rest.OrEmpty(v.Enum), Default: orNull(v.Default), Example: orNull(v.Example),
		Constraints: slices.Concat(v.Limits, remarks(v)), Properties: []schemaJSON{}, Variants: []schemaJSON{},
		Items: treeOf(v.Items), Additional: treeOf(v.Additional), Truncated: v.Cut,
	}
	out.Constraints = rest.OrEmpty(out.Constraints)
	if out.Type == "" {
		out.Type = "any"
	}
	if v.Recursive {
		out.Recursive = &v.Name
	}
	for _, p := range v.Properties {
		child := treeOf(p.Schema)
		if child == nil {
			child = treeOf(&openapi.SchemaView{})
		}
		child.Name, child.Required = &p.Name, p.Required
		out.Properties = append(out.Properties, *child)
	}
	out.choose("one_of", v.OneOf)
	out.choose("any_of", v.AnyOf)
	if v.Discriminator != nil {
		out.Discriminator = &v.Discriminator.Property
	}
	return out
}

// remarks are what else there is to say of a schema.
func remarks(v *openapi.SchemaView) (out []string) {
	for _, r := range []struct {
		said  bool
		words string
	}{
		{v.Deprecated, "deprecated"}, {v.ReadOnly, "in answers alone"}, {v.WriteOnly, "in requests alone"}, {v.Closed, "no other properties"},
	} {
		if r.said {
			out = append(out, r.words)
		}
	}
	return out
}

func (s *schemaJSON) choose(kind string, among []*openapi.SchemaView) {
	for _, v := range among {
		s.VariantKind = &kind
		if child := treeOf(v); child != nil {
			s.Variants = append(s.Variants, *child)
		}
	}
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

// managed are the headers that the gateway sets or that carry the credential;
// a document may list them as parameters, and nobody fills them in by hand.
var managed = []string{"accept", "content-type", "authorization", "x-client-id", "x-profile-id"}

var places = []string{"path", "query", "header", "cookie"}

// parametersOf lists the documented parameters, those of the path first. A name
// of the path that nobody documented is listed too: without it there is no call.
func parametersOf(e gatehouse.Endpoint, documented []openapi.ParameterView) []parameterJSON {
	return rest.Each(callersParameters(e, documented), func(p openapi.ParameterView) parameterJSON { return parameterOf(p, e.Example) })
}

// callersParameters are those that the caller fills in.
func callersParameters(e gatehouse.Endpoint, documented []openapi.ParameterView) []openapi.ParameterView {
	all := slices.DeleteFunc(slices.Clone(documented), func(p openapi.ParameterView) bool {
		return p.In == "header" && slices.Contains(managed, strings.ToLower(p.Name))
	})
	t, _ := gatehouse.ParseTemplate(e.Path)
	for _, s := range t.Segments {
		known := slices.ContainsFunc(all, func(p openapi.ParameterView) bool { return p.In == "path" && p.Name == s.Parameter })
		if s.Parameter != "" && !known {
			all = append(all, openapi.ParameterView{Name: s.Parameter, In: "path", Required: true, Style: "simple"})
		}
	}
	if t.Wildcard {
		all = append(all, openapi.ParameterView{Name: "*", In: "path", Style: "simple", Description: "The rest of the path."})
	}
	slices.SortStableFunc(all, func(a, b openapi.ParameterView) int { return slices.Index(places, a.In) - slices.Index(places, b.In) })
	return all
}

func parameterOf(p openapi.ParameterView, known gatehouse.Example) parameterJSON {
	out := parameterJSON{
		Name: p.Name, In: p.In, Required: p.Required, Deprecated: p.Deprecated, DescriptionHTML: rendered(p.Description),
		Style: p.Style, Explode: p.Explode, MediaType: rest.OptionalText(p.MediaType), Schema: treeOf(p.Schema), Example: json.RawMessage("null"),
	}
	if len(p.Examples) > 0 {
		out.Example = orNull(p.Examples[0].Value)
	}
	// The endpoint's own example is known to work, so it goes first.
	if value, ok := known.PathParameters[p.Name]; ok && p.In == "path" {
		out.Example, _ = json.Marshal(value) // a string always encodes
	}
	return out
}

func requestBodyOf(e gatehouse.Endpoint, b *openapi.BodyView) *contentsJSON {
	if b == nil {
		return nil
	}
	out := &contentsJSON{b.Required, rendered(b.Description), contentOf(b.Content)}
	for i, c := range out.Content {
		out.Content[i].JSONSchema = documentedSchema(e.RequestBody, c.MediaType)
		if e.Example.Body != "" && strings.HasPrefix(e.Example.Headers["Content-Type"], c.MediaType) {
			out.Content[i].Example = &e.Example.Body
		}
	}
	return out
}

// documentedSchema is the schema of a body as it is stored, for a check in the
// browser.
func documentedSchema(body json.RawMessage, mediaType string) json.RawMessage {
	var o struct {
		Content map[string]struct {
			Schema json.RawMessage `json:"schema"`
		} `json:"content"`
	}
	_ = json.Unmarshal(body, &o) // stored after it was checked
	return orNull(o.Content[mediaType].Schema)
}

func contentOf(content []openapi.ContentView) []contentJSON {
	out := rest.Each(content, func(c openapi.ContentView) contentJSON {
		shown := contentJSON{MediaType: c.MediaType, Schema: treeOf(c.Schema), JSONSchema: json.RawMessage("null"), Encoding: []encodingJSON{}}
		for _, e := range c.Encoding {
			shown.Encoding = append(shown.Encoding, encodingJSON(e))
		}
		if len(c.Examples) > 0 {
			shown.Example = asText(c.Examples[0].Value)
		}
		return shown
	})
	slices.SortStableFunc(out, func(a, b contentJSON) int { return preference(a.MediaType) - preference(b.MediaType) })
	return out
}

func preference(mediaType string) int {
	if mediaType == "application/json" {
		return 0
	}
	return 1
}

// asText is an example as it is sent: a string as it is, all else as JSON.
func asText(raw json.RawMessage) *string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return &text
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return nil
	}
	text = b.String()
	return &text
}

func responsesOf(documented []openapi.ResponseView) []responseJSON {
	return rest.Each(documented, func(r openapi.ResponseView) responseJSON {
		return responseJSON{
			Status: r.Status, DescriptionHTML: rendered(r.Description), Content: contentOf(r.Content),
			Headers: rest.Each(r.Headers, func(p openapi.ParameterView) parameterJSON { return parameterOf(p, gatehouse.Example{}) }),
		}
	})
}
