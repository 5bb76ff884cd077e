package proof

import (
	"context"
	"strconv"

	"gatehouse"
	"gatehouse/internal/gateway"
	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// keptBody is how much of an answer's body is kept: nothing of it is shown.
const keptBody = 1

// request is a call with valid credentials that takes no budget.
func (r *run) request(method, path string) gateway.InProcess {
	in := gateway.InProcess{
		Method: method, Path: path, Addr: r.address, Source: gatehouse.SourceCheck, Budget: gateway.Peek, MaxBody: keptBody,
		Header: http1.Header{{Name: "X-Client-ID", Value: r.ClientID}, {Name: "X-Profile-ID", Value: r.profileID()}},
	}
	if r.Token != "" {
		in.Header.Add("Authorization", "Bearer "+r.Token.Reveal())
	} else {
		in.Credential = &gateway.Credential{ClientID: r.ClientID, ProfileID: r.profile.ID(), ExpiresAt: r.ExpiresAt}
	}
	return in
}

// call makes a request and fills in what the gateway answered.
func (r *run) call(ctx context.Context, c Check, in gateway.InProcess) (Check, gateway.Response) {
	ctx, cancel := context.WithTimeout(ctx, oneCallTimeout)
	defer cancel()
	answer := r.Door(ctx, in)
	c.Actual, c.RequestID = strconv.Itoa(answer.Status), answer.RequestID
	c.Passed = c.Actual == c.Expected
	return c, answer
}

// refusal makes a request that must be refused, with one of some codes. The
// right status for another reason proves nothing.
func (r *run) refusal(ctx context.Context, c Check, in gateway.InProcess, codes ...string) Check {
	c, answer := r.call(ctx, c, in)
	for _, code := range codes {
		if c.Passed && answer.Code == code {
			return c
		}
	}
	c.Passed = false
	if answer.Code == "" {
		c.Reason = "The gateway let the request through to the upstream, which it must not."
	} else {
		c.Reason = "The gateway refused for another reason: " + explain(answer)
	}
	return c
}

// skipped is a check that was not made.
func skipped(c Check, reason string) Check {
	c.Skipped, c.Reason = true, reason
	return c
}

// explain says why the gateway refused.
func explain(answer gateway.Response) string {
	p, known := problem.Lookup(answer.Code)
	if !known {
		return answer.Code + " in step " + answer.Step + "."
	}
	return p.Title + " (" + answer.Code + ", step " + answer.Step + "). " + p.Detail
}
