package schema

import (
	"encoding/json"
	"fmt"
	"iter"
	"mime"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gatehouse"
)

// parameter is a documented parameter.
type parameter struct {
	name, in  string
	segment   int // of a path parameter: its place in the path below the base path
	required  bool
	style     string
	explode   bool // items and properties come by themselves
	json      bool // the text is JSON
	unchecked string
	shapes    []shape            // that the value may have
	schema    *jsonschema.Schema // nil: only its presence is checked

	properties map[string]*jsonschema.Schema // of an object
}

// rawParameter is an OpenAPI parameter object.
type rawParameter struct {
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required"`
	rawStyle
	Schema  rawSchema `json:"schema"`
	Content map[string]struct {
		Schema rawSchema `json:"schema"`
	} `json:"content"`
}

// rawStyle is how a value is written as text.
type rawStyle struct {
	Style   string `json:"style"`
	Explode *bool  `json:"explode"`
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
		case "query", "cookie":
		case "header":
			if slices.Contains(notParameters, strings.ToLower(raw.Name)) {
				continue
			}
		case "path":
			p.segment = slices.IndexFunc(template.Segments, func(s gatehouse.Segment) bool { return s.Parameter == raw.Name })
		default:
			f.Add(parameterAt(i), `must have "in": "path", "query", "header" or "cookie"`)
			continue
		}
		if raw.Name == "" {
			f.Add(parameterAt(i), "must have a name")
			continue
		}
		if err := p.compile(raw); err != nil {
			addWrong(f, parameterAt(i)+"/schema", err)
			continue
		}
		s.note(parameterAt(i), p.unchecked)
		s.parameters = append(s.parameters, p)
	}
}

// notParameters are headers that OpenAPI describes elsewhere; parameters of
// these names are to be ignored.
var notParameters = []string{"accept", "content-type", "authorization"}

// styles are those that each place can have, its default first.
var styles = map[string][]string{
	"path":   {"simple", "label", "matrix"},
	"query":  {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
	"header": {"simple"},
	"cookie": {"form"},
}

func (p *parameter) compile(raw rawParameter) error {
	if len(raw.Content) > 0 {
		return p.compileContent(raw)
	}
	compiled, err := compileSchema(raw.Schema)
	if err == nil && compiled != nil {
		p.styled(raw.rawStyle, compiled)
	}
	return err
}

// compileContent is for a parameter whose text is a document.
func (p *parameter) compileContent(raw rawParameter) error {
	for name, content := range raw.Content {
		if len(raw.Content) > 1 || !isJSON(name) {
			p.unchecked = "is documented by a media type other than JSON"
			return nil
		}
		compiled, err := compileSchema(content.Schema)
		if err != nil {
			return err
		}
		p.style, p.json, p.schema, p.shapes = styles[p.in][0], true, compiled, []shape{single}
	}
	return nil
}

// styled takes the schema where the style is one that can be read back without
// doubt, and says why where it is not.
func (p *parameter) styled(raw rawStyle, s *jsonschema.Schema) {
	p.style = raw.Style
	if p.style == "" {
		p.style = styles[p.in][0]
	}
	p.explode = p.style == "form" || p.style == "deepObject"
	if raw.Explode != nil {
		p.explode = *raw.Explode
	}
	p.shapes = shapesOf(s)
	if p.unchecked = p.obstacle(s); p.unchecked == "" {
		p.schema, p.properties = s, properties(s)
	}
}

func shapesOf(s *jsonschema.Schema) (out []shape) {
	types := typesOf(s)
	if types == nil || slices.ContainsFunc(types, func(t string) bool { return t != "array" && t != "object" && t != "null" }) {
		out = append(out, single)
	}
	if slices.Contains(types, "array") {
		out = append(out, list)
	}
	if slices.Contains(types, "object") {
		out = append(out, object)
	}
	if out == nil { // null alone
		out = []shape{single}
	}
	return out
}

// obstacle is why a value of this style cannot be checked.
func (p *parameter) obstacle(s *jsonschema.Schema) string {
	made := slices.Contains(p.shapes, list) || slices.Contains(p.shapes, object)
	switch {
	case !slices.Contains(styles[p.in], p.style):
		return fmt.Sprintf("has the style %q, which OpenAPI does not define for a %s parameter", p.style, p.in)
	case p.style == "deepObject" && !slices.Equal(p.shapes, []shape{object}):
		return "has the style deepObject, which OpenAPI defines for objects alone"
	case (p.style == "spaceDelimited" || p.style == "pipeDelimited") && slices.Equal(p.shapes, []shape{single}):
		return "has a style for lists, but is none"
	case p.in == "cookie" && p.explode && made:
		return "is a list or object in cookies of their own, for which OpenAPI defines no form; set explode to false"
	case nested(s):
		return "holds lists or objects within a list or an object, for which OpenAPI defines no form"
	default:
		return ""
	}
}

// Input is what parameters are read from.
type Input struct {
	Path   string                             // canonical, below the base path
	Query  string                             // without the question mark
	Header func(name string) iter.Seq[string] // values of the fields of a name
}

// Parameters names every parameter that is missing or wrong: "?name" for one of
// the query, "{name}" for one of the path, "header:Name" for a header field and
// "cookie:name" for a cookie.
func (s *Schema) Parameters(in Input) []gatehouse.Field {
	if len(s.parameters) == 0 {
		return nil
	}
	query, ok := pairsOf(in.Query)
	if !ok {
		return []gatehouse.Field{{Pointer: "?", Detail: "must be percent-encoded name=value pairs"}}
	}
	segments := strings.Split(strings.TrimPrefix(in.Path, "/"), "/")
	var wrong gatehouse.Fields
	for i := range s.parameters {
		p := &s.parameters[i]
		p.check(func(s shape) taken {
			switch p.in {
			case "query":
				return ofPairs(p, s, query)
			case "header":
				return ofHeader(p, s, in.Header(p.name))
			case "cookie":
				return ofCookie(p, s, in.Header("Cookie"))
			}
			if p.segment < 0 || p.segment >= len(segments) {
				return taken{}
			}
			return ofSegment(p, s, segments[p.segment])
		}, p.pointer(), &wrong)
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

// check names what is wrong with a parameter.
func (p *parameter) check(take func(shape) taken, pointer string, wrong *gatehouse.Fields) {
	if p.unchecked != "" {
		return
	}
	value, t := p.read(take)
	switch {
	case !t.present && p.required:
		wrong.Add(pointer, "is required")
	case !t.present || p.schema == nil:
	case t.wrong != "":
		wrong.Add(pointer, "%s", t.wrong)
	default:
		describe(p.schema.Validate(value), pointer, wrong)
	}
}

// read takes the value in the shape that the schema accepts, else in the first
// one that something was sent in.
func (p *parameter) read(take func(shape) taken) (value any, first taken) {
	if p.schema == nil {
		return nil, take(single)
	}
	for _, s := range p.shapes {
		t := take(s)
		if !t.present {
			continue
		}
		v, err := p.value(s, t)
		if err != nil {
			t.wrong = "must be valid JSON"
		}
		if t.wrong == "" && p.schema.Validate(v) == nil {
			return v, t
		}
		if !first.present {
			value, first = v, t
		}
	}
	return value, first
}

func (p *parameter) value(s shape, t taken) (any, error) {
	switch {
	case p.json:
		return jsonschema.UnmarshalJSON(strings.NewReader(t.text))
	case s == list:
		items := make([]any, len(t.items))
		for i, text := range t.items {
			items[i] = plain(text, itemsOf(p.schema))
		}
		return items, nil
	case s == object:
		members := make(map[string]any, len(t.fields))
		for _, f := range t.fields {
			members[f.name] = plain(f.value, property(p.schema, p.properties, f.name))
		}
		return members, nil
	default:
		return plain(t.text, p.schema), nil
	}
}

func isJSON(contentType string) bool {
	name, _, err := mime.ParseMediaType(contentType)
	return err == nil && (name == "application/json" || strings.HasSuffix(name, "+json"))
}
