package limit

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse"
)

func TestAllWindowsAreTakenTogetherOrNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, now := New(epoch), epoch
		var oracles []*oracle
		var attached []Attached
		for i := range rapid.IntRange(1, 4).Draw(t, "policies") {
			o := &oracle{requests: rapid.Int64Range(1, 10).Draw(t, "requests"), window: time.Duration(rapid.IntRange(1, 20).Draw(t, "seconds")) * time.Second}
			p, err := Compile(gatehouse.Policy{ID: fmt.Sprint("po_", i), Name: fmt.Sprint("p", i), Rate: rateOf(o.requests, o.window)})
			if err != nil {
				t.Fatal(err)
			}
			oracles, attached = append(oracles, o), append(attached, Attached{p, "cl_1"})
		}
		set := l.Set(attached...)
		for range rapid.IntRange(1, 100).Draw(t, "calls") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "ms")) * time.Millisecond)
			want := !slices.ContainsFunc(oracles, func(o *oracle) bool { return o.within(now) >= o.requests })
			if got := accepted(set, now); got != want {
				t.Fatalf("accepted=%t, want %t", got, want)
			}
			if !want {
				continue
			}
			for _, o := range oracles {
				o.accepted = append(o.accepted, now)
			}
		}
	})
}

func TestAClientsPolicyIsCountedOverItsProfilesAndAProfilesOwnForItAlone(t *testing.T) {
	l := New(epoch)
	shared, own := policy(t, "shared", rateOf(10, time.Minute), nil), policy(t, "own", rateOf(7, time.Minute), nil)
	a := l.Set(Attached{shared, "cl_1"}, Attached{own, "pr_a"})
	b := l.Set(Attached{shared, "cl_1"}, Attached{own, "pr_b"})
	if n := burst(a, epoch, 20); n != 7 {
		t.Errorf("profile a: %d passed, want its own 7", n)
	}
	if n := burst(b, epoch, 20); n != 3 {
		t.Errorf("profile b: %d passed, want the 3 left of the client's 10", n)
	}
}

func TestNoPolicyLimitsNothing(t *testing.T) {
	set := New(epoch).Set()
	if n := burst(set, epoch, 1000); n != 1000 {
		t.Errorf("%d of 1000 passed", n)
	}
	var d Decision
	set.Peek(epoch, &d)
	if d.Refused || len(d.Items) != 0 {
		t.Errorf("a client without policies hears of limits: %+v", d)
	}
}

func TestPeekTakesNothing(t *testing.T) {
	set := New(epoch).Set(Attached{policy(t, "peek", rateOf(2, time.Minute), quotaOf(3, gatehouse.Day, "UTC")), "cl_1"})
	var d Decision
	for range 10 {
		set.Peek(epoch, &d)
	}
	if d.Refused || d.Items[0].Remaining != 2 {
		t.Errorf("peeking took something: %+v", d)
	}
	burst(set, epoch, 2)
	if set.Peek(epoch, &d); !d.Refused {
		t.Error("peek does not see a full window")
	}
}

func TestEditedPolicyKeepsWhatWasCounted(t *testing.T) {
	edit := func(version int64, rate *gatehouse.Rate, quota *gatehouse.Quota) Attached {
		return Attached{policyVersion(t, gatehouse.Policy{ID: "po_x", Name: "edited", Rate: rate, Quota: quota, Meta: gatehouse.Meta{Version: version}}), "cl_1"}
	}
	l := New(epoch)
	burst(l.Set(edit(1, rateOf(10, time.Minute), quotaOf(100, gatehouse.Day, "UTC"))), epoch, 10)
	tests := []struct {
		name      string
		to        Attached
		passed    int
		remaining int64 // of the quota, before
	}{
		{"raised", edit(2, rateOf(15, time.Minute), quotaOf(100, gatehouse.Day, "UTC")), 5, 90},
		{"lowered", edit(3, rateOf(4, time.Minute), quotaOf(100, gatehouse.Day, "UTC")), 0, 85},
		{"longer window", edit(4, rateOf(20, time.Hour), quotaOf(100, gatehouse.Day, "UTC")), 5, 85},
		{"older version comes late", edit(3, rateOf(400, time.Minute), quotaOf(100, gatehouse.Day, "UTC")), 0, 80},
		{"another period", edit(5, rateOf(21, time.Hour), quotaOf(100, gatehouse.Month, "UTC")), 1, 100},
		{"beyond exact", edit(6, rateOf(5000, time.Hour), nil), 4979, 0},
		{"and back", edit(7, rateOf(900, time.Hour), nil), 0, 0},
	}
	for _, tt := range tests {
		set := l.Set(tt.to)
		var d Decision
		set.Peek(epoch, &d)
		for _, item := range d.Items {
			if item.Quota && item.Remaining != tt.remaining {
				t.Errorf("%s: %d of the quota left, want %d", tt.name, item.Remaining, tt.remaining)
			}
		}
		if n := burst(set, epoch, 6000); n != tt.passed {
			t.Errorf("%s: %d passed, want %d", tt.name, n, tt.passed)
		}
	}
	var d Decision
	l.Set(tests[6].to).Take(epoch, &d)
	if d.RetryAfter() != 3600 {
		t.Errorf("retry after %d s, want 3600: thousands must leave first", d.RetryAfter())
	}
}

func TestSweptMetersComeBack(t *testing.T) {
	l := New(epoch)
	set := l.Set(Attached{policy(t, "swept", rateOf(5, time.Second), nil), "cl_1"})
	other := l.Set(Attached{policy(t, "swept", rateOf(5, time.Second), nil), "cl_1"})
	burst(set, epoch, 5)
	l.drain(func(*meter) {})
	if left := l.Sweep(epoch.Add(500 * time.Millisecond)); left != 1 {
		t.Errorf("%d meters left, want the one in use", left)
	}
	if left := l.Sweep(epoch.Add(time.Second)); left != 0 {
		t.Errorf("%d idle meters left", left)
	}
	if n := burst(set, epoch.Add(time.Second), 3) + burst(other, epoch.Add(time.Second), 3); n != 5 {
		t.Errorf("two sets of one meter let %d of 5 pass after it was swept", n)
	}
}

// Goroutines take from overlapping sets in opposite order, with readings of
// one clock that arrive out of order, while meters are drained and swept.
func TestConcurrentTakersNeverPassTheLimit(t *testing.T) {
	const windows, step = 6, 5 * time.Millisecond
	l := New(epoch)
	shared, other := policy(t, "shared", rateOf(100, time.Second), nil), policy(t, "other", rateOf(2000, time.Second), nil)
	var clock, passed atomic.Int64
	done := make(chan struct{})
	var takers, sweeper sync.WaitGroup
	for w := range 16 {
		sets := []*Set{
			l.Set(Attached{shared, "cl_1"}, Attached{other, "pr_1"}),
			l.Set(Attached{other, "pr_1"}, Attached{shared, "cl_1"}),
		}
		takers.Go(func() {
			var d Decision
			for {
				at := time.Duration(clock.Add(int64(step / 16)))
				if at >= windows*time.Second {
					return
				}
				if sets[w%2].Take(epoch.Add(at), &d); !d.Refused {
					passed.Add(1)
				}
			}
		})
	}
	sweeper.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				l.drain(func(*meter) {})
				l.Sweep(epoch.Add(min(time.Duration(clock.Load()), windows*time.Second-1)))
			}
		}
	})
	takers.Wait()
	close(done)
	sweeper.Wait()
	if n := passed.Load(); n > windows*100 || n < windows*100*98/100 {
		t.Errorf("%d passed in %d windows of 100", n, windows)
	}
}
