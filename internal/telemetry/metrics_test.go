package telemetry

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// scrape is the text of /metrics.
func scrape(m *Metrics) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestRequestsAreCountedByCollectionStepAndClass(t *testing.T) {
	m := New("1.2.3")
	m.Collection("shipments").Count(NewShard(), Request{Status: 200, Latency: 3 * time.Millisecond, Upstream: 2 * time.Millisecond, BytesIn: 10, BytesOut: 20})
	m.Collection("shipments").Count(NewShard(), Request{Status: 429, Step: "limit", Latency: time.Millisecond})
	m.Collection("").Count(NewShard(), Request{Status: 499, Step: "forward"})
	m.Collection("").Count(NewShard(), Request{})
	m.InFlight.Add(NewShard(), 3)
	m.InFlight.Add(NewShard(), -2)
	m.Gauge("config_version", "Version in force.", func() float64 { return 7 })
	m.Counter("request_log_dropped_total", "Records lost.", func() float64 { return 3 })
	got := scrape(m)
	for _, line := range []string{
		`gatehouse_requests_total{collection="shipments",status_class="2xx"} 1`,
		`gatehouse_requests_total{collection="shipments",status_class="4xx"} 1`,
		`gatehouse_requests_total{collection="",status_class="other"} 1`,
		`gatehouse_refusals_total{collection="shipments",step="limit"} 1`,
		`gatehouse_request_duration_seconds_count{collection="shipments"} 2`,
		`gatehouse_request_duration_seconds_sum{collection="shipments"} 0.004`,
		`gatehouse_request_duration_seconds_bucket{collection="shipments",le="0.0005"} 0`,
		`gatehouse_request_duration_seconds_bucket{collection="shipments",le="0.001"} 1`,
		`gatehouse_request_duration_seconds_bucket{collection="shipments",le="0.005"} 2`,
		`gatehouse_request_duration_seconds_bucket{collection="shipments",le="+Inf"} 2`,
		`gatehouse_upstream_duration_seconds_count{collection="shipments"} 1`,
		`gatehouse_request_body_bytes_total{collection="shipments"} 10`,
		`gatehouse_response_body_bytes_total{collection="shipments"} 20`,
		`gatehouse_requests_in_flight 1`,
		`gatehouse_build_info{version="1.2.3"} 1`,
		`gatehouse_config_version 7`,
		`gatehouse_request_log_dropped_total 3`,
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

// What a stranger can choose must not make new series.
func TestLabelsAreBounded(t *testing.T) {
	m := New("test")
	c := m.Collection("shipments")
	c.Count(NewShard(), Request{Status: 200})
	before := strings.Count(scrape(m), "\ngatehouse_")
	for status := range 1000 {
		c.Count(NewShard(), Request{Status: status, Step: "step-" + strings.Repeat("x", status%50)})
	}
	if after := strings.Count(scrape(m), "\ngatehouse_"); after != before {
		t.Errorf("%d series became %d", before, after)
	}
}

func TestCountingAllocatesNothing(t *testing.T) {
	m := New("test")
	name := strings.Clone("shipments")
	count := func() {
		m.Collection(name).Count(NewShard(), Request{Status: 200, Latency: time.Millisecond, Upstream: time.Millisecond, BytesOut: 1})
	}
	count()
	if n := testing.AllocsPerRun(100, count); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkCount(b *testing.B) {
	c := New("test").Collection("shipments")
	b.RunParallel(func(p *testing.PB) {
		for s := NewShard(); p.Next(); {
			c.Count(s, Request{Status: 200, Latency: 3 * time.Millisecond, Upstream: 2 * time.Millisecond, BytesOut: 1})
		}
	})
}
