package adminapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"gatehouse"
)

// maxDepth bounds the nesting of a body. The deepest resource, an OpenAPI
// schema inside an endpoint, stays far below; the parser's stack stays small.
const maxDepth = 100

var errTooDeep = errors.New("nested too deeply")

// parse reads exactly one JSON value as maps, slices, strings, json.Number,
// bool and nil. Stricter than encoding/json, which would repair: a member sent
// twice and text that is not UTF-8 are refused, because another program could
// read them differently.
func parse(raw []byte) (any, error) {
	if !utf8.Valid(raw) {
		return nil, malformed("", "The body is not valid UTF-8.")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	v, err := parseValue(d, "", 0)
	if err != nil {
		return nil, parseError(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, malformed("", "The body must be one JSON value and nothing after it.")
	}
	return v, nil
}

func parseError(err error) error {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		return e
	}
	if errors.Is(err, errTooDeep) {
		return malformed("", "The body is nested too deeply.")
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return malformed("", "The body is not valid JSON; the first error is at byte "+strconv.FormatInt(e.Offset, 10)+".")
	}
	return malformed("", "The body is not valid JSON; it ends too early.")
}

func malformed(pointer, detail string) *gatehouse.Error {
	e := &gatehouse.Error{Kind: gatehouse.Malformed, Detail: detail}
	if pointer != "" {
		e.Fields = gatehouse.Fields{{Pointer: pointer, Detail: detail}}
	}
	return e
}

func parseValue(d *json.Decoder, at string, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	switch {
	case !ok:
		return token, nil
	case depth == maxDepth:
		return nil, errTooDeep
	case delim == '{':
		return parseObject(d, at, depth)
	default:
		return parseArray(d, at, depth)
	}
}

func parseObject(d *json.Decoder, at string, depth int) (any, error) {
	object := map[string]any{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string) // the decoder accepts nothing else before a colon
		below := at + "/" + escapePointer(name)
		if _, twice := object[name]; twice {
			return nil, malformed(below, "A field is sent twice.")
		}
		if object[name], err = parseValue(d, below, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return object, err
}

func parseArray(d *json.Decoder, at string, depth int) (any, error) {
	array := []any{}
	for d.More() {
		v, err := parseValue(d, at+"/"+strconv.Itoa(len(array)), depth+1)
		if err != nil {
			return nil, err
		}
		array = append(array, v)
	}
	_, err := d.Token()
	return array, err
}

// longestName bounds what a pointer repeats of a name the caller made up.
const longestName = 64

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// escapePointer makes a member name a reference token of RFC 6901.
func escapePointer(name string) string {
	if len(name) > longestName {
		return "…"
	}
	return pointerEscapes.Replace(name)
}
