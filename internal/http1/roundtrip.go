package http1

// One exchange with an upstream (RFC 9110 §3.4, RFC 9112 §9.3). For a request
// without a body, or with a small one, everything happens on the caller's
// goroutine: one write, one read. A response is taken whenever it comes, also
// while the body is still being sent (RFC 9112 §9.5).

import (
	"errors"
	"io"
)

const (
	// wholeLimit is the largest body that goes out in one write with its head.
	wholeLimit = 16 << 10
	// inlineLimit is the largest body that is waited for before anything is sent.
	inlineLimit = 8 << 10
	// maxInterim bounds the 1xx responses before the final one.
	maxInterim = 32
)

var errPaused = errors.New("http1: the upstream took too long")

// Do sends out and reads the response's head into res, whose Close must be called
// when Do returned nil. The error is an *UpstreamError. A connection that turns
// out to be stale is replaced when nothing of the request was sent, or when the
// request is safe and the upstream said nothing; nothing else is sent twice.
func (p *Pool) Do(out *Outbound, res *Response) error {
	if err := out.prepare(); err != nil {
		return err
	}
	for {
		u, failed := p.take(out.Cancel, !out.safe())
		if failed != nil {
			return failed
		}
		again := u.served > 0
		failed = u.roundTrip(out, res)
		if failed == nil {
			return nil
		}
		again = again && u.replayable(out, failed)
		if u.spoiled {
			u.close()
		} else {
			p.put(u)
		}
		if !again {
			return failed
		}
	}
}

// replayable reports whether the request may be sent on another connection.
func (u *upConn) replayable(out *Outbound, failed *UpstreamError) bool {
	if failed.Kind != InvalidResponse || u.pump != nil || u.in.w > 0 {
		return false
	}
	return out.safe() || u.written == 0 && u.bodyIntact(out)
}

// bodyIntact reports whether the body can be read once more.
func (u *upConn) bodyIntact(out *Outbound) bool {
	if out.Body == nil || out.Length == 0 {
		return true
	}
	b, ok := out.Body.(*requestBody)
	return ok && b.taken == 0
}

// roundTrip sends the request and reads the response's head.
func (u *upConn) roundTrip(out *Outbound, res *Response) *UpstreamError {
	if err := out.Cancel.hold(u); err != nil {
		return &UpstreamError{Kind: Canceled, Err: err}
	}
	u.written, u.spoiled, u.pump, u.pause, u.due, u.in.r, u.in.w = 0, false, nil, out.HeaderTimeout, 0, 0, 0
	failed := u.send(out)
	if failed == nil {
		res.u, res.out = u, out
		failed = u.receive(out, res)
	}
	if failed == nil {
		return nil
	}
	res.u = nil
	u.stopPump(out)
	failed.Sent = u.written > 0 || u.pump != nil
	if out.Cancel.release(u) {
		u.spoiled = true // its deadlines are in the past now
	}
	return failed
}

// send writes head and body, or the head alone and starts the pump for the body.
// That a write failed is not the last word: there may be a response all the same.
func (u *upConn) send(out *Outbound) *UpstreamError {
	if err := u.writeHead(out); err != nil {
		return &UpstreamError{Kind: BadRequest, Err: err}
	}
	if out.Body == nil || out.Length == 0 {
		u.ask = u.out // the next read sends it
		return nil
	}
	own, _ := out.Body.(*requestBody)
	if own != nil {
		if whole, ok := own.whole(); ok && len(whole) <= wholeLimit {
			u.out = append(u.out, whole...)
			err := u.write(u.out)
			if u.written > 0 {
				own.takeWhole()
			}
			return u.afterWrite(err)
		}
	}
	if out.Length > 0 && out.Length <= inlineLimit {
		return u.sendInline(out)
	}
	failed := u.afterWrite(u.write(u.out))
	u.startPump(out)
	return failed
}

// afterWrite lets a failed write pass when the upstream may have answered before
// it stopped reading.
func (u *upConn) afterWrite(err error) *UpstreamError {
	switch {
	case err == nil || u.written > 0 && !errors.Is(err, errPaused):
		return nil
	case errors.Is(err, errPaused):
		return &UpstreamError{Kind: Timeout, Err: err}
	}
	return &UpstreamError{Kind: InvalidResponse, Err: err}
}

// sendInline waits for a small body, which goes with the head.
func (u *upConn) sendInline(out *Outbound) *UpstreamError {
	head := len(u.out)
	for n := 0; n < int(out.Length); n++ {
		u.out = append(u.out, 0)
	}
	if _, err := io.ReadFull(out.Body, u.out[head:]); err != nil {
		return u.bodyFailed(out, err)
	}
	u.ask = u.out
	return nil
}

func (u *upConn) bodyFailed(out *Outbound, err error) *UpstreamError {
	if cause := out.Cancel.Err(); cause != nil {
		return &UpstreamError{Kind: Canceled, Err: cause}
	}
	return &UpstreamError{Kind: BodyFailed, Err: err}
}

// receive reads heads until the final response's. All of them together may take
// as long as the one.
func (u *upConn) receive(out *Outbound, res *Response) *UpstreamError {
	if u.pump == nil {
		u.expectHead(out.HeaderTimeout)
	}
	for range maxInterim {
		if err := u.readHead(out, res); err != nil {
			return u.classify(out, err)
		}
		switch h := &res.head; {
		case h.status == 101:
			if out.Upgrade == "" || !h.upgrade || !EqualFold(h.header.Get("Upgrade"), out.Upgrade) {
				return &UpstreamError{Kind: InvalidResponse, Err: vUnasked101}
			}
			res.begin(u, out)
			return nil
		case h.status >= 200:
			res.begin(u, out)
			return nil
		case out.Interim != nil:
			out.Interim(h.status, h.header)
		}
	}
	return &UpstreamError{Kind: InvalidResponse, Err: vInterimMany}
}

// readHead reads and parses one response head.
func (u *upConn) readHead(out *Outbound, res *Response) error {
	for seen := 0; ; {
		b := u.in.buffered()
		n, fault := findHead(b, seen, &u.pool.target.Limits)
		if fault != nil {
			return fault
		}
		if n > 0 {
			head := res.keep(b[:n])
			u.in.consume(n)
			if fault := parseResponse(head, &res.head, out.Method, &u.pool.target.Limits); fault != nil {
				return fault
			}
			return nil
		}
		seen = len(b)
		if err := u.in.fill(); err != nil {
			if err == io.EOF && seen > 0 {
				return vResponseCut
			}
			return err
		}
	}
}

// classify says who is to blame for an error while reading from the upstream.
func (u *upConn) classify(out *Outbound, err error) *UpstreamError {
	if u.pump != nil {
		if failed := u.pump.bodyError(); failed != nil {
			return u.bodyFailed(out, failed)
		}
	}
	if cause := out.Cancel.Err(); cause != nil {
		return &UpstreamError{Kind: Canceled, Err: cause}
	}
	if errors.Is(err, errPaused) {
		return &UpstreamError{Kind: Timeout, Err: err}
	}
	if err == io.EOF {
		err = vResponseCut
	}
	return &UpstreamError{Kind: InvalidResponse, Err: err}
}
