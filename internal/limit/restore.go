package limit

import (
	"math"
	"time"

	"gatehouse"
)

// restore puts saved meters into the limiter, in the place of what it knows
// under the same key. The policies are not known yet; each meter stands under
// terms made of what was saved with it, until a [Set] brings the real ones.
func (l *Limiter) restore(meters map[uint64]*saved, now time.Time) {
	for _, s := range meters {
		m := &meter{id: l.ids.Add(1), key: s.key, policy: s.policy(), quota: s.quota}
		l.restoreRate(&m.rate, s)
		m.settle(now, l.since(now))
		if m.idle() {
			continue
		}
		shard := l.shard(s.key)
		shard.mu.Lock()
		shard.meters[s.key] = m
		shard.mu.Unlock()
	}
}

// policy is what a saved meter is counted under until its policy is known. It
// is older than any version and has no limit, so nothing can be decided by it.
func (s *saved) policy() *Policy {
	p := &Policy{id: s.key.policy, version: math.MinInt64}
	if s.window > 0 && s.window <= int64(gatehouse.MaxWindow) {
		p.rate = rateTerms{requests: math.MaxInt64, window: s.window, slot: 1}
	}
	zone, err := time.LoadLocation(s.zone)
	if s.period != "" && err == nil {
		p.quota = quotaTerms{requests: math.MaxInt64, period: s.period, zone: zone}
	}
	return p
}

// restoreRate takes over the slots. A time after the present means that the
// clock was set back meanwhile; it counts as now, for a whole window more.
func (l *Limiter) restoreRate(r *rate, s *saved) {
	before := int64(math.MinInt64)
	for i, micros := range s.at {
		before = max(before, min(0, l.sinceUnix(micros)))
		r.push(before, max(1, s.n[i]))
	}
	r.opened, r.unsaved = before, 0
}

// sinceUnix is a Unix time in microseconds as rates count it. Only times
// before the limiter's start are told apart, which is all that a file holds.
func (l *Limiter) sinceUnix(micros int64) int64 {
	age := l.start.UnixMicro() - micros
	if age < 0 {
		return 0
	}
	if age > int64(2*gatehouse.MaxWindow/time.Microsecond) {
		return -2 * int64(gatehouse.MaxWindow)
	}
	return -age * 1000
}
