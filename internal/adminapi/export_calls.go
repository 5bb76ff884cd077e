package adminapi

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

const exportDoc = "Streams a file, newest first, as `csv` (cells that a spreadsheet would take for formulas begin with an apostrophe) or as `ndjson` (one JSON object a line, as in the list). More than 100,000 matches are a 422: narrow the time down. A connection that breaks off left the file incomplete."

type exportRequestLogsIn struct {
	rest.ExportFormat
	RequestFilter
}

func (a *api) exportRequestLogs(ctx context.Context, in *exportRequestLogsIn) (*rest.Stream, error) {
	f := in.filter()
	if f.To.IsZero() {
		f.To = time.Now() // What comes meanwhile does not make the file longer.
	}
	count, err := a.Log.Stats(ctx, requestlog.StatsQuery{Filter: f, Buckets: 1, Top: 1})
	if err == nil {
		err = rest.TooMuch(count.Total)
	}
	if err != nil {
		return nil, err
	}
	return rest.Export[requestLogJSON]{
		Name: "request-logs", Format: in.Format, Columns: requestColumns, Cells: requestCells,
		Page: func(cursor string) ([]requestLogJSON, string, error) {
			found, next, err := a.Log.Search(ctx, requestlog.Query{Filter: f, Limit: requestlog.MaxLimit, Cursor: cursor})
			return rest.Each(found, requestLogOf), next, err
		},
	}.Stream()
}

var requestColumns = strings.Fields(`id at client_id client_name client_verified profile_id profile_name collection endpoint method path query
	status code step latency_ms upstream_ms bytes_in bytes_out client_ip user_agent source config_version`)

func requestCells(r requestLogJSON) []string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	fraction := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	return []string{
		r.ID, r.At.Format(time.RFC3339Nano), rest.OrNothing(r.ClientID), rest.OrNothing(r.ClientName), strconv.FormatBool(r.ClientVerified),
		rest.OrNothing(r.ProfileID), rest.OrNothing(r.ProfileName), rest.OrNothing(r.Collection), rest.OrNothing(r.Endpoint), r.Method, r.Path,
		strings.Join(r.Query, " "), number(int64(r.Status)), rest.OrNothing(r.Code), rest.OrNothing(r.Step), fraction(r.LatencyMS),
		fraction(r.UpstreamMS), number(r.BytesIn), number(r.BytesOut), rest.OrNothing(r.ClientIP), r.UserAgent, r.Source, number(r.ConfigVersion),
	}
}

type exportAuditLogsIn struct {
	rest.ExportFormat
	AuditFilter
}

func (a *api) exportAuditLogs(ctx context.Context, in *exportAuditLogsIn) (*rest.Stream, error) {
	q := in.query(store.Page{Limit: 200})
	count, err := a.Control.CountAuditEvents(ctx, by(ctx), q)
	if err == nil {
		err = rest.TooMuch(count)
	}
	if err != nil {
		return nil, err
	}
	return rest.Export[auditEventJSON]{
		Name: "audit-logs", Format: in.Format, Columns: auditColumns, Cells: auditCells,
		Page: func(cursor string) ([]auditEventJSON, string, error) {
			q.Cursor = cursor
			found, next, err := a.Control.AuditEvents(ctx, by(ctx), q)
			return rest.Each(found, auditEventOf), next, err
		},
	}.Stream()
}

var auditColumns = strings.Fields(`seq id at actor_type actor_id actor_name actor_ip action resource_type resource_id resource_name
	changes correlation_id request_id prev_hash hash`)

func auditCells(e auditEventJSON) []string {
	changes, _ := json.Marshal(e.Changes) // raw JSON that was read from JSON
	return []string{
		strconv.FormatInt(e.Seq, 10), e.ID, e.At.Format(time.RFC3339Nano), e.Actor.Type, e.Actor.ID, e.Actor.Name, rest.OrNothing(e.Actor.IP),
		e.Action, e.Resource.Type, e.Resource.ID, e.Resource.Name, string(changes), e.CorrelationID, rest.OrNothing(e.RequestID), e.PrevHash, e.Hash,
	}
}
