package adminapi

import (
	"context"
	"time"

	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

const standingDoc = "What a list shows beside its rows. An id that does not exist is answered as one that has nothing."

type standingIn struct {
	IDs []string `query:"ids" required:"true" minItems:"1" maxItems:"200" doc:"Ids, with commas between." example:"[\"cl_01jd3w8m5z7n4q2v6x9k1b0c8e\"]"`
}

// standingsJSON has one item for each id, in their order.
type standingsJSON[T any] struct {
	Items []T `json:"items" doc:"One for each id, in their order."`
}

type clientStandingJSON struct {
	ID          string     `json:"id" doc:"What was asked for." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	LastUsedAt  *time.Time `json:"last_used_at" doc:"Last accepted use of any of its tokens, kept about once a minute; null: never." example:"2026-03-02T11:05:00Z"`
	Credentials bool       `json:"credentials" doc:"It has a profile that can be called with."`
	Collection  bool       `json:"collection" doc:"It has access to a collection."`
	Policy      bool       `json:"policy" doc:"It has a policy, itself or through a profile."`
	Portal      bool       `json:"portal" doc:"An address may sign in to the portal for it."`
}

type profileStandingJSON struct {
	ID          string     `json:"id" doc:"What was asked for." example:"pr_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	TokenPrefix *string    `json:"token_prefix" doc:"Of its newest token that works; null: none." example:"ght_4f9a"`
	LastUsedAt  *time.Time `json:"last_used_at" doc:"Last accepted use of any of its tokens, kept about once a minute; null: never." example:"2026-03-02T11:05:00Z"`
}

type reachJSON struct {
	ID      string `json:"id" doc:"What was asked for." example:"po_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Clients int64  `json:"clients" doc:"How many clients have it." example:"12"`
}

// standings puts what was found into the order of what was asked for.
func standings[S, J any](ids []string, found []S, err error, idOf func(S) string, translate func(id string, s S) J) (*rest.Answer[standingsJSON[J]], error) {
	if err != nil {
		return nil, err
	}
	byID := make(map[string]S, len(found))
	for _, s := range found {
		byID[idOf(s)] = s
	}
	return rest.Shown(standingsJSON[J]{rest.Each(ids, func(id string) J { return translate(id, byID[id]) })}), nil
}

func (a *api) clientStandings(ctx context.Context, in *standingIn) (*rest.Answer[standingsJSON[clientStandingJSON]], error) {
	found, err := a.Control.ClientStandings(ctx, by(ctx), in.IDs)
	return standings(in.IDs, found, err, func(s store.ClientStanding) string { return s.ID }, func(id string, s store.ClientStanding) clientStandingJSON {
		return clientStandingJSON{id, rest.OptionalTime(s.LastUsedAt), s.Credentials, s.Collection, s.Policy, s.Portal}
	})
}

func (a *api) profileStandings(ctx context.Context, in *standingIn) (*rest.Answer[standingsJSON[profileStandingJSON]], error) {
	found, err := a.Control.ProfileStandings(ctx, by(ctx), in.IDs)
	return standings(in.IDs, found, err, func(s store.ProfileStanding) string { return s.ID }, func(id string, s store.ProfileStanding) profileStandingJSON {
		return profileStandingJSON{id, rest.OptionalText(s.Prefix), rest.OptionalTime(s.LastUsedAt)}
	})
}

func (a *api) policyReaches(ctx context.Context, in *standingIn) (*rest.Answer[standingsJSON[reachJSON]], error) {
	found, err := a.Control.PolicyReaches(ctx, by(ctx), in.IDs)
	return standings(in.IDs, found, err, reachID, reachOf)
}

func (a *api) collectionReaches(ctx context.Context, in *standingIn) (*rest.Answer[standingsJSON[reachJSON]], error) {
	found, err := a.Control.CollectionReaches(ctx, by(ctx), in.IDs)
	return standings(in.IDs, found, err, reachID, reachOf)
}

func reachID(r store.Reach) string { return r.ID }

func reachOf(id string, r store.Reach) reachJSON { return reachJSON{id, r.Clients} }
