package live

import (
	"context"
	"sync"
	"time"
)

// Interval is how often a follower asks the store for its version.
const Interval = time.Second

// stopTimeout bounds the last copy when the process ends.
const stopTimeout = 30 * time.Second

// Run follows the store until the context ends. Then it stores the use of
// tokens and brings the copy on disk up to date: a stale one could let in a
// token that was revoked since. It must run after the last request has ended.
func (f *Follower) Run(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(func() { every(ctx, Interval, func() { f.poll(ctx) }) })
	wg.Go(func() {
		var next time.Time
		every(ctx, Interval, func() {
			if now := time.Now(); now.After(next) {
				took := f.copyOnce(ctx)
				next = time.Now().Add(copyShare * took)
			}
		})
	})
	pending := pendingUsage{}
	wg.Go(func() { every(ctx, usageInterval, func() { f.flushUsage(ctx, pending) }) })
	wg.Wait()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	f.poll(ctx)
	f.flushUsage(ctx, pending)
	f.copyOnce(ctx)
}

// every calls do at each tick until the context ends.
func every(ctx context.Context, interval time.Duration, do func()) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			do()
		}
	}
}
