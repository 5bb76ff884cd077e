package portal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
)

// Prefix is where the portal's own API lives on the portal listener.
const Prefix = "/portal/api"

// api is the portal's own API. One serves all calls.
type api struct {
	Options
	mux    *http.ServeMux
	huma   huma.API
	origin *http.CrossOriginProtection
	cookie signin.Cookie
	tails  atomic.Int64 // live tails that are open

	running   running
	downloads downloads
}

func newAPI(o Options) *api {
	a := &api{Options: o, mux: http.NewServeMux(), origin: signin.Origin(o.PortalURL), cookie: signin.CookieAt(signin.PortalCookieName, o.PortalURL)}
	a.huma = humago.NewWithPrefix(a.mux, Prefix, config())
	a.huma.UseMiddleware(a.admit, a.receive)
	for _, r := range a.routes() {
		r.handler(a.huma, r.operation())
	}
	describe(a.huma.OpenAPI())
	a.mux.HandleFunc(Prefix+"/", a.unknown)
	return a
}

// Document is the OpenAPI document of every route.
func Document() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(newAPI(Options{}).huma.OpenAPI()); err != nil {
		return nil, fmt.Errorf("encoding the OpenAPI document: %w", err)
	}
	return out.Bytes(), nil
}

// ServeHTTP gives the call its id and answers it.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{api: a, requestID: seal.NewID(gatehouse.RequestIDPrefix), from: a.ClientAddr(r), userAgent: r.UserAgent()}
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
		a.Logger.ErrorContext(r.Context(), "portal call failed", "method", r.Method, "path", r.URL.Path, "request_id", c.requestID, "error", c.err)
	}
}

// refuse answers a call before its handler was reached.
func (a *api) refuse(w http.ResponseWriter, r *http.Request, err error) {
	c := callOf(r.Context())
	c.err = err
	problem.Write(w, err, a.PortalURL, c.requestID)
}

// unknown answers what no route matched: the sign-in comes first here too.
func (a *api) unknown(w http.ResponseWriter, r *http.Request) {
	a.refuse(w, r, problem.New("not_found"))
}
