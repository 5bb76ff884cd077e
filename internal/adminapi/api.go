package adminapi

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"gatehouse/internal/livetail"
	"gatehouse/internal/rest"
	"gatehouse/internal/signin"
	"gatehouse/internal/webui"
)

// api is the admin API over its parts. One serves all calls.
type api struct {
	Options
	*rest.API
	origin *http.CrossOriginProtection
	cookie signin.Cookie
	pages  *webui.Pages // nil without a single sign-on
	claims claims
	tails  livetail.Tails
	day    sharedDay
}

// New returns the handler of everything under [Prefix].
func New(o Options) http.Handler { return newAPI(o) }

func newAPI(o Options) *api {
	o = o.filled()
	a := &api{
		Options: o, origin: signin.Origin(o.ConsoleURL), cookie: signin.CookieAt(SessionCookie, o.ConsoleURL),
		tails: livetail.Tails{Log: o.Log, Logger: o.Logger, Ending: o.Ending},
	}
	a.API = rest.New(rest.Options{Prefix: Prefix, Document: newDocument(), PortalURL: o.PortalURL, ClientAddr: o.ClientAddr, Logger: o.Logger}, a.admit)
	a.Huma.UseMiddleware(a.once)
	for _, r := range a.routes() {
		r.handler(a.API, r.operation())
	}
	describe(a.Document)
	a.Mux.HandleFunc("GET "+Prefix+"/openapi.json", a.document())
	if err := a.openSingleSignOn(); err != nil { // built from embedded files
		panic(err)
	}
	return a
}

// filled are the options with what may be left out.
func (o Options) filled() Options {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.ClientAddr == nil {
		o.ClientAddr = func(r *http.Request) netip.Addr {
			from, _ := netip.ParseAddrPort(r.RemoteAddr)
			return from.Addr().Unmap()
		}
	}
	return o
}

// Document is the OpenAPI document of every route, those included that a
// server registers only when it has the part behind them.
func Document() ([]byte, error) { return newAPI(Options{Check: noCheck}).JSON() }

// document serves the OpenAPI document. It holds nothing of this installation,
// so it needs no sign-in.
func (a *api) document() http.HandlerFunc {
	body, err := json.Marshal(a.Document)
	if err != nil { // built from constants
		panic(err)
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}
}
