package http1

// What RFC 9110 asks whatever the version of the protocol, for the door that
// speaks HTTP/2: there messages are framed differently, but methods, targets,
// hosts and fields mean the same, and both doors must judge them alike.

// SplitTarget checks a target in origin-form, or "*" with OPTIONS, and splits it
// at the question mark (RFC 9112 §3.2).
func SplitTarget(method, target string) (path, query string, fault *Violation) {
	if target == "" || target[0] != '/' && target != "*" {
		return "", "", vTargetForm
	}
	q := Request{Method: method}
	end, _, fault := q.parseTarget(target, 0)
	if fault == nil && end < len(target) {
		fault = vTarget
	}
	return q.Path, q.Query, fault
}

// CheckMethod refuses what is not a method, and those that are not served.
func CheckMethod(method string) *Violation {
	switch {
	case len(method) > 32 || !isTokenString(method):
		return vMethod
	case method == "CONNECT" || method == "TRACE":
		return vMethodRefused
	}
	return nil
}

// CheckHost refuses what is not a host with an optional port.
func CheckHost(host string) *Violation {
	if !validHost(host) {
		return vHost
	}
	return nil
}

// CheckExpect refuses every expectation but the one that is met.
func CheckExpect(value string) *Violation {
	if !EqualFold(value, "100-continue") {
		return vExpect
	}
	return nil
}

// ParseLength reads the value of a Content-Length field.
func ParseLength(value string) (int64, *Violation) {
	n, ok := parseLength(value)
	if !ok {
		return 0, vLength
	}
	return n, nil
}

// IsToken reports whether s is one non-empty token (RFC 9110 §5.6.2).
func IsToken(s string) bool { return isTokenString(s) }

// IsFieldValue reports whether a field may have this value (RFC 9110 §5.5): no
// control character but the tab.
func IsFieldValue(s string) bool { return spanValue(s, 0) == len(s) }

// IsHopByHop reports whether a field concerns one connection, or is the engine's
// own to write.
func IsHopByHop(name string) bool { return isHopByHop(name) }

// IsTrailer reports whether a field of that name may stand in a trailer section
// (RFC 9110 §6.5.1).
func IsTrailer(name string) bool {
	return !isHopByHop(name) && !EqualFold(name, "Authorization") && !EqualFold(name, "Expect")
}
