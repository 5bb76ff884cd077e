package limit

import (
	"sync"
	"time"
)

// meter is one policy counted for one client or profile.
type meter struct {
	id  uint64 // unique in the process; meters are locked in this order
	key key

	mu     sync.Mutex
	seen   int64 // latest time given, as rates count it; see settle
	policy *Policy
	rate   rate
	quota  quota
	gone   bool // no longer in the limiter, because it was idle; see Set.lock

	dirty     bool // in the limiter's list of meters to save
	nextDirty *meter
	declared  uint64 // the generation of the file that knows the meter's id and terms
}

// adopt takes over a policy's numbers, unless they are older than those the
// meter has: two requests may resolve their sets around an edit.
func (m *meter) adopt(p *Policy) {
	m.mu.Lock()
	defer m.mu.Unlock()
	old := m.policy
	if old != nil && old.version > p.version {
		return
	}
	m.policy = p
	if old == nil || old.quota.period != p.quota.period || old.quota.zone.String() != p.quota.zone.String() {
		m.quota, m.declared = quota{}, 0
	}
	if old != nil && old.rate.window != p.rate.window {
		m.declared = 0
	}
}

// settle drops what no longer counts at now.
//
// Callers read the clock before they get here, so they may arrive out of
// order. One that is late is treated as of the latest time seen: requests
// that were dropped as of then would otherwise be missing from its window.
func (m *meter) settle(now time.Time, t int64) {
	m.seen = max(m.seen, t)
	if m.policy.rate.requests > 0 {
		m.rate.expire(m.seen, m.policy.rate.window)
	}
	if m.policy.quota.requests > 0 {
		m.quota.roll(now, &m.policy.quota)
	}
}

// full reports, for a settled meter, whether its rate and its quota refuse.
func (m *meter) full() (rate, quota bool) {
	p := m.policy
	return p.rate.requests > 0 && m.rate.counted >= p.rate.requests,
		p.quota.requests > 0 && m.quota.used >= p.quota.requests
}

// count takes one request from a settled meter that is not full.
func (m *meter) count() {
	if m.policy.rate.requests > 0 {
		m.rate.add(m.seen, &m.policy.rate)
	}
	if m.policy.quota.requests > 0 {
		m.quota.used++
	}
}

// describe appends one item for each window of a settled meter. Where the
// request was refused, full windows say when they have room again.
func (m *meter) describe(now time.Time, d *Decision) {
	rateFull, quotaFull := m.full()
	if m.policy.rate.requests > 0 {
		item := d.next()
		m.rate.describe(m.seen, m.policy, item)
		if item.Refused = d.Refused && rateFull; item.Refused {
			item.Retry = max(time.Nanosecond, m.rate.retry(m.seen, &m.policy.rate))
		}
	}
	if m.policy.quota.requests > 0 {
		item := d.next()
		m.quota.describe(now, m.policy, item)
		if item.Refused = d.Refused && quotaFull; item.Refused {
			item.Retry = max(time.Nanosecond, item.Reset)
		}
	}
}

// idle reports, for a settled meter, whether nothing is counted in it.
func (m *meter) idle() bool { return m.rate.slots == 0 && m.quota.used == 0 }
