package limit

import (
	"strconv"
	"testing"
	"time"

	"gatehouse"
)

func TestSpentQuotasAreTheFullestFirst(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	l := New(now)
	day := policy(t, "day", rateOf(1000, time.Minute), quotaOf(10, gatehouse.Day, "UTC"))
	for scope, n := range map[string]int{"cl_full": 10, "cl_most": 8, "cl_some": 7} {
		burst(l.Set(Attached{day, scope}), now, n)
	}
	burst(l.Set(Attached{policy(t, "rate", rateOf(10, time.Minute), nil), "cl_full"}), now, 10)
	found, total := l.SpentQuotas(now, 0.8, 10)
	want := Spent{day.id, "cl_full", 10, 10, now.Add(12 * time.Hour)}
	if total != 2 || len(found) != 2 || found[0] != want || found[1].Scope != "cl_most" {
		t.Errorf("%d of %+v", total, found)
	}
	if found, total = l.SpentQuotas(now, 0.8, 1); len(found) != 1 || total != 2 {
		t.Errorf("one: %+v of %d", found, total)
	}
	if found, _ := l.SpentQuotas(now.Add(12*time.Hour), 0.8, 10); len(found) != 0 {
		t.Errorf("the next day: %+v", found)
	}
}

// BenchmarkSpentQuotas is over as many clients as there are called meters.
func BenchmarkSpentQuotas(b *testing.B) {
	const many = 200_000
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	l := New(now)
	day := policy(b, "day", nil, quotaOf(10, gatehouse.Day, "UTC"))
	for i := range many {
		var d Decision
		l.Set(Attached{day, "cl_" + strconv.Itoa(i)}).Take(now, &d)
	}
	for _, pause := range []time.Duration{time.Millisecond, spentFresh} {
		b.Run(pause.String(), func(b *testing.B) {
			for b.Loop() {
				now = now.Add(pause)
				l.SpentQuotas(now, 0.8, 10)
			}
		})
	}
}
