package portal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
)

const (
	bodyTimeout = 20 * time.Second
	defaultBody = 64 << 10
)

// receive is the second gate: path, query and body are what they claim to be,
// and no larger than they may. The body is in memory afterwards.
func (a *api) receive(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	err := checkText(r)
	if op := ctx.Operation(); err == nil && op.RequestBody != nil {
		err = readBody(w, r, op.Metadata[mostKey].(int64))
	}
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	next(ctx)
}

func checkText(r *http.Request) error {
	if !storable(r.URL.Path) {
		return gatehouse.Errorf(gatehouse.NotFound, "There is no such page.")
	}
	for name, values := range r.URL.Query() {
		if len(values) > 1 || !storable(name) || !storable(values[0]) {
			return gatehouse.Fields{{Pointer: "?" + strings.ToValidUTF8(name, ""), Detail: "must be sent once, as valid UTF-8 without the character U+0000"}}.Err()
		}
	}
	return nil
}

// storable reports whether every database can hold a text.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func readBody(w http.ResponseWriter, r *http.Request, most int64) error {
	// The deadline covers the body alone: one that stayed would cancel a
	// handler that takes longer.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(bodyTimeout)) // not every test's writer has deadlines
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	_ = control.SetReadDeadline(time.Time{})
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return gatehouse.Errorf(gatehouse.TooLarge, "The body of this call may be at most %d bytes.", most)
	}
	kind, _, bad := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return gatehouse.Errorf(gatehouse.Malformed, "The body ended too early or arrived too slowly.")
	case bad != nil || kind != "application/json":
		return gatehouse.Errorf(gatehouse.Malformed, "Send the body with Content-Type: application/json.")
	case !utf8.Valid(raw):
		return gatehouse.Errorf(gatehouse.Malformed, "The body is not valid UTF-8.")
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	return nil
}

// body is a request body that becomes a T. It keeps the bytes and is decoded by
// the handler: huma's own decoding repeats in its errors what was sent.
type body[T any] struct{ raw []byte }

// Schema documents the body as a T.
func (body[T]) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[T](), true, "")
}

func (b *body[T]) keep(raw []byte) { b.raw = slices.Clone(raw) }

// value decodes the body: one JSON object with the fields of T and no others.
func (b *body[T]) value() (v T, err error) {
	d := json.NewDecoder(bytes.NewReader(b.raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return v, inWords(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return v, gatehouse.Errorf(gatehouse.Malformed, "The body must be one JSON value and nothing after it.")
	}
	return v, nil
}

// inWords tells what is wrong with a body without repeating what was sent.
func inWords(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return gatehouse.Fields{{Pointer: "/" + strings.ReplaceAll(wrong.Field, ".", "/"), Detail: "must be " + typeInWords(wrong.Type)}}.Err()
	}
	if strings.HasPrefix(err.Error(), "json: unknown field") {
		return gatehouse.Fields{{Pointer: "", Detail: "has a field that this call does not take"}}.Err()
	}
	return gatehouse.Errorf(gatehouse.Malformed, "The body is not valid JSON.")
}

func typeInWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "an array"
	case reflect.Map, reflect.Struct:
		return "an object"
	default:
		return "a number"
	}
}

// format is JSON as this API speaks it. Bodies are only kept here; see body.
var format = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(raw []byte, v any) error {
		b, ok := v.(interface{ keep([]byte) })
		if !ok {
			return fmt.Errorf("decoding into %T", v)
		}
		b.keep(raw)
		return nil
	},
}
