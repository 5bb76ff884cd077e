package rest

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"

	"gatehouse"
)

// Shaped is a JSON type that is not one Go shape, such as "a name or a whole
// policy"; it checks its own.
type Shaped interface {
	CheckShape(v any, at string, f *gatehouse.Fields)
}

// CheckShape notes where a parsed value is no T.
func CheckShape[T any](v any, at string, f *gatehouse.Fields) {
	s := shape{}
	s.check(reflect.TypeFor[T](), v, at)
	*f = append(*f, s.wrong...)
}

var (
	shapedType = reflect.TypeFor[Shaped]()
	rawType    = reflect.TypeFor[json.RawMessage]()
	timeType   = reflect.TypeFor[time.Time]()
)

// shape compares a parsed body with the Go type that will hold it and notes
// every difference. It looks at types and names alone; whether a value makes
// sense is the domain's to say.
//
// In a patch, fields may be missing and a null clears. Without patch, a null
// stands for a field left out. A field tagged clear:"false" takes no null, one
// tagged fixed:"true" cannot be patched.
type shape struct {
	patch bool
	wrong gatehouse.Fields
}

func (s *shape) check(t reflect.Type, v any, at string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case reflect.PointerTo(t).Implements(shapedType):
		reflect.New(t).Interface().(Shaped).CheckShape(v, at, &s.wrong)
	case t == rawType:
		s.noNUL(v, at)
	case t == timeType:
		s.time(v, at)
	default:
		s.kind(t, v, at)
	}
}

func (s *shape) kind(t reflect.Type, v any, at string) {
	switch t.Kind() {
	case reflect.Struct:
		s.object(t, v, at)
	case reflect.Map:
		s.dictionary(t, v, at)
	case reflect.Slice:
		s.array(t, v, at)
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			s.wrong.Add(at, "must be true or false")
		}
	case reflect.Int64, reflect.Int:
		n, _ := v.(json.Number)
		if _, err := strconv.ParseInt(n.String(), 10, 64); err != nil {
			s.wrong.Add(at, "must be a whole number")
		}
	default:
		s.text(v, at)
	}
}

func (s *shape) object(t reflect.Type, v any, at string) {
	members, ok := v.(map[string]any)
	if !ok {
		s.wrong.Add(at, "must be an object")
		return
	}
	known := map[string]bool{}
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		known[name] = true
		value, present := members[name]
		s.member(field, member{value, present, strings.Contains(options, "omit")}, at+"/"+name)
	}
	for name := range members {
		if !known[name] {
			s.wrong.Add(at+"/"+Token(name), "is not a field that can be set here")
		}
	}
}

type member struct {
	value    any
	present  bool
	optional bool
}

func (s *shape) member(field reflect.StructField, m member, at string) {
	switch {
	case !m.present && (m.optional || s.patch):
	case !m.present:
		s.wrong.Add(at, "is required")
	case s.patch && field.Tag.Get("fixed") == "true":
		s.wrong.Add(at, "cannot be changed")
	case m.value == nil && m.optional && field.Tag.Get("clear") != "false":
	case m.value == nil:
		s.wrong.Add(at, "must not be null")
	default:
		s.check(field.Type, m.value, at)
	}
}

func (s *shape) dictionary(t reflect.Type, v any, at string) {
	members, ok := v.(map[string]any)
	if !ok {
		s.wrong.Add(at, "must be an object")
		return
	}
	for name, value := range members {
		below := at + "/" + Token(name)
		s.noNUL(name, below)
		if value != nil || !s.patch { // in a patch, null takes the member away
			s.check(t.Elem(), value, below)
		}
	}
}

// array checks the items as whole values: a merge patch replaces arrays.
func (s *shape) array(t reflect.Type, v any, at string) {
	items, ok := v.([]any)
	if !ok {
		s.wrong.Add(at, "must be an array")
		return
	}
	whole := shape{}
	for i, item := range items {
		whole.check(t.Elem(), item, at+"/"+strconv.Itoa(i))
	}
	s.wrong = append(s.wrong, whole.wrong...)
}

func (s *shape) text(v any, at string) {
	if _, ok := v.(string); !ok {
		s.wrong.Add(at, "must be a string")
		return
	}
	s.noNUL(v, at)
}

// time takes RFC 3339. The bounds keep a time from being mistaken for "never",
// which is how the zero time is stored.
func (s *shape) time(v any, at string) {
	text, _ := v.(string)
	var t time.Time
	if err := t.UnmarshalText([]byte(text)); err != nil || t.Year() < 1970 || t.Year() > 9999 {
		s.wrong.Add(at, "must be an RFC 3339 time such as 2030-01-31T12:00:00Z")
	}
}

// noNUL refuses the one character that not every database can store.
func (s *shape) noNUL(v any, at string) {
	switch v := v.(type) {
	case string:
		if strings.ContainsRune(v, 0) {
			s.wrong.Add(at, "must not hold the character U+0000")
		}
	case []any:
		for i, item := range v {
			s.noNUL(item, at+"/"+strconv.Itoa(i))
		}
	case map[string]any:
		for name, value := range v {
			s.noNUL(name, at)
			s.noNUL(value, at+"/"+Token(name))
		}
	}
}
