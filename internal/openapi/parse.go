package openapi

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"

	"gatehouse"
	"gatehouse/internal/strictjson"
)

// Bounds of a document.
const (
	MaxDocument = 10 << 20 // bytes
	maxDepth    = 80       // of nesting, as read; deeper than any that people write
	maxValues   = 500_000  // after YAML's aliases are followed
)

// object is a JSON object that remembers the order of its members: endpoints
// are listed as the author listed them.
type object struct {
	names   []string
	members map[string]any
}

func newObject() *object { return &object{members: map[string]any{}} }

func (o *object) set(name string, v any) bool {
	if _, twice := o.members[name]; twice {
		return false
	}
	o.names = append(o.names, name)
	o.members[name] = v
	return true
}

// get is nil for a member that is not there, and for a nil object.
func (o *object) get(name string) any {
	if o == nil {
		return nil
	}
	return o.members[name]
}

// text is a member that is a string.
func (o *object) text(name string) string {
	s, _ := o.get(name).(string)
	return s
}

func (o *object) object(name string) *object {
	m, _ := o.get(name).(*object)
	return m
}

func (o *object) list(name string) []any {
	l, _ := o.get(name).([]any)
	return l
}

// parse reads JSON or YAML as objects, []any, string, json.Number, bool and
// nil.
func parse(text []byte) (any, error) {
	text = bytes.TrimPrefix(bytes.TrimSpace(text), []byte("\xef\xbb\xbf"))
	switch {
	case len(text) > MaxDocument:
		return nil, gatehouse.Errorf(gatehouse.TooLarge, "An OpenAPI document may be at most %d MiB.", MaxDocument>>20)
	case !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0:
		return nil, unreadable("The document is not UTF-8 text.")
	case len(text) == 0:
		return nil, unreadable("The document is empty.")
	case text[0] == '{':
		return parseJSON(text)
	default:
		return parseYAML(text)
	}
}

func unreadable(detail string) error {
	return &gatehouse.Error{Kind: gatehouse.Invalid, Detail: detail, Fields: gatehouse.Fields{{Pointer: "/document", Detail: detail}}}
}

var errTooDeep = unreadable("The document is nested too deeply.")

var inOrder = strictjson.Reader[*object]{Depth: maxDepth, New: newObject, Set: (*object).set}

func parseJSON(text []byte) (any, error) {
	v, err := inOrder.Read(text)
	e, ok := errors.AsType[*strictjson.Error](err)
	switch {
	case !ok:
		return v, err
	case e.Reason == strictjson.Deep:
		return nil, errTooDeep
	case e.Reason == strictjson.Twice:
		const detail = "The document has a member twice."
		return nil, &gatehouse.Error{Kind: gatehouse.Invalid, Detail: detail, Fields: gatehouse.Fields{{Pointer: "/document" + e.Pointer, Detail: "is there twice"}}}
	default:
		return nil, unreadable("The document is not valid JSON; the first error is near line " + lineAt(text, e.Offset) + ".")
	}
}

func lineAt(text []byte, offset int64) string {
	return strconv.Itoa(1 + bytes.Count(text[:min(int(offset), len(text))], []byte("\n")))
}

// shortened keeps a name out of the document from filling an error.
func shortened(name string) string {
	if runes := []rune(name); len(runes) > 64 {
		return string(runes[:64]) + "…"
	}
	return name
}
