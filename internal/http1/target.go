package http1

// The request target (RFC 9112 §3.2) and the host it is for (RFC 9110 §7.2). A
// target is taken in origin-form, in absolute-form when its authority equals
// the Host field, and as "*" for OPTIONS. The path stays as received: what
// percent-encoding means is for the application to decide, once.

import (
	"net/netip"
	"strconv"
	"strings"
)

// parseTarget reads the target that begins at s[i] into q and returns where it
// ends. The authority of an absolute-form is returned too.
func (q *Request) parseTarget(s string, i int) (end int, authority string, fault *Violation) {
	path := i
	switch {
	case i == len(s):
		return i, "", vRequestLine
	case s[i] == '*':
		if q.Method != "OPTIONS" {
			return i, "", vAsterisk
		}
		q.Target, q.Path, q.Query = s[i:i+1], s[i:i+1], ""
		return i + 1, "", nil
	case s[i] != '/':
		if path, fault = absoluteForm(s, i); fault != nil {
			return i, "", fault
		}
		authority = s[i:path]
		authority = authority[strings.Index(authority, "//")+2:]
	}
	end, fault = q.parsePath(s, path)
	q.Target = s[i:end]
	if q.Path == "" { // only after an authority: http://host and http://host?query
		q.Path = emptyPath(q)
	}
	return end, authority, fault
}

// emptyPath is what §3.2.1 and §3.2.4 make of an absolute-form without a path.
func emptyPath(q *Request) string {
	if q.Method == "OPTIONS" && q.Query == "" {
		return "*"
	}
	return "/"
}

// parsePath splits the target at the question mark and checks each byte.
func (q *Request) parsePath(s string, i int) (end int, fault *Violation) {
	start := i
	for {
		i = span(s, i, isPath)
		if i == len(s) || s[i] != '%' {
			break
		}
		if i+2 >= len(s) || !is(s[i+1], isHex) || !is(s[i+2], isHex) {
			return i, vTargetEscape
		}
		i += 3
	}
	q.Path, q.Query = s[start:i], ""
	if i < len(s) && s[i] == '?' {
		end := span(s, i, isQuery)
		q.Query, i = s[i:end], end
	}
	return i, nil
}

// absoluteForm returns where the path begins in an http or https URL.
func absoluteForm(s string, i int) (path int, fault *Violation) {
	rest := s[i:]
	for _, scheme := range [...]string{"http://", "https://"} {
		if len(rest) > len(scheme) && EqualFold(rest[:len(scheme)], scheme) {
			n := strings.IndexAny(rest[len(scheme):], "/? \r\n")
			if n <= 0 {
				return i, vTarget
			}
			return i + len(scheme) + n, nil
		}
	}
	if !is(s[i], isQuery) {
		return i, vTarget
	}
	return i, vTargetForm
}

// checkHost applies RFC 9112 §3.2 and §3.2.2. A HTTP/1.0 request may go without.
func (v *vitals) checkHost(minor int, authority string) *Violation {
	switch {
	case v.hosts > 1:
		return vHostRepeated
	case v.hosts == 0 && minor >= 1:
		return vHostMissing
	case v.hosts == 0 && authority == "":
		return nil
	case v.hosts == 0:
		v.host = authority
	case authority != "" && !EqualFold(authority, v.host):
		return vHostMismatch
	}
	if !validHost(v.host) {
		return vHost
	}
	return nil
}

// validHost accepts a name, an IPv4 address or a bracketed IPv6 address, with an
// optional port from 0 to 65535. User information, percent-encoding, zones and
// an empty port are refused: no client needs them and stacks differ on them.
func validHost(s string) bool {
	end := span(s, 0, isHost)
	if strings.HasPrefix(s, "[") {
		end = strings.IndexByte(s, ']') + 1
		if end == 0 || !isIPv6(s[1:end-1]) {
			return false
		}
	}
	if end == 0 {
		return false
	}
	return end == len(s) || s[end] == ':' && validPort(s[end+1:])
}

func isIPv6(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && a.Zone() == ""
}

func validPort(s string) bool {
	if s == "" || s[0] == '+' || len(s) > 5 {
		return false
	}
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}
