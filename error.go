package gatehouse

import (
	"fmt"
	"strings"
	"time"
)

// Kind says what sort of failure an [Error] is. It decides the HTTP status at
// the edge and nothing else does.
type Kind int

// The kinds, with the status each becomes.
const (
	Internal        Kind = iota // 500: a fault of ours; the caller sees only the request id
	Malformed                   // 400: the bytes cannot be read as what they claim to be
	Unauthenticated             // 401: no valid credential
	Forbidden                   // 403: a valid credential that may not do this
	NotFound                    // 404
	Conflict                    // 409: a name taken, a policy in use, a call still running
	Stale                       // 412: If-Match names an older version
	TooLarge                    // 413
	Invalid                     // 422: readable, but a field is wrong; see Error.Fields
	RateLimited                 // 429: see Error.Retry
	Unavailable                 // 503: a part we depend on is away
	StorageFull                 // 507: the disk under the store is full
)

// Field names one wrong input of an [Invalid] error.
type Field struct {
	Pointer string // RFC 6901 JSON pointer into the request body ("/rate/requests"), or "?limit" for a query parameter
	Detail  string // what is wrong and what would be right; never the value that was sent
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// EscapePointer makes a name a reference token of an RFC 6901 pointer.
func EscapePointer(name string) string { return pointerEscapes.Replace(name) }

// Error is a failure that a caller may be told about. Any other error that
// reaches an edge is shown as [Internal].
type Error struct {
	Kind   Kind
	Code   string        // stable machine-readable code; empty for the kind's own ("not_found")
	Detail string        // for the caller: what to do; safe to show
	Fields []Field       // which inputs, for Invalid and Malformed
	Retry  time.Duration // when to come back, for RateLimited and Unavailable
	Err    error         // for us: logged, never shown
}

// Error joins the parts for our own log; edges show Detail and Fields only.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Detail)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Pointer, f.Detail)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the error behind this one, if any.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an error of a kind with a detail that is safe to show.
func Errorf(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Detail: fmt.Sprintf(format, args...)}
}

// Fields collects the wrong inputs of one value, so that a caller hears of all
// of them at once.
type Fields []Field

// Add notes one wrong input.
func (f *Fields) Add(pointer, format string, args ...any) {
	*f = append(*f, Field{pointer, fmt.Sprintf(format, args...)})
}

// Under notes the wrong inputs of a nested value, below a pointer.
func (f *Fields) Under(pointer string, nested Fields) {
	for _, n := range nested {
		*f = append(*f, Field{pointer + n.Pointer, n.Detail})
	}
}

// Err is nil when nothing was wrong, else an [Invalid] error with all fields.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Detail: "Some fields are not valid; see errors.", Fields: f}
}
