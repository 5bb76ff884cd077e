package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/seal"
)

// Options say how an API is served.
type Options struct {
	Prefix     string        // of every path
	Document   *huma.OpenAPI // before it has operations
	PortalURL  string        // public, for the type links of problems
	ClientAddr func(*http.Request) netip.Addr
	Logger     *slog.Logger
}

// API answers calls. Routes are added before it serves.
type API struct {
	Options
	Mux  *http.ServeMux
	Huma huma.API
}

// New makes an API without operations. The gates run in their order, before the
// one that reads the body.
func New(o Options, gates ...func(huma.Context, func(huma.Context))) *API {
	a := &API{Options: o, Mux: http.NewServeMux()}
	a.Huma = humago.NewWithPrefix(a.Mux, o.Prefix, huma.Config{
		OpenAPI: o.Document, Formats: map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat: "application/json", RejectUnknownQueryParameters: true,
	})
	a.Huma.UseMiddleware(append(gates, a.receive)...)
	a.Mux.HandleFunc("/", a.unknown)
	return a
}

// JSON is the OpenAPI document as it is committed.
func (a *API) JSON() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a.Document); err != nil {
		return nil, fmt.Errorf("encoding the OpenAPI document: %w", err)
	}
	return out.Bytes(), nil
}

// ServeHTTP gives the call its id and answers it.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &Call{api: a, RequestID: seal.NewID(gatehouse.RequestIDPrefix), From: a.ClientAddr(r), UserAgent: r.UserAgent(), Path: r.URL.Path}
	h := w.Header()
	h.Set("X-Request-ID", c.RequestID)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	r = r.WithContext(withCall(r.Context(), c))
	defer a.finish(c, w, r)
	if strings.Contains(r.URL.Path, "//") || strings.Contains(r.URL.Path, "/.") {
		Refuse(w, r, problem.New("not_found")) // the mux would redirect to the path it takes for meant
		return
	}
	a.Mux.ServeHTTP(w, r)
}

// finish logs what went wrong. A panic is answered like any other fault, if
// nothing was sent yet.
func (a *API) finish(c *Call, w http.ResponseWriter, r *http.Request) {
	if p := recover(); p != nil {
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p)
		}
		Refuse(w, r, fmt.Errorf("panic: %v", p))
	}
	if c.err != nil && problem.Of(c.err).Status >= http.StatusInternalServerError {
		a.Logger.ErrorContext(r.Context(), "call failed", "method", r.Method, "path", c.Path, "request_id", c.RequestID, "error", c.err)
	}
}

// unknown answers what no route matched: 405 when the path exists for another
// method, else 404.
func (a *API) unknown(w http.ResponseWriter, r *http.Request) {
	p := problem.New("not_found")
	if allowed := a.methodsOf(r); len(allowed) > 0 {
		p = problem.New("method_not_allowed")
		p.Detail = "Use one of the methods listed in allowed_methods."
		p.AllowedMethods = allowed
	}
	Refuse(w, r, p)
}

func (a *API) methodsOf(r *http.Request) []string {
	var allowed []string
	probe := r.Clone(r.Context())
	for _, method := range []string{"DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"} {
		probe.Method = method
		if _, pattern := a.Mux.Handler(probe); strings.HasPrefix(pattern, method) || method == "HEAD" && strings.HasPrefix(pattern, "GET ") {
			allowed = append(allowed, method)
		}
	}
	return allowed
}
