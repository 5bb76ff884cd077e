package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"gatehouse"
	"gatehouse/internal/config"
	"gatehouse/internal/directory"
	"gatehouse/internal/gateway"
	"gatehouse/internal/limit"
	"gatehouse/internal/live"
	"gatehouse/internal/live/lastgood"
	"gatehouse/internal/mail"
	"gatehouse/internal/manage"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
	"gatehouse/internal/store"
	"gatehouse/internal/telemetry"
)

// house is the product in one process: the gateway and what it needs, which
// never waits for the store, and the surfaces over the store.
type house struct {
	settings *config.Settings
	shown    []config.Setting // the same, as they may be shown
	logger   *slog.Logger
	lock     *folderLock
	keys     *seal.Keys
	proxies  []netip.Prefix
	listen   func(config.Listener, *slog.Logger) (*listener, error)

	gatewayAt, consoleAt, portalAt, opsAt *listener // nil for a role that is off

	metrics   *telemetry.Metrics
	log       *requestlog.Log
	limiter   *limit.Limiter
	limits    *limit.File // where the limiter's counts survive
	directory *directory.Directory
	follower  *live.Follower
	gateway   *gateway.Gateway

	mailServer *mail.Server // nil: mails stay in the Outbox
	sender     *mail.Sender

	store   *store.Store // nil while away
	away    error        // why the store could not be opened
	control *manage.Control
	desk    *signin.Desk
	door    *signin.Portal // where partners sign in
	console late
	portal  late
	ending  chan struct{} // closed when live tails must end, so that the console's server can
}

// The places in the data folder that are not the store's own.
const (
	limitsFile    = "limits.state"
	requestLogDir = "request-logs"
)

// openHouse brings everything up to the point where requests can be served.
// It takes a house with settings, logger and listen. What it opened is closed
// again when it fails.
func openHouse(ctx context.Context, h *house) (_ *house, err error) {
	defer func() {
		if err != nil {
			h.close(ctx)
		}
	}()
	h.ending = make(chan struct{})
	steps := []func(context.Context) error{h.openMail, h.openFolder, h.openListeners, h.openStore, h.openGateway, h.openSurfaces}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func (h *house) openMail(context.Context) (err error) {
	if h.settings.SMTPURL == "" {
		return nil
	}
	if h.mailServer, err = mail.NewServer(h.settings.SMTPURL, h.settings.MailFrom); err != nil {
		return &config.SettingError{Name: "smtp-url", Reason: err.Error(), Err: err}
	}
	return nil
}

func (h *house) openFolder(context.Context) (err error) {
	if err := makeDataFolder(h.settings.Data); err != nil {
		return err
	}
	if h.lock, err = lockDataFolder(h.settings.Data); err != nil {
		return err
	}
	h.keys, err = loadKeys(h.settings.Storage)
	return err
}

func (h *house) openListeners(context.Context) (err error) {
	if h.proxies, err = h.settings.Proxies(); err != nil {
		return err
	}
	for _, l := range []struct {
		role string
		at   **listener
	}{{config.RoleGateway, &h.gatewayAt}, {config.RoleConsole, &h.consoleAt}, {config.RolePortal, &h.portalAt}} {
		if !slices.Contains(h.settings.Roles, l.role) {
			continue
		}
		if *l.at, err = h.listen(h.settings.Listener(l.role), h.logger); err != nil {
			return err
		}
	}
	h.opsAt, err = h.listen(config.Listener{Role: "ops", Addr: h.settings.OpsAddr}, h.logger)
	return err
}

// storeTimeout bounds how long the start waits for the store.
const storeTimeout = 15 * time.Second

func (h *house) storeOptions() store.Options {
	return store.Options{DataDir: h.settings.Data, DatabaseURL: h.settings.DatabaseURL.Reveal(), Keys: h.keys}
}

// openStore opens the store. One that is merely away is remembered as such:
// whether that ends the start depends on there being a last good
// configuration.
func (h *house) openStore(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	h.store, err = store.Open(ctx, h.storeOptions())
	if isAway(err) {
		h.store, h.away = nil, err
		return nil
	}
	return err
}

// isAway tells a store that will come back from one that cannot be used.
func isAway(err error) bool {
	e, ok := errors.AsType[*gatehouse.Error](err)
	return ok && e.Kind == gatehouse.Unavailable
}

func (h *house) openGateway(ctx context.Context) (err error) {
	now := time.Now()
	h.log, err = requestlog.Open(requestlog.Options{Dir: filepath.Join(h.settings.Data, requestLogDir), Logger: h.logger})
	if err != nil {
		return err
	}
	h.limiter = limit.New(now)
	h.limits, err = limit.OpenFile(filepath.Join(h.settings.Data, limitsFile), h.limiter, now)
	if err != nil {
		h.logger.Warn("some saved limits are lost", "error", err)
	}
	h.directory = directory.New(h.limiter)
	h.metrics = telemetry.New(version)
	copies, err := lastgood.Open(h.settings.Data, storeName(h.settings.Storage), h.keys)
	if err != nil {
		return err
	}
	h.follower = live.New(live.Options{Directory: h.directory, LastGood: copies, Settings: h.applySettings, Logger: h.logger})
	balancers, err := h.settings.Balancers()
	if err != nil {
		return err
	}
	h.gateway = gateway.New(gateway.Options{
		Table: h.follower.Table, Version: h.follower.Version, Directory: h.directory, Keys: h.keys,
		Guard:     limit.NewGuard(h.settings.AuthFailuresPerMinute, now),
		Transport: &gateway.Upstreams{Guard: gateway.DialGuard{Own: h.bound()}},
		Metrics:   h.metrics, Log: h.log.Add, Logger: h.logger,
		PortalURL: func() string { return h.url(h.portalAt, h.settings.PortalURL) }, TrustedProxies: h.proxies,
		ProxyProtocol: balancers, MaxConnections: h.settings.MaxConnections,
	})
	h.gauges()
	return h.load(ctx)
}

// load puts a configuration in force: the store's, or the last good one while
// the store is away. With neither there is nothing to serve.
func (h *house) load(ctx context.Context) error {
	if h.store != nil {
		return h.follower.Load(ctx, h.store)
	}
	if err := h.follower.LoadLastGood(h.away); err != nil {
		return h.away
	}
	return nil
}

// applySettings takes over what an admin changed in /settings.
func (h *house) applySettings(s gatehouse.Settings) {
	h.log.SetRetention(s.Retention.RequestLogAge, s.Retention.RequestLogBytes)
}

func (h *house) gauges() {
	h.metrics.Gauge("config_version", "Version of the configuration in force.", func() float64 { return float64(h.follower.Version()) })
	h.metrics.Gauge("collections_refusing", "Published collections that cannot be served and refuse.", func() float64 { return float64(len(h.follower.Problems())) })
	h.metrics.Gauge("clients", "Clients that the gateway knows.", func() float64 { return float64(h.directory.Len()) })
	h.metrics.Counter("request_log_dropped_total", "Request records that were lost for want of memory or disk.", func() float64 { return float64(h.log.Dropped()) })
}

// listeners are those of the roles that are on.
func (h *house) listeners() []*listener {
	return slices.DeleteFunc([]*listener{h.gatewayAt, h.consoleAt, h.portalAt, h.opsAt}, func(l *listener) bool { return l == nil })
}

// bound are our own addresses, which no upstream may have.
func (h *house) bound() []netip.AddrPort {
	var out []netip.AddrPort
	for _, l := range h.listeners() {
		if at, err := netip.ParseAddrPort(l.Addr().String()); err == nil {
			out = append(out, at)
		}
	}
	return out
}

// url is the public URL of a surface that may run in another process.
func (h *house) url(l *listener, configured string) string {
	if l != nil {
		return l.url
	}
	return configured
}

// storeName names a store without its credentials.
func storeName(s config.Storage) string {
	if s.DatabaseURL == "" {
		return "SQLite"
	}
	u, err := url.Parse(s.DatabaseURL.Reveal())
	if err != nil {
		return "PostgreSQL"
	}
	return fmt.Sprintf("PostgreSQL %s%s", u.Host, u.Path)
}

// close gives back what a failed start had taken.
func (h *house) close(ctx context.Context) {
	for _, l := range h.listeners() {
		_ = l.Close()
	}
	if h.log != nil {
		_ = h.log.Close(ctx)
	}
	if h.limits != nil {
		_ = h.limits.Close()
	}
	if h.store != nil {
		_ = h.store.Close()
	}
	if h.lock != nil {
		h.lock.release()
	}
}
