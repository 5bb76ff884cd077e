package portal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/gatetest/smtptest"
	"gatehouse/internal/mail"
	"gatehouse/internal/manage"
	"gatehouse/internal/portal"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
	"gatehouse/internal/store"
)

// rig is the portal over a real store and a real mail server, with a clock in
// the test's hand.
type rig struct {
	*testing.T
	store   *store.Store
	keys    *seal.Keys
	control *manage.Control
	sink    *smtptest.Sink
	server  *httptest.Server
	from    netip.Addr
	logged  *syncBuffer

	mu  sync.Mutex
	now time.Time
}

var (
	admin    = manage.Caller{Actor: gatehouse.Actor{Type: gatehouse.ActorCLI}, Role: gatehouse.Admin}
	anywhere = netip.MustParseAddr("198.51.100.7")
)

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{T: t, sink: smtptest.Start(t), now: time.Now(), from: anywhere, logged: &syncBuffer{}}
	dir := t.TempDir()
	var err error
	if r.keys, err = seal.LoadKeys(dir, ""); err != nil {
		t.Fatal(err)
	}
	if r.store, err = store.Open(t.Context(), store.Options{DataDir: dir, Keys: r.keys, Now: r.clock}); err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(r.logged, nil))
	smtp, err := mail.NewServer(gatehouse.Secret("smtp://"+r.sink.Addr), "portal@northwind.example")
	if err != nil {
		t.Fatal(err)
	}
	sender := mail.NewSender(r.store, smtp, logger)
	var handler http.Handler
	r.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { handler.ServeHTTP(w, q) }))
	r.control = manage.New(manage.Options{
		Store: r.store, Keys: r.keys, Sender: sender, GatewayURL: "https://gw.example.com", PortalURL: r.server.URL,
	})
	desk := signin.NewPortal(signin.Options{Store: r.store, Keys: r.keys, Control: r.control, Now: r.clock}, logger)
	handler, err = portal.New(portal.Options{
		Desk: desk, Control: r.control, PortalURL: r.server.URL, Logger: logger, ClientAddr: func(*http.Request) netip.Addr { return r.from },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { sender.Run(ctx) })
	running.Go(func() { desk.Run(ctx) })
	t.Cleanup(func() {
		r.server.Close()
		stop()
		running.Wait()
		_ = r.store.Close()
	})
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) wait(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

// client makes a client that authorizes some addresses.
func (r *rig) client(name string, emails ...string) gatehouse.Client {
	r.Helper()
	c, err := r.control.CreateClient(r.Context(), admin, gatehouse.Client{Name: name})
	if err == nil {
		c, err = r.control.SetPortalEmails(r.Context(), admin, c.ID, 0, emails)
	}
	if err != nil {
		r.Fatal(err)
	}
	return c
}

// browser is somebody's browser: it keeps cookies and follows no redirect.
type browser struct {
	*rig
	http *http.Client
}

func (r *rig) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{r, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// got is an answer.
type got struct {
	Status int
	Header http.Header
	Body   string
}

// into decodes the body, which must be of a status.
func (g got) into(t *rig, status int, v any) {
	t.Helper()
	if g.Status != status {
		t.Fatalf("status %d, want %d: %s", g.Status, status, g.Body)
	}
	if err := json.Unmarshal([]byte(g.Body), v); err != nil {
		t.Fatalf("%v: %s", err, g.Body)
	}
}

func (g got) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal([]byte(g.Body), &p)
	return p.Code
}

func (b *browser) do(method, path string, sent any) got {
	b.Helper()
	body, kind := io.Reader(http.NoBody), ""
	switch sent := sent.(type) {
	case nil:
	case string:
		body, kind = strings.NewReader(sent), "application/x-www-form-urlencoded"
	default:
		raw, err := json.Marshal(sent)
		if err != nil {
			b.Fatal(err)
		}
		body, kind = bytes.NewReader(raw), "application/json"
	}
	req, err := http.NewRequestWithContext(b.Context(), method, b.server.URL+path, body)
	if err != nil {
		b.Fatal(err)
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := b.http.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return got{res.StatusCode, res.Header, string(text)}
}

func (b *browser) api(method, path string, sent any) got {
	b.Helper()
	return b.do(method, portal.Prefix+path, sent)
}

type obj map[string]any

// ask asks for a mail and returns what the browser holds.
func (b *browser) ask(email string) (attempt string) {
	b.Helper()
	var out struct{ Attempt string }
	b.api("POST", "/sign-in", obj{"email": email}).into(b.rig, 202, &out)
	return out.Attempt
}

var (
	linkForm = regexp.MustCompile(`http://[0-9.:]+(/auth/verify/[A-Za-z0-9_]+)`)
	codeForm = regexp.MustCompile(`(?m)^ {4}([0-9]{6})\s*$`)
)

// mailed waits for the next mail and returns its link's path and its code.
func (r *rig) mailed(to string) (link, code string) {
	r.Helper()
	m := r.sink.Next(r)
	if m.To != to {
		r.Fatalf("mail to %s, want %s", m.To, to)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(m.Data, "=\r\n", ""), "=3D", "=")
	if found := linkForm.FindStringSubmatch(text); found != nil {
		link = found[1]
	}
	if found := codeForm.FindStringSubmatch(strings.ReplaceAll(text, "\r", "")); found != nil {
		code = found[1]
	}
	if link == "" {
		r.Fatalf("no link in %s", text)
	}
	return link, code
}

// signIn signs a browser in by the mailed link.
func (b *browser) signIn(email string) *browser {
	b.Helper()
	b.ask(email)
	link, _ := b.mailed(email)
	if g := b.do("POST", link, ""); g.Status != http.StatusSeeOther {
		b.Fatalf("%d %s", g.Status, g.Body)
	}
	return b
}

func (b *browser) cookie() string {
	u, _ := url.Parse(b.server.URL)
	for _, c := range b.http.Jar.Cookies(u) {
		if c.Name == signin.PortalCookieName {
			return c.Value
		}
	}
	return ""
}
