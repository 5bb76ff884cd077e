package gateway

import (
	"errors"
	"net/http"
	"time"

	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
	"gatehouse/internal/routing"
)

// maxTries bounds how many targets one request is offered to.
const maxTries = 3

var (
	errUnreachable = entry("upstream_unreachable")
	errTimeout     = entry("upstream_timeout")
	errResponse    = entry("upstream_invalid_response")
	errAllDown     = entry("upstream_unavailable")
)

// forward is step 10: it sends the call and passes the answer on. Another
// target is tried only when no connection came about, so that nothing is ever
// done twice; what else may be sent again is the transport's to know.
func forward(x *Exchange) error {
	x.prepareBody()
	if err := x.reach(); err != nil {
		return x.explain(err)
	}
	x.upstream = time.Since(x.start)
	defer x.answer.Body.Close()
	if x.answer.Conn != nil {
		return x.tunnel()
	}
	return x.relay()
}

// prepareBody also sets the watch up where the exchange may last: the body is
// read by the transport, perhaps in a goroutine of its own.
func (x *Exchange) prepareBody() {
	x.call.Body = nil
	if x.req.ContentLength == 0 {
		return
	}
	if x.stream == nil {
		x.stream = x.newStream()
	}
	x.body = &body{src: x.req.Body, limit: x.limit.bytes, owner: x.limit.owner, stream: x.stream}
	if x.source != nil {
		x.body.src = x.source
	}
	x.call.Body = x.body
}

// reach offers the call to one target after the other.
func (x *Exchange) reach() error {
	var storage [maxTries]*routing.Target
	tried := storage[:0]
	var last error
	x.call.Interim = x.onInterim
	for len(tried) < maxTries {
		t, soonest := x.g.health.pick(x.collection, tried, x.start)
		if t == nil {
			return x.nothingLeft(last, soonest)
		}
		tried = append(tried, t)
		start := len(x.text)
		x.text = x.collection.AppendPath(x.text, t, x.endpoint, x.rest)
		x.call.Target, x.call.Path = t, x.text.since(start)
		if last = x.g.transport.RoundTrip(&x.call, &x.answer); last == nil {
			x.g.health.worked(t)
			return nil
		}
		if !connectFailed(last) || x.call.Canceler.Err() != nil {
			return last
		}
		x.g.metrics.connectFailed(x.collection.Name)
		x.g.health.failed(t, time.Now())
		if !x.body.untouched() {
			return last
		}
	}
	return last
}

func (x *Exchange) nothingLeft(last error, soonest time.Duration) error {
	if last != nil {
		return last
	}
	return &problem.Problem{Entry: errAllDown, Retry: max(soonest, time.Second)}
}

// explain finds the code for a call that failed. The partner's own doing comes
// first: a body that breaks off makes the upstream side fail as well.
func (x *Exchange) explain(err error) error {
	if lost := x.lost(); lost != nil {
		return lost
	}
	if errors.Is(err, http1.ErrClientGone) || errors.Is(x.down.Canceler().Err(), http1.ErrClientGone) {
		return errors.Join(errGone, err)
	}
	if p, step := x.body.problem(); p != nil {
		if step != "" {
			x.step = step
		}
		return p
	}
	if p, ok := errors.AsType[*problem.Problem](err); ok {
		return p
	}
	if x.step != "forward" {
		return err
	}
	p := &problem.Problem{Entry: errResponse, Cause: err}
	if e, ok := errors.AsType[*CallError](err); ok {
		switch e.Fault {
		case FaultConnect, FaultRefusedAddress:
			p.Entry = errUnreachable
		case FaultConnectTimeout:
			p.Entry = errTimeout
			p.Detail = "The API server could not be connected to in time; nothing was passed on. Try again in a moment."
		case FaultTimeout:
			p.Entry = errTimeout
		case FaultBusy:
			p.Entry = errAllDown
		case FaultResponse:
		}
	}
	x.g.logger.Warn("upstream call failed", "request_id", x.id, "collection", x.collection.Name, "code", p.Code, "error", err)
	return p
}

// interim passes a 1xx head on. 100 is answered by the door itself, when the
// body is asked for.
func (x *Exchange) interim(status int, h http1.Header) {
	if status == http.StatusContinue || status == http.StatusSwitchingProtocols {
		return
	}
	h.RemoveHopByHop()
	_ = x.down.Interim(status, h) // a partner that left is noticed with the answer
}
