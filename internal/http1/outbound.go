package http1

// Writing a request to an upstream (RFC 9112 §3, §6). The target goes out in
// origin-form; framing and connection fields are the engine's own, so nothing a
// client sent about either can reach the upstream.

import (
	"cmp"
	"io"
	"strings"
	"time"
)

// Outbound is a request for Pool.Do. It can be reused once the Response is closed.
type Outbound struct {
	Method string
	// Path begins with a slash unless it is "*", Query is "" or begins with "?".
	Path, Query string
	Host        string // "" is the pool's Addr
	Header      Header // end-to-end fields; hop-by-hop ones are not sent

	// Body is the content, nil for none. Length is its size in bytes, or Chunked.
	// Do reads it, at times from another goroutine, until the Response is closed,
	// and closes it when a Read must be cut short. Trailer, if set, is called
	// after the end of a chunked body.
	Body    io.ReadCloser
	Length  int64
	Trailer func() Header

	// Upgrade names the protocol to switch to, such as "websocket"; "" for none.
	Upgrade string

	// Interim is given each 1xx response except 101; nil drops them. The header is
	// valid during the call.
	Interim func(status int, h Header)

	// Cancel ends the exchange early; it may be nil.
	Cancel *Canceler

	HeaderTimeout time.Duration // request sent to response head; default 30 s
	IdleTimeout   time.Duration // the longest pause in either body; default 60 s

	never Canceler // stands in for a nil Cancel
}

func (out *Outbound) prepare() *UpstreamError {
	if out.Cancel == nil {
		out.Cancel = &out.never
	}
	out.HeaderTimeout = orDuration(out.HeaderTimeout, 30*time.Second)
	out.IdleTimeout = orDuration(out.IdleTimeout, time.Minute)
	for _, s := range [...]string{out.Method, out.Path, out.Query, out.Host} {
		if strings.IndexByte(s, ' ') >= 0 {
			return &UpstreamError{Kind: BadRequest, Err: ErrUnsafeField}
		}
	}
	return nil
}

// safe reports whether the request may be sent again although an upstream may
// have seen it: its method is safe (RFC 9110 §9.2.1) and there is no content.
func (out *Outbound) safe() bool {
	if out.Body != nil && out.Length != 0 || out.Upgrade != "" {
		return false
	}
	return out.Method == "GET" || out.Method == "HEAD" || out.Method == "OPTIONS"
}

// writeHead builds the head in u.out.
func (u *upConn) writeHead(out *Outbound) (err error) {
	w := &u.head
	w.begin(u.out[:0])
	w.text(out.Method)
	w.text(" ")
	w.text(out.Path)
	w.text(out.Query)
	w.text(" HTTP/1.1")
	w.endLine()
	w.field("Host", cmp.Or(out.Host, u.pool.target.Addr))
	w.fields(out.Header)
	switch {
	case out.Body != nil && out.Length == Chunked:
		w.field("Transfer-Encoding", "chunked")
	case out.Body != nil && out.Length > 0:
		w.contentLength(out.Length)
	case out.Method == "POST" || out.Method == "PUT" || out.Method == "PATCH": // RFC 9110 §8.6
		w.contentLength(0)
	}
	if out.Upgrade != "" {
		w.field("Connection", "Upgrade")
		w.field("Upgrade", out.Upgrade)
	}
	u.out, err = w.end()
	w.b = nil
	return err
}
