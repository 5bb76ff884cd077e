package manage

import (
	"cmp"
	"errors"
	"slices"

	"gatehouse"
)

// under moves the pointers of an error below another one, for a value that is
// part of a larger body.
func under(pointer string, err error) error {
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	moved := *e
	moved.Fields = nil
	(*gatehouse.Fields)(&moved.Fields).Under(pointer, e.Fields)
	return &moved
}

// collect adds the fields of an Invalid error to f, below a pointer, and
// returns any other error.
func collect(f *gatehouse.Fields, pointer string, err error) error {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok && e.Kind == gatehouse.Invalid {
		f.Under(pointer, e.Fields)
		return nil
	}
	return err
}

// invalid is an Invalid error about one field.
func invalid(pointer, format string, args ...any) error {
	var f gatehouse.Fields
	f.Add(pointer, format, args...)
	return f.Err()
}

func notFound(err error) bool {
	e, ok := errors.AsType[*gatehouse.Error](err)
	return ok && e.Kind == gatehouse.NotFound
}

// set sorts values and drops repeats, so that their order makes no difference
// in comparisons; it is never nil.
func set[T cmp.Ordered](values []T) []T {
	out := append([]T{}, values...)
	slices.Sort(out)
	return slices.Compact(out)
}
