package limit

import (
	"testing"
	"time"

	"gatehouse"
)

func TestQuotaStartsAgainWithThePeriodOfItsZone(t *testing.T) {
	tests := []struct {
		name   string
		period gatehouse.Period
		zone   string
		now    string
		reset  time.Duration // from now
		window time.Duration
	}{
		{"hour", gatehouse.Hour, "UTC", "2026-03-04T12:00:01Z", 59*time.Minute + 59*time.Second, time.Hour},
		{"hour, zone off by 45 minutes", gatehouse.Hour, "Asia/Kathmandu", "2026-03-04T12:00:00Z", 15 * time.Minute, time.Hour},
		{"day", gatehouse.Day, "UTC", "2026-03-04T12:00:00Z", 12 * time.Hour, 24 * time.Hour},
		{"day in Tokyo", gatehouse.Day, "Asia/Tokyo", "2026-03-04T12:00:00Z", 3 * time.Hour, 24 * time.Hour},
		{"short day", gatehouse.Day, "Europe/Berlin", "2026-03-29T10:00:00Z", 12 * time.Hour, 23 * time.Hour},
		{"week from Monday", gatehouse.Week, "UTC", "2026-03-08T23:00:00Z", time.Hour, 7 * 24 * time.Hour},
		{"month", gatehouse.Month, "UTC", "2026-02-28T23:59:00Z", time.Minute, 28 * 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now, _ := time.Parse(time.RFC3339, tt.now)
			set := New(now).Set(Attached{policy(t, "cal", nil, quotaOf(3, tt.period, tt.zone)), "cl_1"})
			if n := burst(set, now, 5); n != 3 {
				t.Fatalf("%d of 3 passed", n)
			}
			var d Decision
			set.Take(now, &d)
			if item := d.Items[0]; item.Reset != tt.reset || item.Retry != tt.reset || item.Window != tt.window {
				t.Errorf("reset in %s, retry in %s, window %s; want %s and %s", item.Reset, item.Retry, item.Window, tt.reset, tt.window)
			}
			if accepted(set, now.Add(tt.reset-1)) || !accepted(set, now.Add(tt.reset)) {
				t.Error("the quota does not start again at its reset")
			}
		})
	}
}

func TestQuotaDoesNotStartAgainWhenTheClockGoesBack(t *testing.T) {
	midnight := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	set := New(midnight).Set(Attached{policy(t, "back", nil, quotaOf(10, gatehouse.Day, "UTC")), "cl_1"})
	burst(set, midnight.Add(time.Second), 10)
	if accepted(set, midnight.Add(-time.Second)) {
		t.Error("a step back into yesterday opened the quota")
	}
	if accepted(set, midnight.Add(2*time.Second)) {
		t.Error("stepping forward again opened the quota")
	}
}

func TestQuotaRecoversFromAClockThatWasFarAhead(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	set := New(now).Set(Attached{policy(t, "ahead", nil, quotaOf(10, gatehouse.Day, "UTC")), "cl_1"})
	burst(set, now.AddDate(1, 0, 0), 10)
	if accepted(set, now) {
		t.Error("setting the clock right opened the quota")
	}
	if !accepted(set, now.AddDate(0, 0, 1)) {
		t.Error("the quota stays closed until the wrong year comes")
	}
}

// In these zones midnight did not exist on the day the clocks went forward.
func TestQuotaSurvivesADayWithoutMidnight(t *testing.T) {
	for _, zone := range []string{"America/Sao_Paulo", "Asia/Beirut", "America/Santiago", "Africa/Cairo"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		set := New(epoch).Set(Attached{policy(t, "gap", nil, quotaOf(1, gatehouse.Day, zone)), "cl_1"})
		day, passed := "", 0
		for at := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2019; at = at.Add(30 * time.Minute) {
			if today := at.In(loc).Format(time.DateOnly); today != day {
				if day != "" && passed != 1 {
					t.Errorf("%s: %d of 1 passed on %s", zone, passed, day)
				}
				day, passed = today, 0
			}
			if accepted(set, at) {
				passed++
			}
		}
	}
}
