package h2

// The fields of a request (RFC 9113 §8.2, §8.3): judged one by one while they are
// decoded, and as a whole at the end. What could mean two things, here or in the
// HTTP/1.1 message that an intermediary makes of it, is refused.

import (
	"strings"

	"golang.org/x/net/http2/hpack"

	"gatehouse/internal/http1"
)

// maxTarget is beyond what any door's handler takes; it keeps a long target from
// being reported as a large header section.
const maxTarget = 8 << 10

var vTargetLong = &http1.Violation{Status: 414, Reason: "target_too_long", Detail: "The request target is too long."}

// head is a header or trailer section while it is decoded.
type head struct {
	maxBytes, maxFields int

	trailers bool
	header   http1.Header
	bytes    int
	fault    *http1.Violation // the first one; nothing is kept after it

	method, scheme, authority, target string
	pseudos                           uint8
	host, length, expect              string
	hosts, lengths, expects, cookies  int
}

// The pseudo-header fields that were there.
const (
	hasMethod = 1 << iota
	hasScheme
	hasAuthority
	hasPath
)

func (h *head) begin(trailers bool) {
	*h = head{maxBytes: h.maxBytes, maxFields: h.maxFields, header: h.header[:0], trailers: trailers}
}

// take is given each field in turn.
func (h *head) take(f hpack.HeaderField) {
	h.bytes += len(f.Name) + len(f.Value) + 32
	if h.fault == nil {
		h.fault = h.judge(f.Name, f.Value)
	}
}

func (h *head) judge(name, value string) *http1.Violation {
	switch {
	case name == ":path" && len(value) > maxTarget:
		h.target = value[:maxTarget] // shown, not used
		return vTargetLong
	case h.bytes > h.maxBytes:
		return vHeadLong
	case strings.HasPrefix(name, ":"):
		return h.pseudo(name, value)
	case !isFieldName(name):
		return vFieldName
	case !isFieldValue(value):
		return vFieldValue
	case len(h.header) == h.maxFields+h.cookies:
		return vFieldsMany
	}
	h.header = append(h.header, http1.Field{Name: name, Value: value})
	if h.trailers {
		if !http1.IsTrailer(name) {
			return vTrailer
		}
		return nil
	}
	return h.note(name, value)
}

// pseudo takes a pseudo-header field (§8.3): once each, before all others, never
// in trailers.
func (h *head) pseudo(name, value string) *http1.Violation {
	var bit uint8
	var into *string
	switch name {
	case ":method":
		bit, into = hasMethod, &h.method
	case ":scheme":
		bit, into = hasScheme, &h.scheme
	case ":authority":
		bit, into = hasAuthority, &h.authority
	case ":path":
		bit, into = hasPath, &h.target
	}
	if into == nil || h.pseudos&bit != 0 || len(h.header) > 0 || h.trailers {
		return vPseudo
	}
	h.pseudos |= bit
	*into = value
	return nil
}

func isFieldName(s string) bool {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return false
		}
	}
	return http1.IsToken(s)
}

// isFieldValue also refuses white space around the value, which HTTP/1.1 would
// not keep (§8.2.1).
func isFieldValue(s string) bool {
	return http1.IsFieldValue(s) && (s == "" || !isBlank(s[0]) && !isBlank(s[len(s)-1]))
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// note remembers the fields that the whole depends on, and refuses those that
// HTTP/2 does not have (§8.2.2).
func (h *head) note(name, value string) *http1.Violation {
	switch len(name) {
	case 2:
		if name == "te" && !http1.EqualFold(value, "trailers") {
			return vTE
		}
	case 4:
		if name == "host" {
			h.host, h.hosts = value, h.hosts+1
		}
	case 6:
		switch name {
		case "cookie":
			h.cookies++
		case "expect":
			h.expect, h.expects = value, h.expects+1
		}
	case 7:
		if name == "upgrade" {
			return vConnectionField
		}
	case 10, 16:
		if name == "connection" || name == "keep-alive" || name == "proxy-connection" {
			return vConnectionField
		}
	case 14:
		if name == "content-length" {
			h.length, h.lengths = value, h.lengths+1
		} else if http1.EqualManaged(name, "content-length") {
			return vLookalike
		}
	case 17:
		if name == "transfer-encoding" {
			return vConnectionField
		} else if http1.EqualManaged(name, "transfer-encoding") {
			return vLookalike
		}
	}
	return nil
}

// finish makes the section a request. ended says that no body follows.
func (h *head) finish(s *Stream, ended bool) *http1.Violation {
	s.Method, s.Path, s.Query, s.Host = h.method, h.target, "", h.authority
	s.Header, h.header = h.header, s.Header[:0]
	if h.fault != nil {
		return h.fault
	}
	if h.method != "" || h.pseudos&hasMethod != 0 {
		if fault := http1.CheckMethod(h.method); fault != nil {
			return fault
		}
	}
	if h.method == "" || h.scheme == "" || h.target == "" {
		return vPseudoMissing
	}
	if h.scheme != "https" && h.scheme != "http" {
		return vScheme
	}
	path, query, fault := http1.SplitTarget(h.method, h.target)
	if fault != nil {
		return fault
	}
	s.Path, s.Query = path, query
	if s.Host, fault = h.origin(); fault != nil {
		return fault
	}
	s.Header = joinCookies(s.Header, h.cookies)
	return h.framing(s, ended)
}

// origin is the host that the request is for (§8.3.1).
func (h *head) origin() (string, *http1.Violation) {
	host := h.authority
	switch {
	case h.hosts > 1:
		return "", vHostMismatch
	case h.pseudos&hasAuthority == 0 && h.hosts == 0:
		return "", vHostMissing
	case h.pseudos&hasAuthority == 0:
		host = h.host
	case h.hosts == 1 && !http1.EqualFold(h.host, h.authority):
		return "", vHostMismatch
	}
	return host, http1.CheckHost(host)
}

// framing finds how long the body is to be (§8.1.1).
func (h *head) framing(s *Stream, ended bool) (fault *http1.Violation) {
	s.ContentLength = http1.Chunked
	if h.lengths > 1 {
		return vLengthRepeated
	}
	if h.lengths == 1 {
		if s.ContentLength, fault = http1.ParseLength(h.length); fault != nil {
			return fault
		}
	}
	if ended {
		if s.ContentLength > 0 {
			return vLengthMismatch
		}
		s.ContentLength = 0
	}
	if h.expects > 0 {
		s.expects = s.ContentLength != 0
		if h.expects > 1 {
			return http1.CheckExpect("")
		}
		return http1.CheckExpect(h.expect)
	}
	return nil
}

// joinCookies undoes the splitting that serves compression (§8.2.3): HTTP/1.1
// knows one Cookie field only.
func joinCookies(h http1.Header, n int) http1.Header {
	if n < 2 {
		return h
	}
	var all strings.Builder
	for value := range h.Values("cookie") {
		if all.Len() > 0 {
			all.WriteString("; ")
		}
		all.WriteString(value)
	}
	h.Set("cookie", all.String())
	return h
}
