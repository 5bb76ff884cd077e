package gateway

import (
	"errors"
	"io"
	"time"

	"gatehouse/internal/http1"
	"gatehouse/internal/routing"
)

// Transport sends one call to one target and reads the head of the answer. It
// keeps connections and reuses them, follows no redirect, decompresses nothing
// and never sends a call twice, except an idempotent one of which no byte left,
// or that met a kept connection which the other side had just closed.
type Transport interface {
	RoundTrip(c *Call, a *Answer) error
}

// Call is a request as it goes to the upstream. Path and Header are valid until
// RoundTrip returns; a transport that keeps them for longer clones the strings.
type Call struct {
	Target        *routing.Target // where to connect, and the Host to send; its path is in Path already
	Method        string
	Path          string       // escaped
	Query         string       // with its question mark
	Header        http1.Header // without framing and hop-by-hop fields
	ContentLength int64
	Body          io.ReadCloser // nil when ContentLength is 0; Close makes a Read under way return
	Trailer       func() http1.Header
	Upgrade       string // "websocket", or "" for none

	ConnectTimeout time.Duration // for address lookup, connection and TLS handshake
	HeaderTimeout  time.Duration // from the last byte of the call to the head of the answer
	IdleTimeout    time.Duration // between two parts of the answer's body, and for each write

	Interim  func(status int, h http1.Header) // takes each 1xx head but 101
	Canceler *http1.Canceler                  // ends the call early

	flight *flight // storage of [Upstreams]
}

// Answer is the upstream's response. A transport fills it; Close must be called
// unless RoundTrip failed. Its strings are valid until the next call.
type Answer struct {
	Status        int
	Header        http1.Header        // with hop-by-hop fields as received
	ContentLength int64               // or http1.Chunked when unknown
	Body          io.ReadCloser       // to be closed after a 101, too
	Trailer       func() http1.Header // the trailer section, after the body's end; may be nil
	Whole         bool                // all of the body is here: reading it does not wait
	Conn          *http1.Duplex       // the raw connection after a 101 that was asked for
}

// Fault says at which moment a call failed, which decides the code and whether
// another target may be tried.
type Fault int

// The faults. Of these, only connecting leaves it certain that nothing was sent.
const (
	FaultConnect        Fault = iota + 1 // no connection: refused, unknown name, TLS failed
	FaultConnectTimeout                  // no connection in time
	FaultRefusedAddress                  // the address may not be dialled
	FaultTimeout                         // the head or the next part did not come in time
	FaultResponse                        // the answer is not HTTP, or broke off
	FaultBusy                            // all connections the target may have stayed in use
)

// CallError is a failed call.
type CallError struct {
	Fault Fault
	Err   error
}

func (e *CallError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *CallError) Unwrap() error { return e.Err }

// connectFailed reports whether no byte of the call can have reached the target.
func connectFailed(err error) bool {
	e, ok := errors.AsType[*CallError](err)
	return ok && (e.Fault == FaultConnect || e.Fault == FaultConnectTimeout || e.Fault == FaultRefusedAddress || e.Fault == FaultBusy)
}
