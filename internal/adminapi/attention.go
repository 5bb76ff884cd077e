package adminapi

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

type failingUpstreamJSON struct {
	Collection string `json:"collection" doc:"Name of the collection." example:"shipments"`
	Failed     int64  `json:"failed" doc:"Requests that the upstream did not answer, or not in HTTP, within the last 15 minutes." example:"12"`
	Requests   int64  `json:"requests" doc:"All requests to the collection in that time." example:"340"`
}

type refusingCollectionJSON struct {
	Collection string `json:"collection" doc:"Name of the collection." example:"shipments"`
	Reason     string `json:"reason" doc:"Why it cannot be served." example:"The upstream credential cannot be opened with this master key."`
}

type spentQuotaJSON struct {
	PolicyID    string    `json:"policy_id" doc:"The policy." example:"po_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	PolicyName  string    `json:"policy_name" doc:"Its name." example:"standard-partner-200rpm"`
	ClientID    string    `json:"client_id" doc:"Whose quota it is." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ClientName  string    `json:"client_name" doc:"Name of the client." example:"partner-acme-corp"`
	ProfileID   *string   `json:"profile_id" doc:"The profile that is counted alone; null: all of the client together." example:"pr_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ProfileName *string   `json:"profile_name" doc:"Name of that profile." example:"acme-corp-standard"`
	Used        int64     `json:"used" doc:"Requests counted in this period." example:"40210"`
	Limit       int64     `json:"limit" doc:"Requests a period." example:"50000"`
	ResetsAt    time.Time `json:"resets_at" doc:"When the next period begins." example:"2026-03-03T00:00:00Z"`
}

type firstCallJSON struct {
	ClientID   string    `json:"client_id" doc:"The client." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ClientName string    `json:"client_name" doc:"Its name." example:"partner-acme-corp"`
	At         time.Time `json:"at" doc:"When it called for the first time, to about a minute." example:"2026-03-02T11:05:00Z"`
}

func spentQuotaOf(q manage.SpentQuota) spentQuotaJSON {
	return spentQuotaJSON{
		q.PolicyID, q.PolicyName, q.ClientID, q.ClientName, rest.OptionalText(q.ProfileID), rest.OptionalText(q.ProfileName), q.Used, q.Limit, q.Reset,
	}
}

// failingFor is how far back a failure of an upstream is news.
const failingFor = 15 * time.Minute

func (a *api) failingUpstreams(ctx context.Context) ([]failingUpstreamJSON, error) {
	out := []failingUpstreamJSON{}
	all := requestlog.Filter{From: a.Now().Add(-failingFor), To: a.Now().Add(time.Second), Source: gatehouse.SourceGateway}
	failed := all
	failed.Step, failed.Status = "forward", "5xx"
	f, err := a.Log.Stats(ctx, requestlog.StatsQuery{Filter: failed, Buckets: 1})
	if err != nil || f.Total == 0 {
		return out, err
	}
	s, err := a.Log.Stats(ctx, requestlog.StatsQuery{Filter: all, Buckets: 1, Top: 100})
	if err != nil {
		return nil, err
	}
	requests := map[string]int64{}
	for _, c := range s.Collections {
		requests[c.Key] = c.Count
	}
	for _, c := range f.Collections {
		out = append(out, failingUpstreamJSON{c.Key, c.Count, max(c.Count, requests[c.Key])})
	}
	return out, nil
}
