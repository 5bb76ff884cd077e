package schema

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gatehouse"
)

// parameter is a documented parameter.
type parameter struct {
	name, in string
	segment  int // of a path parameter: its place in the path below the base path
	required bool
	schema   *jsonschema.Schema // nil: only its presence is checked
	types    []string           // that the schema allows, to read the text as
	list     bool               // an array
	explode  bool               // its items come as fields of their own
}

// rawParameter is an OpenAPI parameter object.
type rawParameter struct {
	Name     string    `json:"name"`
	In       string    `json:"in"`
	Required bool      `json:"required"`
	Style    string    `json:"style"`
	Explode  *bool     `json:"explode"`
	Schema   rawSchema `json:"schema"`
}

func (s *Schema) compileParameters(e gatehouse.Endpoint, f *gatehouse.Fields) {
	if !present(e.Parameters) {
		return
	}
	var list []rawParameter
	if err := json.Unmarshal(e.Parameters, &list); err != nil {
		f.Add("/parameters", "must be a list of OpenAPI parameter objects")
		return
	}
	template, _ := gatehouse.ParseTemplate(e.Path)
	for i, raw := range list {
		p := parameter{name: raw.Name, in: raw.In, required: raw.Required}
		switch raw.In {
		case "query", "header", "cookie":
		case "path":
			p.segment = slices.IndexFunc(template.Segments, func(s gatehouse.Segment) bool { return s.Parameter == raw.Name })
		default:
			f.Add(index("/parameters", i), `must have "in": "path", "query", "header" or "cookie"`)
			continue
		}
		if raw.Name == "" {
			f.Add(index("/parameters", i), "must have a name")
			continue
		}
		if err := p.compile(raw); err != nil {
			addWrong(f, index("/parameters", i)+"/schema", err)
			continue
		}
		s.parameters = append(s.parameters, p)
	}
}

// maxReferences is how far references to references are followed.
const maxReferences = 100

// compile keeps the schema where the style is one that can be read back without
// doubt. Others (objects spread over the query) are checked for presence alone.
func (p *parameter) compile(raw rawParameter) error {
	compiled, err := compileSchema(raw.Schema)
	if err != nil || compiled == nil {
		return err
	}
	p.types = typesOf(compiled)
	p.list = slices.Contains(p.types, "array")
	p.explode = p.in == "query"
	if raw.Explode != nil {
		p.explode = p.in == "query" && *raw.Explode
	}
	plain := raw.Style == "" || raw.Style == "form" && p.in == "query" || raw.Style == "simple" && p.in != "query"
	if plain && p.in != "cookie" && !slices.Contains(p.types, "object") {
		p.schema = compiled
	}
	return nil
}

func typesOf(s *jsonschema.Schema) []string {
	for hops := 0; s.Ref != nil && s.Types == nil; hops++ {
		if hops == maxReferences { // in a circle, which allows nothing
			return nil
		}
		s = s.Ref
	}
	if s.Types == nil {
		return nil
	}
	return s.Types.ToStrings()
}

// Input is what parameters are read from.
type Input struct {
	Path   string                           // canonical, below the base path
	Query  string                           // without the question mark
	Header func(name string) (string, bool) // first value, and whether there is one
}

// Parameters names every parameter that is missing or wrong: "?name" for one of
// the query, "{name}" for one of the path, "header:Name" for a header field.
func (s *Schema) Parameters(in Input) []gatehouse.Field {
	if len(s.parameters) == 0 {
		return nil
	}
	query, err := url.ParseQuery(in.Query)
	if err != nil {
		return []gatehouse.Field{{Pointer: "?", Detail: "must be percent-encoded name=value pairs"}}
	}
	var wrong gatehouse.Fields
	for i := range s.parameters {
		p := &s.parameters[i]
		values := p.values(in, query)
		switch {
		case len(values) == 0 && p.required:
			wrong.Add(p.pointer(), "is required")
		case len(values) > 0 && p.schema != nil:
			p.check(values, &wrong)
		}
	}
	return wrong
}

func (p *parameter) pointer() string {
	switch p.in {
	case "query":
		return "?" + p.name
	case "path":
		return "{" + p.name + "}"
	default:
		return p.in + ":" + p.name
	}
}

// values are the texts sent for a parameter.
func (p *parameter) values(in Input, query url.Values) []string {
	var text string
	switch p.in {
	case "query":
		if p.list && p.explode {
			return query[p.name]
		}
		if !query.Has(p.name) {
			return nil
		}
		text = query.Get(p.name)
	case "path":
		segments := strings.Split(strings.TrimPrefix(in.Path, "/"), "/")
		if p.segment < 0 || p.segment >= len(segments) {
			return nil
		}
		text = segments[p.segment]
	case "header":
		value, ok := in.Header(p.name)
		if !ok {
			return nil
		}
		text = value
	case "cookie":
		return nil
	}
	if p.list {
		return strings.Split(text, ",")
	}
	return []string{text}
}

func (p *parameter) check(values []string, wrong *gatehouse.Fields) {
	var value any
	if p.list {
		items := make([]any, len(values))
		for i, v := range values {
			items[i] = read(v, p.itemTypes())
		}
		value = items
	} else {
		value = read(values[0], p.types)
	}
	describe(p.schema.Validate(value), p.pointer(), wrong)
}

func (p *parameter) itemTypes() []string {
	switch items := p.schema.Items.(type) {
	case *jsonschema.Schema:
		return typesOf(items)
	default:
		if p.schema.Items2020 != nil {
			return typesOf(p.schema.Items2020)
		}
		return nil
	}
}

// read takes a text for what the schema says it is. What cannot be read stays a
// text, and the schema then says what it should have been.
func read(text string, types []string) any {
	if slices.Contains(types, "integer") || slices.Contains(types, "number") {
		if json.Valid([]byte(text)) && strings.Trim(text, "+-.eE0123456789") == "" {
			return json.Number(text)
		}
	}
	if slices.Contains(types, "boolean") && (text == "true" || text == "false") {
		return text == "true"
	}
	return text
}
