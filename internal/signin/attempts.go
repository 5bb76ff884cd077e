package signin

import (
	"sync"
	"time"
)

// attempts counts failures by key (an address, an email) in a sliding window:
// a key may fail limit times in any window.
type attempts struct {
	limit  int
	window time.Duration

	mu     sync.Mutex
	failed map[string][]time.Time // oldest first, at most limit of them
}

// mostKeys bounds the memory that a flood of addresses can take.
const mostKeys = 50_000

func newAttempts(limit int, window time.Duration) *attempts {
	return &attempts{limit: limit, window: window, failed: map[string][]time.Time{}}
}

// take counts an attempt as failed before its outcome is known, so that many
// at once cannot slip through together, or returns how long to wait.
// [attempts.forgive] takes a success back.
func (a *attempts) take(key string, now time.Time) (wait time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	times := a.recent(key, now)
	if len(times) >= a.limit {
		return times[0].Add(a.window).Sub(now)
	}
	if len(times) == 0 {
		a.makeRoom(now)
	}
	a.failed[key] = append(times, now)
	return 0
}

// forgive takes back the latest attempt of a key: it did not fail.
func (a *attempts) forgive(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	times := a.failed[key]
	if len(times) <= 1 {
		delete(a.failed, key)
		return
	}
	a.failed[key] = times[:len(times)-1]
}

func (a *attempts) recent(key string, now time.Time) []time.Time {
	times := a.failed[key]
	for len(times) > 0 && !now.Before(times[0].Add(a.window)) {
		times = times[1:]
	}
	return times
}

// makeRoom drops what has passed, and whole keys at random when that is not
// enough: a flood then forgets others of the flood more often than anyone.
func (a *attempts) makeRoom(now time.Time) {
	if len(a.failed) < mostKeys {
		return
	}
	for key := range a.failed {
		if len(a.recent(key, now)) == 0 {
			delete(a.failed, key)
		}
	}
	for key := range a.failed {
		if len(a.failed) < mostKeys {
			return
		}
		delete(a.failed, key)
	}
}
