package manage

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"gatehouse"
)

// under moves the pointers of an error below another one, for a value that is
// part of a larger body. A failure of the database gets its pointers only when
// the transaction ends; it is marked, and [placed] moves them then.
func under(pointer string, err error) error {
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok {
		return &below{pointer, err}
	}
	return moved(pointer, e)
}

// below marks an error of a part of the body.
type below struct {
	pointer string
	err     error
}

func (b *below) Error() string { return b.err.Error() }
func (b *below) Unwrap() error { return b.err }

// placed moves the pointers of an error below the marks it went through.
func placed(err error) error {
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok {
		return err
	}
	var pointer strings.Builder
	for b, ok := errors.AsType[*below](e.Err); ok; b, ok = errors.AsType[*below](b.err) {
		pointer.WriteString(b.pointer)
	}
	return moved(pointer.String(), e)
}

func moved(pointer string, e *gatehouse.Error) error {
	if pointer == "" || len(e.Fields) == 0 {
		return e
	}
	out := *e
	var fields gatehouse.Fields
	fields.Under(pointer, e.Fields)
	out.Fields = fields
	return &out
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
func invalid(pointer, reason string) error {
	var f gatehouse.Fields
	f.Add(pointer, "%s", reason)
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
