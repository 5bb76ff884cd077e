// Package telemetry is what Gatehouse tells monitoring: some fifteen families
// of metrics with bounded labels. A label is a collection's name, a step, a
// class of statuses; never a client, a path or an address, because what a
// stranger can choose must not grow memory, and what identifies a partner
// belongs in the request log.
//
// Counting a request takes no lock and touches no memory that other processors
// write at the same time (traffic.go).
package telemetry

import (
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are all families of one process.
type Metrics struct {
	registry *prometheus.Registry

	refusals        *prometheus.CounterVec
	connectFailures *prometheus.CounterVec

	InFlight     Level              // requests between door and settle
	Tunnels      prometheus.Gauge   // open WebSockets
	AuthFailures prometheus.Counter // requests that proved nothing

	collections sync.Map // name → *Collection
}

// New makes the families and registers them, with those of the Go runtime and
// the process. Version is shown as a label of gatehouse_build_info.
func New(version string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(newTraffic(m))
	m.refusals = m.counters("refusals_total", "Requests that a step refused, by collection and step.", "collection", "step")
	m.connectFailures = m.counters("upstream_connect_failures_total", "Connections to an upstream that did not come about.", "collection")
	m.Gauge("requests_in_flight", "Requests that have not ended.", m.InFlight.value)
	m.Tunnels = prometheus.NewGauge(prometheus.GaugeOpts{Name: "gatehouse_websockets_open", Help: "Open WebSockets."})
	m.AuthFailures = prometheus.NewCounter(prometheus.CounterOpts{Name: "gatehouse_authentication_failures_total", Help: "Requests whose credentials were missing, wrong or expired."})
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "gatehouse_build_info", Help: "1, with the version as a label.", ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(m.Tunnels, m.AuthFailures, build)
	return m
}

func (m *Metrics) counters(name, help string, labels ...string) *prometheus.CounterVec {
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "gatehouse_" + name, Help: help}, labels)
	m.registry.MustRegister(v)
	return v
}

// Gauge adds a family whose value is asked for when it is scraped.
func (m *Metrics) Gauge(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "gatehouse_" + name, Help: help}, value))
}

// Counter adds a family like [Metrics.Gauge] whose value only grows.
func (m *Metrics) Counter(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "gatehouse_" + name, Help: help}, value))
}

// Handler serves /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// Collection is the series of one collection.
type Collection struct {
	shards          [shards]counts
	refusals        map[string]prometheus.Counter
	ConnectFailures prometheus.Counter
}

// Steps are the steps of the request path that can refuse.
var Steps = []string{"receive", "match", "identify", "authenticate", "address", "authorize", "limit", "validate", "rewrite", "forward"}

// Collection returns the series of a collection; name is "" for requests that
// belong to none. They are made on the first call.
func (m *Metrics) Collection(name string) *Collection {
	if c, ok := m.collections.Load(name); ok {
		return c.(*Collection)
	}
	c, _ := m.collections.LoadOrStore(name, m.newCollection(name))
	return c.(*Collection)
}

func (m *Metrics) newCollection(name string) *Collection {
	c := &Collection{
		refusals:        make(map[string]prometheus.Counter, len(Steps)),
		ConnectFailures: m.connectFailures.WithLabelValues(name),
	}
	for _, s := range Steps {
		c.refusals[s] = m.refusals.WithLabelValues(name, s)
	}
	return c
}

// Request is what is counted of one request.
type Request struct {
	Status   int
	Step     string // the step that refused; "" when none did
	Latency  time.Duration
	Upstream time.Duration // 0 when no upstream was asked
	BytesIn  int64
	BytesOut int64
}

// Count counts a request that ended.
func (c *Collection) Count(s Shard, r Request) {
	to := &c.shards[s%shards]
	class := r.Status / 100
	if class < 1 || class > 5 {
		class = 0
	}
	to.classes[class].Add(1)
	if r.Step != "" {
		if n := c.refusals[r.Step]; n != nil {
			n.Inc()
		}
	}
	to.duration.observe(r.Latency)
	if r.Upstream > 0 {
		to.upstream.observe(r.Upstream)
	}
	if r.BytesIn > 0 {
		to.bytesIn.Add(r.BytesIn)
	}
	if r.BytesOut > 0 {
		to.bytesOut.Add(r.BytesOut)
	}
}
