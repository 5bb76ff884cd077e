package adminapi

import (
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/problem"
	"gatehouse/internal/rest"
	"gatehouse/internal/signin"
)

// SessionCookie carries a user's sign-in to the Management UI.
const SessionCookie = signin.CookieName

// admit is the first gate: who is calling, and may their role make this call.
// Nothing of the request but its head has been looked at.
func (a *api) admit(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	c := &call{Call: rest.CallOf(r.Context()), api: a, route: ctx.Operation().Metadata[routeKey].(route)}
	if c.route.access == opens {
		c.Path = Prefix + c.route.path // what stands in its place may be the credential
	}
	caller, err := a.callerOf(r, c.route)
	if err != nil {
		rest.Refuse(w, r, err)
		return
	}
	caller.RequestID = c.RequestID
	c.caller = caller
	next(huma.WithValue(ctx, callKey{}, c))
}

// callerOf is who makes a call that their role may make. Where a session only
// begins there is nobody yet; but another page may not sign a browser in
// either, since what its user then does would be done as somebody else.
func (a *api) callerOf(r *http.Request, route route) (manage.Caller, error) {
	if route.access == opens {
		return manage.Caller{}, a.sameOrigin(r)
	}
	caller, err := a.authenticate(r)
	if err == nil {
		err = route.admits(caller)
	}
	return caller, err
}

// sameOrigin refuses what a page of another origin makes a browser do.
func (a *api) sameOrigin(r *http.Request) error {
	if a.origin.Check(r) == nil {
		return nil
	}
	return gatehouse.Errorf(gatehouse.Forbidden, "A page of another origin may not do this.")
}

func (r route) admits(caller manage.Caller) error {
	if r.access == writes {
		return caller.MayWrite(r.area)
	}
	return caller.MayRead(r.area)
}

// authenticate takes an API key, else a session. A key that is not good is
// refused even beside a good session: the caller meant it.
func (a *api) authenticate(r *http.Request) (manage.Caller, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, key, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return manage.Caller{}, gatehouse.Errorf(gatehouse.Unauthenticated, "Send an API key as Authorization: Bearer ghk_….")
		}
		caller, err := a.Desk.APIKey(r.Context(), gatehouse.Secret(strings.TrimSpace(key)), a.ClientAddr(r))
		return caller, withToken(err)
	}
	cookie, err := r.Cookie(SessionCookie)
	if err != nil {
		return manage.Caller{}, gatehouse.Errorf(gatehouse.Unauthenticated, "Send an API key as Authorization: Bearer ghk_…, or sign in to the console.")
	}
	// A browser sends the cookie along with whatever page asks it to.
	if err := a.sameOrigin(r); err != nil {
		return manage.Caller{}, err
	}
	return a.Desk.Session(r.Context(), gatehouse.Secret(cookie.Value), a.ClientAddr(r))
}

// withToken notes in a 401 that a token came and was not good, which RFC 6750
// tells apart from none.
func withToken(err error) error {
	if err == nil {
		return nil
	}
	p := *problem.Of(err)
	p.TokenSent = true
	return &p
}
