package rest

import "time"

// OptionalTime shows a time that may be missing: null for the zero time.
func OptionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// OptionalText shows a text that may be missing: null for the empty one.
func OptionalText(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// OrEmpty keeps a list from being shown as null.
func OrEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Each translates a list.
func Each[A, B any](list []A, translate func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = translate(v)
	}
	return out
}

// OrNothing is an empty cell of a sheet for null.
func OrNothing(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Milliseconds keeps the microseconds behind the point.
func Milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
