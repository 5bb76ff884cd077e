package h2

// One request and its answer as the handler sees them (RFC 9113 §5, §8.1).

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2"

	"gatehouse/internal/http1"
)

// Stream is one request and the means to answer it. It is reused for another
// request of the connection; strings in it may be kept.
type Stream struct {
	// Canceler ends the request early. The server cancels it with
	// [http1.ErrClientGone] when the client resets the stream or leaves.
	http1.Canceler

	ID     string // what Server.ID made for this request
	Method string
	Path   string // as received, not decoded; "*" for OPTIONS *
	Query  string // as received, with its question mark
	Host   string // from :authority, or the Host field where there is none
	Header http1.Header

	ContentLength int64         // bytes, 0 for no body, http1.Chunked when unknown
	Body          io.ReadCloser // nil when ContentLength is 0
	Peer          netip.AddrPort
	TLS           *tls.ConnectionState
	Received      time.Time

	// Local belongs to the handler and stays with the Stream, so that it can keep
	// its own per-request state without allocating it.
	Local any

	c         *conn
	start     chan struct{}
	number    uint32
	fault     *http1.Violation // why the request is refused
	idSpace   [64]byte         // where Server.ID writes
	interrupt http1.Interrupt

	life sync.Mutex    // held while the request is cancelled, or ends
	live atomic.Uint32 // number while the handler runs

	// Guarded by the connection's lock.
	input
	output
	sendWindow int64
	writable   *sync.Cond
	gone       bool          // reset, or the connection is dead: nothing can be sent
	halted     bool          // cancelled: reading, and writing once the head is out, fail
	code       http2.ErrCode // the stream is reset with it when the answer is complete

	body requestBody
}

// Errors of a handler's own making.
var (
	ErrHeadWritten = errors.New("h2: the response head was already written")
	ErrNoHead      = errors.New("h2: the response head was not written yet")
	ErrBodyLength  = errors.New("h2: the response body differs from its announced length")
	errCanceled    = errors.New("h2: the request was cancelled")
)

var errClientGone = fmt.Errorf("h2: the stream or its connection ended: %w", http1.ErrClientGone)

// Trailer returns the trailer fields of the request once Body reached io.EOF.
func (s *Stream) Trailer() http1.Header {
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	if !s.recvEnd || len(s.buf) > s.read {
		return nil
	}
	return s.trailer
}

// Abort makes the stream end without completing the answer, so that the client
// can tell that something is missing.
func (s *Stream) Abort() { s.aborted = true }

// wake makes all that waits for this stream look again.
func (s *Stream) wake() {
	s.readable.Broadcast()
	s.writable.Broadcast()
}

// interrupted is called when the request is cancelled. Before the answer began
// there is still one to be written, so only reading ends.
func (s *Stream) interrupted() {
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	s.halted = true
	s.wake()
}

// patience is how long a peer may still keep us waiting. What it sends or takes
// earns it more.
type patience struct {
	most, left time.Duration
	since      int64 // when the wait under way began; 0 without one
}

func (p *patience) begin(most time.Duration) { *p = patience{most: most, left: most} }

func (p *patience) wait(now int64) {
	if p.since == 0 {
		p.since = now
	}
}

// earn ends the wait and credits n bytes.
func (p *patience) earn(n int, rate, now int64) {
	if p.since != 0 {
		p.left -= time.Duration(now - p.since)
		p.since = 0
	}
	p.left = max(0, min(p.left+time.Duration(int64(n)*int64(time.Second)/rate), p.most))
}

func (p *patience) over(now int64) bool { return p.since != 0 && time.Duration(now-p.since) > p.left }
