package requestlog

import (
	"context"
	"testing"
	"time"
)

func TestEndedListsWhatATailMissed(t *testing.T) {
	l := quiet(t, t.TempDir())
	start := time.Now()
	tr := newTraffic(start, time.Millisecond)
	add := func(id string, at, latency time.Duration) {
		r := tr.next()
		r.ID, r.At, r.Latency = id, start.Add(at), latency
		l.Add(&r)
	}
	add("seen", 0, time.Second)
	add("long", -time.Minute, 63*time.Second)
	add("quick", 2500*time.Millisecond, time.Millisecond)
	add("forever", -time.Hour, 2*time.Hour)
	got, complete, err := l.Ended(context.Background(), Filter{}, start.Add(2*time.Second))
	if err != nil || !complete || len(got) != 2 || got[0].ID != "quick" || got[1].ID != "long" {
		t.Errorf("%d records, complete %t, %v", len(got), complete, err)
	}
	if got, _, err := l.Ended(context.Background(), Filter{To: start.Add(-time.Hour)}, start); len(got) > 0 || err != nil {
		t.Errorf("before the log: %d records, %v", len(got), err)
	}
	for range maxResumed + 1 {
		r := tr.next()
		l.Add(&r)
	}
	if got, complete, err := l.Ended(context.Background(), Filter{}, start); complete || err != nil || len(got) == 0 {
		t.Errorf("too many: %d records, complete %t, %v", len(got), complete, err)
	}
}
