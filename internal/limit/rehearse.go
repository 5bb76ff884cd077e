package limit

import (
	"math"
	"slices"
	"time"
)

// Rehearse tells what the first request too many would be told, were all that
// is left used up at this moment. It counts on copies, so nothing is taken; a
// proof that a limit holds must not cost the partner's budget. Without a
// policy, nothing is refused.
func (s *Set) Rehearse(now time.Time, d *Decision) {
	s.Peek(now, d)
	if s == nil || d.Refused {
		return
	}
	copies := s.copy()
	left := int64(math.MaxInt64)
	for i := range d.Items {
		left = min(left, d.Items[i].Remaining)
	}
	for _, m := range copies {
		m.countMany(left)
	}
	d.Items = d.Items[:0]
	d.Refused = !room(copies, now, s.limiter.since(now))
	for _, m := range copies {
		m.describe(now, d)
	}
	d.sort()
}

// copy is the meters of the set as they are, apart from the limiter.
func (s *Set) copy() []*meter {
	ms := s.lock()
	defer ms.unlock()
	copies := make([]*meter, len(ms.attached))
	for i, m := range ms.attached {
		copies[i] = &meter{policy: m.policy, seen: m.seen, rate: m.rate, quota: m.quota}
		copies[i].rate.at, copies[i].rate.n = slices.Clone(m.rate.at), slices.Clone(m.rate.n)
	}
	return copies
}

// countMany takes requests at the latest time seen, as full slots.
func (m *meter) countMany(requests int64) {
	terms := &m.policy.rate
	if terms.requests > 0 {
		for left := requests; left > 0; left -= int64(terms.slot) {
			m.rate.push(m.seen, uint32(min(left, int64(terms.slot))))
		}
	}
	if m.policy.quota.requests > 0 {
		m.quota.used += requests
	}
}
