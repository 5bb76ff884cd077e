package gateway

import "unsafe"

// text is where a request's own strings are made: its id, path, addresses and
// limits. It is reused by the next request of the same exchange, so that making
// them costs no allocation.
//
// The price is a rule: such a string is valid until Serve returns. A transport
// has written it to the wire when RoundTrip returns, a door when WriteHead
// returns, the request log copies what it keeps; whoever keeps one for longer
// clones it first. The same goes for the strings of the request itself and of the
// upstream's answer, which the HTTP/1.1 engine keeps likewise.
type text []byte

// since returns what was appended from start on. When the storage grows, older
// strings keep the old storage alive.
func (t text) since(start int) string {
	if start == len(t) {
		return ""
	}
	return unsafe.String(&t[start], len(t)-start) //nolint:gosec // the bytes are not written again while the request lasts
}
