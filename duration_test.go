package gatehouse_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"gatehouse"
)

func TestDurationsReadAsPeopleWriteThem(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0s": 0, "250ms": 250 * time.Millisecond, "60s": time.Minute, "1m": time.Minute, "24h": 24 * time.Hour, "90d": 90 * 24 * time.Hour,
	} {
		if got, err := gatehouse.ParseDuration(s); err != nil || got != want {
			t.Errorf("ParseDuration(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "5", "-1s", "1.5h", "1h30m", "1w", " 1s", "1S", "999999999999d", "99999999999999999999s"} {
		if got, err := gatehouse.ParseDuration(s); err == nil {
			t.Errorf("ParseDuration(%q) = %v; want an error", s, got)
		}
	}
}

func TestDurationsAreWrittenInTheLargestUnit(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s": 0, "1m": time.Minute, "90s": 90 * time.Second, "24h": 24 * time.Hour, "30d": 720 * time.Hour, "25ms": 25 * time.Millisecond,
	} {
		if got := gatehouse.FormatDuration(d); got != want {
			t.Errorf("FormatDuration(%v) = %q; want %q", d, got, want)
		}
	}
}

func TestWrittenDurationReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(0, 1e10).Draw(t, "ms")) * time.Millisecond
		if got, err := gatehouse.ParseDuration(gatehouse.FormatDuration(d)); err != nil || got != d {
			t.Errorf("%v reads back as %v, %v", d, got, err)
		}
	})
}
