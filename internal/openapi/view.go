package openapi

import (
	"encoding/json"
	"slices"
	"strings"

	"gatehouse"
)

// View is an endpoint's documentation as a page shows it: everything that is
// referred to is in its place, so that a reader needs no OpenAPI of their own.
type View struct {
	Parameters []ParameterView `json:"parameters"`
	Body       *BodyView       `json:"body"` // nil: none is documented
	Responses  []ResponseView  `json:"responses"`
}

// ParameterView is one parameter, or one header of a response.
type ParameterView struct {
	Name        string        `json:"name"`
	In          string        `json:"in"` // "path", "query", "header" or "cookie"
	Description string        `json:"description"`
	Required    bool          `json:"required"`
	Deprecated  bool          `json:"deprecated"`
	Style       string        `json:"style"`      // "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject", …
	Explode     bool          `json:"explode"`    // items of a list are fields of their own
	MediaType   string        `json:"media_type"` // in which the value is written; empty: as text
	Schema      *SchemaView   `json:"schema"`     // nil: anything goes
	Examples    []ExampleView `json:"examples"`
}

// BodyView is a request body.
type BodyView struct {
	Description string        `json:"description"`
	Required    bool          `json:"required"`
	Content     []ContentView `json:"content"`
}

// ResponseView is the answer with one status.
type ResponseView struct {
	Status      string          `json:"status"` // "200", "4XX" or "default"
	Description string          `json:"description"`
	Headers     []ParameterView `json:"headers"`
	Content     []ContentView   `json:"content"`
}

// ContentView is a body in one media type.
type ContentView struct {
	MediaType string         `json:"media_type"`
	Schema    *SchemaView    `json:"schema"` // nil: anything goes
	Examples  []ExampleView  `json:"examples"`
	Encoding  []EncodingView `json:"encoding"` // of the parts of a form
}

// EncodingView says how one part of a form is sent.
type EncodingView struct {
	Property    string `json:"property"`
	ContentType string `json:"content_type"`
}

// ExampleView is a value to begin with.
type ExampleView struct {
	Name      string          `json:"name"`
	Summary   string          `json:"summary"`
	Value     json.RawMessage `json:"value"`
	Generated bool            `json:"generated"` // made of the schema, because the document gives none
}

// Describe reads an endpoint's parameters, body and responses. What is not as
// OpenAPI has it is left out: the endpoint may have been written by hand.
func Describe(e gatehouse.Endpoint) View {
	d := describer{left: maxViewSchemas}
	out := View{Parameters: d.parameters(e.Parameters), Responses: d.responses(e.Responses)}
	if body, ok := read(e.RequestBody).(*object); ok {
		out.Body = &BodyView{body.text("description"), body.get("required") == true, d.content(body.get("content"))}
	}
	return out
}

// describer describes one endpoint under a budget.
type describer struct{ left int } // schemas that may still be shown

func read(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	v, err := parseJSON(raw)
	if err != nil {
		return nil
	}
	return v
}

func (d *describer) parameters(raw json.RawMessage) []ParameterView {
	out := []ParameterView{}
	list, _ := read(raw).([]any)
	for _, v := range list {
		if o, ok := v.(*object); ok && o.text("name") != "" {
			out = append(out, d.parameter(o, o.text("name"), o.text("in")))
		}
	}
	return out
}

func (d *describer) parameter(o *object, name, in string) ParameterView {
	p := ParameterView{
		Name: name, In: in, Description: o.text("description"), Required: o.get("required") == true || in == "path",
		Deprecated: o.get("deprecated") == true, Style: o.text("style"), Schema: d.schema(o.get("schema")), Examples: examplesOf(o, 1),
	}
	if p.Style == "" {
		p.Style = map[bool]string{true: "form", false: "simple"}[in == "query" || in == "cookie"]
	}
	p.Explode = p.Style == "form" || p.Style == "deepObject"
	if explode, ok := o.get("explode").(bool); ok {
		p.Explode = explode
	}
	if content := d.content(o.get("content")); len(content) > 0 {
		p.MediaType, p.Schema, p.Examples = content[0].MediaType, content[0].Schema, content[0].Examples
	}
	return p
}

func (d *describer) content(v any) []ContentView {
	out := []ContentView{}
	o, ok := v.(*object)
	if !ok {
		return out
	}
	for _, mediaType := range o.names {
		m, ok := o.members[mediaType].(*object)
		if !ok {
			continue
		}
		c := ContentView{MediaType: mediaType, Schema: d.schema(m.get("schema")), Examples: examplesOf(m, 0), Encoding: []EncodingView{}}
		if encoding := m.object("encoding"); encoding != nil {
			for _, property := range encoding.names {
				c.Encoding = append(c.Encoding, EncodingView{property, encoding.object(property).text("contentType")})
			}
		}
		out = append(out, c)
	}
	return out
}

func (d *describer) responses(raw json.RawMessage) []ResponseView {
	out := []ResponseView{}
	list, ok := read(raw).(*object)
	if !ok {
		return out
	}
	for _, status := range list.names {
		o, ok := list.members[status].(*object)
		if !ok || strings.HasPrefix(status, "x-") {
			continue
		}
		r := ResponseView{Status: status, Description: o.text("description"), Headers: []ParameterView{}, Content: d.content(o.get("content"))}
		if headers := o.object("headers"); headers != nil {
			for _, name := range headers.names {
				if h, ok := headers.members[name].(*object); ok {
					r.Headers = append(r.Headers, d.parameter(h, name, "header"))
				}
			}
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b ResponseView) int { return strings.Compare(statusOrder(a.Status), statusOrder(b.Status)) })
	return out
}

// statusOrder puts success first and the rest last.
func statusOrder(status string) string {
	if strings.HasPrefix(status, "2") {
		return "0" + status
	}
	return strings.Replace(status, "default", "~", 1)
}

// examplesOf are the examples of a parameter or media type, or one that its
// schema suggests; lists in that one have at least so many items.
func examplesOf(o *object, items int) []ExampleView {
	if v := o.get("example"); v != nil {
		return []ExampleView{{Value: encode(v)}}
	}
	out := []ExampleView{}
	if named := o.object("examples"); named != nil {
		for _, name := range named.names {
			if e, ok := named.members[name].(*object); ok && e.get("value") != nil {
				out = append(out, ExampleView{Name: name, Summary: e.text("summary"), Value: encode(e.get("value"))})
			}
		}
	}
	root, ok := o.get("schema").(*object)
	if len(out) > 0 || !ok {
		return out
	}
	s := sampler{&reader{root: root}, maxSampleValues, items}
	return append(out, ExampleView{Value: encode(s.value(root, 0)), Generated: true})
}
