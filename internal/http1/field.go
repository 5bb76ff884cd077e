package http1

// Field lines as a list (RFC 9110 §5). A list and not a map: order and
// repetition are kept as received, a typical head has ten to twenty fields, so
// a scan beats hashing, and a reused slice costs no allocation. Names are
// compared case-insensitively as §5.1 demands.

import (
	"iter"
	"slices"
	"strings"
)

// Field is one header or trailer field: a name as received and a value without
// surrounding whitespace.
type Field struct{ Name, Value string }

// Header is a list of fields in the order they were received or will be sent.
// The zero value is an empty list ready for use.
type Header []Field

// Get returns the first value of the named field, or "" when there is none.
func (h Header) Get(name string) string {
	if i := h.index(name); i >= 0 {
		return h[i].Value
	}
	return ""
}

// Lookup returns the first value of the named field and how many fields have
// that name, so that a caller can refuse a field that must be single.
func (h Header) Lookup(name string) (value string, count int) {
	for i := range h {
		if EqualFold(h[i].Name, name) {
			if count == 0 {
				value = h[i].Value
			}
			count++
		}
	}
	return value, count
}

// Has reports whether a field of that name is present, even with an empty value.
func (h Header) Has(name string) bool { return h.index(name) >= 0 }

// Values yields every value of the named field in order.
func (h Header) Values(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range h {
			if EqualFold(h[i].Name, name) && !yield(h[i].Value) {
				return
			}
		}
	}
}

// Add appends a field, keeping those of the same name.
func (h *Header) Add(name, value string) { *h = append(*h, Field{name, value}) }

// Set gives the named field this one value: the first is replaced where it
// stands, further ones are removed, and a missing one is appended.
func (h *Header) Set(name, value string) {
	i := h.index(name)
	if i < 0 {
		h.Add(name, value)
		return
	}
	(*h)[i].Value = value
	rest := (*h)[i+1:]
	rest.Del(name)
	*h = (*h)[:i+1+len(rest)]
}

// Del removes every field of that name.
func (h *Header) Del(name string) {
	h.DeleteFunc(func(f Field) bool { return EqualFold(f.Name, name) })
}

// DelManaged removes every field whose name EqualManaged calls the same.
func (h *Header) DelManaged(name string) {
	h.DeleteFunc(func(f Field) bool { return EqualManaged(f.Name, name) })
}

// DeleteFunc removes the fields for which del is true, in place.
func (h *Header) DeleteFunc(del func(Field) bool) { *h = slices.DeleteFunc(*h, del) }

// Clone returns a copy that survives the reuse of h's storage.
func (h Header) Clone() Header { return slices.Clone(h) }

// RemoveHopByHop removes what concerns one connection only: the fields that
// RFC 9110 §7.6.1 lists, their obsolete relatives, and every field that a
// Connection field names. Framing and Host are the engine's own to write, so
// they go too. An intermediary calls this before it forwards either way.
func (h *Header) RemoveHopByHop() {
	h.DropNamedByConnection()
	h.DeleteFunc(func(f Field) bool { return isHopByHop(f.Name) })
}

// DropNamedByConnection removes every field that a Connection field names, for
// callers that look at each name anyway and know the others by themselves.
func (h *Header) DropNamedByConnection() {
	named := false
	for i := range *h {
		f := &(*h)[i]
		if len(f.Name) == len("Connection") && EqualFold(f.Name, "Connection") && !EqualFold(f.Value, "keep-alive") {
			h.blankNamed(f.Value)
			named = true
		}
	}
	if named {
		h.DeleteFunc(func(f Field) bool { return f.Name == "" })
	}
}

// blankNamed takes the names off the fields that a Connection field lists. All
// stay in place, so that further Connection fields are found.
func (h *Header) blankNamed(list string) {
	for option := range listItems(list) {
		if EqualFold(option, "Connection") {
			continue
		}
		for i := range *h {
			if EqualFold((*h)[i].Name, option) {
				(*h)[i].Name = ""
			}
		}
	}
}

// isHopByHop switches on the length first: nearly all names are decided there.
func isHopByHop(name string) bool {
	switch len(name) {
	case 2:
		return EqualFold(name, "TE")
	case 4:
		return EqualFold(name, "Host")
	case 7:
		return EqualFold(name, "Upgrade") || EqualFold(name, "Trailer")
	case 10:
		return EqualFold(name, "Connection") || EqualFold(name, "Keep-Alive")
	case 14:
		return EqualFold(name, "Content-Length") || EqualFold(name, "HTTP2-Settings")
	case 16:
		return EqualFold(name, "Proxy-Connection")
	case 17:
		return EqualFold(name, "Transfer-Encoding")
	case 18:
		return EqualFold(name, "Proxy-Authenticate")
	case 19:
		return EqualFold(name, "Proxy-Authorization")
	}
	return false
}

func (h Header) index(name string) int {
	for i := range h {
		if EqualFold(h[i].Name, name) {
			return i
		}
	}
	return -1
}

// EqualFold compares two ASCII names without case. strings.EqualFold would fold
// Unicode too ("K" and the Kelvin sign), which §5.1 does not.
func EqualFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

// EqualManaged compares two names folding case and "_" to "-". CGI, WSGI and
// their heirs map both to the same variable, so a look-alike of a field that
// carries meaning (X_Client_ID) must never pass as a different one.
func EqualManaged(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && FoldManaged(a[i]) != FoldManaged(b[i]) {
			return false
		}
	}
	return true
}

// FoldManaged maps one byte of a name as EqualManaged does, for callers that
// build lookup keys.
func FoldManaged(c byte) byte {
	if c == '_' {
		return '-'
	}
	return lower(c)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// listItems yields the elements of a comma-separated list without the optional
// whitespace around them; empty elements are skipped as RFC 9110 §5.6.1.2 asks.
func listItems(list string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for more := true; more; {
			var item string
			item, list, more = strings.Cut(list, ",")
			if item = trimOWS(item); item != "" && !yield(item) {
				return
			}
		}
	}
}

func trimOWS(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	for s != "" && (s[len(s)-1] == ' ' || s[len(s)-1] == '\t') {
		s = s[:len(s)-1]
	}
	return s
}
