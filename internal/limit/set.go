package limit

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"
)

// Attached is a policy where it is attached.
type Attached struct {
	Policy *Policy
	Scope  string // id of the client or of the profile it is counted for
}

// Set is the meters that one profile's requests are counted in. It is safe
// for concurrent use. A nil Set limits nothing.
type Set struct {
	limiter *Limiter
	meters  atomic.Pointer[meters]
}

// meters is the same meters twice.
type meters struct {
	attached []*meter // as attached: the client's, then the profile's
	locking  []*meter // by id, the one order in which meters are ever locked
}

// Set finds or makes the meters of the policies attached, and gives them the
// policies' present numbers; nil when none is attached.
//
// What was counted under a policy stays counted when its numbers change: a
// rate applies the new limit and window length to the accepted requests it
// remembers; a quota keeps its count while period and time zone are the same,
// and starts afresh otherwise, because a day's count says nothing about a
// month's.
func (l *Limiter) Set(attached ...Attached) *Set {
	if len(attached) == 0 {
		return nil
	}
	found := make([]*meter, 0, len(attached))
	for _, a := range attached {
		if m := l.meter(a.Policy, a.Scope); !slices.Contains(found, m) {
			found = append(found, m)
		}
	}
	s := &Set{limiter: l}
	s.meters.Store(arrange(found))
	return s
}

// arrange puts meters into the order of locking. The lists share their memory
// where they can, and a single meter's is in one block with them: the meters
// of a client that calls seldom are far from the processor, and each block on
// the way to them is a wait.
func arrange(attached []*meter) *meters {
	if len(attached) == 1 {
		block := &struct {
			meters
			one [1]*meter
		}{one: [1]*meter{attached[0]}}
		block.attached, block.locking = block.one[:], block.one[:]
		return &block.meters
	}
	ms := &meters{attached, attached}
	byID := func(a, b *meter) int { return cmp.Compare(a.id, b.id) }
	if !slices.IsSortedFunc(attached, byID) {
		ms.locking = slices.SortedFunc(slices.Values(attached), byID)
	}
	return ms
}

// Take decides a request at a moment and counts it in every window, or in
// none when one refuses.
func (s *Set) Take(now time.Time, d *Decision) { s.decide(now, d, true) }

// Peek decides like [Set.Take] and counts nothing.
func (s *Set) Peek(now time.Time, d *Decision) { s.decide(now, d, false) }

func (s *Set) decide(now time.Time, d *Decision, take bool) {
	d.Refused, d.Items = false, d.Items[:0]
	if s == nil {
		return
	}
	ms := s.lock()
	d.Refused = !room(ms.attached, now, s.limiter.since(now))
	if take && !d.Refused {
		for _, m := range ms.attached {
			m.count()
			s.limiter.touch(m)
		}
	}
	for _, m := range ms.attached {
		m.describe(now, d)
	}
	ms.unlock()
	d.sort()
}

// room settles meters and reports whether every window can take a request.
func room(meters []*meter, now time.Time, t int64) bool {
	free := true
	for _, m := range meters {
		m.settle(now, t)
		rate, quota := m.full()
		free = free && !rate && !quota
	}
	return free
}

// lock locks all meters of the set. A meter that was swept meanwhile is made
// anew first: counting in one that the limiter no longer knows would be
// forgotten by a save and missed by other sets.
func (s *Set) lock() *meters {
	for {
		ms := s.meters.Load()
		gone := false
		for _, m := range ms.locking {
			m.mu.Lock()
			gone = gone || m.gone
		}
		if !gone {
			return ms
		}
		ms.unlock()
		s.renew(ms)
	}
}

func (s *Set) renew(old *meters) {
	found := make([]*meter, len(old.attached))
	for i, m := range old.attached {
		m.mu.Lock()
		p := m.policy
		m.mu.Unlock()
		found[i] = s.limiter.meter(p, m.key.scope)
	}
	s.meters.Store(arrange(found))
}

func (ms *meters) unlock() {
	for _, m := range ms.locking {
		m.mu.Unlock()
	}
}
