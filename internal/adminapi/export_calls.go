package adminapi

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"gatehouse/internal/requestlog"
	"gatehouse/internal/store"
)

type exportRequestLogsIn struct {
	ExportFormat
	RequestFilter
}

func (a *api) exportRequestLogs(ctx context.Context, in *exportRequestLogsIn) (*stream, error) {
	f := in.filter()
	if f.To.IsZero() {
		f.To = time.Now() // What comes meanwhile does not make the file longer.
	}
	count, err := a.Log.Stats(ctx, requestlog.StatsQuery{Filter: f, Buckets: 1, Top: 1})
	if err == nil {
		err = tooMuch(count.Total)
	}
	if err != nil {
		return nil, err
	}
	return export[requestLogJSON]{
		name: "request-logs", format: in.Format, columns: requestColumns, cells: requestCells,
		page: func(cursor string) ([]requestLogJSON, string, error) {
			found, next, err := a.Log.Search(ctx, requestlog.Query{Filter: f, Limit: requestlog.MaxLimit, Cursor: cursor})
			return each(found, requestLogOf), next, err
		},
	}.stream()
}

var requestColumns = strings.Fields(`id at client_id client_name client_verified profile_id profile_name collection endpoint method path query
	status code step latency_ms upstream_ms bytes_in bytes_out client_ip user_agent source config_version`)

func requestCells(r requestLogJSON) []string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	fraction := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	return []string{
		r.ID, r.At.Format(time.RFC3339Nano), orNothing(r.ClientID), orNothing(r.ClientName), strconv.FormatBool(r.ClientVerified),
		orNothing(r.ProfileID), orNothing(r.ProfileName), orNothing(r.Collection), orNothing(r.Endpoint), r.Method, r.Path,
		strings.Join(r.Query, " "), number(int64(r.Status)), orNothing(r.Code), orNothing(r.Step), fraction(r.LatencyMS),
		fraction(r.UpstreamMS), number(r.BytesIn), number(r.BytesOut), orNothing(r.ClientIP), r.UserAgent, r.Source, number(r.ConfigVersion),
	}
}

type exportAuditLogsIn struct {
	ExportFormat
	AuditFilter
}

func (a *api) exportAuditLogs(ctx context.Context, in *exportAuditLogsIn) (*stream, error) {
	q := in.query(store.Page{Limit: 200})
	count, err := a.Control.CountAuditEvents(ctx, by(ctx), q)
	if err == nil {
		err = tooMuch(count)
	}
	if err != nil {
		return nil, err
	}
	return export[auditEventJSON]{
		name: "audit-logs", format: in.Format, columns: auditColumns, cells: auditCells,
		page: func(cursor string) ([]auditEventJSON, string, error) {
			q.Cursor = cursor
			found, next, err := a.Control.AuditEvents(ctx, by(ctx), q)
			return each(found, auditEventOf), next, err
		},
	}.stream()
}

var auditColumns = strings.Fields(`seq id at actor_type actor_id actor_name actor_ip action resource_type resource_id resource_name
	changes correlation_id request_id prev_hash hash`)

func auditCells(e auditEventJSON) []string {
	changes, _ := json.Marshal(e.Changes) // raw JSON that was read from JSON
	return []string{
		strconv.FormatInt(e.Seq, 10), e.ID, e.At.Format(time.RFC3339Nano), e.Actor.Type, e.Actor.ID, e.Actor.Name, orNothing(e.Actor.IP),
		e.Action, e.Resource.Type, e.Resource.ID, e.Resource.Name, string(changes), e.CorrelationID, orNothing(e.RequestID), e.PrevHash, e.Hash,
	}
}
