package openapi

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
)

// Bounds of a made-up request.
const (
	maxSampleDepth  = 8
	maxSampleValues = 200
	maxSampleBody   = 64 << 10
)

// example is a request that is likely to work: what the document gives as
// examples, and where it gives none, the simplest value that its schema allows.
// Only what is required is in it.
func (r *reader) example(parameters parameterList, body *object, bodyAt string) gatehouse.Example {
	var out gatehouse.Example
	query := url.Values{}
	for _, p := range parameters {
		name := p.value.text("name")
		switch in := p.value.text("in"); {
		case in == "path":
			set(&out.PathParameters, name, r.sampleText(p))
		case p.value.get("required") != true:
		case in == "query":
			query.Set(name, r.sampleText(p))
		case in == "header" && !ownHeader(name):
			set(&out.Headers, name, r.sampleText(p))
		}
	}
	out.Query = query.Encode()
	if s := r.sampleBody(body, bodyAt); s.kind != "" {
		set(&out.Headers, "Content-Type", s.kind)
		out.Body = s.text
	}
	return out
}

func set(m *map[string]string, name, value string) {
	if *m == nil {
		*m = map[string]string{}
	}
	(*m)[name] = value
}

// ownHeader tells the headers that the gateway or the access proof sets, and
// those that OpenAPI describes elsewhere.
func ownHeader(name string) bool {
	name = strings.ToLower(name)
	return slices.Contains([]string{"accept", "content-type", "authorization", "x-client-id", "x-profile-id", "host", "content-length"}, name)
}

// sample is a made-up value as it is sent, and a body's media type.
type sample struct{ kind, text string }

// once makes the sample for a place of the document, which many operations may
// share.
func (r *reader) once(at string, make func() sample) sample {
	s, ok := r.samples[at]
	if !ok {
		s = make()
		r.samples[at] = s
	}
	return s
}

// sampleText is a parameter's value as it stands in a request.
func (r *reader) sampleText(p describedParameter) string {
	return r.once(p.at, func() sample { return sample{text: textOf(r.valueOf(p.value, 1))} }).text
}

// valueOf is a value for a parameter or media type; lists in it have at least
// so many items.
func (r *reader) valueOf(o *object, items int) any {
	if v := r.given(o); v != nil {
		return v
	}
	s := sampler{r, maxSampleValues, items}
	return s.value(o.get("schema"), 0)
}

func textOf(v any) string {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	text, ok := v.(string)
	if !ok {
		text = string(encode(v))
	}
	if text = cut(text, 256); text == "" || strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c == 0x7f }) {
		return "1"
	}
	return text
}

// given is what the document gives as an example of a parameter or media type.
func (r *reader) given(o *object) any {
	if v := o.get("example"); v != nil {
		return v
	}
	if examples := o.object("examples"); examples != nil {
		for _, name := range examples.names {
			if e, ok := r.quietly(examples.members[name]).(*object); ok && e.get("value") != nil {
				return e.get("value")
			}
		}
	}
	return nil
}

// quietly follows references without noting what is wrong with them, which was
// done where they are copied.
func (r *reader) quietly(v any) any {
	before := r.findings
	v, _ = r.resolve(v, "")
	r.findings = before
	return v
}

// sampleBody is a JSON body; other kinds are not made up.
func (r *reader) sampleBody(body *object, at string) sample {
	content := body.object("content")
	if content == nil {
		return sample{}
	}
	return r.once(at, func() sample {
		for _, mediaType := range content.names {
			kind, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
			kind = strings.TrimSpace(kind)
			media, ok := r.quietly(content.members[mediaType]).(*object)
			if !ok || kind != "application/json" && !strings.HasSuffix(kind, "+json") {
				continue
			}
			if text := string(encode(r.valueOf(media, 0))); len(text) <= maxSampleBody {
				return sample{kind, text}
			}
		}
		return sample{}
	})
}

// sampler makes up values under a budget: a schema may go round in circles.
type sampler struct {
	*reader
	left  int
	items int // of a list that may be empty
}

func (s *sampler) value(v any, depth int) any {
	if s.left--; s.left < 0 || depth > maxSampleDepth {
		return nil
	}
	schema, ok := s.quietly(v).(*object)
	if !ok {
		return "example"
	}
	if given := said(schema); given != nil {
		return given
	}
	for _, keyword := range []string{"allOf", "oneOf", "anyOf"} {
		if list := schema.list(keyword); len(list) > 0 && schema.get("properties") == nil {
			return s.combined(keyword, list, depth)
		}
	}
	switch typeOf(schema) {
	case "object":
		return s.object(schema, depth)
	case "array":
		return s.array(schema, depth)
	case "integer", "number":
		return least(schema)
	case "boolean":
		return true
	case "null":
		return nil
	default:
		return word(schema)
	}
}

// said is a value that the schema names itself.
func said(schema *object) any {
	for _, keyword := range []string{"example", "const", "default"} {
		if v := schema.get(keyword); v != nil {
			return v
		}
	}
	for _, keyword := range []string{"examples", "enum"} {
		if list := schema.list(keyword); len(list) > 0 {
			return list[0]
		}
	}
	return nil
}

// combined takes the first of alternatives, and all of what must hold together.
func (s *sampler) combined(keyword string, list []any, depth int) any {
	if keyword != "allOf" {
		return s.value(list[0], depth+1)
	}
	out := newObject()
	for _, part := range list {
		v := s.value(part, depth+1)
		o, ok := v.(*object)
		if !ok {
			return v
		}
		for _, name := range o.names {
			out.set(name, o.members[name])
		}
	}
	return out
}

func typeOf(schema *object) string {
	if t := schema.text("type"); t != "" {
		return t
	}
	if list := schema.list("type"); len(list) > 0 {
		t, _ := list[0].(string)
		return t
	}
	switch {
	case schema.get("properties") != nil:
		return "object"
	case schema.get("items") != nil:
		return "array"
	}
	return "string"
}

func (s *sampler) object(schema *object, depth int) any {
	out := newObject()
	properties := schema.object("properties")
	for _, v := range schema.list("required") {
		name, ok := v.(string)
		if ok && s.left > 0 {
			out.set(name, s.value(properties.get(name), depth+1))
		}
	}
	return out
}

func (s *sampler) array(schema *object, depth int) any {
	least, _ := schema.get("minItems").(json.Number)
	if (least == "" || least == "0") && s.items == 0 {
		return []any{}
	}
	return []any{s.value(schema.get("items"), depth+1)}
}

// least is the smallest number that is allowed, or 1. The exclusive bound is a
// flag in OpenAPI 3.0 and a number in 3.1.
func least(schema *object) any {
	n, bounded := schema.get("minimum").(json.Number)
	above, exclusive := schema.get("exclusiveMinimum").(json.Number)
	if exclusive {
		n = above
	} else if exclusive = bounded && schema.get("exclusiveMinimum") == true; !bounded {
		return json.Number("1")
	}
	if f, err := n.Float64(); err == nil && exclusive {
		return json.Number(strconv.FormatFloat(f+1, 'f', -1, 64))
	}
	return n
}

// word is a text of a format.
func word(schema *object) string {
	if text := words[schema.text("format")]; text != "" {
		return text
	}
	return "example"
}

var words = map[string]string{
	"date": "2026-03-01", "date-time": "2026-03-01T09:30:00Z", "time": "09:30:00Z", "duration": "PT1H", "email": "dev@example.com",
	"uuid": "123e4567-e89b-42d3-a456-426614174000", "uri": "https://example.com", "url": "https://example.com", "hostname": "example.com",
	"ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "byte": "ZXhhbXBsZQ==",
}
