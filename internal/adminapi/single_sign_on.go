package adminapi

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/http"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/rest"
	"gatehouse/internal/signin"
	"gatehouse/internal/webui"
)

// The single sign-on is no part of the JSON interface: a browser is sent away
// and comes back, and a person reads what went wrong.
const (
	singleSignOnPath = Prefix + "/sign-in/oidc"
	returnPath       = singleSignOnPath + "/callback"
)

// ReturnPath is where the issuer sends the browser back to, below the console's
// public URL.
const ReturnPath = returnPath

// signInCookie is what the browser keeps while it is at the issuer's.
const signInCookie = "gatehouse_sign_in"

//go:embed pages
var pageFiles embed.FS

// openSingleSignOn adds the way there and back, where there is an issuer.
func (a *api) openSingleSignOn() error {
	if a.Desk == nil || a.Desk.SingleSignOn() == "" {
		return nil
	}
	files, err := fs.Sub(pageFiles, "pages")
	if err != nil {
		return fmt.Errorf("opening pages: %w", err)
	}
	if a.pages, err = webui.NewPages("Gatehouse", a.ConsoleURL, files); err != nil {
		return err
	}
	a.Mux.HandleFunc("GET "+singleSignOnPath, a.leave)
	a.Mux.HandleFunc("GET "+returnPath, a.comeBack)
	return nil
}

// leave sends the browser to the issuer.
func (a *api) leave(w http.ResponseWriter, r *http.Request) {
	location, sealed, err := a.Desk.BeginSingleSignOn(r.Context(), r.URL.Query().Get("next"))
	if err != nil {
		a.turnAway(w, r, err)
		return
	}
	http.SetCookie(w, a.keepsake(sealed.Reveal(), int(signin.SingleSignOnLife.Seconds())))
	http.Redirect(w, r, location, http.StatusFound) //nolint:gosec // the issuer's address, from its own document
}

// comeBack takes the browser in. What it kept is of no more use, however this
// ends.
func (a *api) comeBack(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, a.keepsake("", -1))
	c, query := rest.CallOf(r.Context()), r.URL.Query()
	brought := signin.Returned{State: query.Get("state"), Code: gatehouse.Secret(query.Get("code")), Error: query.Get("error")}
	if cookie, err := r.Cookie(signInCookie); err == nil {
		brought.Cookie = gatehouse.Secret(cookie.Value)
	}
	attempt := signin.Attempt{From: c.From, UserAgent: r.UserAgent(), RequestID: c.RequestID}
	started, next, err := a.Desk.FinishSingleSignOn(r.Context(), brought, attempt)
	if err != nil {
		a.turnAway(w, r, err)
		return
	}
	w.Header().Add("Set-Cookie", a.cookie.Carrying(started.Cookie))
	http.Redirect(w, r, a.ConsoleURL+next, http.StatusFound)
}

// keepsake is a cookie for the two calls of a sign-in alone. It is sent with
// the way back, which another site begins, because that is a plain link.
func (a *api) keepsake(value string, maxAge int) *http.Cookie {
	c := a.cookie.Empty() //nolint:gosec // made by signin.CookieAt
	c.Name, c.Value, c.MaxAge = signInCookie, value, maxAge
	if c.Path == "/" {
		c.Path = ""
	}
	c.Path += singleSignOnPath
	return &c
}

// turnAway tells a person why they were not signed in.
func (a *api) turnAway(w http.ResponseWriter, r *http.Request, err error) {
	c, p := rest.CallOf(r.Context()), problem.Of(err)
	c.Failed(err)
	if p.Status < http.StatusInternalServerError {
		a.Logger.InfoContext(r.Context(), "single sign-on refused", "request_id", c.RequestID, "error", cause(err))
	}
	detail := p.Detail
	if detail == "" {
		detail = p.Entry.Detail
	}
	a.pages.Write(w, webui.Page{Status: p.Status, Name: "refused.html", Title: "You are not signed in", Content: struct{ Detail, Back, RequestID string }{
		detail, a.ConsoleURL + "/login", c.RequestID,
	}})
}

// cause is why, for the operator who is asked about it.
func cause(err error) string {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok && e.Err != nil {
		return e.Err.Error()
	}
	return err.Error()
}
