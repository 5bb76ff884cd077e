package portal_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/portal"
	"gatehouse/internal/problem"
)

// link is a one-time link that remembers how often it was spent.
type link struct {
	code  string
	from  string
	id    string
	spent int
	err   error
}

func (l *link) check(_ context.Context, code gatehouse.Secret) error {
	if l.err != nil {
		return l.err
	}
	if code.Reveal() != l.code || l.spent > 0 {
		return gatehouse.Errorf(gatehouse.NotFound, "no such link")
	}
	return nil
}

func (l *link) reveal(ctx context.Context, code gatehouse.Secret, from, requestID string) (manage.Revealed, error) {
	if err := l.check(ctx, code); err != nil {
		return manage.Revealed{}, err
	}
	l.spent++
	l.from, l.id = from, requestID
	return manage.Revealed{ClientID: "cl_1", ClientName: "acme", ProfileName: "acme-standard", Secret: "ght_<the secret>"}, nil
}

func serve(t *testing.T, l *link) func(method, path string) *httptest.ResponseRecorder {
	t.Helper()
	h, err := portal.New(portal.Options{
		CheckLink:  l.check,
		RevealLink: l.reveal,
		ClientAddr: func(*http.Request) netip.Addr { return netip.MustParseAddr("192.0.2.7") },
		Logger:     slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w
	}
}

func TestEveryProblemCodeHasAPage(t *testing.T) {
	do := serve(t, &link{})
	index := do("GET", "/problems").Body.String()
	for _, e := range problem.All() {
		w := do("GET", "/problems/"+e.Code)
		if w.Code != 200 || !strings.Contains(w.Body.String(), e.Code) || !strings.Contains(w.Body.String(), "What to do") {
			t.Errorf("the page of %s: %d", e.Code, w.Code)
		}
		if !strings.Contains(index, `"problems/`+e.Code+`"`) {
			t.Errorf("%s is not listed", e.Code)
		}
	}
	if w := do("GET", "/problems/<b>"); w.Code != 404 || strings.Contains(w.Body.String(), "<b>") {
		t.Errorf("an unknown code: %d %s", w.Code, w.Body)
	}
}

func TestLookingAtALinkNeverSpendsIt(t *testing.T) {
	l := &link{code: "ghs_code"}
	do := serve(t, l)
	for _, method := range []string{"GET", "HEAD", "GET"} {
		w := do(method, "/reveal/ghs_code")
		if w.Code != 200 || strings.Contains(w.Body.String(), "secret>") {
			t.Errorf("%s: %d %s", method, w.Code, w.Body)
		}
	}
	if l.spent != 0 {
		t.Fatal("looking spent the link")
	}
	if get := do("GET", "/reveal/ghs_code").Body.String(); !strings.Contains(get, `<form method="post">`) {
		t.Errorf("no button: %s", get)
	}
}

func TestALinkIsSpentOnceByPost(t *testing.T) {
	l := &link{code: "ghs_code"}
	do := serve(t, l)
	first := do("POST", "/reveal/ghs_code")
	if first.Code != 200 || !strings.Contains(first.Body.String(), "ght_&lt;the secret&gt;") || !strings.Contains(first.Body.String(), "acme-standard") {
		t.Errorf("first: %d %s", first.Code, first.Body)
	}
	if l.from != "192.0.2.7" || l.id == "" || l.id != first.Header().Get("X-Request-ID") {
		t.Errorf("spent from %q by %q", l.from, l.id)
	}
	for _, method := range []string{"POST", "GET"} {
		second := do(method, "/reveal/ghs_code")
		if second.Code != 410 || strings.Contains(second.Body.String(), "the secret") {
			t.Errorf("%s again: %d %s", method, second.Code, second.Body)
		}
	}
}

func TestAFaultDoesNotShowItsCause(t *testing.T) {
	do := serve(t, &link{err: errors.New("disk at /var is on fire")})
	w := do("POST", "/reveal/ghs_code")
	if w.Code != 500 || strings.Contains(w.Body.String(), "fire") || !strings.Contains(w.Body.String(), "req_") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestPagesAreKeptByNobodyAndRunNothing(t *testing.T) {
	do := serve(t, &link{code: "ghs_code"})
	for _, path := range []string{"/", "/problems", "/reveal/ghs_code", "/nothing"} {
		h := do("GET", path).Header()
		if h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %v", path, h)
		}
	}
	if w := do("GET", "/assets/pages.css"); w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("stylesheet: %d %v", w.Code, w.Header())
	}
}
