package limit

import (
	"testing"
	"time"

	"gatehouse"
)

func TestHeadersAreThoseOfTheContract(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 49, 49, 0, time.UTC) // 40,211 s before midnight
	set := New(now.Add(-time.Hour)).Set(Attached{policy(t, "standard-partner-200rpm", rateOf(200, time.Minute), quotaOf(50000, gatehouse.Day, "UTC")), "cl_1"})
	burst(set, now.Add(-37500*time.Millisecond), 36)
	var d Decision
	set.Take(now, &d)
	const policies = `"standard-partner-200rpm";q=200;w=60, "standard-partner-200rpm.quota";q=50000;w=86400`
	if got := string(d.AppendPolicy(nil)); got != policies {
		t.Errorf("RateLimit-Policy: %s\nwant %s", got, policies)
	}
	const limits = `"standard-partner-200rpm";r=163;t=23, "standard-partner-200rpm.quota";r=49963;t=40211`
	if got := string(d.AppendRateLimit(nil)); got != limits {
		t.Errorf("RateLimit: %s\nwant %s", got, limits)
	}
	if d.RetryAfter() != 0 || d.Refusal() != nil {
		t.Errorf("an accepted request is told to come back: %+v", d)
	}
}

func TestTightestWindowComesFirst(t *testing.T) {
	wide, tight := policy(t, "wide", rateOf(100, time.Minute), nil), policy(t, "tight", rateOf(4, time.Minute), nil)
	set := New(epoch).Set(Attached{wide, "cl_1"}, Attached{tight, "cl_1"})
	var d Decision
	set.Take(epoch, &d)
	if got := string(d.AppendRateLimit(nil)); got != `"tight";r=3;t=60, "wide";r=99;t=60` {
		t.Errorf("RateLimit: %s", got)
	}
}

func TestOneNameIsOneItem(t *testing.T) {
	p := policy(t, "both", rateOf(10, time.Minute), nil)
	l := New(epoch)
	burst(l.Set(Attached{p, "cl_1"}), epoch, 4)
	var d Decision
	l.Set(Attached{p, "cl_1"}, Attached{p, "pr_1"}).Take(epoch, &d)
	if got := string(d.AppendRateLimit(nil)); got != `"both";r=5;t=60` {
		t.Errorf("RateLimit: %s", got)
	}
}

func TestRefusalNamesRatesBeforeQuotasAndTheLongestWait(t *testing.T) {
	short, long := policy(t, "short", rateOf(2, time.Second), nil), policy(t, "long", rateOf(2, time.Minute), nil)
	daily := policy(t, "daily", nil, quotaOf(2, gatehouse.Day, "UTC"))
	set := New(epoch).Set(Attached{short, "cl_1"}, Attached{long, "cl_1"}, Attached{daily, "cl_1"})
	burst(set, epoch, 2)
	var d Decision
	set.Take(epoch.Add(100*time.Millisecond), &d)
	if r := d.Refusal(); r == nil || r.Policy != "long" || r.Quota || r.Limit != 2 {
		t.Errorf("refused by %+v, want the rate of policy long", r)
	}
	if got := d.RetryAfter(); got != 12*3600 {
		t.Errorf("retry after %d s, want 43200 until the quota resets", got)
	}
	set.Take(epoch.Add(2*time.Minute), &d)
	if r := d.Refusal(); r == nil || !r.Quota || r.Name != "daily.quota" {
		t.Errorf("refused by %+v, want the quota", r)
	}
}

func TestRetryAfterIsNeverTooEarly(t *testing.T) {
	set := New(epoch).Set(Attached{policy(t, "retry", rateOf(1, time.Second), nil), "cl_1"})
	burst(set, epoch, 1)
	var d Decision
	at := epoch.Add(time.Second - 1)
	if set.Take(at, &d); d.RetryAfter() != 1 {
		t.Errorf("retry after %d s, want 1 for the last nanosecond", d.RetryAfter())
	}
	if !accepted(set, at.Add(time.Duration(d.RetryAfter())*time.Second)) {
		t.Error("refused after waiting as told")
	}
}
