package gateway

import (
	"crypto/tls"
	"io"
	"net/netip"
	"time"

	"gatehouse/internal/http1"
)

// Request is a request as a door hands it in. Its strings and Header's storage
// may be reused by the door once Serve has returned.
type Request struct {
	ID     string // a request id the door has made; empty: the gateway makes one
	Method string
	Path   string // as received, not decoded; "*" for OPTIONS *
	Query  string // as received, with its question mark; "" when there is none
	Host   string // the authority, checked by the door
	Minor  int    // the version as HTTP/1.Minor; ignored when Major is 2
	Major  int    // 1 or 2
	Header http1.Header

	Received time.Time // when the head had been read; zero: now

	ContentLength int64     // bytes, 0 for no body, http1.Chunked when unknown
	Body          io.Reader // nil when ContentLength is 0; the door reads what is left and closes
	// Trailer returns the trailer section: the announced names with empty values
	// before the body's end, what came after it. It may be nil.
	Trailer func() http1.Header

	Upgrade bool                 // Connection asks for the protocol that Upgrade names
	Peer    netip.AddrPort       // the other end of the connection
	TLS     *tls.ConnectionState // nil on a plain connection

	lastToken *lastToken // of the connection, where the door keeps one
}

// Downstream is the way back to the partner. A door implements it; steps before
// forward never touch it. It is used by one goroutine at a time.
type Downstream interface {
	// Interim sends a 1xx head. A door that cannot (HTTP/1.0) does nothing.
	Interim(status int, h http1.Header) error
	// WriteHead takes the final head, once. It may be held back until the first
	// Write or Flush, so that head and body leave together. The header and its
	// strings belong to the caller again when WriteHead returns. length is the size of the body in
	// bytes, or http1.Chunked; for HEAD and 304 it is what GET would have said,
	// and no body follows.
	WriteHead(status int, h http1.Header, length int64) error
	// Write sends a part of the body, or holds it back until Flush.
	Write(p []byte) (int, error)
	// Flush sends whatever was held back.
	Flush() error
	// Trailer takes the trailer section, after the last Write, when the length
	// was unknown. A door that cannot send one drops it.
	Trailer(h http1.Header)
	// Upgrade answers 101 with this header and hands over the raw connection,
	// which the caller closes. Nothing else may be called afterwards.
	Upgrade(h http1.Header) (*http1.Duplex, error)
	// Canceler is cancelled with http1.ErrClientGone when the partner leaves. The
	// gateway cancels it itself when access is lost. It is valid until Serve returns.
	Canceler() *http1.Canceler
}
