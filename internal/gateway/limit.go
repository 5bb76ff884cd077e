package gateway

import (
	"time"

	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// limits is step 7, "limit": all windows of all policies of client and profile are taken
// together, or none.
func limits(x *Exchange) error {
	set, err := x.g.directory.Limits(x.client, x.profile)
	if err != nil {
		return err
	}
	switch x.budget() {
	case Take:
		set.Take(x.start, &x.decision)
	case Peek:
		set.Peek(x.start, &x.decision)
	case Rehearse:
		set.Rehearse(x.start, &x.decision)
	}
	if x.decision.Refused {
		return x.overLimit()
	}
	return nil
}

func (x *Exchange) budget() Budget {
	if x.inproc == nil {
		return Take
	}
	return x.inproc.Budget
}

// overLimit names the window that refused; a rate before a quota.
func (x *Exchange) overLimit() error {
	window := x.decision.Refusal()
	code := "rate_limit_exceeded"
	if window.Quota {
		code = "quota_exceeded"
	}
	p := problem.New(code)
	p.Limit, p.Policy = window.Limit, window.Policy
	p.Retry = time.Duration(x.decision.RetryAfter()) * time.Second
	return p
}

// appendLimits adds RateLimit-Policy and RateLimit to every answer that a limit
// had a say in.
func (x *Exchange) appendLimits(h http1.Header) http1.Header {
	if len(x.decision.Items) == 0 {
		return h
	}
	start := len(x.text)
	x.text = x.decision.AppendPolicy(x.text)
	policy := x.text.since(start)
	start = len(x.text)
	x.text = x.decision.AppendRateLimit(x.text)
	return append(h,
		http1.Field{Name: "RateLimit-Policy", Value: policy},
		http1.Field{Name: "RateLimit", Value: x.text.since(start)})
}
