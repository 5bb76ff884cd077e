// Package portal serves the portal listener: the developer portal's pages, the
// API they call, and a few pages that need neither sign-in nor JavaScript.
//
// Those few must work in any mail client's browser and survive a broken
// bundle: what an error code means (/problems/{code}, where the type link of
// every problem document leads), the one-time link that hands a token to a
// partner (/reveal/{code}) and the link of a sign-in mail
// (/auth/verify/{code}). GET and HEAD of a link show a button and never spend
// it: mail scanners and chat previews open every link they see.
//
// The API, below /portal/api, is for people signed in by a mailed link or
// code. A session belongs to an address, and the address to the clients that
// authorize it; every call asks anew. A route reaches one client, the one that
// the session looks at, and what is not that client's does not exist: the same
// 404 as for what never was.
package portal

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/gateway"
	"gatehouse/internal/manage"
	"gatehouse/internal/problem"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
	"gatehouse/internal/webui"
)

//go:embed pages
var embedded embed.FS

// Options is what the portal works with.
type Options struct {
	// CheckLink and RevealLink are those of [manage.Control]: one looks whether
	// a one-time link can be revealed, the other spends it. Both fail with
	// NotFound when there is no such link any more.
	CheckLink  func(ctx context.Context, code gatehouse.Secret) error
	RevealLink func(ctx context.Context, code gatehouse.Secret, from, requestID string) (manage.Revealed, error)

	Desk      *signin.Portal
	Control   *manage.Control
	Log       *requestlog.Log
	Directory *directory.Directory // of the gateway: what is left of limits
	Keys      *seal.Keys
	Call      func(context.Context, gateway.InProcess) gateway.Response // the gateway's in-process door

	PortalURL  string                         // public; of mails, links and error codes
	GatewayURL string                         // public; of samples
	App        http.Handler                   // the built portal; nil where only `go build` ran
	ClientAddr func(*http.Request) netip.Addr // through trusted proxies only
	Logger     *slog.Logger
	Ending     <-chan struct{} // closed when live tails must end; nil: never
}

type portal struct {
	Options
	pages *webui.Pages
	api   *api
}

// New returns the handler of the portal listener.
func New(o Options) (http.Handler, error) {
	files, err := fs.Sub(embedded, "pages")
	if err != nil {
		return nil, fmt.Errorf("opening pages: %w", err)
	}
	pages, err := webui.NewPages("Developer portal", o.PortalURL, files)
	if err != nil {
		return nil, err
	}
	p := &portal{o, pages, newAPI(o)}
	mux := http.NewServeMux()
	mux.Handle(Prefix+"/", p.api)
	mux.HandleFunc("GET /assets/pages.css", webui.Style)
	mux.HandleFunc("GET /auth/verify/{code}", p.verify)
	mux.HandleFunc("POST /auth/verify/{code}", p.enter)
	mux.HandleFunc("POST /auth/verify/{code}/again", p.again)
	mux.HandleFunc("GET /shared/{code}", p.shared)
	mux.HandleFunc("GET /problems", p.problems)
	mux.HandleFunc("GET /problems/{code}", p.problem)
	mux.HandleFunc("GET /reveal/{code}", p.sealed)
	mux.HandleFunc("POST /reveal/{code}", p.reveal)
	if o.App != nil {
		mux.Handle("/", o.App)
		return mux, nil
	}
	mux.HandleFunc("GET /{$}", p.index)
	mux.HandleFunc("/", p.unknown)
	return mux, nil
}

func (p *portal) index(w http.ResponseWriter, _ *http.Request) {
	p.pages.Write(w, webui.Page{Status: http.StatusOK, Name: "index.html", Title: "Developer portal"})
}

func (p *portal) problems(w http.ResponseWriter, _ *http.Request) {
	p.pages.Write(w, webui.Page{Status: http.StatusOK, Name: "problems.html", Title: "Error codes", Content: problem.All()})
}

func (p *portal) problem(w http.ResponseWriter, r *http.Request) {
	entry, ok := problem.Lookup(r.PathValue("code"))
	if !ok {
		p.unknown(w, r)
		return
	}
	p.pages.Write(w, webui.Page{Status: http.StatusOK, Name: "problem.html", Title: entry.Title, Content: entry})
}

func (p *portal) unknown(w http.ResponseWriter, _ *http.Request) {
	p.wrong(w, http.StatusNotFound, "There is no such page", "Check the address; a part of it may be missing.", seal.NewID(gatehouse.RequestIDPrefix))
}

// sealed shows the button. It looks at the link without touching it, so that a
// partner who got a link that is spent hears of it before pressing.
func (p *portal) sealed(w http.ResponseWriter, r *http.Request) {
	id := seal.NewID(gatehouse.RequestIDPrefix)
	if err := p.CheckLink(r.Context(), gatehouse.Secret(r.PathValue("code"))); err != nil {
		p.failed(w, r, id, err)
		return
	}
	p.pages.Write(w, webui.Page{Status: http.StatusOK, Name: "sealed.html", Title: "A token for you"})
}

func (p *portal) reveal(w http.ResponseWriter, r *http.Request) {
	id, from := seal.NewID(gatehouse.RequestIDPrefix), ""
	w.Header().Set("X-Request-ID", id)
	if addr := p.ClientAddr(r); addr.IsValid() {
		from = addr.String()
	}
	found, err := p.RevealLink(r.Context(), gatehouse.Secret(r.PathValue("code")), from, id)
	if err != nil {
		p.failed(w, r, id, err)
		return
	}
	p.pages.Write(w, webui.Page{Status: http.StatusOK, Name: "revealed.html", Title: "Your token", Content: revealed{found, found.Secret.Reveal()}})
}

func (p *portal) failed(w http.ResponseWriter, r *http.Request, id string, err error) {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok && e.Kind == gatehouse.NotFound {
		p.pages.Write(w, webui.Page{Status: http.StatusGone, Name: "gone.html", Title: "This link is no longer valid"})
		return
	}
	p.Logger.ErrorContext(r.Context(), "opening a one-time link failed", "request_id", id, "error", err)
	p.wrong(w, problem.Of(err).Status, "This did not work", "The link was not spent. Try again in a moment.", id)
}

// revealed is the one page that shows a secret.
type revealed struct {
	manage.Revealed
	Secret string
}

func (p *portal) wrong(w http.ResponseWriter, status int, title, detail, id string) {
	w.Header().Set("X-Request-ID", id)
	p.pages.Write(w, webui.Page{Status: status, Name: "wrong.html", Title: title, Content: struct{ Detail, RequestID string }{detail, id}})
}
