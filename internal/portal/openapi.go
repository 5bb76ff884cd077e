package portal

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"gatehouse"
)

// parameter is an OpenAPI parameter or header object, as far as it is shown.
type parameter struct {
	Name        string                     `json:"name"`
	In          string                     `json:"in"`
	Description string                     `json:"description"`
	Required    bool                       `json:"required"`
	Deprecated  bool                       `json:"deprecated"`
	Style       string                     `json:"style"`
	Explode     *bool                      `json:"explode"`
	Schema      json.RawMessage            `json:"schema"`
	Content     map[string]mediaType       `json:"content"`
	Example     json.RawMessage            `json:"example"`
	Examples    map[string]json.RawMessage `json:"examples"`
}

type mediaType struct {
	Schema   json.RawMessage            `json:"schema"`
	Example  json.RawMessage            `json:"example"`
	Examples map[string]json.RawMessage `json:"examples"`
}

type bodyObject struct {
	Description string               `json:"description"`
	Required    bool                 `json:"required"`
	Content     map[string]mediaType `json:"content"`
}

type responseObject struct {
	Description string               `json:"description"`
	Headers     map[string]parameter `json:"headers"`
	Content     map[string]mediaType `json:"content"`
}

var places = []string{"path", "query", "header", "cookie"}

// managed are the headers that the gateway sets or that carry the credential;
// a document may list them as parameters, and nobody fills them in by hand.
var managed = []string{"accept", "content-type", "authorization", "x-client-id", "x-profile-id"}

// parametersOf lists the documented parameters. A name of the path that nobody
// documented is listed too: without it there is no call.
func parametersOf(e gatehouse.Endpoint) []parameterJSON {
	var documented []parameter
	_ = json.Unmarshal(e.Parameters, &documented) // stored after it was checked; null is none
	documented = slices.DeleteFunc(documented, func(p parameter) bool {
		return !slices.Contains(places, p.In) || p.In == "header" && slices.Contains(managed, strings.ToLower(p.Name))
	})
	t, _ := gatehouse.ParseTemplate(e.Path)
	for _, s := range t.Segments {
		known := slices.ContainsFunc(documented, func(p parameter) bool { return p.In == "path" && p.Name == s.Parameter })
		if s.Parameter != "" && !known {
			documented = append(documented, parameter{Name: s.Parameter, In: "path", Required: true})
		}
	}
	if t.Wildcard {
		documented = append(documented, parameter{Name: "*", In: "path", Description: "The rest of the path."})
	}
	slices.SortStableFunc(documented, func(a, b parameter) int { return slices.Index(places, a.In) - slices.Index(places, b.In) })
	return each(documented, parameter.shown)
}

func (p parameter) shown() parameterJSON {
	if p.Style == "" {
		p.Style = map[string]string{"path": "simple", "header": "simple"}[p.In]
		if p.Style == "" {
			p.Style = "form"
		}
	}
	explode := p.Style == "form"
	if p.Explode != nil {
		explode = *p.Explode
	}
	for _, m := range p.Content {
		if p.Schema == nil {
			p.Schema = m.Schema
		}
	}
	return parameterJSON{
		Name: p.Name, In: p.In, Required: p.Required || p.In == "path" && p.Name != "*", Deprecated: p.Deprecated, DescriptionHTML: rendered(p.Description),
		Style: p.Style, Explode: explode, Schema: treeOf(p.Schema), Example: firstExample(p.Example, p.Examples, p.Schema),
	}
}

// firstExample is what a document gives as an example of a value.
func firstExample(example json.RawMessage, examples map[string]json.RawMessage, schema json.RawMessage) json.RawMessage {
	if len(example) > 0 {
		return example
	}
	for _, name := range sortedKeys(examples) {
		var o struct {
			Value json.RawMessage `json:"value"`
		}
		if json.Unmarshal(examples[name], &o) == nil && len(o.Value) > 0 {
			return o.Value
		}
	}
	var s struct {
		Example  json.RawMessage   `json:"example"`
		Examples []json.RawMessage `json:"examples"`
		Default  json.RawMessage   `json:"default"`
	}
	_ = json.Unmarshal(schema, &s)
	switch {
	case len(s.Example) > 0:
		return s.Example
	case len(s.Examples) > 0:
		return s.Examples[0]
	case len(s.Default) > 0:
		return s.Default
	}
	return json.RawMessage("null")
}

func requestBodyOf(e gatehouse.Endpoint) *contentsJSON {
	var o bodyObject
	if err := json.Unmarshal(e.RequestBody, &o); err != nil || len(o.Content) == 0 {
		return nil
	}
	out := &contentsJSON{o.Required, rendered(o.Description), contentOf(o.Content)}
	for i, c := range out.Content {
		if c.Example == nil && e.Example.Body != "" && strings.HasPrefix(e.Example.Headers["Content-Type"], c.MediaType) {
			out.Content[i].Example = &e.Example.Body
		}
	}
	return out
}

func contentOf(content map[string]mediaType) []contentJSON {
	out := []contentJSON{}
	for _, name := range sortedKeys(content) {
		m := content[name]
		c := contentJSON{MediaType: name, Schema: treeOf(m.Schema), JSONSchema: m.Schema}
		if c.JSONSchema == nil {
			c.JSONSchema = json.RawMessage("null")
		}
		if e := firstExample(m.Example, m.Examples, m.Schema); string(e) != "null" {
			c.Example = asText(e)
		}
		out = append(out, c)
	}
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

func responsesOf(e gatehouse.Endpoint) []responseJSON {
	var all map[string]responseObject
	_ = json.Unmarshal(e.Responses, &all) // stored after it was checked; null is none
	out := []responseJSON{}
	for _, status := range sortedKeys(all) {
		o := all[status]
		r := responseJSON{Status: status, DescriptionHTML: rendered(o.Description), Headers: []parameterJSON{}, Content: contentOf(o.Content)}
		for _, name := range sortedKeys(o.Headers) {
			h := o.Headers[name]
			h.Name, h.In = name, "header"
			r.Headers = append(r.Headers, h.shown())
		}
		out = append(out, r)
	}
	return out
}
