package limit

import (
	"testing"
	"time"

	"gatehouse"
)

// epoch is a Wednesday noon, far from the edge of any period.
var epoch = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func rateOf(requests int64, window time.Duration) *gatehouse.Rate {
	return &gatehouse.Rate{Requests: requests, Window: window}
}

func quotaOf(requests int64, period gatehouse.Period, zone string) *gatehouse.Quota {
	return &gatehouse.Quota{Requests: requests, Period: period, TimeZone: zone}
}

// policy compiles a policy of the name given, which also makes its id.
func policy(t testing.TB, name string, rate *gatehouse.Rate, quota *gatehouse.Quota) *Policy {
	t.Helper()
	return policyVersion(t, gatehouse.Policy{ID: "po_" + name, Name: name, Rate: rate, Quota: quota, Meta: gatehouse.Meta{Version: 1}})
}

func policyVersion(t testing.TB, p gatehouse.Policy) *Policy {
	t.Helper()
	c, err := Compile(p)
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	return c
}

// accepted takes once and reports whether it was let through.
func accepted(s *Set, now time.Time) bool {
	var d Decision
	s.Take(now, &d)
	return !d.Refused
}

// burst takes n times at one moment and reports how many were let through.
func burst(s *Set, now time.Time, n int) (passed int) {
	for range n {
		if accepted(s, now) {
			passed++
		}
	}
	return passed
}
