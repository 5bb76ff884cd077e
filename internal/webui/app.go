package webui

import (
	"bytes"
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// built is the console as Vite leaves it, or nothing but a note where only
// `go build` ran.
//
//go:embed all:dist
var built embed.FS

// Placeholders in a built page, replaced in every answer.
const (
	basePlaceholder  = "__BASE_PATH__"
	noncePlaceholder = "__CSP_NONCE__"
)

// The files of a page go to the end of the head, after the styles that all
// pages share: where two rules are equally specific, the later one holds.
const endOfHead = "</head>"

// App serves a built single-page application: hashed assets for ever,
// precompressed where the browser takes it, and the one page with a fresh
// nonce for every other path.
type App struct {
	files fs.FS
	page  []byte
	hints []hint
	base  string // path of the public URL, with a slash at both ends

	// Picture is the address of one picture that pages may show from elsewhere,
	// such as the operator's logo; nil or empty: none. It is asked for every page.
	Picture func(context.Context) string
}

// NewApp opens the built console for a base path such as "/". It is nil when
// nothing was built.
func NewApp(base string) (*App, error) { return openBuilt("dist/build", "index.html", base) }

// NewPortal opens the built developer portal likewise. It has a folder of its
// own, so that nothing of the console can be had from the portal's listener.
func NewPortal(base string) (*App, error) { return openBuilt("dist/build/portal", "portal.html", base) }

func openBuilt(folder, page, base string) (*App, error) {
	files, err := fs.Sub(built, folder)
	if err != nil {
		return nil, fmt.Errorf("opening the built pages: %w", err)
	}
	return openApp(files, page, base)
}

func openApp(files fs.FS, name, base string) (*App, error) {
	page, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // not built is a state of its own, not a failure
	}
	base = withSlashes(base)
	hints, err := readHints(files)
	if err != nil {
		return nil, err
	}
	return &App{files: files, page: bytes.ReplaceAll(page, []byte(basePlaceholder), []byte(base)), hints: hints, base: base}, nil
}

// Built reports whether the console is in this binary.
func Built() bool {
	_, err := fs.Stat(built, "dist/build/index.html")
	return err == nil
}

// ServeHTTP answers with an asset or with the page. The base path has been
// taken off by then.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This address only shows pages.", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if path.Ext(name) != ".html" && path.Ext(name) != "" && !strings.HasPrefix(name, ".") {
		if info, err := fs.Stat(a.files, name); err == nil && info.Mode().IsRegular() {
			a.asset(w, r, name)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			http.Error(w, "There is no such file. Reload the page: it may be of an older version.", http.StatusNotFound)
			return
		}
	}
	a.document(w, r)
}

// document answers with the page. Its styles and the one script file it names
// are all that it may load; libraries that add styles carry the nonce.
func (a *App) document(w http.ResponseWriter, r *http.Request) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-"+nonce+"'; img-src 'self'"+a.pictureOrigin(r.Context())+
		"; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	page := bytes.ReplaceAll(a.page, []byte(noncePlaceholder), []byte(nonce))
	_, _ = w.Write(bytes.Replace(page, []byte(endOfHead), slices.Concat(hintsFor(a.hints, r.URL), []byte(endOfHead)), 1))
}

// plainHost is a host that can stand in a policy. Others might end the
// directive that they stand in, so their pictures are not shown.
var plainHost = regexp.MustCompile(`^([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]+)?$`)

// pictureOrigin is a source expression for the one picture from elsewhere.
func (a *App) pictureOrigin(ctx context.Context) string {
	if a.Picture == nil {
		return ""
	}
	u, err := url.Parse(a.Picture(ctx))
	if err != nil || u.Scheme != "https" || !plainHost.MatchString(u.Host) {
		return ""
	}
	return " https://" + u.Host
}

// asset answers with a file. Those under assets/ have their content's hash in
// their name, so a browser may keep them for ever.
func (a *App) asset(w http.ResponseWriter, r *http.Request, name string) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Add("Vary", "Accept-Encoding")
	served := name
	for _, coding := range []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if _, err := fs.Stat(a.files, name+coding.suffix); err == nil && accepts(r, coding.name) {
			h.Set("Content-Encoding", coding.name)
			served = name + coding.suffix
			break
		}
	}
	content, err := fs.ReadFile(a.files, served)
	if err != nil {
		http.Error(w, "This file cannot be read.", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(content)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(content) //nolint:gosec // a file of this binary, under the type of its name
	}
}

// accepts reports whether the browser takes a content coding. Browsers list
// what they take; a weight of zero is the only way to refuse one.
func accepts(r *http.Request, coding string) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == coding {
			return strings.ReplaceAll(weight, " ", "") != "q=0"
		}
	}
	return false
}

// Under serves a handler below the path of its public URL. A proxy in front
// may have taken that path off already, so both forms arrive.
func Under(base string, h http.Handler) http.Handler {
	base = strings.TrimSuffix(base, "/")
	if base == "" {
		return h
	}
	stripped := http.StripPrefix(base, h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == base:
			http.Redirect(w, r, base+"/", http.StatusPermanentRedirect)
		case strings.HasPrefix(r.URL.Path, base+"/"):
			stripped.ServeHTTP(w, r)
		default:
			h.ServeHTTP(w, r)
		}
	})
}
