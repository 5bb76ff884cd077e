package limit

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"
)

// Limiter holds the meters of all policies in use.
type Limiter struct {
	start  time.Time // rates count nanoseconds from here
	seed   maphash.Seed
	shards [64]shard
	ids    atomic.Uint64
	swept  atomic.Int64          // when meters were last forgotten, as rates count time
	dirty  atomic.Pointer[meter] // changed since the last save, linked by nextDirty
	spent  spentAnswer
}

// shard is a part of the meters. Requests do not come here, they hold a Set.
type shard struct {
	mu     sync.Mutex
	meters map[key]*meter
}

// key says which meter: a policy counted for a client or for a profile.
type key struct{ policy, scope string }

// New makes an empty limiter. Start is the present; rates count from it, and
// take an earlier time for it.
func New(start time.Time) *Limiter {
	l := &Limiter{start: start, seed: maphash.MakeSeed()}
	for i := range l.shards {
		l.shards[i].meters = map[key]*meter{}
	}
	return l
}

// since is a moment as rates count it. It uses the monotonic clock where both
// times have one.
func (l *Limiter) since(now time.Time) int64 { return int64(now.Sub(l.start)) }

func (l *Limiter) shard(k key) *shard {
	return &l.shards[maphash.Comparable(l.seed, k)%uint64(len(l.shards))]
}

// meter finds or makes a meter and gives it the policy's numbers.
func (l *Limiter) meter(p *Policy, scope string) *meter {
	k := key{p.id, scope}
	s := l.shard(k)
	s.mu.Lock()
	m := s.meters[k]
	if m == nil {
		// There may have been one that was swept, so this one goes on from then.
		m = &meter{id: l.ids.Add(1), key: k, policy: p, seen: l.swept.Load()}
		s.meters[k] = m
	}
	s.mu.Unlock()
	m.adopt(p)
	return m
}

// Sweep forgets the meters in which nothing is counted any more and reports
// how many are left. A set that still holds one makes it anew.
func (l *Limiter) Sweep(now time.Time) (left int) {
	t := max(l.since(now), l.swept.Load())
	l.swept.Store(t)
	for i := range l.shards {
		s := &l.shards[i]
		s.mu.Lock()
		for k, m := range s.meters {
			m.mu.Lock()
			m.settle(now, t)
			if m.idle() && !m.dirty {
				m.gone = true
				delete(s.meters, k)
			}
			m.mu.Unlock()
		}
		left += len(s.meters)
		s.mu.Unlock()
	}
	return left
}

// touch puts a locked meter on the list of those to save.
func (l *Limiter) touch(m *meter) {
	if m.dirty {
		return
	}
	m.dirty = true
	for {
		m.nextDirty = l.dirty.Load()
		if l.dirty.CompareAndSwap(m.nextDirty, m) {
			return
		}
	}
}

// drain calls do with every meter changed since the last drain, locked.
func (l *Limiter) drain(do func(*meter)) {
	for m := l.dirty.Swap(nil); m != nil; {
		m.mu.Lock()
		next := m.nextDirty
		m.dirty, m.nextDirty = false, nil
		do(m)
		m.mu.Unlock()
		m = next
	}
}

// each calls do with every meter of the shard, locked.
func (s *shard) each(do func(*meter)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.meters {
		m.mu.Lock()
		do(m)
		m.mu.Unlock()
	}
}
