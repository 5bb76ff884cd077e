package adminapi

import (
	"context"
	"net/netip"
	"time"

	"gatehouse"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// requestLogJSON is one request that the gateway saw.
type requestLogJSON struct {
	ID              string       `json:"id" doc:"The request id, as in X-Request-ID of the answer." example:"req_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	At              time.Time    `json:"at" doc:"When the head had been read." example:"2026-03-01T09:30:00.123Z"`
	ClientID        *string      `json:"client_id" doc:"The client; null when none was named, or none of that id exists." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ClientName      *string      `json:"client_name" doc:"Its name." example:"partner-acme-corp"`
	ClientVerified  bool         `json:"client_verified" doc:"false: merely claimed; the request was refused before it was proven." example:"true"`
	ProfileID       *string      `json:"profile_id" doc:"The profile; null when unknown." example:"pr_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ProfileName     *string      `json:"profile_name" doc:"Its name, the Profile ID." example:"acme-corp-standard"`
	Collection      *string      `json:"collection" doc:"Name of the collection; null when no base path matched." example:"shipments"`
	Endpoint        *string      `json:"endpoint" doc:"Path template of the endpoint; null when none matched." example:"/track/{trackingNumber}"`
	Method          string       `json:"method" doc:"Request method." example:"GET"`
	Path            string       `json:"path" doc:"Canonical path without the query." example:"/shipments/track/12345"`
	Query           []string     `json:"query" doc:"Names of the query parameters, without values." example:"[\"expand\"]"`
	Status          int          `json:"status" doc:"What the partner was answered; 499 when it had left." example:"200"`
	Code            *string      `json:"code" doc:"Problem code; null when the upstream's answer was passed on." example:"rate_limit_exceeded"`
	Step            *string      `json:"step" doc:"The step that refused; null when none did." example:"limit"`
	LatencyMS       float64      `json:"latency_ms" doc:"Head read to last byte written." example:"12.4"`
	UpstreamMS      float64      `json:"upstream_ms" doc:"Waiting for the head of the upstream's answer." example:"11.9"`
	BytesIn         int64        `json:"bytes_in" doc:"Request body." example:"0"`
	BytesOut        int64        `json:"bytes_out" doc:"Response body." example:"512"`
	ClientIP        *string      `json:"client_ip" doc:"Address of the caller." example:"203.0.113.7"`
	UserAgent       string       `json:"user_agent" doc:"The User-Agent header." example:"curl/8.5.0"`
	RequestHeaders  []headerJSON `json:"request_headers" doc:"All names; values of an allow-list."`
	ResponseHeaders []headerJSON `json:"response_headers" doc:"All names; values of an allow-list."`
	Source          string       `json:"source" enum:"gateway,portal,check" doc:"The door the request came by." example:"gateway"`
	ConfigVersion   int64        `json:"config_version" doc:"The configuration that decided." example:"42"`
}

type headerJSON struct {
	Name  string  `json:"name" doc:"As it was sent." example:"Content-Type"`
	Value *string `json:"value" doc:"null: not on the allow-list." example:"application/json"`
}

func requestLogOf(r gatehouse.RequestRecord) requestLogJSON {
	return requestLogJSON{
		ID: r.ID, At: r.At.UTC(), ClientID: rest.OptionalText(r.ClientID), ClientName: rest.OptionalText(r.ClientName),
		ClientVerified: r.ClientVerified, ProfileID: rest.OptionalText(r.ProfileID), ProfileName: rest.OptionalText(r.ProfileName),
		Collection: rest.OptionalText(r.Collection), Endpoint: rest.OptionalText(r.Endpoint), Method: r.Method, Path: r.Path,
		Query: rest.OrEmpty(r.QueryNames), Status: r.Status, Code: rest.OptionalText(r.Code), Step: rest.OptionalText(r.Step),
		LatencyMS: rest.Milliseconds(r.Latency), UpstreamMS: rest.Milliseconds(r.Upstream), BytesIn: r.BytesIn, BytesOut: r.BytesOut,
		ClientIP: optionalAddr(r.ClientIP), UserAgent: r.UserAgent, RequestHeaders: rest.Each(r.RequestHeaders, headerOf),
		ResponseHeaders: rest.Each(r.ResponseHeaders, headerOf), Source: string(r.Source), ConfigVersion: r.ConfigVersion,
	}
}

func headerOf(h gatehouse.HeaderField) headerJSON {
	j := headerJSON{Name: h.Name}
	if h.Shown {
		j.Value = &h.Value
	}
	return j
}

func optionalAddr(a netip.Addr) *string {
	if !a.IsValid() {
		return nil
	}
	return rest.OptionalText(a.String())
}

// RequestFilter says which records are wanted; all conditions apply together.
type RequestFilter struct {
	Client       string    `query:"client" maxLength:"128" doc:"Client id or name." example:"partner-acme-corp"`
	Profile      string    `query:"profile" maxLength:"128" doc:"Profile id or name." example:"acme-corp-standard"`
	Collection   string    `query:"collection" maxLength:"128" doc:"Name of a collection." example:"shipments"`
	Status       string    `query:"status" maxLength:"3" doc:"A status such as 200, or a class such as 4xx." example:"4xx"`
	Method       string    `query:"method" maxLength:"16" doc:"Request method." example:"GET"`
	Path         string    `query:"path" maxLength:"8192" doc:"A path, or a prefix with a trailing *." example:"/shipments/*"`
	Code         string    `query:"code" maxLength:"64" doc:"Problem code." example:"rate_limit_exceeded"`
	Step         string    `query:"step" maxLength:"32" doc:"The step that refused." example:"limit"`
	Source       string    `query:"source" enum:"gateway,portal,check" doc:"The door the request came by."`
	From         time.Time `query:"from" doc:"At or after this time." example:"2026-03-01T00:00:00Z"`
	To           time.Time `query:"to" doc:"Before this time." example:"2026-03-02T00:00:00Z"`
	MinLatencyMS float64   `query:"min_latency_ms" minimum:"0" maximum:"86400000" doc:"At least as slow as this." example:"250"`
	ClientIP     string    `query:"client_ip" maxLength:"64" doc:"Address of the caller, or a CIDR block." example:"203.0.113.0/24"`
}

func (in RequestFilter) filter() requestlog.Filter {
	return requestlog.Filter{
		Client: in.Client, Profile: in.Profile, Collection: in.Collection, Status: in.Status, Method: in.Method,
		Path: in.Path, Code: in.Code, Step: in.Step, Source: gatehouse.Source(in.Source), From: in.From, To: in.To,
		MinLatency: time.Duration(in.MinLatencyMS * float64(time.Millisecond)), ClientIP: in.ClientIP,
	}
}

type listRequestLogsIn struct {
	rest.Page
	RequestFilter
}

func (in *listRequestLogsIn) query() requestlog.Query {
	return requestlog.Query{Limit: in.Limit, Cursor: in.Cursor, Filter: in.filter()}
}

func (a *api) listRequestLogs(ctx context.Context, in *listRequestLogsIn) (*rest.Answer[rest.List[requestLogJSON]], error) {
	items, next, err := a.Log.Search(ctx, in.query())
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, requestLogOf), nil
}

func (a *api) getRequestLog(ctx context.Context, in *rest.ByID) (*rest.Answer[requestLogJSON], error) {
	r, err := a.Log.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(requestLogOf(r)), nil
}
