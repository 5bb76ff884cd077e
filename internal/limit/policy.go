package limit

import (
	"fmt"
	"time"
	_ "time/tzdata" // quotas must not depend on what zones the machine has

	"gatehouse"
)

// Policy is a policy made ready to count: nothing about it can fail in a
// request. It is immutable.
type Policy struct {
	id      string
	name    string
	version int64 // of the stored policy; a meter never goes back to an older one
	rate    rateTerms
	quota   quotaTerms
}

// rateTerms are a rate's numbers; requests is 0 where the policy has no rate.
type rateTerms struct {
	requests int64
	window   int64  // nanoseconds
	slot     uint32 // most requests that share a slot
	span     int64  // longest stretch of time that shares a slot, nanoseconds
	item     string // see itemTerms
}

// quotaTerms are a quota's numbers; requests is 0 where the policy has none.
type quotaTerms struct {
	requests int64
	period   gatehouse.Period
	zone     *time.Location
	name     string // label in the RateLimit fields
	item     string // see itemTerms
}

const (
	// exactUpTo is the largest limit for which every request has a slot of its
	// own, so that nobody is ever refused who stays within it.
	exactUpTo = 1000
	// slotsPerWindow is what a larger limit is cut into. Its inverse is the
	// share of the limit that may be refused early; the contract allows 1/60.
	slotsPerWindow = 960
	// subWindows is how many sub-windows a window has at least: a slot takes
	// no request that comes later than a sub-window after its first.
	subWindows = 60
)

// Compile makes a policy ready to count. It fails where the numbers are out
// of bounds or the time zone is unknown, which no stored policy is.
func Compile(p gatehouse.Policy) (*Policy, error) {
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("checking policy %s: %w", p.Name, err)
	}
	c := &Policy{id: p.ID, name: p.Name, version: p.Version}
	if p.Rate != nil {
		c.rate = rateTerms{requests: p.Rate.Requests, window: int64(p.Rate.Window), slot: 1, item: itemTerms(p.Name, p.Rate.Requests)}
		if p.Rate.Requests > exactUpTo {
			c.rate.slot = uint32((p.Rate.Requests + slotsPerWindow - 1) / slotsPerWindow)
		}
		c.rate.span = c.rate.window / subWindows
	}
	if p.Quota != nil {
		zone, err := time.LoadLocation(p.Quota.TimeZone)
		if err != nil {
			return nil, fmt.Errorf("loading the time zone of policy %s: %w", p.Name, err)
		}
		name := p.Name + ".quota"
		c.quota = quotaTerms{p.Quota.Requests, p.Quota.Period, zone, name, itemTerms(name, p.Quota.Requests)}
	}
	return c, nil
}
