package gateway

import (
	"gatehouse"
	"gatehouse/internal/telemetry"
)

// meters count, or do nothing where there are no metrics.
type meters struct{ all *telemetry.Metrics }

func (m meters) begin(s telemetry.Shard) {
	if m.all != nil {
		m.all.InFlight.Add(s, 1)
	}
}

// count ends what begin began.
func (m meters) count(s telemetry.Shard, r *gatehouse.RequestRecord) {
	if m.all == nil {
		return
	}
	m.all.InFlight.Add(s, -1)
	m.all.Collection(r.Collection).Count(s, telemetry.Request{
		Status: r.Status, Step: r.Step, Latency: r.Latency, Upstream: r.Upstream, BytesIn: r.BytesIn, BytesOut: r.BytesOut,
	})
}

func (m meters) authFailed() {
	if m.all != nil {
		m.all.AuthFailures.Inc()
	}
}

func (m meters) connectFailed(collection string) {
	if m.all != nil {
		m.all.Collection(collection).ConnectFailures.Inc()
	}
}

func (m meters) tunnel(n float64) {
	if m.all != nil {
		m.all.Tunnels.Add(n)
	}
}
