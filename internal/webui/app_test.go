package webui

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func testApp(t *testing.T, base string) *App {
	t.Helper()
	app, err := openApp(fstest.MapFS{
		"index.html":           {Data: []byte(`<base href="__BASE_PATH__"><meta name="csp-nonce" content="__CSP_NONCE__">`)},
		"assets/app-1a.js":     {Data: []byte("plain")},
		"assets/app-1a.js.br":  {Data: []byte("brotli")},
		"assets/app-1a.js.gz":  {Data: []byte("gzip")},
		"theme.js":             {Data: []byte("theme")},
		".vite/manifest.json":  {Data: []byte("{}")},
		"assets/font-2b.woff2": {Data: []byte("font")},
	}, "index.html", base)
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func get(h http.Handler, path, encodings string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	r.Header.Set("Accept-Encoding", encodings)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEveryPathShowsThePageWithAFreshNonce(t *testing.T) {
	app := testApp(t, "/ops/gatehouse/")
	seen := map[string]bool{}
	for _, path := range []string{"/", "/clients/cl_1", "/logs/requests?q=status:4xx", "/index.html", "/clients/a.b"} {
		w := get(app, path, "")
		body := w.Body.String()
		_, after, _ := strings.Cut(body, `content="`)
		nonce, _, _ := strings.Cut(after, `"`)
		if w.Code != 200 || !strings.Contains(body, `href="/ops/gatehouse/"`) || len(nonce) < 16 || seen[nonce] {
			t.Errorf("%s: %d %s", path, w.Code, body)
		}
		seen[nonce] = true
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "'nonce-"+nonce+"'") || strings.Contains(policy, "unsafe") || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: policy %q, cache %q", path, policy, w.Header().Get("Cache-Control"))
		}
	}
}

func TestAPictureFromElsewhereOpensThePolicyForItsOriginAlone(t *testing.T) {
	app := testApp(t, "/")
	for _, c := range []struct{ picture, want string }{
		{"", "img-src 'self';"},
		{"https://cdn.example/a/logo.svg?x=1", "img-src 'self' https://cdn.example;"},
		{"https://[2001:db8::1]:8443/logo.svg", "img-src 'self' https://[2001:db8::1]:8443;"},
		{"http://cdn.example/logo.svg", "img-src 'self';"},
		{"https://a;script-src/logo.svg", "img-src 'self';"},
		{"https://a'b/logo.svg", "img-src 'self';"},
	} {
		app.Picture = func(context.Context) string { return c.picture }
		if policy := get(app, "/", "").Header().Get("Content-Security-Policy"); !strings.Contains(policy, c.want) {
			t.Errorf("%q: policy %s", c.picture, policy)
		}
	}
}

func TestAPageNamesTheFilesAndAnswersThatItNeeds(t *testing.T) {
	app, err := openApp(fstest.MapFS{
		"index.html":       {Data: []byte(`<head><link rel="stylesheet" href="./assets/all-0z.css"></head>`)},
		".vite/hints.json": {Data: []byte(`[{"path":"/","files":["assets/home-1a.js"],"asks":["/me","/a?b=1&c=2"]},{"path":"/clients/new","files":[]},{"path":"/clients/$id","files":["assets/client-2b.js","assets/client-3c.css"]}]`)},
	}, "index.html", "/")
	if err != nil {
		t.Fatal(err)
	}
	home := `<head><link rel="stylesheet" href="./assets/all-0z.css"><link rel="modulepreload" crossorigin href="./assets/home-1a.js">`
	client := `<head><link rel="stylesheet" href="./assets/all-0z.css"><link rel="modulepreload" crossorigin href="./assets/client-2b.js"><link rel="stylesheet" crossorigin href="./assets/client-3c.css"></head>`
	for path, want := range map[string]string{
		"/":                     home + `<link rel="preload" as="fetch" crossorigin href="./api/v1/me"><link rel="preload" as="fetch" crossorigin href="./api/v1/a?b=1&amp;c=2"></head>`,
		"/?q=filtered":          home + `</head>`,
		"/clients/cl_1?tab=a":   client,
		"/clients/cl_1/":        client,
		"/clients/new":          `<head><link rel="stylesheet" href="./assets/all-0z.css"></head>`,
		"/clients/cl_1/unknown": `<head><link rel="stylesheet" href="./assets/all-0z.css"></head>`,
	} {
		if got := get(app, path, "").Body.String(); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestHintsThatCannotBeReadStopTheStart(t *testing.T) {
	files := fstest.MapFS{"index.html": {Data: []byte("x")}, ".vite/hints.json": {Data: []byte("{")}}
	if _, err := openApp(files, "index.html", "/"); err == nil {
		t.Error("no error")
	}
}

func TestAssetsAreServedAsTheBrowserTakesThem(t *testing.T) {
	app := testApp(t, "/")
	for _, c := range []struct{ path, accept, coding, body, cache string }{
		{"/assets/app-1a.js", "gzip, deflate, br", "br", "brotli", "public, max-age=31536000, immutable"},
		{"/assets/app-1a.js", "gzip", "gzip", "gzip", "public, max-age=31536000, immutable"},
		{"/assets/app-1a.js", "br;q=0, gzip;q=0.5", "gzip", "gzip", "public, max-age=31536000, immutable"},
		{"/assets/app-1a.js", "", "", "plain", "public, max-age=31536000, immutable"},
		{"/theme.js", "br", "", "theme", "no-cache"},
		{"/assets/font-2b.woff2", "br", "", "font", "public, max-age=31536000, immutable"},
	} {
		w := get(app, c.path, c.accept)
		if w.Code != 200 || w.Body.String() != c.body || w.Header().Get("Content-Encoding") != c.coding || w.Header().Get("Cache-Control") != c.cache {
			t.Errorf("%s with %q: %d %q %v", c.path, c.accept, w.Code, w.Body.String(), w.Header())
		}
	}
	if w := get(app, "/assets/gone-9z.js", ""); w.Code != 404 {
		t.Errorf("a missing asset: %d", w.Code)
	}
	if w := get(app, "/.vite/manifest.json", ""); strings.Contains(w.Body.String(), "{}") {
		t.Error("the build's own manifest is served")
	}
}

func TestAConsoleThatWasNotBuiltIsNoFailure(t *testing.T) {
	app, err := openApp(fstest.MapFS{}, "index.html", "/")
	if app != nil || err != nil {
		t.Errorf("got %v, %v", app, err)
	}
}

func TestABasePathIsTakenOffOnceAtMost(t *testing.T) {
	h := Under("/ops/gatehouse/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.URL.Path)) }))
	for path, want := range map[string]string{"/ops/gatehouse/clients": "/clients", "/clients": "/clients", "/ops/gatehouses": "/ops/gatehouses", "/ops/gatehouse/": "/"} {
		if got := get(h, path, "").Body.String(); got != want {
			t.Errorf("%s arrives as %s, want %s", path, got, want)
		}
	}
	if w := get(h, "/ops/gatehouse", ""); w.Code != http.StatusPermanentRedirect {
		t.Errorf("the bare base path: %d", w.Code)
	}
}
