// Package problem is how Gatehouse says no.
//
// Every refusal, of partner traffic and of the admin API alike, is an RFC 9457
// problem document with a stable code. The codes live in one table: the status
// and title that a machine reads, the detail that tells a person what to do
// next, and the longer text behind the document's type link. Nothing outside
// this package renders an error, so two surfaces can never answer the same
// fault differently, and an internal cause can never leak into an answer.
package problem

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gatehouse"
)

// ContentType is the media type of a problem document.
const ContentType = "application/problem+json"

// Problem is one refusal. A Problem without request-specific members may be
// shared by all requests: the request id is given when it is written.
type Problem struct {
	Entry                    // what the code means
	Detail string            // what to do; the entry's own detail when empty
	Errors []gatehouse.Field // which inputs were wrong

	AllowedMethods []string      // for 405: sorted, possibly empty, never nil; also the Allow header
	Limit          int64         // for 429: requests that the policy allows in its window or period
	Policy         string        // for 429: the name of the policy that refused, or of the one refusing longest
	Retry          time.Duration // when to come back, rounded up to whole seconds; also Retry-After
	TokenSent      bool          // for 401: a bearer token came with the request and was not accepted

	Cause error // for our log; never shown
}

// New makes a problem of a code of the table. A code that is not in it is a
// mistake in the program; it becomes an internal error rather than a guess.
func New(code string) *Problem {
	e, ok := Lookup(code)
	if !ok {
		e, _ = Lookup(internalError)
	}
	return &Problem{Entry: e}
}

// Of makes a problem of any error: a *Problem stays what it is, a
// *gatehouse.Error keeps its code, detail and fields, and everything else is an
// internal error of which the caller sees the request id alone.
func Of(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok {
		p := New(internalError)
		p.Cause = err
		return p
	}
	p := New(kinds[e.Kind])
	if e.Kind != gatehouse.Internal { // an internal detail may say more than a caller should hear
		p.Detail, p.Errors, p.Retry = e.Detail, e.Fields, e.Retry
		if known, ok := Lookup(e.Code); ok {
			p.Entry = known
		} else if e.Code != "" {
			p.Code = e.Code
		}
	}
	p.Cause = err
	return p
}

// Error names the problem for our own log.
func (p *Problem) Error() string {
	if p.Cause != nil {
		return p.Code + ": " + p.Cause.Error()
	}
	return p.Code
}

// Unwrap returns the cause, if any.
func (p *Problem) Unwrap() error { return p.Cause }

// document is the body as it is sent. The order of the members is the order a
// person wants to read them in.
type document struct {
	Type           string   `json:"type"`
	Title          string   `json:"title"`
	Status         int      `json:"status"`
	Detail         string   `json:"detail"`
	Code           string   `json:"code"`
	RequestID      string   `json:"request_id"`
	AllowedMethods []string `json:"allowed_methods,omitzero"`
	Limit          int64    `json:"limit,omitempty"`
	Policy         string   `json:"policy,omitempty"`
	RetryAfter     int64    `json:"retry_after,omitempty"`
	Errors         []field  `json:"errors,omitempty"`
}

type field struct {
	Pointer string `json:"pointer"`
	Detail  string `json:"detail"`
}

// JSON returns the document. The type link leads to the page of the code under
// the portal's public URL; without one it is relative.
func (p *Problem) JSON(portalURL, requestID string) []byte {
	d := document{
		Type:  strings.TrimSuffix(portalURL, "/") + "/problems/" + p.Code,
		Title: p.Title, Status: p.Status, Detail: p.Detail, Code: p.Code, RequestID: requestID,
		AllowedMethods: p.AllowedMethods, Limit: p.Limit, Policy: p.Policy, RetryAfter: p.RetryAfter(),
	}
	if d.Detail == "" {
		d.Detail = p.Entry.Detail
	}
	for _, f := range p.Errors {
		d.Errors = append(d.Errors, field(f))
	}
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)              // people read this in a terminal; its media type keeps browsers from taking it for a page
	if err := e.Encode(d); err != nil { // strings and numbers always encode
		panic(err)
	}
	return body.Bytes()
}

// RetryAfter is Retry in whole seconds, rounded up; 0 when there is nothing to
// wait for.
func (p *Problem) RetryAfter() int64 {
	return int64((p.Retry + time.Second - 1) / time.Second)
}

// Header calls add for each header field that the problem calls for, beside the
// request id, which every response has.
func (p *Problem) Header(add func(name, value string)) {
	add("Content-Type", ContentType)
	add("Cache-Control", "no-store")
	switch {
	case p.Status == http.StatusUnauthorized && p.TokenSent:
		add("WWW-Authenticate", `Bearer realm="gatehouse", error="invalid_token"`)
	case p.Status == http.StatusUnauthorized:
		add("WWW-Authenticate", `Bearer realm="gatehouse"`)
	case p.Status == http.StatusMethodNotAllowed:
		add("Allow", strings.Join(p.AllowedMethods, ", "))
	}
	if s := p.RetryAfter(); s > 0 {
		add("Retry-After", strconv.FormatInt(s, 10))
	}
}

// Write answers a request over net/http with the problem that err is.
func Write(w http.ResponseWriter, err error, portalURL, requestID string) {
	p := Of(err)
	h := w.Header()
	p.Header(h.Set)
	h.Set("X-Request-ID", requestID)
	body := p.JSON(portalURL, requestID)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // a caller that left needs no answer
}
