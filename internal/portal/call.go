package portal

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"time"

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

// cookieAt is the cookie of a session without its value. It goes to the portal
// alone, over TLS where the portal has it, and never to a script.
func cookieAt(portalURL string) http.Cookie {
	c := http.Cookie{Name: signin.PortalCookieName, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode} //nolint:gosec // Secure follows the portal's URL below
	if u, err := url.Parse(portalURL); err == nil {
		c.Secure = u.Scheme == "https"
		if u.Path != "" {
			c.Path = u.Path
		}
	}
	return c
}

func (a *api) sessionCookie(value gatehouse.Secret) string {
	c := a.cookie //nolint:gosec // made by cookieAt
	c.Value, c.MaxAge = value.Reveal(), int(signin.SessionLife/time.Second)
	return c.String()
}

// noCookie makes the browser forget a session.
func (a *api) noCookie() string {
	c := a.cookie //nolint:gosec // made by cookieAt
	c.MaxAge = -1
	return c.String()
}

// originOf knows the portal's public origin too: behind a proxy that rewrites
// Host, a browser's Origin would look like that of another page.
func originOf(portalURL string) *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	if u, err := url.Parse(portalURL); err == nil && u.Host != "" {
		_ = p.AddTrustedOrigin(u.Scheme + "://" + u.Host) // fails for what is no origin alone
	}
	return p
}
