package requestlog

import (
	"context"
	"slices"
	"time"

	"gatehouse"
)

const (
	maxResumed    = 1000             // records that a reader of a tail is given again at most
	longestMissed = 10 * time.Minute // a request that took longer is not looked for
)

// Ended lists matching requests that ended at or after a moment, the first to
// end first: what a live tail showed since then. It looks at the newest
// thousand and at requests of up to ten minutes; complete is false when there
// may be others.
func (l *Log) Ended(ctx context.Context, f Filter, since time.Time) (records []gatehouse.RequestRecord, complete bool, err error) {
	if from := since.Add(-longestMissed); f.From.Before(from) {
		f.From = from
	}
	if !f.To.IsZero() && f.To.Before(f.From) {
		return nil, true, nil
	}
	q := Query{Filter: f, Limit: MaxLimit}
	for seen := 0; seen < maxResumed; seen += MaxLimit {
		page, next, err := l.Search(ctx, q)
		if err != nil {
			return nil, false, err
		}
		for _, r := range page {
			if !ended(r).Before(since) {
				records = append(records, r)
			}
		}
		if q.Cursor = next; next == "" {
			break
		}
	}
	slices.SortStableFunc(records, func(a, b gatehouse.RequestRecord) int { return ended(a).Compare(ended(b)) })
	return records, q.Cursor == "", nil
}

func ended(r gatehouse.RequestRecord) time.Time { return r.At.Add(r.Latency) }
