package adminapi

import (
	"gatehouse/internal/rest"
)

// Inputs of the calls that every noun has.
type (
	getIn struct {
		rest.ByID
		Cached
	}
	editIn[T any] struct {
		rest.ByID
		Precondition
		Body rest.Patch[T]
	}
	setIn[T any] struct {
		rest.ByID
		Precondition
		Body rest.Body[T]
	}
	deleteIn struct {
		rest.ByID
		Precondition
	}
	// actIn is an action on one resource that needs no body.
	actIn struct {
		rest.ByID
		Precondition
	}
)

// value reads what a PUT sets and the version it is based on.
func (in *setIn[T]) value() (int64, T, error) {
	version, err := in.version()
	if err != nil {
		var none T
		return 0, none, err
	}
	sent, err := in.Body.Value()
	return version, sent, err
}

// taking makes a new domain value of a body.
func taking[J, D any](b rest.Body[J], apply func(J, *D) error) (D, error) {
	var d D
	sent, err := b.Value()
	if err != nil {
		return d, err
	}
	return d, apply(sent, &d)
}

// editing makes of a PATCH the version it is based on and the edit that a use
// case runs on the resource inside its transaction. What can be wrong whatever
// is stored is found here, before the store is asked.
func editing[J, D any](in *editIn[J], from func(D) J, apply func(J, *D) error) (int64, func(*D) error, error) {
	version, err := in.version()
	if err != nil {
		return 0, nil, err
	}
	merge, err := in.Body.Checked()
	if err != nil {
		return 0, nil, err
	}
	return version, func(d *D) error {
		next, err := merge.Onto(from(*d))
		if err != nil {
			return err
		}
		return apply(next, d)
	}, nil
}
