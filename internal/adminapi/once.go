package adminapi

import (
	"reflect"

	"gatehouse"
)

// once is a secret in the one answer that may show it. It is always held by
// pointer, so that it can be struck out of a copy that is kept.
type once string

// onceOf is null for the empty secret of a dry run.
func onceOf(s gatehouse.Secret) *once {
	if s.Reveal() == "" {
		return nil
	}
	shown := once(s.Reveal())
	return &shown
}

var onceType = reflect.TypeFor[*once]()

// strike sets every secret below v to nil. It works by type and not by a list
// of fields: an answer that gains a secret cannot be kept with it.
func strike(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.Type() == onceType {
			v.SetZero()
		} else if !v.IsNil() {
			strike(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() || v.Type().Field(i).Anonymous {
				strike(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			strike(v.Index(i))
		}
	default: // no answer keeps a secret in a map or behind an interface
	}
}
