package http1

// Message heads (RFC 9112 §2 to §5). A head is found in the read buffer, copied
// once and parsed in one pass; all that the parser hands out are substrings of
// the copy, which outlives the buffer's reuse by the body that follows, and lasts
// until the exchange ends.

import (
	"bytes"
	"strings"
)

// Limits bound what a head may hold; the zero value means the defaults.
type Limits struct {
	Target int // bytes of the request target; default 8 KiB; beyond is 414
	Head   int // bytes of the whole head; default 32 KiB; beyond is 431
	Fields int // field lines; default 100; beyond is 431
}

func (l Limits) withDefaults() Limits {
	return Limits{Target: or(l.Target, 8<<10), Head: or(l.Head, 32<<10), Fields: or(l.Fields, 100)}
}

// or returns n, or def when n is zero.
func or[T int | int64](n, def T) T {
	if n == 0 {
		return def
	}
	return n
}

// Request is a parsed request head. Its strings and the Header slice are valid
// until the exchange ends; whoever keeps one for longer clones it.
type Request struct {
	Method string
	Target string // as received
	Path   string // as received, not decoded; "*" for OPTIONS *
	Query  string // as received, with its question mark; "" when there is none
	Host   string // the Host field, or the target's authority; "" only in HTTP/1.0
	Minor  int    // 0 or 1: the version as HTTP/1.Minor
	Header Header

	// ContentLength is the size of the body in bytes, 0 for none, or Chunked.
	ContentLength int64
	// Upgrade is true when Connection asks for a change of protocol. Which one is
	// in the Upgrade field.
	Upgrade bool

	keepAlive bool // the sender wants the connection kept
	expects   bool // the sender waits for 100 Continue before it sends the body
}

var crlfcrlf = []byte("\r\n\r\n")

// findHead looks for the end of a head in b, of which the first seen bytes were
// looked at before, and returns the head's length, or 0 when it is not all
// there. What can never become a head is refused without waiting for the rest.
func findHead(b []byte, seen int, lim *Limits) (int, *Violation) {
	from := max(seen-3, 0)
	if n := headEnd(b, from); n > 0 {
		if n > lim.Head {
			return 0, tooLong(b[:n], lim)
		}
		return n, nil
	}
	if hasBareLF(b, from) {
		return 0, vBareLF
	}
	if len(b) >= lim.Head {
		return 0, tooLong(b, lim)
	}
	// 64 bytes stand for method, spaces and version.
	if len(b) > lim.Target+64 && bytes.IndexByte(b, '\n') < 0 {
		return 0, vTargetLong
	}
	return 0, nil
}

// headEnd returns where the first empty line behind from ends, or 0. It goes from
// line to line: each of them ends in CR LF, so looking for that finds too much.
func headEnd(b []byte, from int) int {
	for at := from; ; {
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			return 0
		}
		at += i + 1
		if at-from >= len(crlfcrlf) && string(b[at-len(crlfcrlf):at]) == "\r\n\r\n" {
			return at
		}
	}
}

func tooLong(b []byte, lim *Limits) *Violation {
	if i := bytes.IndexByte(b, '\n'); i < 0 || i > lim.Target+64 {
		return vTargetLong
	}
	return vHeadLong
}

func hasBareLF(b []byte, from int) bool {
	for {
		i := bytes.IndexByte(b[from:], '\n')
		if i < 0 {
			return false
		}
		if from += i; from == 0 || b[from-1] != '\r' {
			return true
		}
		from++
	}
}

// parseRequest parses a whole head, from its first byte to the empty line, into
// q. q.Header's storage is reused.
func parseRequest(head string, q *Request, lim *Limits) *Violation {
	*q = Request{Header: q.Header[:0]}
	fields, authority, fault := q.parseLine(head, lim)
	if fault != nil {
		return fault
	}
	var v vitals
	q.Header, fault = parseFields(head[:len(head)-2], fields, q.Header, lim.Fields, &v)
	if fault != nil {
		return fault
	}
	return q.interpret(&v, authority)
}

// parseLine reads the request line (RFC 9112 §3) and returns where the fields begin.
func (q *Request) parseLine(s string, lim *Limits) (fields int, authority string, fault *Violation) {
	i := span(s, 0, isToken)
	if i == 0 || i > 32 || s[i] != ' ' {
		return 0, "", methodFault(s, i)
	}
	if q.Method = s[:i]; q.Method == "CONNECT" || q.Method == "TRACE" {
		return 0, "", vMethodRefused
	}
	start := i + 1
	i, authority, fault = q.parseTarget(s, start)
	if fault != nil {
		return 0, "", fault
	}
	switch {
	case i-start > lim.Target:
		return 0, "", vTargetLong
	case s[i] != ' ' || i == start:
		return 0, "", targetFault(s, i)
	}
	q.Minor, i, fault = parseVersion(s, i+1)
	if fault != nil {
		return 0, "", fault
	}
	if !strings.HasPrefix(s[i:], "\r\n") {
		return 0, "", lineEndFault(s[i:])
	}
	return i + 2, authority, nil
}

// parseVersion reads HTTP/1.x at s[i:]. A higher minor version is served as 1.1
// (RFC 9110 §2.5); another major version is not ours.
func parseVersion(s string, i int) (minor, end int, fault *Violation) {
	const size = len("HTTP/1.1")
	if len(s) < i+size || s[i:i+5] != "HTTP/" || s[i+6] != '.' || !isDigit(s[i+5]) || !isDigit(s[i+7]) {
		return 0, i, vVersion
	}
	if s[i+5] != '1' {
		return 0, i, vVersionMajor
	}
	return min(int(s[i+7]-'0'), 1), i + size, nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// interpret applies the rules that need the whole head.
func (q *Request) interpret(v *vitals, authority string) (fault *Violation) {
	if fault = v.checkHost(q.Minor, authority); fault != nil {
		return fault
	}
	q.Host = v.host
	if q.ContentLength, fault = v.bodyLength(q.Minor, 0); fault != nil {
		return fault
	}
	if q.keepAlive, q.Upgrade, fault = v.persistence(q.Minor, q.Header); fault != nil {
		return fault
	}
	if v.expects == 0 || q.Minor == 0 { // RFC 9110 §10.1.1: ignored in HTTP/1.0
		return nil
	}
	if v.expects > 1 || !EqualFold(v.expect, "100-continue") {
		return vExpect
	}
	q.expects = q.ContentLength != 0
	return nil
}

func methodFault(s string, i int) *Violation {
	switch {
	case s[i] == '\n':
		return vBareLF
	case s[i] == '\r' && i > 0:
		return vRequestLine
	}
	return vMethod
}

func targetFault(s string, i int) *Violation {
	if s[i] == '\r' || s[i] == '\n' || s[i] == ' ' {
		return vRequestLine
	}
	return vTarget
}

func lineEndFault(rest string) *Violation {
	switch rest[0] {
	case '\n':
		return vBareLF
	case '\r':
		return vBareCR
	}
	return vVersion
}
