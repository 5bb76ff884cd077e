package portal

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"gatehouse"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// usageJSON are figures over the client's own calls.
type usageJSON struct {
	From      time.Time         `json:"from" doc:"Beginning of the range."`
	To        time.Time         `json:"to" doc:"Its end."`
	Total     int64             `json:"total" doc:"Calls."`
	Errors    int64             `json:"errors" doc:"Of these, answered with 500 to 599."`
	Refused   int64             `json:"refused" doc:"Of these, answered with 400 to 499."`
	LatencyMS percentilesJSON   `json:"latency_ms" doc:"Head read to last byte written."`
	Histogram []usageBucketJSON `json:"histogram" doc:"Over time, in buckets of equal width, oldest first."`
	Endpoints []usageCountJSON  `json:"endpoints" doc:"Most calls by endpoint: key is method and path template, name the collection."`
	Codes     []usageCountJSON  `json:"codes" doc:"Most refusals by problem code."`
	Limits    []limitJSON       `json:"limits" doc:"Windows of the profile, the tightest first."`
}

type percentilesJSON struct {
	P50 float64 `json:"p50" doc:"Half of all are not slower."`
	P95 float64 `json:"p95" doc:"95 % are not slower."`
	P99 float64 `json:"p99" doc:"99 % are not slower."`
}

type usageBucketJSON struct {
	From      time.Time       `json:"from" doc:"Beginning of the bucket."`
	Total     int64           `json:"total" doc:"Calls."`
	Statuses  statusesJSON    `json:"statuses" doc:"Of these, by class of the status."`
	LatencyMS percentilesJSON `json:"latency_ms" doc:"Zeros without calls."`
}

type statusesJSON struct {
	Informational int64 `json:"1xx" doc:"100 to 199."`
	Success       int64 `json:"2xx" doc:"200 to 299."`
	Redirect      int64 `json:"3xx" doc:"300 to 399."`
	ClientError   int64 `json:"4xx" doc:"400 to 499."`
	ServerError   int64 `json:"5xx" doc:"500 to 599."`
}

type usageCountJSON struct {
	Key   string  `json:"key" doc:"What was counted."`
	Name  *string `json:"name" doc:"Where it belongs."`
	Count int64   `json:"count" doc:"How often."`
}

type usageIn struct {
	From    time.Time `query:"from" doc:"Beginning of the range; a day before its end when left out."`
	To      time.Time `query:"to" doc:"Its end; now when left out."`
	Buckets int       `query:"buckets" default:"60" minimum:"1" maximum:"500" doc:"Buckets of the histogram."`
	ForProfile
}

func (in usageIn) spanned() (from, to time.Time) {
	if to = in.To; to.IsZero() {
		to = time.Now()
	}
	if from = in.From; from.IsZero() {
		from = to.Add(-24 * time.Hour)
	}
	return from, to
}

// stats counts the calls of the client from outside and by try-it. Proofs of
// access are the operator's own and are not among them: each door is counted
// by itself.
func (a *api) stats(ctx context.Context, in usageIn, source gatehouse.Source) (requestlog.Stats, error) {
	from, to := in.spanned()
	return a.Log.Stats(ctx, requestlog.StatsQuery{
		Filter:  requestlog.Filter{Client: by(ctx).Client.ID, Profile: in.Profile, Source: source, From: from, To: to},
		Buckets: in.Buckets, Top: 20,
	})
}

func (a *api) usage(ctx context.Context, in *usageIn) (*rest.Answer[usageJSON], error) {
	profile, err := a.profileFor(ctx, in.Profile)
	if err != nil {
		return nil, err
	}
	s, err := a.stats(ctx, *in, gatehouse.SourceGateway)
	if err != nil {
		return nil, err
	}
	who, err := a.callerOf(ctx, nil)
	if err != nil {
		return nil, err
	}
	out := usageJSON{
		From: s.From.UTC(), To: s.To.UTC(), Total: s.Total, LatencyMS: percentilesOf(s.Latency), Histogram: rest.Each(s.Histogram, bucketOf),
		Endpoints: []usageCountJSON{}, Codes: rest.Each(s.Codes, countOf), Limits: a.limitsOf(by(ctx).Client.ID, profile.ID),
	}
	for _, c := range s.Endpoints {
		if who.assigned[c.Name] { // which collections there are beside one's own is not for a partner
			out.Endpoints = append(out.Endpoints, countOf(c))
		}
	}
	for _, b := range out.Histogram {
		out.Refused += b.Statuses.ClientError
		out.Errors += b.Statuses.ServerError
	}
	return rest.Shown(out), nil
}

func percentilesOf(p requestlog.Percentiles) percentilesJSON {
	return percentilesJSON{rest.Milliseconds(p.P50), rest.Milliseconds(p.P95), rest.Milliseconds(p.P99)}
}

func bucketOf(b requestlog.Bucket) usageBucketJSON {
	c := b.Classes
	return usageBucketJSON{b.From.UTC(), c[0] + c[1] + c[2] + c[3] + c[4] + c[5], statusesJSON{c[1], c[2], c[3], c[4], c[5]}, percentilesOf(b.Latency)}
}

func countOf(c requestlog.Count) usageCountJSON {
	return usageCountJSON{c.Key, rest.OptionalText(c.Name), c.Count}
}

// exportUsage writes the histogram as a sheet: a line for each bucket.
func (a *api) exportUsage(ctx context.Context, in *usageIn) (*rest.Stream, error) {
	if _, err := a.profileFor(ctx, in.Profile); err != nil {
		return nil, err
	}
	s, err := a.stats(ctx, *in, gatehouse.SourceGateway)
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"from", "calls", "2xx", "3xx", "4xx", "5xx", "p50_ms", "p95_ms", "p99_ms"}}
	for _, b := range rest.Each(s.Histogram, bucketOf) {
		row := []string{b.From.Format(time.RFC3339)}
		for _, n := range []int64{b.Total, b.Statuses.Success, b.Statuses.Redirect, b.Statuses.ClientError, b.Statuses.ServerError} {
			row = append(row, strconv.FormatInt(n, 10))
		}
		for _, ms := range []float64{b.LatencyMS.P50, b.LatencyMS.P95, b.LatencyMS.P99} {
			row = append(row, strconv.FormatFloat(ms, 'f', 3, 64))
		}
		rows = append(rows, row)
	}
	text := rest.Sheet(rows...)
	return rest.Streamed(func(_ *http.Request, w http.ResponseWriter) {
		rest.Attachment(w, "text/csv; charset=utf-8", "usage.csv")
		_ = rest.NewSender(w).Send(text) // a reader that left needs no file
	}), nil
}
