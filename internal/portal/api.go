package portal

import (
	"net/http"

	"gatehouse/internal/livetail"
	"gatehouse/internal/rest"
	"gatehouse/internal/signin"
)

// Prefix is where the portal's own API lives on the portal listener.
const Prefix = "/portal/api"

// api is the portal's own API. One serves all calls.
type api struct {
	Options
	*rest.API
	origin *http.CrossOriginProtection
	cookie signin.Cookie
	tails  livetail.Tails

	running   running
	downloads downloads
}

func newAPI(o Options) *api {
	a := &api{
		Options: o, origin: signin.Origin(o.PortalURL), cookie: signin.CookieAt(signin.PortalCookieName, o.PortalURL),
		tails: livetail.Tails{Log: o.Log, Logger: o.Logger, Ending: o.Ending},
	}
	a.API = rest.New(rest.Options{Prefix: Prefix, Document: newDocument(), PortalURL: o.PortalURL, ClientAddr: o.ClientAddr, Logger: o.Logger}, a.admit)
	for _, r := range a.routes() {
		r.handler(a.API, r.operation())
	}
	rest.Describe(a.Document)
	return a
}

// Document is the OpenAPI document of every route.
func Document() ([]byte, error) { return newAPI(Options{}).JSON() }
