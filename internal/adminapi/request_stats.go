package adminapi

import (
	"context"
	"time"

	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// requestStatsJSON are figures over all records that match.
type requestStatsJSON struct {
	From             time.Time        `json:"from" doc:"Beginning of the histogram; the oldest record when not asked for." example:"2026-03-01T00:00:00Z"`
	To               time.Time        `json:"to" doc:"Its end; now when not asked for." example:"2026-03-02T00:00:00Z"`
	Total            int64            `json:"total" doc:"Requests." example:"41872"`
	ActiveClients    int64            `json:"active_clients" doc:"Distinct clients that proved who they are." example:"17"`
	LatencyMS        percentilesJSON  `json:"latency_ms" doc:"Head read to last byte written."`
	GatewayLatencyMS percentilesJSON  `json:"gateway_latency_ms" doc:"The same without waiting for the head of the upstream's answer."`
	Histogram        []statsBucket    `json:"histogram" doc:"Requests over time, in buckets of equal width, oldest first; empty when there is nothing to span."`
	Clients          []statsCountJSON `json:"clients" doc:"Most requests by client: key is the id, name the name."`
	Codes            []statsCountJSON `json:"codes" doc:"Most refusals by problem code."`
	Endpoints        []statsCountJSON `json:"endpoints" doc:"Most requests by endpoint: key is method and path template, name the collection."`
	Collections      []statsCountJSON `json:"collections" doc:"Most requests by collection: key is the name."`
}

type percentilesJSON struct {
	P50 float64 `json:"p50" doc:"Half of all are not slower." example:"12.4"`
	P95 float64 `json:"p95" doc:"95 % are not slower." example:"48.1"`
	P99 float64 `json:"p99" doc:"99 % are not slower." example:"120.3"`
}

type statsBucket struct {
	From      time.Time       `json:"from" doc:"Beginning of the bucket; it ends where the next one begins." example:"2026-03-01T09:30:00Z"`
	Total     int64           `json:"total" doc:"Requests." example:"320"`
	Statuses  statusClasses   `json:"statuses" doc:"Of these, by class of the status."`
	LatencyMS percentilesJSON `json:"latency_ms" doc:"Head read to last byte written; zeros without requests."`
}

type statusClasses struct {
	Informational int64 `json:"1xx" doc:"100 to 199." example:"0"`
	Success       int64 `json:"2xx" doc:"200 to 299." example:"300"`
	Redirect      int64 `json:"3xx" doc:"300 to 399." example:"0"`
	ClientError   int64 `json:"4xx" doc:"400 to 499." example:"18"`
	ServerError   int64 `json:"5xx" doc:"500 to 599." example:"2"`
	Other         int64 `json:"other" doc:"Any other." example:"0"`
}

type statsCountJSON struct {
	Key   string  `json:"key" doc:"What was counted." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name  *string `json:"name" doc:"Its name, where the key is none." example:"partner-acme-corp"`
	Count int64   `json:"count" doc:"How often." example:"1204"`
}

func requestStatsOf(s requestlog.Stats) requestStatsJSON {
	return requestStatsJSON{
		From: s.From.UTC(), To: s.To.UTC(), Total: s.Total, ActiveClients: s.Active,
		LatencyMS: percentilesOf(s.Latency), GatewayLatencyMS: percentilesOf(s.Own), Histogram: rest.Each(s.Histogram, statsBucketOf),
		Clients: rest.Each(s.Clients, statsCountOf), Codes: rest.Each(s.Codes, statsCountOf), Endpoints: rest.Each(s.Endpoints, statsCountOf),
		Collections: rest.Each(s.Collections, statsCountOf),
	}
}

func percentilesOf(p requestlog.Percentiles) percentilesJSON {
	return percentilesJSON{rest.Milliseconds(p.P50), rest.Milliseconds(p.P95), rest.Milliseconds(p.P99)}
}

func statsBucketOf(b requestlog.Bucket) statsBucket {
	c := b.Classes
	return statsBucket{
		From: b.From.UTC(), Total: c[0] + c[1] + c[2] + c[3] + c[4] + c[5],
		Statuses: statusClasses{c[1], c[2], c[3], c[4], c[5], c[0]}, LatencyMS: percentilesOf(b.Latency),
	}
}

func statsCountOf(c requestlog.Count) statsCountJSON {
	return statsCountJSON{c.Key, rest.OptionalText(c.Name), c.Count}
}

type requestStatsIn struct {
	RequestFilter
	Buckets int `query:"buckets" default:"60" minimum:"1" maximum:"500" doc:"Buckets of the histogram."`
	Top     int `query:"top" default:"10" minimum:"1" maximum:"100" doc:"Length of each top list."`
}

func (a *api) requestStats(ctx context.Context, in *requestStatsIn) (*rest.Answer[requestStatsJSON], error) {
	s, err := a.Log.Stats(ctx, requestlog.StatsQuery{Filter: in.filter(), Buckets: in.Buckets, Top: in.Top})
	if err != nil {
		return nil, err
	}
	return rest.Shown(requestStatsOf(s)), nil
}
