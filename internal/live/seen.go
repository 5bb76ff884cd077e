package live

import (
	"errors"

	"gatehouse"
	"gatehouse/internal/directory"
)

// seen remembers the clients of a configuration that is read whole, to forget
// those that are not in it. Into an empty directory nothing needs remembering.
type seen map[string]struct{}

func (f *Follower) newSeen() seen {
	if f.directory.Len() == 0 {
		return nil
	}
	return seen{}
}

func (s seen) add(id string) {
	if s != nil {
		s[id] = struct{}{}
	}
}

func (s seen) retain(d *directory.Directory) {
	if s != nil {
		d.Retain(func(id string) bool { _, ok := s[id]; return ok })
	}
}

func isNotFound(err error) bool {
	e, ok := errors.AsType[*gatehouse.Error](err)
	return ok && e.Kind == gatehouse.NotFound
}
