package gateway

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/limit"
	"gatehouse/internal/routing"
	"gatehouse/internal/seal"
	"gatehouse/internal/telemetry"
)

// The partner that every test starts with; its token is partnerToken.
const (
	partnerID    = "cl_01hzacme"
	profileName  = "acme-corp-standard"
	partnerToken = "ght_a-token-of-more-than-32-characters"
	expiredToken = "ght_an-expired-token-of-32-characters"
	shipmentsID  = "co_01hzshipments"
)

// fixture is a gateway in front of a recording upstream, with real routes,
// directory and limits, on a loopback listener.
type fixture struct {
	testing.TB
	gateway   *Gateway
	server    listening
	upstream  *recorder
	directory *directory.Directory
	keys      *seal.Keys
	log       *records

	mu        sync.Mutex
	partner   gatehouse.Partner
	revisions []gatehouse.Revision
	table     *routing.Table
}

// setting changes a fixture before it starts.
type setting func(*fixture, *Options)

func newFixture(t testing.TB, settings ...setting) *fixture {
	t.Helper()
	keys, err := seal.LoadKeys(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	limiter := limit.New(time.Now())
	f := &fixture{TB: t, upstream: newRecorder(t), keys: keys, log: &records{}, directory: directory.New(limiter)}
	f.partner = acme(keys)
	f.revisions = []gatehouse.Revision{shipments(f.upstream.URL)}
	o := Options{
		Table: f.routes, Version: func() int64 { return 7 }, Directory: f.directory, Keys: keys,
		Guard: limit.NewGuard(100, time.Now()), Transport: &Upstreams{}, Metrics: telemetry.New("test"),
		Log: f.log.add, Logger: slog.New(slog.DiscardHandler), PortalURL: func() string { return "https://portal.example" },
	}
	for _, s := range settings {
		s(f, &o)
	}
	f.apply()
	f.gateway = New(o)
	f.server = listen(t, f.gateway)
	if overHTTP2 {
		f.server.URL = listenTLS(t, f.gateway)
	}
	return f
}

// overHTTP2 makes fixtures take requests by the other door.
var overHTTP2 bool

// roundTrip sends a request by the fixture's door, on a connection of its own.
func (f *fixture) roundTrip(req *http.Request) (*http.Response, error) {
	return newClient(f).RoundTrip(req)
}

func newClient(t testing.TB) *http.Transport {
	client := &http.Transport{DisableCompression: true, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	t.Cleanup(client.CloseIdleConnections)
	return client
}

// listening is a gateway's own engine on a loopback port.
type listening struct {
	URL      string
	Listener net.Listener
}

func listen(t testing.TB, g *Gateway) listening {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	engine := g.Engine()
	ended := make(chan error, 1)
	go func() { ended <- engine.Serve(l) }()
	t.Cleanup(func() {
		_ = engine.Close()
		<-ended
	})
	return listening{"http://" + l.Addr().String(), l}
}

// listenTLS runs both doors on a loopback port, and returns the URL.
func listenTLS(t testing.TB, g *Gateway) string {
	_, url := openTLS(t, g)
	return url
}

func openTLS(t testing.TB, g *Gateway) (*Doors, string) {
	t.Helper()
	lender := httptest.NewUnstartedServer(nil)
	lender.StartTLS() // for its certificate
	defer lender.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	doors := g.Doors(&tls.Config{Certificates: lender.TLS.Certificates, NextProtos: []string{"h2", "http/1.1"}})
	ended := make(chan error, 1)
	go func() { ended <- doors.Serve(l) }()
	t.Cleanup(func() {
		_ = doors.Close()
		<-ended
	})
	return doors, "https://" + l.Addr().String()
}

func (f *fixture) routes() *routing.Table {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.table
}

// apply puts partner and revisions into force.
func (f *fixture) apply() {
	f.Helper()
	f.directory.Put(f.partner)
	table, _ := routing.Compile(f.revisions)
	f.mu.Lock()
	f.table = table
	f.mu.Unlock()
}

func acme(keys *seal.Keys) gatehouse.Partner {
	const profileID = "pr_01hzstandard"
	return gatehouse.Partner{
		Client: gatehouse.Client{ID: partnerID, Name: "partner-acme-corp", Status: gatehouse.Enabled, CollectionIDs: []string{shipmentsID}},
		Profiles: []gatehouse.Profile{{
			ID: profileID, Name: profileName, ClientID: partnerID, Status: gatehouse.Enabled,
			Auth: gatehouse.Auth{Type: gatehouse.AuthToken}, AllowedMethods: []string{"GET", "POST"},
		}},
		Tokens: []gatehouse.Token{
			{ID: "tk_01", ProfileID: profileID, ClientID: partnerID, Hash: hashOf(keys, partnerToken)},
			{ID: "tk_02", ProfileID: profileID, ClientID: partnerID, Hash: hashOf(keys, expiredToken), ExpiresAt: time.Now().Add(-time.Hour)},
		},
	}
}

func hashOf(keys *seal.Keys, token string) []byte {
	h := keys.Hash(token)
	return h[:]
}

func shipments(upstream string) gatehouse.Revision {
	return gatehouse.Revision{
		CollectionID: shipmentsID, CollectionName: "shipments", Number: 1,
		Definition: gatehouse.Definition{
			BasePath: "/shipments",
			Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: upstream, Weight: 1}}},
			Endpoints: []gatehouse.Endpoint{
				{Method: "GET", Path: "/track/{number}"},
				{Method: "POST", Path: "/orders"},
				{Method: "DELETE", Path: "/orders/{id}"},
				{Method: "PUT", Path: "/orders/{id}"},
				{Method: "GET", Path: "/files/*"},
				{Method: "GET", Path: "/live", WebSocket: true},
			},
		},
	}
}

func limited(rate int64) setting {
	return func(f *fixture, _ *Options) {
		policy := gatehouse.Policy{ID: "po_01", Name: "standard-partner", Rate: &gatehouse.Rate{Requests: rate, Window: time.Minute}}
		if err := f.directory.PutPolicies([]gatehouse.Policy{policy}); err != nil {
			f.Fatal(err)
		}
		f.partner.Client.PolicyIDs = []string{policy.ID}
	}
}

// collection changes the definition of shipments.
func collection(change func(*gatehouse.Definition)) setting {
	return func(f *fixture, _ *Options) { change(&f.revisions[0].Definition) }
}

func profile(change func(*gatehouse.Profile)) setting {
	return func(f *fixture, _ *Options) { change(&f.partner.Profiles[0]) }
}

func trusting(cidr string) setting {
	return func(_ *fixture, o *Options) { o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix(cidr)} }
}

// send makes a request with valid credentials; header pairs replace them, and
// an empty value removes.
func (f *fixture) send(method, path string, header ...string) *reply {
	f.Helper()
	return f.sendBody(method, path, nil, header...)
}

func (f *fixture) sendBody(method, path string, body io.Reader, header ...string) *reply {
	f.Helper()
	req, err := http.NewRequest(method, f.server.URL+path, body)
	if err != nil {
		f.Fatal(err)
	}
	f.credentials(req.Header, header...)
	res, err := f.roundTrip(req)
	if err != nil {
		f.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		f.Fatal(err)
	}
	return &reply{f, res, string(text)}
}

func (f *fixture) credentials(h http.Header, header ...string) {
	h["X-Client-ID"] = []string{partnerID}
	h["X-Profile-ID"] = []string{profileName}
	h["Authorization"] = []string{"Bearer " + partnerToken}
	for i := 0; i < len(header); i += 2 {
		if header[i+1] == "" {
			delete(h, header[i])
		} else {
			h[header[i]] = strings.Split(header[i+1], "\n")
		}
	}
}

// raw sends bytes and returns everything that comes back until the end.
func (f *fixture) raw(format string, args ...any) string {
	f.Helper()
	conn, err := net.Dial("tcp", f.server.Listener.Addr().String())
	if err != nil {
		f.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, strings.ReplaceAll(format, "\n", "\r\n"), args...)
	_ = conn.SetReadDeadline(time.Now().Add(patience))
	var b bytes.Buffer
	_, _ = io.Copy(&b, conn)
	return b.String()
}

// reply is a response with its body.
type reply struct {
	f *fixture
	*http.Response
	body string
}

func (r *reply) expect(status int, code string) *reply {
	r.f.Helper()
	if r.StatusCode != status || code != "" && !strings.Contains(r.body, `"code":"`+code+`"`) {
		r.f.Errorf("%s %s: %d %s, want %d %s", r.Request.Method, r.Request.URL.Path, r.StatusCode, r.body, status, code)
	}
	if r.Header.Get("X-Request-ID") == "" {
		r.f.Error("no X-Request-ID")
	}
	return r
}

func (r *reply) header(name, want string) *reply {
	r.f.Helper()
	if got := strings.Join(r.Header.Values(name), " | "); got != want {
		r.f.Errorf("%s: %q, want %q", name, got, want)
	}
	return r
}

// recorder is an upstream that remembers what it was sent.
type recorder struct {
	*httptest.Server
	mu     sync.Mutex
	seen   []*http.Request
	bodies []string
	handle http.HandlerFunc // answers in place of the default, when set
}

func newRecorder(t testing.TB) *recorder {
	r := &recorder{}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	handle := r.handle
	r.mu.Unlock()
	if handle != nil {
		handle(w, req)
		return
	}
	body, _ := io.ReadAll(req.Body)
	r.note(req, string(body))
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"ok":true}`)
}

func (r *recorder) note(req *http.Request, body string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.bodies = append(r.seen, req), append(r.bodies, body)
}

func (r *recorder) answer(h http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.handle = h
}

func (r *recorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.seen)
}

// last is the request that came last.
func (r *recorder) last(t testing.TB) *http.Request {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.seen) == 0 {
		t.Fatal("the upstream was not asked")
	}
	return r.seen[len(r.seen)-1]
}
