package gateway

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/textproto"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/http1"
)

// closedPort is an address that nobody listens on.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// scripted is an upstream that answers each connection with the same bytes.
func scripted(t *testing.T, answer string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = http.ReadRequest(bufio.NewReader(conn))
				_, _ = io.WriteString(conn, answer)
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

func targets(urls ...string) setting {
	return collection(func(d *gatehouse.Definition) {
		d.Upstream.Targets = nil
		for _, u := range urls {
			d.Upstream.Targets = append(d.Upstream.Targets, gatehouse.Target{URL: u, Weight: 1})
		}
	})
}

func TestUpstreamFaultsHaveTheirCodes(t *testing.T) {
	quick := collection(func(d *gatehouse.Definition) { d.Upstream.HeaderTimeout = 50 * time.Millisecond })
	silent := func(f *fixture, _ *Options) {
		f.upstream.answer(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	}
	own := func(f *fixture, o *Options) {
		o.Transport = &Upstreams{Guard: DialGuard{Own: []netip.AddrPort{netip.MustParseAddrPort(f.upstream.Listener.Addr().String())}}}
	}
	tests := []struct {
		name     string
		settings []setting
		status   int
		code     string
	}{
		{"nobody listens", []setting{targets(closedPort(t))}, 502, "upstream_unreachable"},
		{"the name is unknown", []setting{targets("http://no..where")}, 502, "upstream_unreachable"}, // no resolver need be asked
		{"TLS to a plain port", []setting{targets("https://" + strings.TrimPrefix(scripted(t, "no"), "http://"))}, 502, "upstream_unreachable"},
		{"our own listener", []setting{own}, 502, "upstream_unreachable"},
		{"link-local", []setting{targets("http://169.254.169.254")}, 502, "upstream_unreachable"},
		{"no answer in time", []setting{quick, silent}, 504, "upstream_timeout"},
		{"no HTTP", []setting{targets(scripted(t, "SSH-2.0-OpenSSH\r\n\r\n"))}, 502, "upstream_invalid_response"},
		{"closed without an answer", []setting{targets(scripted(t, ""))}, 502, "upstream_invalid_response"},
		{"status out of range", []setting{targets(scripted(t, "HTTP/1.1 9x OK\r\n\r\n"))}, 502, "upstream_invalid_response"},
		{"upgrade that nobody asked for", []setting{targets(scripted(t, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"))}, 502, "upstream_invalid_response"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t, tt.settings...)
			f.send("GET", "/shipments/track/1").expect(tt.status, tt.code)
			if got := f.log.nth(t, 1); got.Step != "forward" || got.Code != tt.code || !got.ClientVerified {
				t.Errorf("logged %q in %q", got.Code, got.Step)
			}
		})
	}
}

func TestAnswersPassUnchanged(t *testing.T) {
	f := newFixture(t)
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/track/redirect":
			http.Redirect(w, r, "https://elsewhere.example/x", http.StatusFound)
		case "/track/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, "zipped")
			_ = z.Close()
		case "/track/empty":
			w.WriteHeader(http.StatusNoContent)
		case "/track/unchanged":
			w.Header().Set("ETag", `"1"`)
			w.WriteHeader(http.StatusNotModified)
		case "/track/teapot":
			w.WriteHeader(http.StatusTeapot)
		case "/track/unauthorized":
			w.Header().Set("WWW-Authenticate", "Negotiate")
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	f.send("GET", "/shipments/track/redirect").expect(302, "").header("Location", "https://elsewhere.example/x")
	r := f.send("GET", "/shipments/track/gzip").expect(200, "").header("Content-Encoding", "gzip")
	if !strings.HasPrefix(r.body, "\x1f\x8b") {
		t.Error("the body was decompressed")
	}
	f.send("GET", "/shipments/track/empty").expect(204, "").header("Content-Length", "")
	f.send("GET", "/shipments/track/unchanged").expect(304, "").header("Etag", `"1"`)
	f.send("GET", "/shipments/track/teapot").expect(418, "")
	f.send("GET", "/shipments/track/unauthorized").expect(401, "").header("WWW-Authenticate", "Negotiate")
}

func TestRequestBodyArrivesWhole(t *testing.T) {
	f := newFixture(t)
	const text = `{"order":1}`
	f.sendBody("POST", "/shipments/orders", strings.NewReader(text)).expect(200, "")
	if last := f.upstream.last(t); last.ContentLength != int64(len(text)) || f.upstream.bodies[0] != text {
		t.Errorf("length %d, body %q", last.ContentLength, f.upstream.bodies[0])
	}
	f.sendBody("POST", "/shipments/orders", io.MultiReader(strings.NewReader(text))).expect(200, "")
	if last := f.upstream.last(t); last.ContentLength != -1 || f.upstream.bodies[1] != text {
		t.Errorf("length %d, body %q", last.ContentLength, f.upstream.bodies[1])
	}
	f.sendBody("POST", "/shipments/orders", http.NoBody).expect(200, "")
	if last := f.upstream.last(t); last.ContentLength != 0 {
		t.Errorf("length %d of an empty body", last.ContentLength)
	}
	if got := f.log.nth(t, 2); got.BytesIn != int64(len(text)) || got.BytesOut != 11 {
		t.Errorf("logged %d in, %d out", got.BytesIn, got.BytesOut)
	}
}

func TestTargetsTakeTurnsByWeight(t *testing.T) {
	other := newRecorder(t)
	f := newFixture(t, func(f *fixture, _ *Options) {
		f.revisions[0].Upstream.Targets = []gatehouse.Target{{URL: f.upstream.URL, Weight: 3}, {URL: other.URL + "/v2", Weight: 1}}
	})
	for range 8 {
		f.send("GET", "/shipments/track/1").expect(200, "")
	}
	if f.upstream.count() != 6 || other.count() != 2 {
		t.Errorf("%d and %d", f.upstream.count(), other.count())
	}
	if got := other.last(t).RequestURI; got != "/v2/track/1" {
		t.Errorf("asked for %s", got)
	}
}

func TestDeadTargetIsPassedOver(t *testing.T) {
	dead := closedPort(t)
	f := newFixture(t, func(f *fixture, _ *Options) {
		f.revisions[0].Upstream.Targets = []gatehouse.Target{{URL: dead, Weight: 1}, {URL: f.upstream.URL, Weight: 1}}
	})
	for range 6 { // POST too: nothing was sent
		f.sendBody("POST", "/shipments/orders", strings.NewReader("x")).expect(200, "")
	}
	if f.upstream.count() != 6 {
		t.Errorf("%d requests arrived", f.upstream.count())
	}
}

func TestAllTargetsDownIsUnavailable(t *testing.T) {
	f := newFixture(t, targets(closedPort(t), closedPort(t)))
	f.send("GET", "/shipments/track/1").expect(502, "upstream_unreachable")
	f.send("GET", "/shipments/track/1").expect(503, "upstream_unavailable").header("Retry-After", "1")
}

func TestOnlyTargetIsAlwaysTried(t *testing.T) {
	f := newFixture(t, targets(closedPort(t)))
	for range 3 {
		f.send("GET", "/shipments/track/1").expect(502, "upstream_unreachable")
	}
}

func TestPostIsNeverSentTwice(t *testing.T) {
	var calls atomic.Int32
	f := newFixture(t, collection(func(d *gatehouse.Definition) {
		d.Endpoints = append(d.Endpoints, gatehouse.Endpoint{Method: "POST", Path: "/empty"})
	}))
	f.upstream.answer(func(_ http.ResponseWriter, r *http.Request) {
		if r.Method == "GET" {
			return
		}
		calls.Add(1)
		panic(http.ErrAbortHandler) // breaks off after the request was read, on a connection that was kept
	})
	f.send("GET", "/shipments/track/1").expect(200, "")
	for _, path := range []string{"/shipments/orders", "/shipments/empty"} {
		f.sendBody("POST", path, http.NoBody, "Idempotency-Key", "k").expect(502, "upstream_invalid_response")
	}
	f.sendBody("POST", "/shipments/orders", strings.NewReader("x"), "Idempotency-Key", "k").expect(502, "upstream_invalid_response")
	if calls.Load() != 3 {
		t.Errorf("%d calls for 3 requests", calls.Load())
	}
}

func TestAnotherTargetIsNotTriedOnceSomethingWasSent(t *testing.T) {
	broken := scripted(t, "")
	f := newFixture(t, func(f *fixture, _ *Options) {
		f.revisions[0].Upstream.Targets = []gatehouse.Target{{URL: broken, Weight: 1}, {URL: f.upstream.URL, Weight: 1}}
	})
	for range 2 { // nobody is left out, so they take turns
		f.sendBody("POST", "/shipments/orders", http.NoBody).expect(502, "upstream_invalid_response")
		f.send("GET", "/shipments/track/1").expect(200, "")
	}
	if f.upstream.count() != 2 {
		t.Errorf("%d requests arrived", f.upstream.count())
	}
}

func TestConnectionsAreReused(t *testing.T) {
	f := newFixture(t)
	for range 10 {
		f.send("GET", "/shipments/track/1").expect(200, "")
	}
	for _, r := range f.upstream.seen {
		if first := f.upstream.seen[0].RemoteAddr; r.RemoteAddr != first {
			t.Errorf("connection %s beside %s", r.RemoteAddr, first)
		}
	}
}

func TestPartnerThatLeavesCancelsTheCall(t *testing.T) {
	f := newFixture(t)
	arrived, cancelled := make(chan struct{}), make(chan struct{})
	f.upstream.answer(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(cancelled)
	})
	conn, err := net.Dial("tcp", f.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, f.head("GET", "/shipments/track/1", ""))
	<-arrived
	_ = conn.Close()
	select {
	case <-cancelled:
	case <-time.After(patience):
		t.Fatal("the call went on")
	}
	if got := f.log.nth(t, 1); got.Status != 499 || got.Code != "client_gone" || got.Step != "forward" {
		t.Errorf("logged %d %s in %s", got.Status, got.Code, got.Step)
	}
}

// head is a request head as bytes, with valid credentials.
func (f *fixture) head(method, path, more string) string {
	return strings.ReplaceAll(method+" "+path+" HTTP/1.1\nHost: gateway.example\nX-Client-ID: "+partnerID+"\nX-Profile-ID: "+profileName+
		"\nAuthorization: Bearer "+partnerToken+"\n"+more+"\n", "\n", "\r\n")
}

func TestInterimHeadsArePassedOn(t *testing.T) {
	f := newFixture(t)
	f.upstream.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</a.css>; rel=preload")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Del("Link")
		w.WriteHeader(http.StatusOK)
	})
	req, _ := http.NewRequest("GET", f.server.URL+"/shipments/track/1", nil)
	f.credentials(req.Header)
	var hints string
	trace := &httptrace.ClientTrace{Got1xxResponse: func(_ int, h textproto.MIMEHeader) error {
		hints = h.Get("Link")
		return nil
	}}
	res, err := f.roundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if hints != "</a.css>; rel=preload" || res.StatusCode != 200 || res.Header.Get("Link") != "" {
		t.Errorf("hints %q, then %d %v", hints, res.StatusCode, res.Header)
	}
}

func TestTrailersPassBothWays(t *testing.T) {
	f := newFixture(t)
	got := make(chan http.Header, 1)
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		got <- r.Trailer
		w.Header().Set("Trailer", "X-Sum")
		_, _ = io.WriteString(w, "body")
		_ = http.NewResponseController(w).Flush()
		w.Header().Set("X-Sum", "42")
	})
	req, _ := http.NewRequest("POST", f.server.URL+"/shipments/orders", io.MultiReader(strings.NewReader("x")))
	f.credentials(req.Header)
	req.Trailer = http.Header{"X-Check": {"7"}, "X-Client-Id": {"cl_evil"}}
	res, err := f.roundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	if sent := <-got; sent.Get("X-Check") != "7" || sent.Get("X-Client-ID") != "" {
		t.Errorf("the upstream got %v", sent)
	}
	if res.Trailer.Get("X-Sum") != "42" {
		t.Errorf("the partner got %v", res.Trailer)
	}
}

func TestMalformedBodyIsThePartnersFault(t *testing.T) {
	f := newFixture(t)
	got := f.raw("%s", f.head("POST", "/shipments/orders", "Transfer-Encoding: chunked\nConnection: close\n")+"5\r\nhello\r\nZZ\r\n")
	if !strings.HasPrefix(got, "HTTP/1.1 400 ") || !strings.Contains(got, "request_malformed") {
		t.Errorf("%s", got)
	}
}

func TestCancelledCallIsNotAFaultOfTheUpstream(t *testing.T) {
	err := callError(&http1.UpstreamError{Kind: http1.Canceled, Err: http1.ErrClientGone})
	if _, faulted := errors.AsType[*CallError](err); faulted || !errors.Is(err, http1.ErrClientGone) {
		t.Error(err)
	}
}
