package live

import (
	"fmt"
	"strings"
	"sync/atomic"

	"gatehouse/internal/ops"
	"gatehouse/internal/routing"
)

// state is what a follower knows about how well it does.
type state struct {
	err      atomic.Pointer[fault] // of the last attempt to reach the store; nil: none made
	policies atomic.Pointer[fault]
	problems atomic.Pointer[[]routing.Problem]
	fromCopy atomic.Bool // what is in force came from the disk
	copying  atomic.Pointer[fault]
}

// fault holds an error, or none.
type fault struct{ error }

// heard notes the outcome of an attempt and reports whether it is news: the
// first failure after a success.
func (s *state) heard(err error) (news bool) {
	old := s.err.Swap(&fault{err})
	return err != nil && (old == nil || old.error == nil)
}

// Parts tells how well the configuration is followed, for /readyz.
func (f *Follower) Parts() []ops.Part {
	return []ops.Part{f.configuration(), f.collections(), f.limits(), f.stored()}
}

// Problems lists the published collections that cannot be served.
func (f *Follower) Problems() []routing.Problem {
	if p := f.state.problems.Load(); p != nil {
		return *p
	}
	return nil
}

func (f *Follower) configuration() ops.Part {
	p := ops.Part{Name: "configuration", Status: ops.Ready}
	switch {
	case f.table.Load() == nil:
		p.Status, p.Reason = ops.Unready, "The configuration was not read yet."
		if e := f.state.err.Load(); e != nil && e.error != nil {
			p.Reason = "The configuration cannot be read: " + oneLine(e.error)
		}
	case f.state.fromCopy.Load():
		p.Status = ops.Degraded
		p.Reason = fmt.Sprintf("The last good configuration, version %d, is in force; changes made since are not.", f.Version())
	}
	return p
}

func (f *Follower) collections() ops.Part {
	p := ops.Part{Name: "collections", Status: ops.Ready}
	problems := f.Problems()
	if len(problems) == 0 {
		return p
	}
	var wrong []string
	for _, w := range problems {
		wrong = append(wrong, w.Collection+" refuses its traffic: "+w.Reason)
	}
	p.Status, p.Reason = ops.Degraded, strings.Join(wrong, "; ")
	return p
}

func (f *Follower) limits() ops.Part {
	p := ops.Part{Name: "policies", Status: ops.Ready}
	if e := f.state.policies.Load(); e != nil && e.error != nil {
		p.Status, p.Reason = ops.Degraded, "Clients with these policies are refused: "+oneLine(e.error)
	}
	return p
}

func (f *Follower) stored() ops.Part {
	p := ops.Part{Name: "store", Status: ops.Ready}
	if e := f.state.err.Load(); e != nil && e.error != nil {
		p.Status, p.Reason = ops.Degraded, oneLine(e.error)
	} else if e := f.state.copying.Load(); e != nil && e.error != nil {
		p.Status, p.Reason = ops.Degraded, "The copy of the configuration that would be used while the store is away cannot be written: "+oneLine(e.error)
	}
	return p
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
