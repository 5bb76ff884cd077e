package http1

// Where a message's body ends (RFC 9112 §6) and whether the connection lives on
// (§9.3). Everything that could be read in two ways is refused: both length and
// coding, either of them twice, a coding other than exactly chunked.

import "math"

// Body lengths that are not a number of bytes.
const (
	Chunked    int64 = -1 // of unknown length, framed by the chunked coding
	UntilClose int64 = -2 // responses only: ended by the end of the connection
)

// length applies §6.1 to §6.3 to a message with these fields. unframed is what a
// message without any framing field means: 0 for requests, UntilClose for
// responses.
func (v *vitals) bodyLength(minor int, unframed int64) (int64, *Violation) {
	switch {
	case v.codings > 0:
		return Chunked, v.checkCoding(minor)
	case v.lengths > 1:
		return 0, vLengthRepeated
	case v.lengths == 1:
		n, ok := parseLength(v.length)
		if !ok {
			return 0, vLength
		}
		return n, nil
	}
	return unframed, nil
}

func (v *vitals) checkCoding(minor int) *Violation {
	switch {
	case v.lengths > 0:
		return vLengthAndTE
	case minor == 0:
		return vTEVersion
	case v.codings > 1:
		return vTE
	case EqualFold(v.coding, "chunked"):
		return nil
	}
	return codingFault(v.coding)
}

// codingFault tells a coding we do not speak (501) from one that leaves the end
// of the body undefined (400).
func codingFault(list string) *Violation {
	items, chunked, last := 0, 0, ""
	for item := range listItems(list) {
		items++
		if last = item; EqualFold(item, "chunked") {
			chunked++
		}
	}
	if items > 1 && chunked == 1 && EqualFold(last, "chunked") {
		return vTEUnknown
	}
	return vTE
}

// parseLength reads 1*DIGIT that fits an int64: no sign, no list, no space.
func parseLength(s string) (n int64, ok bool) {
	if s == "" {
		return 0, false
	}
	for i := range len(s) {
		d := int64(s[i]) - '0'
		if d < 0 || d > 9 || n > (math.MaxInt64-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, true
}

// persistence reads the Connection fields: whether the connection is kept after
// this message, and whether an upgrade is asked for (RFC 9110 §7.8).
func (v *vitals) persistence(minor int, h Header) (keep, upgrade bool, fault *Violation) {
	keep = minor >= 1
	if !v.connection {
		return keep, false, nil
	}
	closing := false
	for i := range h {
		if len(h[i].Name) != 10 || !EqualFold(h[i].Name, "Connection") {
			continue
		}
		for option := range listItems(h[i].Value) {
			switch {
			case !isTokenString(option):
				return false, false, vConnection
			case EqualFold(option, "close"):
				closing = true
			case EqualFold(option, "keep-alive"):
				keep = true
			case EqualFold(option, "upgrade"):
				upgrade = v.upgrade
			}
		}
	}
	return keep && !closing, upgrade && minor >= 1, nil
}
