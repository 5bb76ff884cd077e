package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gatehouse"
)

// The media types of forms.
const (
	urlencoded    = "application/x-www-form-urlencoded"
	multipartForm = "multipart/form-data"
)

// form reads a body of fields as the object that its schema is about.
type form struct {
	parts  bool // multipart
	files  bool // some of them may be files
	fields []formField
}

type formField struct {
	parameter
	contentTypes []string // that a part may have; none: any
}

// rawEncoding is an OpenAPI encoding object.
type rawEncoding struct {
	ContentType string `json:"contentType"`
	rawStyle
}

// compileForm reads how the properties of a schema become fields. A form with a
// field that cannot be read cannot be checked.
func compileForm(kind string, raw rawMedia, s *jsonschema.Schema) (*form, string) {
	if !slices.Equal(shapesOf(s), []shape{object}) {
		return nil, "is a form whose schema names no object, so that its fields are not known"
	}
	f := &form{parts: kind == multipartForm, files: kind == multipartForm && carriesFiles(raw.Schema)}
	named := properties(s)
	for _, name := range slices.Sorted(maps.Keys(named)) {
		field := formField{parameter: parameter{name: name, in: "query"}}
		field.encoded(raw.Encoding[name], f.parts, named[name])
		if field.unchecked != "" {
			return nil, "is a form with a field " + strconv.Quote(name) + " that " + field.unchecked
		}
		f.fields = append(f.fields, field)
	}
	if f.files {
		return f, "is a form that may carry files, which is checked up to 1 MiB; larger ones pass"
	}
	return f, ""
}

// encoded decides how a field is read. Without a style, an object is JSON
// (OpenAPI 3.1, section 4.8.15).
func (p *formField) encoded(raw rawEncoding, part bool, s *jsonschema.Schema) {
	styled := !part && (raw.Style != "" || raw.Explode != nil)
	for t := range strings.SplitSeq(raw.ContentType, ",") {
		if t = strings.ToLower(strings.TrimSpace(t)); t != "" && !styled {
			p.contentTypes = append(p.contentTypes, t)
		}
	}
	if !styled && (slices.Equal(shapesOf(s), []shape{object}) || len(p.contentTypes) == 1 && isJSON(p.contentTypes[0])) {
		p.style, p.json, p.schema, p.shapes = "form", true, s, []shape{single}
		return
	}
	if part {
		raw.rawStyle = rawStyle{}
	}
	p.styled(raw.rawStyle, s)
}

// carriesFiles reports whether a schema has a place for bytes.
func carriesFiles(raw rawSchema) bool {
	var doc any
	_ = json.Unmarshal(raw, &doc) // it was compiled
	return binary(doc)
}

func binary(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		_, media := v["contentMediaType"].(string)
		return media || v["format"] == "binary" || slices.ContainsFunc(slices.Collect(maps.Values(v)), binary)
	case []any:
		return slices.ContainsFunc(v, binary)
	default:
		return false
	}
}

// read makes the object of a body. What is wrong with its form is noted.
func (f *form) read(contentType string, text []byte, wrong *gatehouse.Fields) any {
	value := map[string]any{}
	if f.parts {
		f.readParts(contentType, text, value, wrong)
	} else {
		f.readPairs(string(text), value, wrong)
	}
	return value
}

func (f *form) readPairs(text string, value map[string]any, wrong *gatehouse.Fields) {
	pairs, ok := pairsOf(text)
	if !ok {
		wrong.Add("", "must be percent-encoded name=value pairs")
		return
	}
	known := map[string]bool{}
	for i := range f.fields {
		p := &f.fields[i]
		p.put(func(s shape) taken { return ofPairs(&p.parameter, s, pairs) }, value, wrong)
		known[p.name] = true
	}
	for _, one := range pairs {
		name, _, _ := strings.Cut(one.name, "[")
		if !known[name] && !f.exploded(name) {
			value[one.name] = unescaped(one.value)
		}
	}
}

// exploded reports whether a name is a property of a field that is an object.
func (f *form) exploded(name string) bool {
	return slices.ContainsFunc(f.fields, func(p formField) bool {
		return p.explode && slices.Contains(p.shapes, object) && p.properties[name] != nil
	})
}

// put keeps the value of one field.
func (p *formField) put(take func(shape) taken, value map[string]any, wrong *gatehouse.Fields) {
	v, t := p.parameter.read(take)
	switch {
	case !t.present:
	case t.wrong != "":
		wrong.Add("/"+gatehouse.EscapePointer(p.name), "%s", t.wrong)
	default:
		value[p.name] = v
	}
}

// mostParts bounds a form: nobody fills in more fields.
const mostParts = 1000

// readParts reads multipart/form-data (RFC 7578).
func (f *form) readParts(contentType string, text []byte, value map[string]any, wrong *gatehouse.Fields) {
	_, parameters, _ := mime.ParseMediaType(contentType) // find has parsed it
	reader := multipart.NewReader(bytes.NewReader(text), parameters["boundary"])
	parts := map[string][]sentPart{}
	for n := 0; ; n++ {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		var body []byte
		if err == nil {
			body, err = io.ReadAll(part)
		}
		if err != nil || n == mostParts || part.FormName() == "" {
			wrong.Add("", "must be a whole multipart/form-data body of at most %d named parts", mostParts)
			return
		}
		parts[part.FormName()] = append(parts[part.FormName()], sentPart{http.Header(part.Header).Get("Content-Type"), string(body)})
	}
	f.putParts(parts, value, wrong)
}

type sentPart struct{ contentType, body string }

func (f *form) putParts(parts map[string][]sentPart, value map[string]any, wrong *gatehouse.Fields) {
	for i := range f.fields {
		p := &f.fields[i]
		sent := parts[p.name]
		delete(parts, p.name)
		if !slices.ContainsFunc(sent, p.refuses) {
			p.put(func(s shape) taken { return ofParts(s, sent) }, value, wrong)
			continue
		}
		wrong.Add("/"+gatehouse.EscapePointer(p.name), "must be sent as %s", strings.Join(p.contentTypes, " or "))
	}
	for name, sent := range parts {
		value[name] = sent[0].body
	}
}

// refuses reports whether a part has another type than is documented. One
// without a type is text (RFC 7578, section 4.4).
func (p *formField) refuses(part sentPart) bool {
	if len(p.contentTypes) == 0 {
		return false
	}
	sent, _, err := mime.ParseMediaType(part.contentType)
	if part.contentType == "" {
		sent, err = "text/plain", nil
	}
	kind, _, _ := strings.Cut(sent, "/")
	return err != nil || !slices.ContainsFunc(p.contentTypes, func(t string) bool { return t == sent || t == kind+"/*" || t == "*/*" })
}

func ofParts(s shape, sent []sentPart) taken {
	t := taken{present: len(sent) > 0}
	for _, part := range sent {
		t.items = append(t.items, part.body)
	}
	if s == single && t.present {
		t.text = t.items[0]
		if len(sent) > 1 {
			t.wrong = sentOnce
		}
	}
	return t
}
