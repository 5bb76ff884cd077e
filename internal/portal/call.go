package portal

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
	"gatehouse/internal/signin"
)

type userKey struct{}

// by returns who is calling: nobody, on a route that is open.
func by(ctx context.Context) manage.PortalUser {
	u, _ := ctx.Value(userKey{}).(manage.PortalUser)
	return u
}

func visit(c *rest.Call) signin.PortalVisit {
	return signin.PortalVisit{From: c.From, UserAgent: c.UserAgent, RequestID: c.RequestID}
}

// admit is the first gate: who is calling. Nothing of the request but its head
// has been looked at.
func (a *api) admit(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	// A browser sends the cookie along with whatever page asks it to; and a
	// page of another origin may not sign a browser in either.
	if a.origin.Check(r) != nil {
		rest.Refuse(w, r, gatehouse.Errorf(gatehouse.Forbidden, "A page of another origin may not do this."))
		return
	}
	if ctx.Operation().Metadata[openKey].(bool) {
		next(ctx)
		return
	}
	user, err := a.caller(r)
	if err != nil {
		rest.Refuse(w, r, err)
		return
	}
	user.RequestID = rest.CallOf(r.Context()).RequestID
	next(huma.WithValue(ctx, userKey{}, user))
}

func (a *api) caller(r *http.Request) (manage.PortalUser, error) {
	cookie, err := r.Cookie(signin.PortalCookieName)
	if err != nil {
		return manage.PortalUser{}, gatehouse.Errorf(gatehouse.Unauthenticated, "Sign in to the portal first.")
	}
	return a.Desk.Session(r.Context(), gatehouse.Secret(cookie.Value), a.ClientAddr(r))
}
