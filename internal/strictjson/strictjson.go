// Package strictjson reads one JSON value and repairs nothing. What two
// programs could read differently is refused: a member sent twice, text that is
// not UTF-8, anything after the value. Nesting is bounded, so that a small text
// cannot ask for a deep stack.
package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"gatehouse"
)

// Reason is why a text was refused.
type Reason int

// The reasons.
const (
	Broken Reason = iota // not JSON at Offset
	Short                // ends before the value does
	Deep                 // nested deeper than the reader takes
	Twice                // an object has two members of a name
	More                 // something stands after the value
	NotUTF8
)

// Error says what is wrong with a text and where. It never repeats a value.
type Error struct {
	Reason  Reason
	Offset  int64  // bytes read until then
	Pointer string // RFC 6901, of what was being read; empty where the text is no JSON
}

func (e *Error) Error() string {
	return [...]string{"broken", "short", "too deep", "a member twice", "more than one value", "not UTF-8"}[e.Reason] + " at byte " + strconv.FormatInt(e.Offset, 10)
}

// Reader builds objects of the caller's own kind, since some need the order of
// the members and others a map.
type Reader[O any] struct {
	Depth int // objects and arrays inside each other, at most
	New   func() O
	Set   func(object O, name string, v any) bool // false: the name is taken
}

// Read returns what a text holds as objects, []any, string, json.Number, bool
// and nil, or an [*Error].
func (r Reader[O]) Read(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, &Error{Reason: NotUTF8}
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := r.value(d, 0)
	if err != nil {
		return nil, reasoned(d, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &Error{Reason: More, Offset: d.InputOffset()}
	}
	return v, nil
}

func reasoned(d *json.Decoder, err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return &Error{Reason: Broken, Offset: e.Offset}
	}
	return &Error{Reason: Short, Offset: d.InputOffset()}
}

func (r Reader[O]) value(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	switch {
	case !ok:
		return token, nil
	case depth == r.Depth:
		return nil, &Error{Reason: Deep, Offset: d.InputOffset()}
	case delim == '{':
		return r.object(d, depth)
	default:
		return r.array(d, depth)
	}
}

func (r Reader[O]) object(d *json.Decoder, depth int) (any, error) {
	object := r.New()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string) // the decoder accepts nothing else before a colon
		v, err := r.value(d, depth+1)
		if err == nil && !r.Set(object, name, v) {
			err = &Error{Reason: Twice, Offset: d.InputOffset()}
		}
		if err != nil {
			return nil, below(name, err)
		}
	}
	_, err := d.Token()
	return object, err
}

func (r Reader[O]) array(d *json.Decoder, depth int) (any, error) {
	array := []any{}
	for d.More() {
		v, err := r.value(d, depth+1)
		if err != nil {
			return nil, below(strconv.Itoa(len(array)), err)
		}
		array = append(array, v)
	}
	_, err := d.Token()
	return array, err
}

// below completes the pointer of an error on its way out, so that a text with
// nothing wrong in it costs no pointers.
func below(token string, err error) error {
	if e, ok := err.(*Error); ok { //nolint:errorlint // made here, never wrapped
		e.Pointer = "/" + gatehouse.EscapePointer(token) + e.Pointer
	}
	return err
}
