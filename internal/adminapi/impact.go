package adminapi

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// impactJSON is what hangs on a resource, for the question whether it may go.
type impactJSON struct {
	Clients     int64 `json:"clients" doc:"Clients that have it; 1 for a client and a profile." example:"1"`
	Profiles    int64 `json:"profiles" doc:"Profiles that go with it, or that have the policy." example:"2"`
	Tokens      int64 `json:"tokens" doc:"Tokens that go with it and are not revoked." example:"3"`
	Collections int64 `json:"collections" doc:"Collections that the client loses; 1 for a collection." example:"2"`
	PortalUsers int64 `json:"portal_users" doc:"Addresses that lose sight of it in the portal." example:"2"`
	Calls       int64 `json:"calls_24h" doc:"Requests of partners in the last 24 hours that it took part in and that were answered with 200 to 299." example:"41872"`
}

func (a *api) clientImpact(ctx context.Context, in *rest.ByID) (*rest.Answer[impactJSON], error) {
	return a.impact(ctx, in.ID, a.Control.ClientImpact)
}

func (a *api) profileImpact(ctx context.Context, in *rest.ByID) (*rest.Answer[impactJSON], error) {
	return a.impact(ctx, in.ID, a.Control.ProfileImpact)
}

func (a *api) policyImpact(ctx context.Context, in *rest.ByID) (*rest.Answer[impactJSON], error) {
	return a.impact(ctx, in.ID, a.Control.PolicyImpact)
}

func (a *api) collectionImpact(ctx context.Context, in *rest.ByID) (*rest.Answer[impactJSON], error) {
	return a.impact(ctx, in.ID, a.Control.CollectionImpact)
}

func (a *api) impact(ctx context.Context, id string, of func(context.Context, manage.Caller, string) (manage.Impact, error)) (*rest.Answer[impactJSON], error) {
	i, err := of(ctx, by(ctx), id)
	if err != nil {
		return nil, err
	}
	calls, err := a.callsOf(ctx, i)
	if err != nil {
		return nil, err
	}
	return rest.Shown(impactJSON{i.Clients, i.Profiles, i.Tokens, i.Collections, i.PortalUsers, calls}), nil
}

// callsOf counts the calls that worked in the last day: those are what can
// fail tomorrow.
func (a *api) callsOf(ctx context.Context, i manage.Impact) (calls int64, err error) {
	now := a.Now()
	counts, err := a.Log.CountByClient(ctx, requestlog.Filter{
		Client: i.ClientID, Profile: i.ProfileID, Collection: i.Collection,
		Status: "2xx", Source: gatehouse.SourceGateway, From: now.Add(-24 * time.Hour), To: now,
	})
	if err != nil {
		return 0, err
	}
	for id, n := range counts {
		if i.OfAnyClient() || i.ClientIDs[id] {
			calls += n
		}
	}
	return calls, nil
}
