package live

import (
	"context"
	"fmt"
	"time"

	"gatehouse/internal/live/lastgood"
	"gatehouse/internal/store"
)

// copyShare is how many times longer than a copy took the next one waits, so
// that copying a million clients after each change cannot take a core.
const copyShare = 20

// copyOnce saves a copy of the configuration when the newest one is older than
// what is in force. It is read from the store in one snapshot: the directory
// keeps only what requests need.
func (f *Follower) copyOnce(ctx context.Context) (took time.Duration) {
	s := f.store.Load()
	if s == nil || f.state.fromCopy.Load() || f.copied == f.version.Load() {
		return 0
	}
	started := time.Now()
	version, err := f.save(ctx, s)
	if err == nil {
		f.copied = version
	} else if ctx.Err() == nil {
		f.logger.Error("the copy of the configuration cannot be written", "error", err)
	}
	f.state.copying.Store(&fault{err})
	return time.Since(started)
}

func (f *Follower) save(ctx context.Context, s *store.Store) (version int64, err error) {
	err = s.View(ctx, func(tx *store.Tx) error {
		var c changed
		if err := c.readWhole(ctx, tx); err != nil {
			return err
		}
		version = c.version
		return f.lastGood.Save(version, func(w *lastgood.Writer) error {
			for _, r := range c.revisions {
				if err := w.Revision(r); err != nil {
					return err
				}
			}
			for _, p := range c.policies {
				if err := w.Policy(p); err != nil {
					return err
				}
			}
			return tx.AllPartners(ctx, w.Partner)
		})
	})
	if err != nil {
		return 0, fmt.Errorf("copying the configuration: %w", err)
	}
	return version, nil
}
