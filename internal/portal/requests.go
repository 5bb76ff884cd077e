package portal

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// CallFilter says which calls are wanted; all conditions apply together. There
// is none for the client: it is the session's.
type CallFilter struct {
	Profile      string    `query:"profile" maxLength:"128" doc:"Profile id or name."`
	Collection   string    `query:"collection" maxLength:"128" doc:"Name of a collection."`
	Status       string    `query:"status" maxLength:"3" doc:"A status such as 200, or a class such as 4xx." example:"4xx"`
	Method       string    `query:"method" maxLength:"16" doc:"Request method."`
	Path         string    `query:"path" maxLength:"8192" doc:"A path, or a prefix with a trailing *." example:"/shipments/*"`
	Code         string    `query:"code" maxLength:"64" doc:"Problem code."`
	Step         string    `query:"step" maxLength:"32" doc:"The check that refused."`
	Source       string    `query:"source" enum:"gateway,portal" doc:"From outside, or by try-it."`
	From         time.Time `query:"from" doc:"At or after this time."`
	To           time.Time `query:"to" doc:"Before this time."`
	MinLatencyMS float64   `query:"min_latency_ms" minimum:"0" maximum:"86400000" doc:"At least as slow as this."`
}

// of is the filter with the one condition that nobody can leave out. A
// collection that is not the partner's has no calls, as one that never was:
// which there are is not theirs to know.
func (in CallFilter) of(ctx context.Context, who caller) requestlog.Filter {
	if in.Collection != "" && !who.assigned[in.Collection] {
		in.Collection = "-" // a name that no collection can have
	}
	return requestlog.Filter{
		Client: by(ctx).Client.ID, Profile: in.Profile, Collection: in.Collection, Status: in.Status, Method: in.Method, Path: in.Path,
		Code: in.Code, Step: in.Step, Source: gatehouse.Source(in.Source), From: in.From, To: in.To,
		MinLatency: time.Duration(in.MinLatencyMS * float64(time.Millisecond)),
	}
}

type listCallsIn struct {
	rest.Page
	CallFilter
}

func (a *api) listCalls(ctx context.Context, in *listCallsIn) (*rest.Answer[rest.List[callJSON]], error) {
	who, err := a.callerOf(ctx, nil)
	if err != nil {
		return nil, err
	}
	found, next, err := a.search(ctx, requestlog.Query{Filter: in.of(ctx, who), Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return nil, err
	}
	return rest.Listed(found, next, who.call), nil
}

// CallFields is callJSON under a name that huma sees where it is embedded.
type CallFields = callJSON

// callDetailJSON is one call with all that its partner may know.
type callDetailJSON struct {
	CallFields
	Query           []string          `json:"query" doc:"Names of the query parameters, without values."`
	BytesIn         int64             `json:"bytes_in" doc:"Request body."`
	BytesOut        int64             `json:"bytes_out" doc:"Response body."`
	UpstreamMS      float64           `json:"upstream_ms" doc:"Waiting for the head of the answer from behind."`
	ClientIP        *string           `json:"client_ip" doc:"Address of the caller; null for a call that did not prove to be yours."`
	UserAgent       *string           `json:"user_agent" doc:"The User-Agent header; null likewise."`
	RequestHeaders  []loggedFieldJSON `json:"request_headers" nullable:"true" doc:"All names, values of an allow-list; null likewise."`
	ResponseHeaders []loggedFieldJSON `json:"response_headers" nullable:"true" doc:"All names, values of an allow-list; null likewise."`
	Decision        []checkJSON       `json:"decision" doc:"What the gateway checked, in order."`
	Fix             *string           `json:"fix" doc:"What to do about a refusal."`
	Curl            string            `json:"curl" doc:"The call for a shell, without the values of its query and its body, which are not kept."`
}

type loggedFieldJSON struct {
	Name  string  `json:"name" doc:"As it was sent."`
	Value *string `json:"value" doc:"null: not on the allow-list."`
}

// record finds a call of the client. One of another client is NotFound in the
// same words as one that never was.
func (a *api) record(ctx context.Context, id string) (gatehouse.RequestRecord, error) {
	r, err := a.Log.Get(ctx, id)
	if e := gatehouse.Errorf(gatehouse.NotFound, "There is no such call, or it is not kept any more."); missing(err) || err == nil && !own(by(ctx).Client.ID, r) {
		return gatehouse.RequestRecord{}, e
	}
	return r, err
}

func (a *api) getCall(ctx context.Context, in *struct{ rest.ByID }) (*rest.Answer[callDetailJSON], error) {
	r, err := a.record(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	who, err := a.callerOf(ctx, nil)
	if err != nil {
		return nil, err
	}
	return rest.Shown(a.detail(who, r)), nil
}

func (a *api) detail(who caller, r gatehouse.RequestRecord) callDetailJSON {
	why := who.refusal(r)
	out := callDetailJSON{
		CallFields: who.call(r), Query: rest.OrEmpty(r.QueryNames), BytesIn: r.BytesIn, BytesOut: r.BytesOut, UpstreamMS: rest.Milliseconds(r.Upstream),
		Decision: decisionOf(r.Step, why.reason()), Fix: rest.OptionalText(why.fix()),
	}
	sample := request{Method: r.Method, Path: r.Path}
	if p, ok := who.profiles[r.ProfileID]; ok {
		sample.Header = identity(r.ClientID, p)
	}
	out.Curl = sample.curl(a.GatewayURL)
	// Whoever sent a call that merely claimed to be this client's is somebody
	// else, perhaps: where from and with what is not for the partner.
	if r.ClientVerified {
		if r.ClientIP.IsValid() {
			out.ClientIP = rest.OptionalText(r.ClientIP.String())
		}
		out.UserAgent = rest.OptionalText(r.UserAgent)
		out.RequestHeaders, out.ResponseHeaders = rest.Each(r.RequestHeaders, loggedField), rest.Each(r.ResponseHeaders, loggedField)
	}
	return out
}

func loggedField(h gatehouse.HeaderField) loggedFieldJSON {
	out := loggedFieldJSON{Name: h.Name}
	if h.Shown {
		out.Value = &h.Value
	}
	return out
}
