package gateway

import (
	"net/http"
	"time"

	"gatehouse"
	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
	"gatehouse/internal/routing"
	"gatehouse/internal/seal"
)

// The most that a request's head may hold; beyond are 414 and 431.
const (
	maxTarget = 8 << 10
	maxHead   = 32 << 10
)

var (
	errTargetLong = problem.New("uri_too_long")
	errHeadLarge  = problem.New("headers_too_large")
	errBodyLarge  = problem.New("payload_too_large")
	errNotReady   = &problem.Problem{Entry: entry("not_ready"), Retry: time.Second}
)

func entry(code string) problem.Entry {
	e, _ := problem.Lookup(code)
	return e
}

// receive is step 1. It settles who is asking at the level of addresses, gives
// the request its id, and makes the one path that everything after it uses:
// matched, logged and forwarded.
func receive(x *Exchange) error {
	r := x.req
	x.fields.read(r.Header, x.g.names)
	peer := plain(r.Peer.Addr())
	x.viaProxy = x.g.proxies.trusts(peer)
	x.clientIP = x.g.proxies.clientAddr(peer, r.Header)
	if x.inproc != nil {
		x.clientIP = plain(x.inproc.Addr)
	}
	x.id = x.requestID()
	if x.refused != nil { // the door found a fault before there was a request to read
		return x.refused
	}
	if err := x.checkHead(); err != nil {
		return err
	}
	if x.fields.connection && r.Major < 2 {
		x.fields.dropNamedByConnection(r.Header)
	}
	var err error
	if x.path, err = canonicalPath(r); err != nil {
		return err
	}
	if x.table = x.g.table(); x.table == nil {
		return errNotReady
	}
	return x.checkBodySize(x.g.maxBody)
}

// requestID keeps the id that a trusted proxy gave the request, so that both
// logs speak of it by one name. From anyone else it could be chosen to collide.
func (x *Exchange) requestID() string {
	if id := x.fields.requestID; x.viaProxy && validRequestID(id) {
		return id
	}
	if x.req.ID != "" {
		return x.req.ID
	}
	return seal.NewID(gatehouse.RequestIDPrefix)
}

// validRequestID bounds what may stand in logs, URLs and headers as an id.
func validRequestID(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return len(s) >= 8 && len(s) <= 128
}

func (x *Exchange) checkHead() error {
	r := x.req
	switch {
	case len(r.Path)+len(r.Query) > maxTarget:
		return errTargetLong
	case len(r.Header) > maxFields || x.fields.bytes > maxHead:
		return errHeadLarge
	case r.Method == http.MethodConnect || r.Method == http.MethodTrace:
		p := problem.New("method_not_allowed")
		p.AllowedMethods = gatehouse.Methods
		return p
	}
	return x.fields.check()
}

// canonicalPath leaves "*" as it is: it is a target of its own (RFC 9112
// §3.2.4), belongs to no collection, and ends in a 404 once the caller is known.
func canonicalPath(r *Request) (string, error) {
	if r.Path == "*" && r.Method == http.MethodOptions {
		return r.Path, nil
	}
	return routing.CanonicalPath(r.Path)
}

// checkBodySize refuses a body whose announced length is over the limit, before
// any of it is read; one of unknown length is cut when it passes.
func (x *Exchange) checkBodySize(limit int64) error {
	if limit <= 0 || x.req.ContentLength == 0 {
		return nil
	}
	if x.req.ContentLength > limit {
		return errBodyLarge
	}
	x.limit.lower(limit, x.step)
	return nil
}

// violation turns what the HTTP engines refuse into a problem. A malformed
// request can be so in many ways, and the engine knows which; for the other
// codes, the table says what to do about it.
func violation(v *http1.Violation) *problem.Problem {
	code := map[int]string{
		http.StatusMethodNotAllowed:            "method_not_allowed",
		http.StatusRequestTimeout:              "request_timeout",
		http.StatusRequestEntityTooLarge:       "payload_too_large",
		http.StatusRequestURITooLong:           "uri_too_long",
		http.StatusExpectationFailed:           "expectation_failed",
		http.StatusRequestHeaderFieldsTooLarge: "headers_too_large",
		http.StatusNotImplemented:              "transfer_coding_unsupported",
		http.StatusHTTPVersionNotSupported:     "version_unsupported",
	}[v.Status]
	if code == "" {
		code = "request_malformed"
	}
	p := problem.New(code)
	switch code {
	case "request_malformed":
		p.Detail = v.Detail
	case "method_not_allowed":
		p.Detail, p.AllowedMethods = v.Detail, gatehouse.Methods
	}
	return p
}
