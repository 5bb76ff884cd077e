package schema

import (
	"bytes"
	"encoding/json"
	"maps"
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
	form   *form              // nil: no form, or one that cannot be checked
}

// rawMedia is an OpenAPI media type object.
type rawMedia struct {
	Schema   rawSchema              `json:"schema"`
	Encoding map[string]rawEncoding `json:"encoding"`
}

func (s *Schema) compileBody(raw json.RawMessage, f *gatehouse.Fields) {
	if !present(raw) {
		return
	}
	var object struct {
		Required bool                `json:"required"`
		Content  map[string]rawMedia `json:"content"`
	}
	if err := json.Unmarshal(raw, &object); err != nil {
		f.Add("/request_body", "must be an OpenAPI request body object")
		return
	}
	b := &body{required: object.Required}
	for _, name := range slices.Sorted(maps.Keys(object.Content)) {
		at := "/request_body/content/" + gatehouse.EscapePointer(name)
		m, why, err := compileMedia(name, object.Content[name])
		if err != nil {
			addWrong(f, at+"/schema", err)
			continue
		}
		s.note(at, why)
		b.media = append(b.media, m)
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

// compileMedia reads one media type, and why a body of it cannot be checked.
func compileMedia(name string, raw rawMedia) (mediaType, string, error) {
	compiled, err := compileSchema(raw.Schema)
	m := mediaType{name: strings.ToLower(strings.TrimSpace(name)), schema: compiled}
	if err != nil || compiled == nil {
		return m, "", err
	}
	kind, _, _ := mime.ParseMediaType(m.name)
	switch {
	case kind == urlencoded || kind == multipartForm:
		f, why := compileForm(kind, raw, compiled)
		m.form = f
		return m, why, nil
	case isJSON(m.name) || strings.Contains(m.name, "*") || carriesFiles(raw.Schema):
		return m, "", nil
	default:
		return m, "is a body of a media type that is not read; JSON and forms are checked", nil
	}
}

// Content decides about a body by its media type and length (-1: unknown, 0:
// there is none), before it is read: wrong names what is wrong already, and
// check is false when there is nothing to read it for. A form that may carry
// files is read only where its length says that it is small: files of any size
// pass through.
func (s *Schema) Content(contentType string, length int64) (wrong []gatehouse.Field, check bool) {
	b := s.body
	if b == nil {
		return nil, false
	}
	if length == 0 {
		if b.required {
			return []gatehouse.Field{{Pointer: "", Detail: "a body is required"}}, false
		}
		return nil, false
	}
	m := b.find(contentType)
	switch {
	case m == nil && len(b.media) > 0:
		return []gatehouse.Field{{Pointer: "header:Content-Type", Detail: "must be " + b.names()}}, false
	case m == nil:
		return nil, false
	case m.form != nil:
		return nil, !m.form.files || length > 0 && length <= MaxBody
	default:
		return nil, m.schema != nil && isJSON(contentType)
	}
}

// Body names every place where a body does not match its schema.
func (s *Schema) Body(contentType string, text []byte) []gatehouse.Field {
	m := s.body.find(contentType)
	if m == nil || m.schema == nil {
		return nil
	}
	var value any
	var wrong gatehouse.Fields
	if m.form != nil {
		value = m.form.read(contentType, text, &wrong)
	} else if v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text)); err != nil {
		wrong.Add("", "must be valid JSON")
	} else {
		value = v
	}
	if len(wrong) == 0 {
		describe(m.schema.Validate(value), "", &wrong)
	}
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
