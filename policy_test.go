package gatehouse_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse"
)

func TestPolicyNamesEachWrongField(t *testing.T) {
	rate := func(n int64, w time.Duration) *gatehouse.Rate { return &gatehouse.Rate{Requests: n, Window: w} }
	quota := func(n int64, p gatehouse.Period, zone string) *gatehouse.Quota {
		return &gatehouse.Quota{Requests: n, Period: p, TimeZone: zone}
	}
	for _, c := range []struct {
		rate  *gatehouse.Rate
		quota *gatehouse.Quota
		want  string
	}{
		{rate(200, time.Minute), quota(50_000, gatehouse.Day, "UTC"), ""},
		{rate(1, time.Second), nil, ""},
		{nil, quota(1, gatehouse.Week, "Europe/Berlin"), ""},
		{rate(0, time.Minute), nil, "/rate/requests"},
		{rate(1, 1500*time.Millisecond), nil, "/rate/window"},
		{rate(1, 25*time.Hour), nil, "/rate/window"},
		{nil, quota(0, "year", "Mars/Olympus"), "/quota/requests /quota/period /quota/time_zone"},
		{nil, quota(1, gatehouse.Day, "Local"), "/quota/time_zone"},
		{nil, quota(1, gatehouse.Day, ""), "/quota/time_zone"},
	} {
		p := gatehouse.Policy{Name: "standard", Rate: c.rate, Quota: c.quota}
		if got := pointers(t, p.Validate()); got != c.want {
			t.Errorf("%+v %+v: wrong fields %q, want %q", c.rate, c.quota, got, c.want)
		}
	}
	if (gatehouse.Policy{Name: "standard"}).Validate() == nil {
		t.Error("a policy without rate and quota must be refused")
	}
}

func TestPeriodsFollowTheCalendarOfTheirZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	kathmandu, err := time.LoadLocation("Asia/Kathmandu") // UTC+05:45
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		period     gatehouse.Period
		zone       *time.Location
		now        string
		start, end string
	}{
		{gatehouse.Day, time.UTC, "2026-11-23T12:00:00Z", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"},
		{gatehouse.Week, time.UTC, "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z"},
		{gatehouse.Week, time.UTC, "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"},
		{gatehouse.Month, time.UTC, "2026-12-31T23:00:00Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"},
		// The night in which Berlin's clocks go back has 25 hours.
		{gatehouse.Day, berlin, "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"},
		{gatehouse.Hour, kathmandu, "2026-11-23T12:20:30Z", "2026-11-23T12:15:00Z", "2026-11-23T13:15:00Z"},
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		start, end := c.period.Bounds(now, c.zone)
		if got := start.UTC().Format(time.RFC3339); got != c.start {
			t.Errorf("%s of %s starts at %s, want %s", c.period, c.now, got, c.start)
		}
		if got := end.UTC().Format(time.RFC3339); got != c.end {
			t.Errorf("%s of %s ends at %s, want %s", c.period, c.now, got, c.end)
		}
	}
}

func TestEveryMomentLiesInItsPeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		period := rapid.SampledFrom([]gatehouse.Period{gatehouse.Hour, gatehouse.Day, gatehouse.Week, gatehouse.Month}).Draw(t, "period")
		now := time.Unix(rapid.Int64Range(1_700_000_000, 2_000_000_000).Draw(t, "now"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns"))
		start, end := period.Bounds(now, zone)
		if now.Before(start) || !now.Before(end) {
			t.Fatalf("%v is not in [%v, %v)", now, start, end)
		}
		if again, _ := period.Bounds(end, zone); !again.Equal(end) {
			t.Fatalf("the next period starts at %v, not at %v", again, end)
		}
	})
}
