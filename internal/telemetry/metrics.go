// Package telemetry is what Gatehouse tells monitoring: some fifteen families
// of metrics with bounded labels. A label is a collection's name, a step, a
// class of statuses; never a client, a path or an address, because what a
// stranger can choose must not grow memory, and what identifies a partner
// belongs in the request log.
//
// Counters are found once per collection and kept by the one who counts, so
// that counting a request is a few atomic additions and takes no lock.
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

	requests        *prometheus.CounterVec
	refusals        *prometheus.CounterVec
	duration        *prometheus.HistogramVec
	upstream        *prometheus.HistogramVec
	bytesIn         *prometheus.CounterVec
	bytesOut        *prometheus.CounterVec
	connectFailures *prometheus.CounterVec

	InFlight     prometheus.Gauge   // requests between door and settle
	Tunnels      prometheus.Gauge   // open WebSockets
	AuthFailures prometheus.Counter // requests that proved nothing

	collections sync.Map // name → *Collection
}

// durations are bucket bounds in seconds, from a tenth of what the gateway
// itself takes on a busy machine to the longest default timeout.
var durations = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// New makes the families and registers them, with those of the Go runtime and
// the process. Version is shown as a label of gatehouse_build_info.
func New(version string) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.requests = m.counters("requests_total", "Requests that ended, by collection and class of status.", "collection", "status_class")
	m.refusals = m.counters("refusals_total", "Requests that a step refused, by collection and step.", "collection", "step")
	m.bytesIn = m.counters("request_body_bytes_total", "Bytes of request bodies.", "collection")
	m.bytesOut = m.counters("response_body_bytes_total", "Bytes of response bodies.", "collection")
	m.connectFailures = m.counters("upstream_connect_failures_total", "Connections to an upstream that did not come about.", "collection")
	m.duration = m.histograms("request_duration_seconds", "Time from a request's head to the last byte of its answer.")
	m.upstream = m.histograms("upstream_duration_seconds", "Time until the upstream's head was there.")
	m.InFlight = prometheus.NewGauge(prometheus.GaugeOpts{Name: "gatehouse_requests_in_flight", Help: "Requests that have not ended."})
	m.Tunnels = prometheus.NewGauge(prometheus.GaugeOpts{Name: "gatehouse_websockets_open", Help: "Open WebSockets."})
	m.AuthFailures = prometheus.NewCounter(prometheus.CounterOpts{Name: "gatehouse_authentication_failures_total", Help: "Requests whose credentials were missing, wrong or expired."})
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "gatehouse_build_info", Help: "1, with the version as a label.", ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(m.InFlight, m.Tunnels, m.AuthFailures, build)
	return m
}

func (m *Metrics) counters(name, help string, labels ...string) *prometheus.CounterVec {
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "gatehouse_" + name, Help: help}, labels)
	m.registry.MustRegister(v)
	return v
}

func (m *Metrics) histograms(name, help string) *prometheus.HistogramVec {
	v := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "gatehouse_" + name, Help: help, Buckets: durations}, []string{"collection"})
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
	classes         [6]prometheus.Counter // by first digit of the status
	refusals        map[string]prometheus.Counter
	duration        prometheus.Observer
	upstream        prometheus.Observer
	bytesIn         prometheus.Counter
	bytesOut        prometheus.Counter
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
		refusals: make(map[string]prometheus.Counter, len(Steps)),
		duration: m.duration.WithLabelValues(name), upstream: m.upstream.WithLabelValues(name),
		bytesIn: m.bytesIn.WithLabelValues(name), bytesOut: m.bytesOut.WithLabelValues(name),
		ConnectFailures: m.connectFailures.WithLabelValues(name),
	}
	for i, class := range []string{"other", "1xx", "2xx", "3xx", "4xx", "5xx"} {
		c.classes[i] = m.requests.WithLabelValues(name, class)
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
func (c *Collection) Count(r Request) {
	class := r.Status / 100
	if class < 1 || class > 5 {
		class = 0
	}
	c.classes[class].Inc()
	if r.Step != "" {
		if n := c.refusals[r.Step]; n != nil {
			n.Inc()
		}
	}
	c.duration.Observe(r.Latency.Seconds())
	if r.Upstream > 0 {
		c.upstream.Observe(r.Upstream.Seconds())
	}
	if r.BytesIn > 0 {
		c.bytesIn.Add(float64(r.BytesIn))
	}
	if r.BytesOut > 0 {
		c.bytesOut.Add(float64(r.BytesOut))
	}
}
