package adminapi

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
	"gatehouse/internal/routing"
	"gatehouse/internal/store"
)

// overviewJSON is what there is, how it is used and what wants attention.
type overviewJSON struct {
	Clients              int64              `json:"clients" doc:"Clients." example:"12"`
	EnabledClients       int64              `json:"enabled_clients" doc:"Of these, enabled." example:"11"`
	Profiles             int64              `json:"profiles" doc:"Profiles." example:"15"`
	Collections          int64              `json:"collections" doc:"Collections." example:"4"`
	PublishedCollections int64              `json:"published_collections" doc:"Of these, published." example:"3"`
	Policies             int64              `json:"policies" doc:"Policies." example:"2"`
	Traffic              trafficJSON        `json:"traffic" doc:"Requests of partners over the range; access proofs and try-it calls are not among them."`
	NeedsAttention       needsAttentionJSON `json:"needs_attention" doc:"What somebody should look at."`
	Onboarding           onboardingNowJSON  `json:"onboarding" doc:"Partners on their way to the first call."`
}

type trafficJSON struct {
	From             time.Time       `json:"from" doc:"Beginning of the range." example:"2026-03-01T09:30:00Z"`
	To               time.Time       `json:"to" doc:"Its end." example:"2026-03-02T09:30:00Z"`
	Requests         int64           `json:"requests" doc:"Requests." example:"41872"`
	ClientErrors     int64           `json:"client_errors" doc:"Of these, answered with 400 to 499." example:"310"`
	ServerErrors     int64           `json:"server_errors" doc:"Of these, answered with 500 to 599." example:"12"`
	ErrorRate        float64         `json:"error_rate" doc:"Share of answers from 400 to 599, 0 to 1; 0 without requests." example:"0.0077"`
	LatencyMS        percentilesJSON `json:"latency_ms" doc:"Head read to last byte written."`
	GatewayLatencyMS percentilesJSON `json:"gateway_latency_ms" doc:"The same without waiting for the head of the upstream's answer."`
	ActiveClients    int64           `json:"active_clients" doc:"Distinct clients that proved who they are." example:"11"`
}

type needsAttentionJSON struct {
	ExpiringTokenCount  int64                    `json:"expiring_token_count" doc:"Tokens that stop working within 14 days and were not rotated." example:"1"`
	ExpiringTokens      []expiringTokenJSON      `json:"expiring_tokens" doc:"The first ten of them to expire."`
	RejectReasons       []statsCountJSON         `json:"reject_reasons" doc:"Most refusals over the range, by problem code."`
	FailingUpstreams    []failingUpstreamJSON    `json:"failing_upstreams" doc:"Collections whose upstream failed requests within the last 15 minutes, most failures first; at most ten."`
	RefusingCollections []refusingCollectionJSON `json:"refusing_collections" doc:"Published collections that cannot be served and refuse their traffic."`
	SpentQuotaCount     int64                    `json:"spent_quota_count" doc:"Quotas of which at least 80 % is used up." example:"1"`
	SpentQuotas         []spentQuotaJSON         `json:"spent_quotas" doc:"The ten fullest of them."`
	AccessRequestCount  int64                    `json:"access_request_count" doc:"People who ask for access to the portal." example:"1"`
	AccessRequests      []accessRequestJSON      `json:"access_requests" doc:"The newest ten of them."`
}

type expiringTokenJSON struct {
	TokenID     string    `json:"token_id" doc:"Id of the token." example:"tk_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Prefix      string    `json:"prefix" doc:"First characters of the secret." example:"ght_7Kq2"`
	ExpiresAt   time.Time `json:"expires_at" doc:"When it stops working." example:"2026-03-09T09:30:00Z"`
	ClientID    string    `json:"client_id" doc:"Its client." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ClientName  string    `json:"client_name" doc:"Name of the client." example:"partner-acme-corp"`
	ProfileID   string    `json:"profile_id" doc:"Its profile." example:"pr_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ProfileName string    `json:"profile_name" doc:"Name of the profile." example:"acme-corp-standard"`
}

type onboardingNowJSON struct {
	DraftCount         int64                 `json:"draft_count" doc:"Onboardings that somebody began." example:"1"`
	Drafts             []onboardingDraftJSON `json:"drafts" doc:"The newest ten of them."`
	WaitingClientCount int64                 `json:"waiting_client_count" doc:"Clients made in the last 30 days of which no token was used yet; counted up to 1000." example:"2"`
	WaitingClients     []waitingClientJSON   `json:"waiting_clients" doc:"The newest ten of them."`
	FirstCalls         []firstCallJSON       `json:"first_calls" doc:"Clients whose first call came within the last 24 hours, newest first; at most ten."`
}

type waitingClientJSON struct {
	ID        string    `json:"id" doc:"The Client ID." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name      string    `json:"name" doc:"Its name." example:"partner-acme-corp"`
	CreatedAt time.Time `json:"created_at" doc:"When it was created." example:"2026-03-01T09:30:00Z"`
}

type overviewIn struct {
	From time.Time `query:"from" doc:"Beginning of the range; 24 hours before its end when left out." example:"2026-03-01T09:30:00Z"`
	To   time.Time `query:"to" doc:"End of the range; now when left out." example:"2026-03-02T09:30:00Z"`
}

func (a *api) overview(ctx context.Context, in *overviewIn) (*rest.Answer[overviewJSON], error) {
	o, err := a.Control.Overview(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	if in.To.IsZero() {
		in.To = time.Now()
	}
	if in.From.IsZero() {
		in.From = in.To.Add(-24 * time.Hour)
	}
	s, err := a.Log.Stats(ctx, requestlog.StatsQuery{
		Filter: requestlog.Filter{From: in.From, To: in.To, Source: gatehouse.SourceGateway}, Buckets: 1,
	})
	if err != nil {
		return nil, err
	}
	j := overviewOf(o, s)
	if j.NeedsAttention.FailingUpstreams, err = a.failingUpstreams(ctx); err != nil {
		return nil, err
	}
	return rest.Shown(j), nil
}

func overviewOf(o manage.Overview, s requestlog.Stats) overviewJSON {
	return overviewJSON{
		Clients: o.Clients, EnabledClients: o.EnabledClients, Profiles: o.Profiles, Collections: o.Collections,
		PublishedCollections: o.PublishedCollections, Policies: o.Policies, Traffic: trafficOf(s),
		NeedsAttention: needsAttentionJSON{
			ExpiringTokenCount: o.ExpiringCount, RejectReasons: rest.Each(s.Codes, statsCountOf),
			ExpiringTokens: rest.Each(o.ExpiringTokens, expiringTokenOf), SpentQuotaCount: int64(o.QuotaCount), SpentQuotas: rest.Each(o.Quotas, spentQuotaOf),
			AccessRequestCount: o.AccessRequestCount, AccessRequests: rest.Each(o.AccessRequests, accessRequestOf),
			RefusingCollections: rest.Each(o.Refusing, func(p routing.Problem) refusingCollectionJSON { return refusingCollectionJSON{p.Collection, p.Reason} }),
		},
		Onboarding: onboardingNowJSON{
			DraftCount: o.DraftCount, Drafts: rest.Each(o.Drafts, onboardingDraftOf), WaitingClientCount: o.WaitingCount,
			WaitingClients: rest.Each(o.WaitingClients, func(c store.WaitingClient) waitingClientJSON {
				return waitingClientJSON{c.ID, c.Name, c.CreatedAt.UTC()}
			}),
			FirstCalls: rest.Each(o.FirstCalls, func(c store.FirstCall) firstCallJSON { return firstCallJSON{c.ClientID, c.ClientName, c.At.UTC()} }),
		},
	}
}

func expiringTokenOf(t store.ExpiringToken) expiringTokenJSON {
	return expiringTokenJSON{t.TokenID, t.Prefix, t.ExpiresAt.UTC(), t.ClientID, t.ClientName, t.ProfileID, t.ProfileName}
}

func trafficOf(s requestlog.Stats) trafficJSON {
	t := trafficJSON{
		From: s.From.UTC(), To: s.To.UTC(), Requests: s.Total, LatencyMS: percentilesOf(s.Latency), GatewayLatencyMS: percentilesOf(s.Own),
		ActiveClients: s.Active,
	}
	for _, b := range s.Histogram {
		t.ClientErrors += b.Classes[4]
		t.ServerErrors += b.Classes[5]
	}
	if t.Requests > 0 {
		t.ErrorRate = float64(t.ClientErrors+t.ServerErrors) / float64(t.Requests)
	}
	return t
}
