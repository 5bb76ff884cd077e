package limit

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse"
)

// oracle remembers every accepted request and counts them all each time.
type oracle struct {
	requests int64
	window   time.Duration
	accepted []time.Time
}

func (o *oracle) within(now time.Time) (n int64) {
	for _, t := range o.accepted {
		if now.Sub(t) < o.window {
			n++
		}
	}
	return n
}

func TestRateIsExactUpToAThousandRequests(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := &oracle{requests: rapid.Int64Range(1, 40).Draw(t, "requests"), window: time.Duration(rapid.IntRange(1, 90).Draw(t, "seconds")) * time.Second}
		set := rateSet(t, o)
		now := epoch
		for range rapid.IntRange(1, 300).Draw(t, "calls") {
			now = now.Add(drawGap(t, o))
			want := o.within(now) < o.requests
			var d Decision
			set.Take(now, &d)
			if d.Refused == want {
				t.Fatalf("at %s refused=%t with %d of %d in the window", now.Sub(epoch), d.Refused, o.within(now), o.requests)
			}
			if want {
				o.accepted = append(o.accepted, now)
			}
			checkItem(t, o, now, &d)
		}
	})
}

// checkItem compares what the window says about itself with the oracle.
func checkItem(t *rapid.T, o *oracle, now time.Time, d *Decision) {
	item := d.Items[0]
	if want := o.requests - o.within(now); item.Remaining != want {
		t.Fatalf("remaining %d, want %d", item.Remaining, want)
	}
	var oldest time.Duration
	for _, at := range o.accepted {
		if now.Sub(at) < o.window {
			oldest = o.window - now.Sub(at)
			break
		}
	}
	if item.Reset != oldest {
		t.Fatalf("reset in %s, want %s", item.Reset, oldest)
	}
	if d.Refused && item.Retry != oldest {
		t.Fatalf("retry in %s, want %s", item.Retry, oldest)
	}
}

func TestRateAboveAThousandNeverPassesTheLimitAndRefusesLessThanASixtiethEarly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := &oracle{requests: rapid.Int64Range(1001, 2500).Draw(t, "requests"), window: time.Minute}
		set := rateSet(t, o)
		now, oldest := epoch, 0
		for range rapid.IntRange(1, 12).Draw(t, "bursts") {
			now = now.Add(drawGap(t, o))
			for range rapid.IntRange(1, 1500).Draw(t, "burst") {
				now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 0, 1, 1000}).Draw(t, "µs")) * time.Microsecond)
				for oldest < len(o.accepted) && now.Sub(o.accepted[oldest]) >= o.window {
					oldest++
				}
				counted := int64(len(o.accepted) - oldest)
				if accepted(set, now) {
					o.accepted = append(o.accepted, now)
					counted++
				} else if counted*60 < o.requests*59 {
					t.Fatalf("refused with %d of %d in the window", counted, o.requests)
				}
				if counted > o.requests {
					t.Fatalf("%d of %d in the window", counted, o.requests)
				}
			}
		}
	})
}

func rateSet(t *rapid.T, o *oracle) *Set {
	p, err := Compile(gatehouse.Policy{ID: "po_x", Name: "xx", Rate: rateOf(o.requests, o.window)})
	if err != nil {
		t.Fatal(err)
	}
	return New(epoch).Set(Attached{p, "cl_1"})
}

// drawGap draws the time to the next request, often an edge of the window.
func drawGap(t *rapid.T, o *oracle) time.Duration {
	w := o.window
	edges := []time.Duration{0, 0, 1, w / time.Duration(o.requests), w / 60, w / 2, w - 1, w, w + 1}
	return rapid.SampledFrom(edges).Draw(t, "gap")
}

func TestRateWithSlotsIsHardlyEverEarlyUnderSteadyOverload(t *testing.T) {
	const requests, window = 6000, time.Minute
	set := New(epoch).Set(Attached{policy(t, "steady", rateOf(requests, window), nil), "cl_1"})
	var passed []time.Duration
	// One and a half times the limit for ten windows.
	for at := time.Duration(0); at < 10*window; at += window / (requests * 3 / 2) {
		if accepted(set, epoch.Add(at)) {
			passed = append(passed, at)
		}
	}
	if least := 10 * requests * 995 / 1000; len(passed) < least {
		t.Errorf("%d of %d passed, want at least %d", len(passed), 10*requests, least)
	}
	checkWindows(t, passed, requests, window)
}

// checkWindows fails if any window, wherever it starts, holds more than allowed.
func checkWindows(t *testing.T, passed []time.Duration, requests int, window time.Duration) {
	t.Helper()
	for i := range len(passed) - requests {
		if passed[i+requests]-passed[i] < window {
			t.Fatalf("%d requests within %s from %s", requests+1, passed[i+requests]-passed[i], passed[i])
		}
	}
}

func TestRateMemoryFollowsUse(t *testing.T) {
	set := New(epoch).Set(Attached{policy(t, "big", rateOf(1000, time.Minute), nil), "cl_1"})
	burst(set, epoch, 3)
	r := &set.meters.Load().attached[0].rate
	if len(r.at) != firstSlots || r.n != nil {
		t.Errorf("3 requests take %d slots and counts %v", len(r.at), r.n)
	}
	large := New(epoch).Set(Attached{policy(t, "large", rateOf(100_000, time.Minute), nil), "cl_1"})
	for i := range 200_000 {
		accepted(large, epoch.Add(time.Duration(i)*500*time.Microsecond))
	}
	if r := &large.meters.Load().attached[0].rate; len(r.at) > 1024 {
		t.Errorf("a hundred thousand requests a minute take %d slots", len(r.at))
	}
}

func TestRateStaysClosedWhenTheClockGoesBack(t *testing.T) {
	set := New(epoch).Set(Attached{policy(t, "back", rateOf(5, time.Minute), nil), "cl_1"})
	burst(set, epoch.Add(time.Hour), 5)
	for _, back := range []time.Duration{time.Second, time.Minute, time.Hour, 48 * time.Hour} {
		if accepted(set, epoch.Add(time.Hour-back)) {
			t.Errorf("a clock set back by %s opened the limit", back)
		}
	}
	if !accepted(set, epoch.Add(time.Hour+time.Minute)) {
		t.Error("the limit stayed closed after a full window")
	}
}

// A taker whose reading is late is counted as of the latest reading, because
// what was dropped as of that one would be missing from its window.
func TestLateReadingsCountAsOfTheLatest(t *testing.T) {
	set := New(epoch).Set(Attached{policy(t, "late", rateOf(5, time.Minute), nil), "cl_1"})
	burst(set, epoch, 5)
	var d Decision
	set.Peek(epoch.Add(time.Minute), &d) // drops all five
	if n := burst(set, epoch.Add(time.Second), 9); n != 5 {
		t.Fatalf("%d of 5 passed", n)
	}
	if accepted(set, epoch.Add(2*time.Minute-1)) || !accepted(set, epoch.Add(2*time.Minute)) {
		t.Error("late requests do not count for a full window from the latest reading")
	}
}

func TestSlotsAreNoLongerThanASubWindow(t *testing.T) {
	set := New(epoch).Set(Attached{policy(t, "slow", rateOf(100_000, time.Minute), nil), "cl_1"})
	for second := range 4 {
		burst(set, epoch.Add(time.Duration(second)*time.Second), 1)
	}
	var d Decision
	if set.Peek(epoch.Add(4*time.Second), &d); d.Items[0].Reset != 56*time.Second {
		t.Errorf("the oldest request leaves in %s, want 56 s", d.Items[0].Reset)
	}
}
