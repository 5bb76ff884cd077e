package adminapi

import (
	"errors"
	"time"

	"gatehouse"
)

// timeOf is the reverse of rest.OptionalTime. The store keeps milliseconds, so
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

// collect adds what is wrong with a part of a body to f, below a pointer.
func collect(f *gatehouse.Fields, pointer string, err error) {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		f.Under(pointer, e.Fields)
	}
}
