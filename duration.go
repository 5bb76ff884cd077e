package gatehouse

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

var durationPattern = regexp.MustCompile(`^([0-9]{1,12})(ms|s|m|h|d)$`)

var durationUnits = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
}

// ParseDuration reads a duration as people write it in the API and on the
// command line: a whole number and one unit of ms, s, m, h or d ("90d"). The
// error is for the caller's eyes.
func ParseDuration(s string) (time.Duration, error) {
	parts := durationPattern.FindStringSubmatch(s)
	if parts == nil {
		return 0, Errorf(Invalid, `must be a whole number and a unit of s, m, h or d, such as "24h"`)
	}
	n, _ := strconv.ParseInt(parts[1], 10, 64) // at most 12 digits
	d := time.Duration(n) * durationUnits[parts[2]]
	if n != 0 && d/durationUnits[parts[2]] != time.Duration(n) {
		return 0, Errorf(Invalid, "is too long")
	}
	return d, nil
}

// FormatDuration writes what [ParseDuration] reads, in the largest unit that
// loses nothing. Days begin at two of them, since people say "24h". What is
// finer than a millisecond is written as Go does.
func FormatDuration(d time.Duration) string {
	switch {
	case d%(24*time.Hour) == 0 && d >= 48*time.Hour:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	case d%time.Hour == 0 && d != 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0 && d != 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d%time.Second == 0:
		return fmt.Sprintf("%ds", d/time.Second)
	case d%time.Millisecond == 0:
		return fmt.Sprintf("%dms", d/time.Millisecond)
	default:
		return d.String()
	}
}
