package portal

import (
	"context"
	"net/http"
	"net/netip"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/signin"
)

// call is what the gates learned about one call. It travels in the request's
// context because huma hands a handler nothing else.
type call struct {
	api       *api
	requestID string
	from      netip.Addr
	userAgent string
	user      manage.PortalUser // nobody on a route that is open
	err       error             // what the call was refused with, for the log
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// by returns who is calling.
func by(ctx context.Context) manage.PortalUser { return callOf(ctx).user }

func (c *call) visit() signin.PortalVisit {
	return signin.PortalVisit{From: c.from, UserAgent: c.userAgent, RequestID: c.requestID}
}

// admit is the first gate: who is calling. Nothing of the request but its head
// has been looked at.
func (a *api) admit(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	c := callOf(r.Context())
	// A browser sends the cookie along with whatever page asks it to; and a
	// page of another origin may not sign a browser in either.
	if a.origin.Check(r) != nil {
		a.refuse(w, r, gatehouse.Errorf(gatehouse.Forbidden, "A page of another origin may not do this."))
		return
	}
	if !ctx.Operation().Metadata[openKey].(bool) {
		user, err := a.caller(r)
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		user.RequestID = c.requestID
		c.user = user
	}
	next(ctx)
}

func (a *api) caller(r *http.Request) (manage.PortalUser, error) {
	cookie, err := r.Cookie(signin.PortalCookieName)
	if err != nil {
		return manage.PortalUser{}, gatehouse.Errorf(gatehouse.Unauthenticated, "Sign in to the portal first.")
	}
	return a.Desk.Session(r.Context(), gatehouse.Secret(cookie.Value), a.ClientAddr(r))
}
