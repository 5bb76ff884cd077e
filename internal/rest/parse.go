package rest

import (
	"errors"
	"strconv"
	"strings"

	"gatehouse"
	"gatehouse/internal/strictjson"
)

// maxDepth bounds the nesting of a body. The deepest resource, an OpenAPI
// schema inside an endpoint, stays far below.
const maxDepth = 100

var reader = strictjson.Reader[map[string]any]{
	Depth: maxDepth,
	New:   func() map[string]any { return map[string]any{} },
	Set: func(object map[string]any, name string, v any) bool {
		_, twice := object[name]
		object[name] = v
		return !twice
	},
}

// Parse reads exactly one JSON value as maps, slices, strings, json.Number,
// bool and nil.
func Parse(raw []byte) (any, error) {
	v, err := reader.Read(raw)
	e, ok := errors.AsType[*strictjson.Error](err)
	if !ok {
		return v, err
	}
	switch e.Reason {
	case strictjson.NotUTF8:
		return nil, Malformed("The body is not valid UTF-8.")
	case strictjson.More:
		return nil, Malformed("The body must be one JSON value and nothing after it.")
	case strictjson.Deep:
		return nil, Malformed("The body is nested too deeply.")
	case strictjson.Twice:
		const detail = "A field is sent twice."
		return nil, &gatehouse.Error{Kind: gatehouse.Malformed, Detail: detail, Fields: gatehouse.Fields{{Pointer: shortened(e.Pointer), Detail: detail}}}
	case strictjson.Broken:
		return nil, Malformed("The body is not valid JSON; the first error is at byte " + strconv.FormatInt(e.Offset, 10) + ".")
	default:
		return nil, Malformed("The body is not valid JSON; it ends too early.")
	}
}

// Malformed is the error for what cannot be read as what it claims to be.
func Malformed(detail string) error { return gatehouse.Errorf(gatehouse.Malformed, "%s", detail) }

// longestName bounds what a pointer repeats of a name the caller made up.
const longestName = 64

// Token is such a name in a pointer.
func Token(name string) string {
	if len(name) > longestName {
		return "…"
	}
	return gatehouse.EscapePointer(name)
}

func shortened(pointer string) string {
	tokens := strings.Split(pointer, "/")
	for i, token := range tokens {
		if len(token) > longestName {
			tokens[i] = "…"
		}
	}
	return strings.Join(tokens, "/")
}
