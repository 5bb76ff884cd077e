package limit

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"gatehouse"
)

// The commonest case: one policy with a rate and a quota, let through.
func BenchmarkTake(b *testing.B) {
	for _, requests := range []int64{200, 1000, 1_000_000} {
		b.Run(fmt.Sprint(requests), func(b *testing.B) {
			set := New(epoch).Set(Attached{policy(b, "bench", rateOf(requests, time.Minute), quotaOf(gatehouse.MaxPolicyRequests, gatehouse.Day, "UTC")), "cl_1"})
			now, step := epoch, time.Minute*51/50/time.Duration(requests) // under 59/60 of the limit
			var d Decision
			b.ReportAllocs()
			for b.Loop() {
				now = now.Add(step)
				if set.Take(now, &d); d.Refused {
					b.Fatal("refused")
				}
			}
		})
	}
}

func BenchmarkTakeRefused(b *testing.B) {
	set := New(epoch).Set(Attached{policy(b, "bench", rateOf(200, time.Minute), nil), "cl_1"})
	burst(set, epoch, 200)
	var d Decision
	b.ReportAllocs()
	for b.Loop() {
		set.Take(epoch, &d)
	}
}

func BenchmarkTakeContended(b *testing.B) {
	start := time.Now()
	set := New(start).Set(Attached{policy(b, "bench", rateOf(1_000_000_000, time.Minute), quotaOf(gatehouse.MaxPolicyRequests, gatehouse.Day, "UTC")), "cl_1"})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		var d Decision
		for pb.Next() {
			set.Take(time.Now(), &d)
		}
	})
}

func BenchmarkHeaders(b *testing.B) {
	set := New(epoch).Set(Attached{policy(b, "bench", rateOf(200, time.Minute), quotaOf(50000, gatehouse.Day, "UTC")), "cl_1"})
	var d Decision
	set.Take(epoch, &d)
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = d.AppendRateLimit(d.AppendPolicy(buf[:0]))
	}
}

// A save while a million clients have a quota in use and ten were active in
// the last second.
func BenchmarkSaveWithAMillionIdleClients(b *testing.B) {
	l := New(epoch)
	f, err := OpenFile(filepath.Join(b.TempDir(), "limits"), l, epoch)
	if err != nil {
		b.Fatal(err)
	}
	p := policy(b, "bench", rateOf(200, time.Minute), quotaOf(50000, gatehouse.Day, "UTC"))
	var sets []*Set
	for i := range 1_000_000 {
		s := l.Set(Attached{p, fmt.Sprintf("cl_%026d", i)})
		burst(s, epoch, 1)
		if i%100_000 == 0 {
			sets = append(sets, s)
		}
	}
	now := epoch.Add(time.Hour)
	if err := f.Save(now); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		now = now.Add(time.Second)
		for _, s := range sets {
			burst(s, now, 3)
		}
		if err := f.Save(now); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGuard(b *testing.B) {
	g := NewGuard(100, epoch)
	now := epoch
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(time.Second)
		failures(g, now, "192.0.2.1", 1)
	}
}

func TestTakingAllocatesNothing(t *testing.T) {
	set := New(epoch).Set(
		Attached{policy(t, "one", rateOf(1000, time.Second), quotaOf(1_000_000, gatehouse.Day, "UTC")), "cl_1"},
		Attached{policy(t, "two", rateOf(100_000, time.Minute), nil), "pr_1"},
	)
	now := epoch
	var d Decision
	var buf []byte
	take := func() {
		now = now.Add(time.Millisecond)
		set.Take(now, &d)
		buf = d.AppendRateLimit(d.AppendPolicy(buf[:0]))
	}
	for range 5000 { // until the rings have grown to what they need
		take()
	}
	if n := testing.AllocsPerRun(1000, take); n != 0 {
		t.Errorf("a request allocates %.2f times", n)
	}
}
