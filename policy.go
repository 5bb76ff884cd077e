package gatehouse

import (
	"strings"
	"time"
)

// Policy is a rate limit, a quota or both; reusable. Attached to a client it
// is counted over all its profiles, attached to a profile for that profile
// alone. Where several are attached, all are enforced.
type Policy struct {
	ID          string
	Name        string // unique; the label in RateLimit headers
	Description string
	Rate        *Rate
	Quota       *Quota
	Meta
}

// Rate allows a number of requests in any window of a length, wherever the
// window starts.
type Rate struct {
	Requests int64
	Window   time.Duration // 1 s to 24 h, whole seconds
}

// Quota allows a number of requests in a calendar period.
type Quota struct {
	Requests int64
	Period   Period
	TimeZone string // IANA name; "UTC" by default
}

// Period is a stretch of the calendar that a quota counts over.
type Period string

// The periods. A week starts on Monday.
const (
	Hour  Period = "hour"
	Day   Period = "day"
	Week  Period = "week"
	Month Period = "month"
)

// Bounds of a policy.
const (
	MaxPolicyRequests = 1_000_000_000_000
	MinWindow         = time.Second
	MaxWindow         = 24 * time.Hour
)

// Validate reports every wrong field as one [Invalid] error.
func (p Policy) Validate() error {
	var f Fields
	checkName(&f, p.Name)
	checkText(&f, "/description", p.Description, maxDescription)
	if p.Rate == nil && p.Quota == nil {
		f.Add("", `must have "rate", "quota" or both`)
	}
	if p.Rate != nil {
		f.Under("/rate", p.Rate.check())
	}
	if p.Quota != nil {
		f.Under("/quota", p.Quota.check())
	}
	return f.Err()
}

func (r Rate) check() Fields {
	var f Fields
	checkRequests(&f, r.Requests)
	if r.Window < MinWindow || r.Window > MaxWindow || r.Window%time.Second != 0 {
		f.Add("/window", `must be whole seconds from "1s" to "24h", such as "1m"`)
	}
	return f
}

func (q Quota) check() Fields {
	var f Fields
	checkRequests(&f, q.Requests)
	switch q.Period {
	case Hour, Day, Week, Month:
	default:
		f.Add("/period", `must be "hour", "day", "week" or "month"`)
	}
	// LoadLocation takes "" as UTC and "Local" as the server's zone, which
	// would make a quota depend on where the gateway runs.
	if _, err := time.LoadLocation(q.TimeZone); err != nil || q.TimeZone == "" || strings.EqualFold(q.TimeZone, "local") {
		f.Add("/time_zone", `must be an IANA time zone such as "UTC" or "Europe/Berlin"`)
	}
	return f
}

func checkRequests(f *Fields, n int64) {
	if n < 1 || n > MaxPolicyRequests {
		f.Add("/requests", "must be 1 to %d", int64(MaxPolicyRequests))
	}
}

// Bounds returns the start of the period that holds now, and the start of the
// next one, when the quota resets. Both are in the zone given.
func (p Period) Bounds(now time.Time, zone *time.Location) (start, end time.Time) {
	now = now.In(zone)
	y, m, d := now.Date()
	switch p {
	case Hour:
		// Truncating the absolute time would be wrong in zones that are off
		// UTC by a fraction of an hour.
		start = now.Add(-time.Duration(now.Minute())*time.Minute - time.Duration(now.Second())*time.Second - time.Duration(now.Nanosecond()))
		return start, start.Add(time.Hour)
	case Week:
		monday := d - (int(now.Weekday())+6)%7
		return time.Date(y, m, monday, 0, 0, 0, 0, zone), time.Date(y, m, monday+7, 0, 0, 0, 0, zone)
	case Month:
		return time.Date(y, m, 1, 0, 0, 0, 0, zone), time.Date(y, m+1, 1, 0, 0, 0, 0, zone)
	default:
		return time.Date(y, m, d, 0, 0, 0, 0, zone), time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	}
}
