package gateway

import (
	"errors"
	"net/http"

	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// errGone ends an exchange whose partner left. It stands in the log only.
var errGone = problem.New("client_gone")

// refuse answers with the problem that an error of a step is. When the head is
// out already nothing can be said any more: the error goes back to the door.
func (x *Exchange) refuse(err error) error {
	p := problem.Of(err)
	if p.Code == "internal_error" {
		x.g.logger.Error("request failed", "request_id", x.id, "step", x.step, "error", err)
	}
	x.code = p.Code
	if p.Status == problem.StatusClientGone {
		x.status = p.Status
		return err
	}
	if x.headSent {
		return err
	}
	x.status = p.Status
	return x.sendProblem(p)
}

func (x *Exchange) sendProblem(p *problem.Problem) error {
	if x.fields.authorizations > 0 && p.Status == http.StatusUnauthorized {
		sent := *p
		sent.TokenSent = true
		p = &sent
	}
	x.head, x.passed = append(x.head[:0], http1.Field{Name: "X-Request-ID", Value: x.id}), 0
	p.Header(x.head.Add)
	x.head = x.appendCORS(x.appendLimits(x.head))
	body := p.JSON(x.g.portalURL(), x.id)
	if err := x.writeHead(int64(len(body))); err != nil {
		return err
	}
	if x.req.Method == http.MethodHead {
		return nil
	}
	n, err := x.down.Write(body)
	x.sent += int64(n)
	return err
}

// writeHead hands status and head to the door.
func (x *Exchange) writeHead(length int64) error {
	x.headSent = true
	if err := x.down.WriteHead(x.status, x.head, length); err != nil {
		return x.gone(err)
	}
	return nil
}

// gone is what a failure towards the partner means: that it left, or that we
// closed the stream.
func (x *Exchange) gone(err error) error {
	if lost := x.lost(); lost != nil {
		return lost
	}
	return errors.Join(errGone, err)
}

// lost is the problem for which an open stream was closed, or nil.
func (x *Exchange) lost() *problem.Problem {
	canceler := x.down.Canceler()
	if x.stream != nil {
		canceler = x.stream.canceler
	}
	if p, ok := errors.AsType[*problem.Problem](canceler.Err()); ok {
		return p
	}
	return nil
}
