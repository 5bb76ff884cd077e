package http1

// Response heads (RFC 9112 §4) as a client reads them, with the same refusals
// as for requests. The body's end follows §6.3: what the request was decides as
// much as the fields do.

import "strings"

// responseHead is a parsed response head.
type responseHead struct {
	status    int
	minor     int
	header    Header
	length    int64 // bytes, Chunked or UntilClose; 0 when the response has no body
	declared  int64 // Content-Length as sent, or -1: what a HEAD or 304 is about
	keepAlive bool
	upgrade   bool
}

// parseResponse parses a whole head into r, reusing its header's storage. The
// request's method decides whether a body follows.
func parseResponse(head string, r *responseHead, method string, lim *Limits) *Violation {
	*r = responseHead{header: r.header[:0], declared: -1}
	fields, fault := r.parseLine(head)
	if fault != nil {
		return fault
	}
	var v vitals
	r.header, fault = parseFields(head[:len(head)-2], fields, r.header, lim.Fields, &v)
	if fault != nil {
		return fault
	}
	if r.keepAlive, r.upgrade, fault = v.persistence(r.minor, r.header); fault != nil {
		return fault
	}
	if r.length, fault = v.bodyLength(r.minor, UntilClose); fault != nil {
		return fault
	}
	if v.lengths == 1 {
		r.declared = r.length
	}
	r.dropBody(method)
	return nil
}

// parseLine reads version, status code and reason. The reason is dropped. A
// status line that ends right after the code lacks a space that §4 demands; it
// is taken all the same, since many servers send it and it reads only one way.
func (r *responseHead) parseLine(s string) (fields int, fault *Violation) {
	var i int
	if r.minor, i, fault = parseVersion(s, 0); fault != nil {
		return 0, vStatusLine
	}
	if len(s) < i+6 || s[i] != ' ' || !isDigit(s[i+1]) || !isDigit(s[i+2]) || !isDigit(s[i+3]) {
		return 0, vStatusLine
	}
	r.status = int(s[i+1]-'0')*100 + int(s[i+2]-'0')*10 + int(s[i+3]-'0')
	if r.status < 100 || r.status > 599 {
		return 0, vStatusCode
	}
	if i += 4; s[i] == ' ' {
		i = span(s, i+1, isValue)
	}
	if !strings.HasPrefix(s[i:], "\r\n") {
		return 0, vStatusLine
	}
	return i + 2, nil
}

// dropBody applies §6.3 rule 1. A 204 or 1xx that announces content all the same
// (RFC 9110 §8.6 forbids it) may be followed by it, so its connection ends here.
func (r *responseHead) dropBody(method string) {
	switch {
	case r.status < 200 || r.status == 204:
		if r.length > 0 || r.length == Chunked {
			r.keepAlive = false
		}
		r.length, r.declared = 0, -1
	case r.status == 304 || method == "HEAD":
		r.length = 0
	case r.length == UntilClose:
		r.keepAlive = false
	}
}

// hasNoBody reports whether a response with this status to this method ends
// with its head (RFC 9110 §6.4.1).
func hasNoBody(method string, status int) bool {
	return status < 200 || status == 204 || status == 304 || method == "HEAD"
}
