package schema

import (
	"bytes"
	"encoding/json"
	"mime"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gatehouse"
)

// body is a documented request body.
type body struct {
	required bool
	media    []mediaType
}

type mediaType struct {
	name   string             // "application/json", "text/*", "*/*"
	schema *jsonschema.Schema // nil: anything goes
}

func (s *Schema) compileBody(raw json.RawMessage, f *gatehouse.Fields) {
	if !present(raw) {
		return
	}
	var object struct {
		Required bool `json:"required"`
		Content  map[string]struct {
			Schema rawSchema `json:"schema"`
		} `json:"content"`
	}
	if err := json.Unmarshal(raw, &object); err != nil {
		f.Add("/request_body", "must be an OpenAPI request body object")
		return
	}
	b := &body{required: object.Required}
	for name, content := range object.Content {
		compiled, err := compileSchema(content.Schema)
		if err != nil {
			addWrong(f, "/request_body/content/"+gatehouse.EscapePointer(name)+"/schema", err)
			continue
		}
		b.media = append(b.media, mediaType{strings.ToLower(strings.TrimSpace(name)), compiled})
	}
	// The most specific one speaks: a full name before text/*, that before */*.
	slices.SortFunc(b.media, func(a, b mediaType) int {
		if n := strings.Count(a.name, "*") - strings.Count(b.name, "*"); n != 0 {
			return n
		}
		return strings.Compare(a.name, b.name)
	})
	s.body = b
}

// Content decides about a body by its media type, before it is read: wrong
// names what is wrong already, and check is false when there is nothing to
// read it for. Only JSON bodies are read.
func (s *Schema) Content(contentType string, present bool) (wrong []gatehouse.Field, check bool) {
	b := s.body
	if b == nil {
		return nil, false
	}
	if !present {
		if b.required {
			return []gatehouse.Field{{Pointer: "", Detail: "a body is required"}}, false
		}
		return nil, false
	}
	m := b.find(contentType)
	if m == nil && len(b.media) > 0 {
		return []gatehouse.Field{{Pointer: "header:Content-Type", Detail: "must be " + b.names()}}, false
	}
	return nil, m != nil && m.schema != nil && isJSON(contentType)
}

// Body names every place where a JSON body does not match its schema.
func (s *Schema) Body(contentType string, text []byte) []gatehouse.Field {
	m := s.body.find(contentType)
	if m == nil || m.schema == nil {
		return nil
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return []gatehouse.Field{{Pointer: "", Detail: "must be valid JSON"}}
	}
	var wrong gatehouse.Fields
	describe(m.schema.Validate(value), "", &wrong)
	return wrong
}

func (b *body) find(contentType string) *mediaType {
	name, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		name = ""
	}
	kind, _, _ := strings.Cut(name, "/")
	for i := range b.media {
		if m := &b.media[i]; m.name == "*/*" || name != "" && (m.name == name || m.name == kind+"/*") {
			return m
		}
	}
	return nil
}

func (b *body) names() string {
	list := make([]string, len(b.media))
	for i, m := range b.media {
		list[i] = m.name
	}
	return strings.Join(list, " or ")
}

func isJSON(contentType string) bool {
	name, _, err := mime.ParseMediaType(contentType)
	return err == nil && (name == "application/json" || strings.HasSuffix(name, "+json"))
}
