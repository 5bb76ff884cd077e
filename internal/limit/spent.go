package limit

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Spent is a quota of which much is used up.
type Spent struct {
	PolicyID string
	Scope    string // id of the client or of the profile it is counted for
	Used     int64
	Limit    int64
	Reset    time.Time
}

// spentFresh is how old an answer of SpentQuotas may be.
const spentFresh = 5 * time.Second

// spentAnswer is the newest answer, and what it answers.
type spentAnswer struct {
	mu    sync.Mutex
	at    time.Time
	share float64
	most  int
	found []Spent
	total int
}

// SpentQuotas lists the quotas of which at least a share (0.8) is used up, the
// fullest first, and how many there are. To look at every meter takes a while
// when there are a million: it is for people who look, not for requests, and
// many who look share an answer for some seconds.
func (l *Limiter) SpentQuotas(now time.Time, share float64, most int) ([]Spent, int) {
	a := &l.spent
	a.mu.Lock()
	defer a.mu.Unlock()
	if age := now.Sub(a.at); age < 0 || age >= spentFresh || a.share != share || a.most != most {
		a.found, a.total = l.spentQuotas(now, share, most)
		a.at, a.share, a.most = now, share, most
	}
	return slices.Clone(a.found), a.total
}

func (l *Limiter) spentQuotas(now time.Time, share float64, most int) (found []Spent, total int) {
	t := l.since(now)
	for i := range l.shards {
		l.shards[i].each(func(m *meter) {
			limit := m.policy.quota.requests
			if limit == 0 || m.quota.used == 0 {
				return
			}
			m.settle(now, t)
			if float64(m.quota.used) >= share*float64(limit) {
				found = append(found, Spent{m.key.policy, m.key.scope, m.quota.used, limit, time.Unix(0, m.quota.end).UTC()})
			}
		})
	}
	slices.SortFunc(found, func(a, b Spent) int {
		return cmp.Or(cmp.Compare(b.share(), a.share()), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.PolicyID, b.PolicyID))
	})
	total = len(found)
	return found[:min(total, most)], total
}

func (s Spent) share() float64 { return float64(s.Used) / float64(s.Limit) }
