package main

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"gatehouse"
	"gatehouse/internal/adminapi"
	"gatehouse/internal/gateway"
	"gatehouse/internal/mail"
	"gatehouse/internal/manage"
	"gatehouse/internal/openapi"
	"gatehouse/internal/portal"
	"gatehouse/internal/probe"
	"gatehouse/internal/problem"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
	"gatehouse/internal/store"
	"gatehouse/internal/webui"
)

// late is a handler that may come after its listener: while the store is away
// it says so.
type late struct {
	handler atomic.Pointer[http.Handler]
}

func (l *late) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := l.handler.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	err := gatehouse.Errorf(gatehouse.Unavailable, "The database cannot be reached; try again shortly. Partner traffic is served on.")
	problem.Write(w, err, "", seal.NewID(gatehouse.RequestIDPrefix))
}

func (l *late) set(h http.Handler) { l.handler.Store(&h) }

// openSurfaces makes what works on the store: nothing, while it is away.
func (h *house) openSurfaces(context.Context) error {
	if h.store == nil {
		return nil
	}
	if h.mailServer != nil {
		h.sender = mail.NewSender(h.store, h.mailServer, h.logger)
	}
	h.control = manage.New(manage.Options{
		Store: h.store, Keys: h.keys, Poke: h.follower.Poke, Sender: h.sender,
		ConsoleURL: h.consoleURL(), GatewayURL: h.url(h.gatewayAt, h.settings.GatewayURL), PortalURL: h.url(h.portalAt, h.settings.PortalURL),
		Listeners: h.ownAddresses(), Spent: h.limiter.SpentQuotas, Problems: h.follower.Problems,
		Fetch: &probe.Fetcher{Control: gateway.DialGuard{Own: h.bound()}.Control, Private: h.settings.ImportPrivateAddresses, Most: openapi.MaxDocument},
		Probe: &probe.Prober{Control: gateway.DialGuard{Own: h.bound()}.Control},
	})
	if err := h.openDesk(); err != nil {
		return err
	}
	clientAddr := gateway.ClientAddr(h.proxies)
	base := basePath(h.consoleURL())
	start, err := webui.Console(version, base)
	if err != nil {
		return err
	}
	console := http.NewServeMux()
	console.Handle("/", start)
	console.HandleFunc("GET /assets/pages.css", webui.Style) // of pages that work without the built console
	console.Handle("/api/", adminapi.New(adminapi.Options{
		Control: h.control, Desk: h.desk, Store: h.store, Log: h.log,
		Check: h.prove, ConsoleURL: h.consoleURL(), PortalURL: h.url(h.portalAt, h.settings.PortalURL),
		ClientAddr: clientAddr, Logger: h.logger, Ending: h.ending, Installation: h.installation(),
	}))
	h.console.set(webui.Secured(h.consoleURL(), webui.Under(base, console)))
	return h.openPortal(clientAddr)
}

func (h *house) openPortal(clientAddr func(*http.Request) netip.Addr) error {
	public := h.url(h.portalAt, h.settings.PortalURL)
	base := basePath(public)
	h.door = signin.NewPortal(signin.Options{Store: h.store, Keys: h.keys, Control: h.control}, h.logger)
	options := portal.Options{
		CheckLink: h.control.CheckLink, RevealLink: h.control.RevealLink,
		Desk: h.door, Control: h.control, Log: h.log, Directory: h.directory, Keys: h.keys, Call: h.gateway.Do,
		PortalURL: public, GatewayURL: h.url(h.gatewayAt, h.settings.GatewayURL), ClientAddr: clientAddr, Logger: h.logger, Ending: h.ending,
	}
	app, err := webui.NewPortal(base)
	if err != nil {
		return err
	}
	if app != nil {
		app.Picture = h.logo
		options.App = app
	}
	pages, err := portal.New(options)
	if err != nil {
		return err
	}
	h.portal.set(webui.Secured(public, webui.Under(base, pages)))
	return nil
}

// logo is the address of the operator's logo for the portal; empty: none. While
// the store is away, pages come without it.
func (h *house) logo(ctx context.Context) string {
	s, err := h.control.PortalSettings(ctx)
	if err != nil {
		return ""
	}
	return s.Branding.LogoURL
}

// basePath is the path of a public URL, below which a proxy may show a surface.
func basePath(public string) string {
	u, err := url.Parse(public)
	if err != nil || u.Path == "" {
		return "/"
	}
	return u.Path
}

// ownAddresses are where Gatehouse answers, for the check of upstream targets.
func (h *house) ownAddresses() []string {
	var out []string
	for _, l := range h.listeners() {
		out = append(out, l.Addr().String(), l.url)
	}
	return out
}

// storePause is how long to wait between two attempts to open the store.
const storePause = 2 * time.Second

// overStore runs what works on the store in the background, once it is there.
func (h *house) overStore(ctx context.Context) {
	if h.store == nil {
		h.awaitStore(ctx)
	}
	var running sync.WaitGroup
	if h.sender != nil {
		running.Go(func() { h.sender.Run(ctx) })
	}
	if h.door != nil {
		running.Go(func() { h.door.Run(ctx) })
	}
	running.Wait()
}

// awaitStore opens the store as soon as it is back, and everything over it.
func (h *house) awaitStore(ctx context.Context) {
	for h.store == nil {
		select {
		case <-ctx.Done():
			return
		case <-time.After(storePause):
		}
		switch err := h.comeBack(ctx); {
		case err == nil || ctx.Err() != nil:
		case isAway(err):
			h.logger.Debug("the store is still away", "error", err)
		default:
			h.logger.Error("the store is back and cannot be used", "error", err)
		}
	}
	h.logger.Info("the store is back", "config_version", h.follower.Version())
}

func (h *house) comeBack(ctx context.Context) error {
	s, err := store.Open(ctx, h.storeOptions())
	if err != nil {
		return err
	}
	if err := h.follower.Load(ctx, s); err != nil {
		return errors.Join(err, s.Close())
	}
	h.store = s
	if err := h.openSurfaces(ctx); err != nil {
		h.store = nil
		return errors.Join(err, s.Close())
	}
	return nil
}
