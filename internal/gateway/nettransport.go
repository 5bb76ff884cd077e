package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"time"

	"gatehouse/internal/http1"
)

// NetTransport is a [Transport] over net/http. It holds one http.Transport for
// each combination of timeouts, since those cannot be given with a call; the
// combinations are as many as administrators have typed in.
type NetTransport struct {
	Guard DialGuard
	TLS   *tls.Config // nil: the system's roots

	pools sync.Map // timeouts → *http.Transport
}

type timeouts struct{ connect, header, idle time.Duration }

// maxIdlePerTarget bounds the kept connections to one target; more than
// requests in flight are never kept.
const maxIdlePerTarget = 512

func (t *NetTransport) pool(k timeouts) *http.Transport {
	if p, ok := t.pools.Load(k); ok {
		return p.(*http.Transport)
	}
	p, _ := t.pools.LoadOrStore(k, t.newPool(k))
	return p.(*http.Transport)
}

func (t *NetTransport) newPool(k timeouts) *http.Transport {
	dialer := &net.Dialer{Timeout: k.connect, Control: t.Guard.Control}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &patientConn{c, k.idle}, nil
		},
		TLSClientConfig:        t.TLS.Clone(),
		TLSHandshakeTimeout:    k.connect,
		ResponseHeaderTimeout:  k.header,
		MaxIdleConnsPerHost:    maxIdlePerTarget,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		DisableCompression:     true,
		Protocols:              protocols,
		WriteBufferSize:        16 << 10,
		ReadBufferSize:         16 << 10,
	}
}

// CloseIdle closes the connections that are kept for reuse.
func (t *NetTransport) CloseIdle() {
	t.pools.Range(func(_, p any) bool {
		p.(*http.Transport).CloseIdleConnections()
		return true
	})
}

// patientConn gives each write a limited time, so that a target that stops
// reading does not hold a request for ever.
type patientConn struct {
	net.Conn
	patience time.Duration
}

func (c *patientConn) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// RoundTrip implements [Transport].
func (t *NetTransport) RoundTrip(c *Call, a *Answer) error {
	flight := &netFlight{call: c}
	ctx, cancel := context.WithCancelCause(cancelContext{context.Background(), c.Canceler, c.Canceler.Done()})
	flight.cancel = cancel
	req := flight.request(httptrace.WithClientTrace(ctx, flight.trace()))
	res, err := t.pool(timeouts{c.ConnectTimeout, c.HeaderTimeout, c.IdleTimeout}).RoundTrip(req)
	if err != nil {
		cancel(err)
		return flight.fault(err)
	}
	return flight.answer(res, a)
}

// cancelContext lets a context end when a Canceler does. The channel is asked
// for at once: the Canceler may serve another request by the time a goroutine
// of package context gets to it.
type cancelContext struct {
	context.Context
	canceler *http1.Canceler
	done     <-chan struct{}
}

func (c cancelContext) Done() <-chan struct{} { return c.done }
func (c cancelContext) Err() error            { return c.canceler.Err() }

// netFlight is one call on its way through net/http.
type netFlight struct {
	call      *Call
	cancel    context.CancelCauseFunc
	connected bool
	idle      *time.Timer
}

func (f *netFlight) request(ctx context.Context) *http.Request {
	c := f.call
	scheme := "http"
	if c.Target.TLS {
		scheme = "https"
	}
	req := &http.Request{
		Method: c.Method,
		// Opaque is sent as it is: net/url would encode the path by its own taste.
		URL:        &url.URL{Scheme: scheme, Host: c.Target.Host, Opaque: strings.Clone(c.Path), RawQuery: strings.TrimPrefix(c.Query, "?"), ForceQuery: c.Query == "?"},
		Proto:      "HTTP/1.1",
		ProtoMajor: 1, ProtoMinor: 1,
		Header:        netHeader(c.Header),
		Host:          c.Target.Host,
		ContentLength: c.ContentLength,
	}
	if _, ok := req.Header["User-Agent"]; !ok {
		req.Header["User-Agent"] = []string{""} // or net/http names itself
	}
	if c.Upgrade != "" {
		req.Header["Connection"], req.Header["Upgrade"] = []string{"Upgrade"}, []string{c.Upgrade}
	}
	f.setBody(req)
	return req.WithContext(ctx)
}

// setBody gives a body without GetBody, which net/http takes for one that it
// cannot send again.
func (f *netFlight) setBody(req *http.Request) {
	c := f.call
	if c.ContentLength == 0 {
		return
	}
	req.Body = io.NopCloser(c.Body)
	if c.Trailer == nil {
		return
	}
	announced := c.Trailer()
	if len(announced) == 0 {
		return
	}
	req.Trailer = make(http.Header, len(announced))
	for _, t := range announced {
		req.Trailer[http.CanonicalHeaderKey(t.Name)] = nil
	}
	req.Body = &trailerBody{c.Body, func() {
		for _, t := range c.Trailer() {
			key := http.CanonicalHeaderKey(t.Name)
			if values, ok := req.Trailer[key]; ok {
				req.Trailer[key] = append(values, t.Value)
			}
		}
	}}
}

// trailerBody calls atEnd once the body was read to its end.
type trailerBody struct {
	io.Reader
	atEnd func()
}

func (b *trailerBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		b.atEnd()
	}
	return n, err
}

func (b *trailerBody) Close() error { return nil }

func netHeader(h http1.Header) http.Header {
	out := make(http.Header, len(h)+3)
	for _, f := range h {
		key := http.CanonicalHeaderKey(f.Name)
		if key == "Idempotency-Key" || key == "X-Idempotency-Key" {
			// net/http would take it as leave to send a POST again. In lower case it
			// does not see it; to the upstream it is the same field.
			key = strings.ToLower(key)
		}
		// net/http may still be writing when a call that was cancelled has returned.
		out[key] = append(out[key], strings.Clone(f.Value))
	}
	return out
}

func (f *netFlight) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn: func(string) { f.connected = false }, // once more after a kept connection had been closed
		GotConn: func(httptrace.GotConnInfo) { f.connected = true },
		Got1xxResponse: func(status int, h textproto.MIMEHeader) error {
			if f.call.Interim != nil && status != http.StatusSwitchingProtocols {
				f.call.Interim(status, fromNetHeader(http.Header(h)))
			}
			return nil
		},
	}
}

func fromNetHeader(h http.Header) http1.Header {
	out := make(http1.Header, 0, len(h)+1)
	for name, values := range h {
		for _, v := range values {
			out.Add(name, v)
		}
	}
	return out
}

// fault turns an error of net/http into ours. What the canceler ended is not
// the upstream's fault.
func (f *netFlight) fault(err error) error {
	if cause := f.call.Canceler.Err(); cause != nil {
		return fmt.Errorf("calling the upstream: %w", cause)
	}
	if e, ok := errors.AsType[*CallError](err); ok {
		return e
	}
	netErr, ok := errors.AsType[net.Error](err)
	timedOut := ok && netErr.Timeout()
	switch {
	case !f.connected && timedOut:
		return &CallError{FaultConnectTimeout, err}
	case !f.connected:
		return &CallError{FaultConnect, err}
	case timedOut:
		return &CallError{FaultTimeout, err}
	}
	return &CallError{FaultResponse, err}
}

var errUnaskedUpgrade = errors.New("the upstream switched to a protocol that was not asked for")

func (f *netFlight) answer(res *http.Response, a *Answer) error {
	*a = Answer{Status: res.StatusCode, Header: fromNetHeader(res.Header), ContentLength: res.ContentLength}
	if res.StatusCode == http.StatusSwitchingProtocols {
		conn, ok := res.Body.(io.ReadWriteCloser)
		if !ok || f.call.Upgrade == "" || !strings.EqualFold(res.Header.Get("Upgrade"), f.call.Upgrade) {
			f.cancel(errUnaskedUpgrade)
			_ = res.Body.Close()
			return &CallError{FaultResponse, errUnaskedUpgrade}
		}
		a.Conn = &netConn{conn, f}
		return nil
	}
	if res.ContentLength < 0 {
		a.ContentLength = http1.Chunked
	}
	a.Trailer = func() http1.Header { return fromNetHeader(res.Trailer) }
	a.Body = &netBody{body: res.Body, flight: f}
	return nil
}

var errIdle = errors.New("the upstream sent nothing for too long")

// netBody reads an answer's body, each part within the idle timeout.
type netBody struct {
	body   io.ReadCloser
	flight *netFlight
}

func (b *netBody) Read(p []byte) (int, error) {
	f := b.flight
	if f.idle == nil {
		f.idle = time.AfterFunc(f.call.IdleTimeout, func() { f.cancel(errIdle) })
	} else {
		f.idle.Reset(f.call.IdleTimeout)
	}
	n, err := b.body.Read(p)
	if !f.idle.Stop() && err != nil && err != io.EOF && f.call.Canceler.Err() == nil {
		return n, &CallError{FaultTimeout, errIdle}
	}
	if err != nil && err != io.EOF {
		err = f.fault(err)
	}
	return n, err
}

func (b *netBody) Close() error {
	err := b.body.Close()
	b.flight.cancel(nil)
	return err
}

// netConn is the raw connection of an upgraded call.
type netConn struct {
	io.ReadWriteCloser
	flight *netFlight
}

func (c *netConn) Close() error {
	err := c.ReadWriteCloser.Close()
	c.flight.cancel(nil)
	return err
}
