package adminapi

import (
	"errors"
	"time"

	"gatehouse"
)

// optionalTime shows a time that may be missing: null for the zero time.
func optionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// timeOf is the reverse of optionalTime. The store keeps milliseconds, so
// anything finer is cut here, where the caller can still see it in the answer.
func timeOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

// duration reads a duration at a place of a body; "" is zero.
func duration(f *gatehouse.Fields, pointer, text string) time.Duration {
	if text == "" {
		return 0
	}
	d, err := gatehouse.ParseDuration(text)
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		f.Add(pointer, "%s", e.Detail)
	}
	return d
}

// optionalText shows a text that may be missing: null for the empty one.
func optionalText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// orEmpty keeps a list from being shown as null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// each translates a list.
func each[A, B any](list []A, translate func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = translate(v)
	}
	return out
}

// collect adds what is wrong with a part of a body to f, below a pointer.
func collect(f *gatehouse.Fields, pointer string, err error) {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		f.Under(pointer, e.Fields)
	}
}
