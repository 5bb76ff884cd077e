package telemetry

import (
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// What is counted of every request is kept in shards that are added up when
// somebody scrapes: a line of memory that two processors write in turn costs
// each of them more than the addition, and a request is a dozen additions.
const shards = 8

// Shard is where one goroutine, or whoever else counts one request at a time,
// adds. It changes no sum which one that is.
type Shard uint8

// NewShard picks a shard at random.
func NewShard() Shard {
	return Shard(rand.Uint32() % shards) //nolint:gosec // Spreads load; nothing depends on it being unforeseeable.
}

// Level is a number that goes up and down with every request.
type Level struct {
	parts [shards]struct {
		n atomic.Int64
		_ [56]byte // Shards do not share a cache line.
	}
}

// Add changes the level by n.
func (l *Level) Add(s Shard, n int64) { l.parts[s%shards].n.Add(n) }

func (l *Level) value() float64 {
	var sum int64
	for i := range l.parts {
		sum += l.parts[i].n.Load()
	}
	return float64(sum)
}

// counts is one collection's shard.
type counts struct {
	classes            [len(classNames)]atomic.Uint64 // by first digit of the status
	bytesIn, bytesOut  atomic.Int64
	duration, upstream histogram
	_                  [64]byte
}

var classNames = [...]string{"other", "1xx", "2xx", "3xx", "4xx", "5xx"}

// durations are bucket bounds, from a tenth of what the gateway itself takes on
// a busy machine to the longest default timeout.
var durations = [...]time.Duration{
	500 * time.Microsecond, time.Millisecond, 2500 * time.Microsecond, 5 * time.Millisecond, 10 * time.Millisecond,
	25 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2500 * time.Millisecond, 5 * time.Second, 10 * time.Second, 30 * time.Second,
}

// histogram counts durations by bucket; the last bucket has no bound.
type histogram struct {
	buckets [len(durations) + 1]atomic.Uint64
	sum     atomic.Int64 // nanoseconds
}

func (h *histogram) observe(d time.Duration) {
	i := 0
	for i < len(durations) && d > durations[i] {
		i++
	}
	h.buckets[i].Add(1)
	h.sum.Add(int64(d))
}

// traffic shows the shards to Prometheus.
type traffic struct {
	m                                               *Metrics
	requests, bytesIn, bytesOut, duration, upstream *prometheus.Desc
}

func newTraffic(m *Metrics) *traffic {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("gatehouse_"+name, help, append([]string{"collection"}, labels...), nil)
	}
	return &traffic{
		m:        m,
		requests: desc("requests_total", "Requests that ended, by collection and class of status.", "status_class"),
		bytesIn:  desc("request_body_bytes_total", "Bytes of request bodies."),
		bytesOut: desc("response_body_bytes_total", "Bytes of response bodies."),
		duration: desc("request_duration_seconds", "Time from a request's head to the last byte of its answer."),
		upstream: desc("upstream_duration_seconds", "Time until the upstream's head was there."),
	}
}

// Describe implements prometheus.Collector.
func (t *traffic) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{t.requests, t.bytesIn, t.bytesOut, t.duration, t.upstream} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (t *traffic) Collect(to chan<- prometheus.Metric) {
	t.m.collections.Range(func(name, c any) bool {
		t.collect(to, name.(string), c.(*Collection))
		return true
	})
}

func (t *traffic) collect(to chan<- prometheus.Metric, name string, c *Collection) {
	sum := func(of func(*counts) float64) (total float64) {
		for i := range c.shards {
			total += of(&c.shards[i])
		}
		return total
	}
	counter := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, value, append([]string{name}, labels...)...)
	}
	for i, class := range classNames {
		counter(t.requests, sum(func(s *counts) float64 { return float64(s.classes[i].Load()) }), class)
	}
	counter(t.bytesIn, sum(func(s *counts) float64 { return float64(s.bytesIn.Load()) }))
	counter(t.bytesOut, sum(func(s *counts) float64 { return float64(s.bytesOut.Load()) }))
	to <- constHistogram(t.duration, name, c, func(s *counts) *histogram { return &s.duration })
	to <- constHistogram(t.upstream, name, c, func(s *counts) *histogram { return &s.upstream })
}

// constHistogram adds up one histogram of all shards. Prometheus wants the
// buckets to count what is below them as well.
func constHistogram(d *prometheus.Desc, name string, c *Collection, of func(*counts) *histogram) prometheus.Metric {
	var below uint64
	var sum time.Duration
	buckets := make(map[float64]uint64, len(durations))
	for b := range len(durations) + 1 {
		for i := range c.shards {
			below += of(&c.shards[i]).buckets[b].Load()
		}
		if b < len(durations) {
			buckets[durations[b].Seconds()] = below
		}
	}
	for i := range c.shards {
		sum += time.Duration(of(&c.shards[i]).sum.Load())
	}
	return prometheus.MustNewConstHistogram(d, below, sum.Seconds(), buckets, name)
}
