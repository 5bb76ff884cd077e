package http1

// What can go wrong with an upstream, told apart by who is to blame: an
// intermediary answers 502, 503 or 504 for the upstream (RFC 9110 §15.6), but
// never for what its client did.

// UpstreamErrorKind says what sort of failure an UpstreamError is.
type UpstreamErrorKind uint8

const (
	// Unreachable: name lookup, connect or TLS handshake failed.
	Unreachable UpstreamErrorKind = iota + 1
	// Busy: all connections the pool may open stayed in use for ConnectTimeout.
	Busy
	// Timeout: connecting, the response head, or a pause in the body took too long.
	Timeout
	// InvalidResponse: what came broke a rule or was cut off; Err may be a *Violation.
	InvalidResponse
	// BodyFailed: reading the request's body failed; Err is the reader's error,
	// which is a *Violation when the client broke a rule.
	BodyFailed
	// Canceled: the Canceler said so; Err is its cause, such as ErrClientGone.
	Canceled
	// BadRequest: the Outbound itself cannot be sent, such as ErrUnsafeField.
	BadRequest
)

var kindNames = [...]string{"", "unreachable", "busy", "timeout", "invalid response", "request body failed", "canceled", "unsendable request"}

func (k UpstreamErrorKind) String() string { return kindNames[k] }

// UpstreamError is the error of Pool.Do and of reading a Response.
type UpstreamError struct {
	Kind UpstreamErrorKind
	Err  error
	// Sent is true when bytes of the request may have reached the upstream.
	Sent bool
}

func (e *UpstreamError) Error() string { return "upstream: " + e.Kind.String() + ": " + e.Err.Error() }

// Unwrap returns the underlying error.
func (e *UpstreamError) Unwrap() error { return e.Err }
