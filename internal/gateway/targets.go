package gateway

import (
	"sync"
	"sync/atomic"
	"time"

	"gatehouse/internal/routing"
)

// How long a target is left out after a failed connection: doubled with each
// further failure, so that a restart costs one request and a dead machine next
// to nothing.
const (
	firstBackOff = time.Second
	maxBackOff   = 10 * time.Second
)

// health remembers the targets that could not be connected to. It is kept apart
// from the routes, because a new configuration does not heal a machine. While
// all is well it is one atomic load.
type health struct {
	sick atomic.Int32 // entries of out
	mu   sync.RWMutex
	out  map[string]outage // by address
}

type outage struct {
	until   time.Time
	backOff time.Duration
}

// pick takes the target whose turn it is among those that are well and were not
// tried by this request. The only target of a collection is never left out:
// leaving it alone would help nobody. When there is none to pick, soonest is
// the time until one may be tried again.
func (h *health) pick(c *routing.Collection, tried []*routing.Target, now time.Time) (t *routing.Target, soonest time.Duration) {
	if h.sick.Load() == 0 && len(tried) == 0 || len(c.Targets) == 1 {
		return untried(c.NextTarget(), tried), 0
	}
	for range c.Targets {
		if t := untried(c.NextTarget(), tried); t != nil && h.wait(t, now) == 0 {
			return t, 0
		}
	}
	soonest = maxBackOff
	for i := range c.Targets { // turns by weight may pass the same target by again and again
		t := untried(&c.Targets[i], tried)
		if t == nil {
			continue
		}
		wait := h.wait(t, now)
		if wait == 0 {
			return t, 0
		}
		soonest = min(soonest, wait)
	}
	return nil, soonest
}

func untried(t *routing.Target, tried []*routing.Target) *routing.Target {
	for _, other := range tried {
		if t == nil || other.Address == t.Address {
			return nil
		}
	}
	return t
}

// wait is how long a target is still left out; 0 when it is not.
func (h *health) wait(t *routing.Target, now time.Time) time.Duration {
	if h.sick.Load() == 0 {
		return 0
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	return max(h.out[t.Address].until.Sub(now), 0)
}

// failed leaves a target out for a while.
func (h *health) failed(t *routing.Target, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	o, known := h.out[t.Address]
	if known && o.until.After(now) {
		return // failures of one moment count once
	}
	o.backOff = min(max(2*o.backOff, firstBackOff), maxBackOff)
	o.until = now.Add(o.backOff)
	if h.out == nil {
		h.out = map[string]outage{}
	}
	h.out[t.Address] = o
	h.sick.Store(int32(len(h.out)))
}

// worked takes a target back.
func (h *health) worked(t *routing.Target) {
	if h.sick.Load() == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.out, t.Address)
	h.sick.Store(int32(len(h.out)))
}
