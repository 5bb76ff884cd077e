package gateway

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/http1"
	"gatehouse/internal/verify"
)

// InProcess is a request by the in-process door, which the access proof and the
// portal's try-it use. It meets every step that a partner's own request meets,
// but is counted neither as a use of its token nor as a failed authentication.
type InProcess struct {
	Method string
	Path   string // escaped, from the collection's base path on
	Query  string // without the question mark
	Header http1.Header
	Body   []byte

	Addr   netip.Addr       // the client address to assume
	Source gatehouse.Source // SourceCheck or SourcePortal
	// Credential stands in for the profile's own secret; nil: the request carries
	// an Authorization field, or none.
	Credential *Credential
	Budget     Budget
	// MaxBody is how much of the answer's body is kept; 0: 1 MiB.
	MaxBody int
}

// Budget is what a request does to the limits of the profile it is made for.
type Budget int

// The budgets.
const (
	Take     Budget = iota // counted like any request
	Peek                   // decided like any request, and not counted
	Rehearse               // decided as if all that is left had been used up, and not counted
)

// Credential proves one profile, in this process alone, for a short time. It
// has no secret form, so there is nothing to leak. Whoever makes one audits it.
type Credential struct {
	ClientID  string
	ProfileID string // "pr_…"
	ExpiresAt time.Time
}

func (c *Credential) verify(now time.Time, p *directory.Profile) verify.Result {
	switch {
	case p == nil || p.ID() != c.ProfileID:
		return verify.Result{Verdict: verify.Invalid}
	case !now.Before(c.ExpiresAt):
		return verify.Result{Verdict: verify.Expired}
	}
	return verify.Result{Verdict: verify.OK}
}

// Response is the answer to an in-process request.
type Response struct {
	Status    int // 499 when ctx ended first
	Began     int // status of an answer that had begun when ctx ended; 0 otherwise
	Header    http1.Header
	Body      []byte // at most MaxBody
	Truncated bool   // the body was longer
	RequestID string
	Code      string // problem code; "" when the upstream's answer was passed on
	Step      string // the step that refused; "" when none did
	Broken    bool   // the answer broke off

	Upstream time.Duration // waiting for the head of the upstream's answer; 0 when none was asked
}

const defaultMaxBody = 1 << 20

// Do runs a request through all steps and returns the answer. The context ends
// it early.
func (g *Gateway) Do(ctx context.Context, in InProcess) Response {
	req := &Request{
		Method: in.Method, Path: in.Path, Major: 1, Minor: 1, Header: in.Header,
		ContentLength: int64(len(in.Body)), Body: bytes.NewReader(in.Body),
	}
	if in.Query != "" {
		req.Query = "?" + in.Query
	}
	if in.MaxBody == 0 {
		in.MaxBody = defaultMaxBody
	}
	down := &inProcessDown{most: in.MaxBody}
	defer context.AfterFunc(ctx, func() { down.canceler.Cancel(http1.ErrClientGone) })()
	x := g.exchange(req, down)
	defer g.release(x)
	x.inproc = &in
	err := x.run()
	res := down.response
	res.RequestID, res.Code, res.Broken, res.Upstream = strings.Clone(x.id), x.code, err != nil, x.upstream
	if x.code != "" {
		res.Step = x.step
	}
	if x.status == 499 {
		res.Status, res.Began = x.status, res.Status
	}
	return res
}

// inProcessDown keeps the answer in memory.
type inProcessDown struct {
	response Response
	most     int
	canceler http1.Canceler
}

func (d *inProcessDown) Interim(int, http1.Header) error { return nil }

func (d *inProcessDown) WriteHead(status int, h http1.Header, _ int64) error {
	d.response.Status, d.response.Header = status, h.Clone()
	for i := range d.response.Header {
		f := &d.response.Header[i]
		f.Name, f.Value = strings.Clone(f.Name), strings.Clone(f.Value)
	}
	return nil
}

func (d *inProcessDown) Write(p []byte) (int, error) {
	room := d.most - len(d.response.Body)
	if len(p) > room {
		d.response.Truncated = true
	}
	d.response.Body = append(d.response.Body, p[:min(room, len(p))]...)
	return len(p), nil
}

func (d *inProcessDown) Flush() error { return nil }

func (d *inProcessDown) Trailer(http1.Header) {}

var errNoUpgrade = errors.New("the in-process door cannot be upgraded")

func (d *inProcessDown) Upgrade(http1.Header) (*http1.Duplex, error) {
	d.response.Status = http.StatusSwitchingProtocols
	return nil, errNoUpgrade
}

func (d *inProcessDown) Canceler() *http1.Canceler { return &d.canceler }
