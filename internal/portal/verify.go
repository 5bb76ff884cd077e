package portal

import (
	"net/http"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
	"gatehouse/internal/webui"
)

// verification is what the page of a mailed link shows.
type verification struct {
	Brand string
	Email string // empty: unknown, since the link is
	Again string // where a new mail can be asked for by a click
	Home  string // the portal's sign-in page
}

// verify shows the button. It spends nothing: mail scanners open every link.
func (p *portal) verify(w http.ResponseWriter, r *http.Request) {
	id := seal.NewID(gatehouse.RequestIDPrefix)
	in, err := p.Desk.Link(r.Context(), gatehouse.Secret(r.PathValue("code")), p.ClientAddr(r))
	if err != nil {
		p.linkFailed(w, r, id, in, err)
		return
	}
	p.verification(w, r, webui.Page{Status: http.StatusOK, Name: "verify.html", Title: "Sign in"}, in)
}

// enter spends the link. It works in another browser than the one that asked,
// without JavaScript, and from no other site: somebody who is made to post
// another person's link would act as that person without noticing.
func (p *portal) enter(w http.ResponseWriter, r *http.Request) {
	id := seal.NewID(gatehouse.RequestIDPrefix)
	w.Header().Set("X-Request-ID", id)
	if p.api.origin.Check(r) != nil {
		p.wrong(w, http.StatusForbidden, "This did not come from here", "Open the link of the mail itself and press the button there.", id)
		return
	}
	code, from := gatehouse.Secret(r.PathValue("code")), p.ClientAddr(r)
	started, err := p.Desk.OpenLink(r.Context(), code, signin.PortalVisit{From: from, UserAgent: r.UserAgent(), RequestID: id})
	if err != nil {
		in, _ := p.Desk.Link(r.Context(), code, from)
		p.linkFailed(w, r, id, in, err)
		return
	}
	w.Header().Set("Set-Cookie", p.api.cookie.Carrying(started.Cookie))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", "../../") // the portal's start, wherever a proxy shows it
	w.WriteHeader(http.StatusSeeOther)
}

// again mails a new link to the address of one that has ended.
func (p *portal) again(w http.ResponseWriter, r *http.Request) {
	id := seal.NewID(gatehouse.RequestIDPrefix)
	w.Header().Set("X-Request-ID", id)
	if p.api.origin.Check(r) != nil {
		p.wrong(w, http.StatusForbidden, "This did not come from here", "Open the link of the mail itself and press the button there.", id)
		return
	}
	if err := p.Desk.AskAgain(r.Context(), gatehouse.Secret(r.PathValue("code")), p.ClientAddr(r), id); err != nil {
		p.linkFailed(w, r, id, gatehouse.PortalSignIn{}, err)
		return
	}
	p.verification(w, r, webui.Page{Status: http.StatusOK, Name: "again.html", Title: "Look into your mailbox"}, gatehouse.PortalSignIn{})
}

// linkFailed says what to do about a link that does not work.
func (p *portal) linkFailed(w http.ResponseWriter, r *http.Request, id string, in gatehouse.PortalSignIn, err error) {
	switch what := problem.Of(err); {
	case what.Status == http.StatusNotFound:
		p.verification(w, r, webui.Page{Status: http.StatusGone, Name: "ended.html", Title: "This link is no longer valid"}, in)
	case what.Status == http.StatusTooManyRequests:
		what.Header(func(name, value string) {
			if name == "Retry-After" {
				w.Header().Set(name, value)
			}
		})
		p.wrong(w, what.Status, "Too many attempts", what.Detail, id)
	default:
		p.Logger.ErrorContext(r.Context(), "opening a sign-in link failed", "request_id", id, "error", err)
		p.wrong(w, what.Status, "This did not work", "The link was not spent. Try again in a moment.", id)
	}
}

func (p *portal) verification(w http.ResponseWriter, r *http.Request, page webui.Page, in gatehouse.PortalSignIn) {
	settings, err := p.Control.PortalSettings(r.Context())
	if err != nil {
		settings = gatehouse.DefaultSettings() // the page matters more than the name on it
	}
	shown := verification{Brand: settings.Branding.Name, Email: in.Email, Home: "sign-in"}
	if in.Email != "" {
		shown.Again = "auth/verify/" + r.PathValue("code") + "/again"
	}
	page.Content, page.OwnForm = shown, true
	p.pages.Write(w, page)
}
