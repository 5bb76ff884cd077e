package adminapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
	"gatehouse/internal/webui"
)

// api is the admin API over its parts. One serves all calls.
type api struct {
	Options
	mux    *http.ServeMux
	huma   huma.API
	origin *http.CrossOriginProtection
	cookie signin.Cookie
	pages  *webui.Pages // nil without a single sign-on
	claims claims
	tails  atomic.Int64 // live tails that are open
}

// New returns the handler of everything under [Prefix].
func New(o Options) http.Handler {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &api{Options: o, mux: http.NewServeMux(), origin: signin.Origin(o.ConsoleURL), cookie: signin.CookieAt(SessionCookie, o.ConsoleURL)}
	a.huma = humago.NewWithPrefix(a.mux, Prefix, humaConfig())
	a.huma.UseMiddleware(a.admit, a.receive, a.once)
	for _, r := range a.routes() {
		r.handler(a.huma, r.operation())
	}
	describe(a.huma.OpenAPI())
	a.mux.HandleFunc("GET "+Prefix+"/openapi.json", a.document())
	if err := a.openSingleSignOn(); err != nil { // built from embedded files
		panic(err)
	}
	a.mux.HandleFunc(Prefix+"/", a.unknown)
	return a
}

// Document is the OpenAPI document of every route, those included that a
// server registers only when it has the part behind them.
func Document() ([]byte, error) {
	a := New(Options{Check: noCheck}).(*api)
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a.huma.OpenAPI()); err != nil {
		return nil, fmt.Errorf("encoding the OpenAPI document: %w", err)
	}
	return out.Bytes(), nil
}

// ServeHTTP gives the call its id and answers it.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{api: a, requestID: seal.NewID(gatehouse.RequestIDPrefix)}
	h := w.Header()
	h.Set("X-Request-ID", c.requestID)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	r = r.WithContext(withCall(r.Context(), c))
	defer a.finish(c, w, r)
	if strings.Contains(r.URL.Path, "//") || strings.Contains(r.URL.Path, "/.") {
		a.refuse(w, r, problem.New("not_found")) // the mux would redirect to the path it takes for meant
		return
	}
	a.mux.ServeHTTP(w, r)
}

// finish logs what went wrong. A panic is answered like any other fault, if
// nothing was sent yet.
func (a *api) finish(c *call, w http.ResponseWriter, r *http.Request) {
	if p := recover(); p != nil {
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p)
		}
		c.err = fmt.Errorf("panic: %v", p)
		problem.Write(w, c.err, a.PortalURL, c.requestID)
	}
	if c.err != nil && problem.Of(c.err).Status >= http.StatusInternalServerError {
		a.Logger.ErrorContext(r.Context(), "admin call failed", "method", r.Method, "path", c.path(r), "request_id", c.requestID, "error", c.err)
	}
}

// path is where a call went, for the log. Of a route that opens it is the
// template: what stands in its place is the credential.
func (c *call) path(r *http.Request) string {
	if c.route.access == opens {
		return Prefix + c.route.path
	}
	return r.URL.Path
}

// refuse answers a call before its handler was reached.
func (a *api) refuse(w http.ResponseWriter, r *http.Request, err error) {
	c := callOf(r.Context())
	c.err = err
	problem.Write(w, err, a.PortalURL, c.requestID)
}

// unknown answers what no route matched: 405 when the path exists for another
// method, else 404.
func (a *api) unknown(w http.ResponseWriter, r *http.Request) {
	p := problem.New("not_found")
	if allowed := a.methodsOf(r); len(allowed) > 0 {
		p = problem.New("method_not_allowed")
		p.Detail = "Use one of the methods listed in allowed_methods."
		p.AllowedMethods = allowed
	}
	a.refuse(w, r, p)
}

func (a *api) methodsOf(r *http.Request) []string {
	var allowed []string
	probe := r.Clone(r.Context())
	for _, method := range []string{"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"} {
		probe.Method = method
		if _, pattern := a.mux.Handler(probe); strings.HasPrefix(pattern, method) || method == "HEAD" && strings.HasPrefix(pattern, "GET ") {
			allowed = append(allowed, method)
		}
	}
	return allowed
}

// document serves the OpenAPI document. It holds nothing of this installation,
// so it needs no sign-in.
func (a *api) document() http.HandlerFunc {
	body, err := json.Marshal(a.huma.OpenAPI())
	if err != nil { // built from constants
		panic(err)
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}
}

// addressOf is the caller's address for the audit log.
func (a *api) addressOf(r *http.Request) netip.Addr {
	if a.ClientAddr != nil {
		return a.ClientAddr(r)
	}
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	return from.Addr().Unmap()
}
