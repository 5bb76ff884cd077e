package adminapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

const (
	importing = "importCollection"
	importDoc = "Makes a draft collection of an OpenAPI 3.0 or 3.1 document: its operations become endpoints with their parameters, bodies, responses and an example. Send the document in JSON as `document`, by itself as JSON or YAML, or as a form with a file `document`. With `preview=true` nothing is written and the answer (200) lists operations and findings. Errors of the document have pointers below `/document`."
)

// documentTypes are the media types that an import takes beside JSON.
var documentTypes = []string{
	"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain",
	"application/vnd.oai.openapi", "application/vnd.oai.openapi+json", "application/openapi+json", "application/openapi+yaml",
}

// takes makes a handler a row's last column that reads the body by itself, in
// one of some forms.
func takes[I, O any](content func(huma.Registry) map[string]*huma.MediaType, handle func(context.Context, *I) (*O, error)) rest.Register {
	return func(api *rest.API, op huma.Operation) {
		op.RequestBody = &huma.RequestBody{Required: true, Content: content(api.Document.Components.Schemas)}
		on(handle)(api, op)
	}
}

// importBody is a document with what is wanted of it, or by itself as text.
func importBody(r huma.Registry) map[string]*huma.MediaType {
	json := r.Schema(reflect.TypeFor[importJSON](), true, "")
	content := map[string]*huma.MediaType{"application/json": {Schema: json}, "multipart/form-data": {Schema: json}}
	for _, t := range documentTypes {
		content[t] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return content
}

// documentJSON is an OpenAPI document as text, or as the object itself.
type documentJSON json.RawMessage

// Schema documents both forms.
func (documentJSON) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeObject, AdditionalProperties: true}}}
}

func (documentJSON) CheckShape(v any, at string, f *gatehouse.Fields) {
	switch v.(type) {
	case string, map[string]any:
	default:
		f.Add(at, "must be the text of an OpenAPI document, or the document itself")
	}
}

// UnmarshalJSON keeps what checkShape let through: the text, or the bytes of
// the object, in whose order the author listed the operations.
func (d *documentJSON) UnmarshalJSON(raw []byte) error {
	if raw[0] != '"' {
		*d = append(documentJSON{}, raw...)
		return nil
	}
	var text string
	err := json.Unmarshal(raw, &text)
	*d = documentJSON(text)
	return err
}

type importIn struct {
	Preview     bool   `query:"preview" doc:"Read the document and tell what would be imported; nothing is written and the answer is 200."`
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"application/yaml"`
}

type importOut struct {
	Status   int
	Location string `header:"Location" doc:"Path of the new collection." example:"/api/v1/collections/co_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ETag     string `header:"ETag" doc:"Version of the resource, for If-Match and If-None-Match." example:"\"1\""`
	Body     imported
}

// imported is a collection, or the preview of one.
type imported struct{ raw json.RawMessage }

// Schema documents the collection; the preview is documented with its status.
func (imported) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[collectionJSON](), true, "")
}

// MarshalJSON writes what is kept.
func (i imported) MarshalJSON() ([]byte, error) { return i.raw, nil }

// UnmarshalJSON keeps an answer for a repetition; there is no secret in it.
func (i *imported) UnmarshalJSON(raw []byte) error {
	i.raw = bytes.Clone(raw)
	return nil
}

func (a *api) importCollection(ctx context.Context, in *importIn) (*importOut, error) {
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	if asked.Take != nil {
		var f gatehouse.Fields
		f.Add("/take", "is for a newer document of a collection that exists")
		return nil, f.Err()
	}
	what := manage.Import{
		Document: asked.Document, URL: asked.URL, Name: asked.Name, Title: asked.Title, BasePath: asked.BasePath,
		UpstreamURL: asked.UpstreamURL, Operations: asked.Operations,
	}
	if in.Preview {
		p, err := a.Control.PreviewImport(ctx, by(ctx), what)
		if err != nil {
			return nil, err
		}
		return importedAs(&importOut{Status: http.StatusOK}, importPreviewOf(p))
	}
	c, err := a.Control.ImportCollection(ctx, by(ctx), what)
	if err != nil {
		return nil, err
	}
	return importedAs(&importOut{Status: http.StatusCreated, Location: Prefix + "/collections/" + c.ID, ETag: etag(c.Version)}, collectionOf(c))
}

func importedAs(out *importOut, body any) (*importOut, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encoding what was imported: %w", err)
	}
	out.Body = imported{raw}
	return out, nil
}

// read takes the body in each of its forms.
func (in *importIn) read() (importJSON, error) {
	sent, err := in.readBody()
	if err != nil {
		return sent, err
	}
	var f gatehouse.Fields
	switch {
	case sent.Document == nil && sent.URL == "":
		f.Add("/document", "is required, or the url to fetch it from")
	case sent.Document != nil && sent.URL != "":
		f.Add("/url", "stands instead of the document; send one of them")
	}
	return sent, f.Err()
}

func (in *importIn) readBody() (importJSON, error) {
	kind, parameters, err := mime.ParseMediaType(in.ContentType)
	switch {
	case err == nil && kind == "multipart/form-data":
		return readForm(in.RawBody, parameters["boundary"])
	case err == nil && kind != "application/json":
		return importJSON{Document: in.RawBody}, nil
	}
	parsed, err := rest.Parse(in.RawBody)
	if err != nil {
		return importJSON{}, err
	}
	if members, ok := parsed.(map[string]any); ok && members["document"] == nil && (members["openapi"] != nil || members["swagger"] != nil) {
		return importJSON{Document: in.RawBody}, nil
	}
	var f gatehouse.Fields
	rest.CheckShape[importJSON](parsed, "", &f)
	if err := rest.Sorted(f); err != nil {
		return importJSON{}, err
	}
	var sent importJSON
	if err := json.Unmarshal(in.RawBody, &sent); err != nil {
		return importJSON{}, fmt.Errorf("decoding a checked body: %w", err)
	}
	return sent, nil
}

// readForm reads the fields of a form, as a page or curl -F sends them.
func readForm(raw []byte, boundary string) (out importJSON, err error) {
	broken := rest.Malformed("The form cannot be read as multipart/form-data.")
	form := multipart.NewReader(bytes.NewReader(raw), boundary)
	texts := map[string]*string{"name": &out.Name, "title": &out.Title, "base_path": &out.BasePath, "upstream_url": &out.UpstreamURL, "url": &out.URL}
	for boundary != "" {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, broken
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return out, broken
		}
		switch name := part.FormName(); {
		case name == "document":
			out.Document = value
		case name == "operations":
			out.Operations = append(out.Operations, string(value))
		case name == "take":
			out.Take = append(out.Take, string(value))
		case texts[name] != nil:
			*texts[name] = string(value)
		default:
			var f gatehouse.Fields
			f.Add("/"+rest.Token(name), "is not a field that can be set here")
			return out, f.Err()
		}
	}
	return out, broken
}
