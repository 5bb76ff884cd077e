package requestlog

import (
	"cmp"
	"slices"
	"time"
)

// expire deletes the files that are due: those whose newest record is older
// than keepFor, then the oldest until the rest has at most keepBytes. Zero is
// no limit.
func (f *files) expire(now time.Time, keepFor time.Duration, keepBytes int64) {
	f.mu.RLock()
	byAge := slices.Clone(f.live)
	f.mu.RUnlock()
	slices.SortFunc(byAge, func(a, b *segment) int { return cmp.Compare(a.newest, b.newest) })
	size := total(byAge)
	var due []*segment
	for _, s := range byAge {
		old := keepFor > 0 && s.newest < now.Add(-keepFor).UnixMicro()
		if !old && (keepBytes <= 0 || size <= keepBytes) {
			break
		}
		size -= s.bytes
		due = append(due, s)
	}
	if due != nil {
		f.change(due, nil, func() {})
	}
}
