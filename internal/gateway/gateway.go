package gateway

import (
	"errors"
	"log/slog"
	"net/netip"
	"runtime/debug"
	"sync"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/http1"
	"gatehouse/internal/limit"
	"gatehouse/internal/problem"
	"gatehouse/internal/routing"
	"gatehouse/internal/seal"
	"gatehouse/internal/telemetry"
)

// Options are what a [Gateway] works with.
type Options struct {
	Table     func() *routing.Table // the routes in force; nil while none are loaded
	Version   func() int64          // the configuration version in force, for the log; nil: 0
	Directory *directory.Directory
	Keys      *seal.Keys   // hashes the tokens presented
	Guard     *limit.Guard // failed authentications by address; nil: off
	Transport Transport
	Metrics   *telemetry.Metrics // nil: none
	// Log takes the record of each request when it has ended. It must not block,
	// and must copy what it keeps.
	Log    func(*gatehouse.RequestRecord)
	Logger *slog.Logger // faults of ours; nil: slog.Default()

	PortalURL      func() string  // where /problems/{code} is; asked late, since ports may be assigned late
	TrustedProxies []netip.Prefix // peers whose X-Forwarded-For, -Proto, -Host and X-Request-ID are believed
	ProxyProtocol  []netip.Prefix // peers that begin each connection with a PROXY protocol header, and must
	MaxConnections int            // open at once; 0: no limit
	MaxBodyBytes   int64          // for every request; 0: no limit
	LogHeaders     []string       // header names whose values the request log may keep, beside the built-in ones
}

// Gateway runs requests through the steps. It is safe for concurrent use.
type Gateway struct {
	table     func() *routing.Table
	version   func() int64
	directory *directory.Directory
	keys      *seal.Keys
	guard     *limit.Guard
	transport Transport
	metrics   meters
	log       func(*gatehouse.RequestRecord)
	logger    *slog.Logger
	portalURL func() string
	proxies   proxies
	balancers []netip.Prefix
	maxConns  int
	maxBody   int64
	names     names
	health    health

	exchanges sync.Pool
	buffers   sync.Pool
	drain     chan struct{}
	drainOnce sync.Once
}

// New makes a gateway.
func New(o Options) *Gateway {
	g := &Gateway{
		table: o.Table, version: o.Version, directory: o.Directory, keys: o.Keys, guard: o.Guard, transport: o.Transport,
		metrics: meters{o.Metrics}, log: o.Log, logger: o.Logger, portalURL: o.PortalURL,
		proxies: o.TrustedProxies, balancers: o.ProxyProtocol, maxConns: o.MaxConnections, maxBody: o.MaxBodyBytes, names: newNames(o.LogHeaders),
		drain: make(chan struct{}),
	}
	if g.version == nil {
		g.version = func() int64 { return 0 }
	}
	if g.portalURL == nil {
		g.portalURL = func() string { return "" }
	}
	if g.logger == nil {
		g.logger = slog.Default()
	}
	if g.log == nil {
		g.log = func(*gatehouse.RequestRecord) {}
	}
	g.exchanges.New = func() any { return newExchange() }
	g.buffers.New = func() any { b := make([]byte, relayBuffer); return &b }
	return g
}

// step is one station of the request path. Its name is in the request log, the
// metrics and docs/request-path.md.
type step struct {
	name string
	do   func(*Exchange) error
}

// steps in the order of the contract. settle is not in the list: it always runs.
var steps = [...]step{
	{"receive", receive},
	{"match", match},
	{"identify", identify},
	{"authenticate", authenticate},
	{"address", address},
	{"authorize", authorize},
	{"limit", limits},
	{"validate", validate},
	{"rewrite", rewrite},
	{"forward", forward},
}

// errAnswered ends the path before its end without a refusal.
var errAnswered = errors.New("the request was answered")

// Serve takes one request through all steps and answers it. An error means that
// the answer broke off, so that the door must end the connection rather than
// let the partner take a part for the whole.
func (g *Gateway) Serve(req *Request, down Downstream) error {
	x := g.exchange(req, down)
	defer g.release(x)
	return x.run()
}

// Reject answers and logs a request that a door could not read. What is known
// of it, perhaps nothing, is in req.
func (g *Gateway) Reject(req *Request, down Downstream, v *http1.Violation) error {
	x := g.exchange(req, down)
	defer g.release(x)
	x.refused = violation(v)
	return x.run()
}

func (g *Gateway) exchange(req *Request, down Downstream) *Exchange {
	x := g.exchanges.Get().(*Exchange)
	x.begin(g, req, down)
	return x
}

func (g *Gateway) release(x *Exchange) {
	x.end()
	g.exchanges.Put(x)
}

// Drain tells the open WebSockets that the gateway goes away (close 1001).
// Requests are served on; that no new ones come is for the doors to see to.
func (g *Gateway) Drain() { g.drainOnce.Do(func() { close(g.drain) }) }

func (x *Exchange) run() (broken error) {
	x.g.metrics.begin(x.shard)
	defer func() {
		if fault := recover(); fault != nil {
			broken = x.panicked(fault)
		}
		settle(x)
	}()
	for i := range steps {
		x.step = steps[i].name
		err := steps[i].do(x)
		if err == errAnswered { //nolint:errorlint // a sentinel that is never wrapped
			break
		}
		if err != nil {
			return x.refuse(err)
		}
	}
	x.step = ""
	return nil
}

// panicked answers a request that met a fault in our own code.
func (x *Exchange) panicked(fault any) error {
	x.g.logger.Error("request failed inside the gateway", "request_id", x.id, "step", x.step, "panic", fault, "stack", string(debug.Stack()))
	return x.refuse(problem.New("internal_error"))
}
