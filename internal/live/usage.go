package live

import (
	"context"
	"maps"
	"slices"
	"time"

	"gatehouse/internal/store"
)

// usageInterval is how often the use of tokens goes to the store. A crash
// forgets at most this much of a token's count.
const usageInterval = 10 * time.Second

// pendingUsage is the use of tokens that the store has not taken yet.
type pendingUsage map[string]store.TokenUsage

// flushUsage moves what the request path counted to the store. What the store
// does not take now stays pending.
func (f *Follower) flushUsage(ctx context.Context, pending pendingUsage) {
	for _, u := range f.directory.DrainUsage() {
		p := pending[u.TokenID]
		p.TokenID, p.Uses = u.TokenID, p.Uses+u.Count
		if !u.At.Before(p.LastUsedAt) {
			p.LastUsedAt, p.LastUsedIP = u.At, ""
			if u.IP.IsValid() {
				p.LastUsedIP = u.IP.String()
			}
		}
		pending[u.TokenID] = p
	}
	s := f.store.Load()
	if s == nil || len(pending) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, usageInterval)
	defer cancel()
	if err := s.AddTokenUsage(ctx, slices.Collect(maps.Values(pending))); err != nil {
		f.logger.Warn("the use of tokens cannot be stored yet", "tokens", len(pending), "error", err)
		return
	}
	clear(pending)
}
