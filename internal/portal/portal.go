// Package portal serves the portal listener.
//
// Two kinds of its pages need no sign-in and no JavaScript, because they must
// work in any mail client's browser and survive a broken bundle: what an error
// code means (/problems/{code}, where the type link of every problem document
// leads) and the one-time link that hands a token to a partner
// (/reveal/{code}). GET and HEAD of a one-time link show a button and never
// spend it: mail scanners and chat previews open every link they see.
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
	"gatehouse/internal/manage"
	"gatehouse/internal/problem"
	"gatehouse/internal/seal"
	"gatehouse/internal/webui"
)

//go:embed pages
var embedded embed.FS

// Options is what the portal works with.
type Options struct {
	// Reveal spends a one-time link's code and returns what it held. It fails
	// with NotFound when there is no such link any more.
	Reveal func(ctx context.Context, by manage.Caller, code gatehouse.Secret) (manage.Revealed, error)

	ClientAddr func(*http.Request) netip.Addr // through trusted proxies only
	Logger     *slog.Logger
}

type portal struct {
	Options
	pages *webui.Pages
}

// New returns the handler of the portal listener.
func New(o Options) (http.Handler, error) {
	files, err := fs.Sub(embedded, "pages")
	if err != nil {
		return nil, fmt.Errorf("opening pages: %w", err)
	}
	pages, err := webui.NewPages("Developer portal", files)
	if err != nil {
		return nil, err
	}
	p := &portal{o, pages}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/pages.css", webui.Style)
	mux.HandleFunc("GET /{$}", p.index)
	mux.HandleFunc("GET /problems", p.problems)
	mux.HandleFunc("GET /problems/{code}", p.problem)
	mux.HandleFunc("GET /reveal/{code}", p.sealed)
	mux.HandleFunc("POST /reveal/{code}", p.reveal)
	mux.HandleFunc("GET /", p.unknown)
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

// sealed shows the button. It does not ask whether the link is still good, so
// that opening it has no effect and tells nothing.
func (p *portal) sealed(w http.ResponseWriter, _ *http.Request) {
	p.pages.Write(w, webui.Page{Status: http.StatusOK, Name: "sealed.html", Title: "A token for you"})
}

func (p *portal) reveal(w http.ResponseWriter, r *http.Request) {
	id := seal.NewID(gatehouse.RequestIDPrefix)
	w.Header().Set("X-Request-ID", id)
	by := manage.Caller{Actor: gatehouse.Actor{Type: gatehouse.ActorPartner}, RequestID: id}
	if addr := p.ClientAddr(r); addr.IsValid() {
		by.Actor.IP = addr.String()
	}
	found, err := p.Reveal(r.Context(), by, gatehouse.Secret(r.PathValue("code")))
	if e, ok := errors.AsType[*gatehouse.Error](err); ok && e.Kind == gatehouse.NotFound {
		p.pages.Write(w, webui.Page{Status: http.StatusGone, Name: "gone.html", Title: "This link is no longer valid"})
		return
	}
	if err != nil {
		p.Logger.ErrorContext(r.Context(), "revealing a one-time link failed", "request_id", id, "error", err)
		p.wrong(w, problem.Of(err).Status, "This did not work", "The link was not spent. Try again in a moment.", id)
		return
	}
	p.pages.Write(w, webui.Page{Status: http.StatusOK, Name: "revealed.html", Title: "Your token", Content: revealed{found, found.Secret.Reveal()}})
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
