package gateway

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"gatehouse/internal/http1"
	"gatehouse/internal/problem"
)

// NetServer returns a net/http server for HTTP/2 with this gateway behind it.
// net/http bounds what a peer may do with resets, settings and pings.
func (g *Gateway) NetServer() *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP2(true)
	return &http.Server{
		Handler:                      g,
		ReadHeaderTimeout:            10 * time.Second,
		IdleTimeout:                  75 * time.Second,
		MaxHeaderBytes:               maxHead,
		DisableGeneralOptionsHandler: true,
		Protocols:                    protocols,
		HTTP2:                        &http.HTTP2Config{MaxConcurrentStreams: 128, PermitProhibitedCipherSuites: false},
		ErrorLog:                     slog.NewLogLogger(g.logger.Handler(), slog.LevelDebug),
	}
}

// ServeHTTP is the door for HTTP/2.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	down := &netDown{w: w, control: http.NewResponseController(w), major: r.ProtoMajor}
	defer context.AfterFunc(r.Context(), func() { down.canceler.Cancel(http1.ErrClientGone) })()
	req, fault := netRequest(r)
	if req.ContentLength != 0 {
		req.Body = &netRequestBody{body: r.Body, control: down.control}
		if r.ProtoMajor == 1 {
			_ = down.control.EnableFullDuplex() // an upstream may answer while the body still comes in
		}
	}
	var err error
	if fault != nil {
		err = g.Reject(req, down, fault)
	} else {
		err = g.Serve(req, down)
	}
	if err != nil {
		panic(http.ErrAbortHandler) // the only way to end the connection
	}
}

// netRequest translates a request, and reports what net/http let pass but has
// more than one reading.
func netRequest(r *http.Request) (*Request, *http1.Violation) {
	req := &Request{
		Method: r.Method, Host: r.Host, Major: r.ProtoMajor, Minor: r.ProtoMinor,
		Header: netRequestHeader(r.Header), ContentLength: r.ContentLength, TLS: r.TLS,
	}
	req.Path, req.Query = splitTarget(r.RequestURI)
	req.Peer, _ = netip.ParseAddrPort(r.RemoteAddr)
	if r.ContentLength < 0 {
		req.ContentLength = http1.Chunked
	}
	req.Upgrade = r.ProtoMajor == 1 && req.Header.HasToken("Connection", "upgrade")
	if len(r.Trailer) > 0 {
		req.Trailer = func() http1.Header { return netTrailer(r.Trailer) }
	}
	return req, netFault(r, req)
}

func netRequestHeader(h http.Header) http1.Header {
	n := 0
	for _, values := range h {
		n += len(values)
	}
	out := make(http1.Header, 0, n)
	for name, values := range h {
		for _, v := range values {
			out = append(out, http1.Field{Name: name, Value: v})
		}
	}
	return out
}

// netTrailer lists announced names with empty values until the body's end.
func netTrailer(h http.Header) http1.Header {
	var out http1.Header
	for name, values := range h {
		if len(values) == 0 {
			out.Add(name, "")
		}
		for _, v := range values {
			out.Add(name, v)
		}
	}
	return out
}

// splitTarget keeps the bytes as they came; r.URL has decoded them already.
func splitTarget(target string) (path, query string) {
	if i := strings.IndexByte(target, '?'); i >= 0 {
		return target[:i], target[i:]
	}
	return target, ""
}

// The rules that are left to check behind net/http.
var (
	vTargetForm = &http1.Violation{Status: 400, Reason: "target_form", Detail: "The request target must begin with a slash."}
	vQuery      = &http1.Violation{Status: 400, Reason: "target", Detail: "The request target holds a character that must be percent-encoded."}
	vMethod     = &http1.Violation{Status: 405, Reason: "method_refused", Detail: "CONNECT and TRACE are not served here."}
	vHost       = &http1.Violation{Status: 400, Reason: "host_mismatch", Detail: "The Host field is missing or differs from the authority of the request target."}
	vLookalike  = &http1.Violation{Status: 400, Reason: "framing_lookalike", Detail: "A field name imitates a framing field with an underscore."}
)

func netFault(r *http.Request, req *Request) *http1.Violation {
	switch {
	case r.Method == http.MethodConnect || r.Method == http.MethodTrace:
		return vMethod
	case req.Path == "*" && r.Method == http.MethodOptions && req.Query == "":
	case !strings.HasPrefix(req.Path, "/"): // absolute-form too, of which net/http hides the Host field
		return vTargetForm
	}
	if strings.ContainsFunc(req.Query, notInQuery) {
		return vQuery
	}
	if r.Host == "" && r.ProtoAtLeast(1, 1) {
		return vHost
	}
	if hosts := r.Header["Host"]; len(hosts) > 0 && (len(hosts) > 1 || !http1.EqualFold(hosts[0], r.Host)) {
		return vHost // HTTP/2 may send a Host field beside :authority (RFC 9113 §8.3.1)
	}
	for name := range r.Header {
		if strings.IndexByte(name, '_') >= 0 && (http1.EqualManaged(name, "Content-Length") || http1.EqualManaged(name, "Transfer-Encoding")) {
			return vLookalike
		}
	}
	return nil
}

// notInQuery knows what may not stand in a query unencoded. Beyond RFC 3986 it
// lets pass what browsers send.
func notInQuery(c rune) bool { return c <= ' ' || c >= 0x7f || c == '#' }

// netDown is the way back through net/http.
type netDown struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	major    int
	patient  time.Time // when the time for the answer was last extended
	canceler http1.Canceler
}

func (d *netDown) Canceler() *http1.Canceler { return &d.canceler }

func (d *netDown) Interim(status int, h http1.Header) error {
	header := d.w.Header()
	for _, f := range h {
		header.Add(f.Name, f.Value)
	}
	d.w.WriteHeader(status)
	clear(header)
	return nil
}

// slowReader is how long, at most, a partner may take to take in one part of an
// answer; at least it has three quarters of that.
const slowReader = time.Minute

func (d *netDown) WriteHead(status int, h http1.Header, length int64) error {
	header := d.w.Header()
	for _, f := range h {
		key := http.CanonicalHeaderKey(f.Name)
		header[key] = append(header[key], strings.Clone(f.Value)) // net/http writes the head when it sees fit
	}
	if length >= 0 && status != http.StatusNoContent {
		header["Content-Length"] = []string{strconv.FormatInt(length, 10)}
	}
	if _, ok := header["Content-Type"]; !ok {
		header["Content-Type"] = nil // or net/http guesses one from the body
	}
	d.extend()
	d.w.WriteHeader(status)
	return nil
}

// extend gives the partner time for the next part. To net/http each extension
// is a message to the goroutine of the connection, so a short answer has one.
func (d *netDown) extend() {
	now := time.Now()
	if now.Sub(d.patient) < slowReader/4 {
		return
	}
	d.patient = now
	_ = d.control.SetWriteDeadline(now.Add(slowReader))
}

func (d *netDown) Write(p []byte) (int, error) {
	d.extend()
	return d.w.Write(p)
}

func (d *netDown) Flush() error { return d.control.Flush() }

func (d *netDown) Trailer(h http1.Header) {
	header := d.w.Header()
	for _, f := range h {
		header.Add(http.TrailerPrefix+f.Name, f.Value)
	}
}

// Upgrade fails: HTTP/2 has no Upgrade field (RFC 9113 §8.6).
func (d *netDown) Upgrade(http1.Header) (*http1.Duplex, error) { return nil, errNoUpgrade }

// netRequestBody gives each part of a body a limited time to come.
type netRequestBody struct {
	body    io.ReadCloser
	control *http.ResponseController
}

// slowSender is how long a partner may pause within a body.
const slowSender = 30 * time.Second

var errBodySlow = problem.New("request_timeout")

func (b *netRequestBody) Close() error { return b.body.Close() }

func (b *netRequestBody) Read(p []byte) (int, error) {
	_ = b.control.SetReadDeadline(time.Now().Add(slowSender))
	n, err := b.body.Read(p)
	if err == nil {
		return n, nil
	}
	_ = b.control.SetReadDeadline(time.Time{})
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return n, errBodySlow
	}
	return n, err
}
