package manage

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/store"
)

// EffectiveAccess says what a client may call in the end, and why not where
// something is in the way.
func (c *Control) EffectiveAccess(ctx context.Context, by Caller, client string) (EffectiveAccess, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (out EffectiveAccess, err error) {
		if out.Client, err = tx.Client(ctx, client); err != nil {
			return out, err
		}
		if out.Policies, err = policiesOf(ctx, tx, out.Client.PolicyIDs); err != nil {
			return out, err
		}
		if out.Collections, err = effectiveCollections(ctx, tx, out.Client.CollectionIDs); err != nil {
			return out, err
		}
		out.Profiles, err = effectiveProfiles(ctx, tx, out.Client)
		return out, err
	})
}

func policiesOf(ctx context.Context, tx *store.Tx, ids []string) ([]gatehouse.Policy, error) {
	out := make([]gatehouse.Policy, len(ids))
	for i, id := range ids {
		p, err := tx.Policy(ctx, id)
		if err != nil {
			return nil, err
		}
		out[i] = p
	}
	return out, nil
}

func effectiveCollections(ctx context.Context, tx *store.Tx, ids []string) ([]EffectiveCollection, error) {
	out := make([]EffectiveCollection, len(ids))
	for i, id := range ids {
		co, err := served(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		out[i] = EffectiveCollection{ID: co.ID, Name: co.Name, BasePath: co.BasePath, Published: co.Published(), Endpoints: []gatehouse.Endpoint{}}
		if co.Published() {
			out[i].Endpoints = co.Endpoints
		}
	}
	return out, nil
}

// served is a collection as the gateway serves it; the draft where nothing is
// published.
func served(ctx context.Context, tx *store.Tx, idOrName string) (gatehouse.Collection, error) {
	co, err := tx.Collection(ctx, idOrName)
	if err != nil || !co.Published() {
		return withoutSecret(co), err
	}
	r, err := tx.Revision(ctx, co.ID, co.PublishedRevision)
	co.Definition = r.Definition
	return withoutSecret(co), err
}

func effectiveProfiles(ctx context.Context, tx *store.Tx, client gatehouse.Client) ([]EffectiveProfile, error) {
	profiles, err := clientProfiles(ctx, tx, client.ID)
	if err != nil {
		return nil, err
	}
	out := make([]EffectiveProfile, len(profiles))
	for i, p := range profiles {
		tokens, err := tx.ProfileTokens(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		e := EffectiveProfile{Profile: p, LiveTokens: live(tokens, tx.Now())}
		if e.Policies, err = policiesOf(ctx, tx, p.PolicyIDs); err != nil {
			return nil, err
		}
		e.Reason = obstacle(client, e, tx.Now())
		e.Usable = e.Reason == ""
		out[i] = e
	}
	return out, nil
}

func live(tokens []gatehouse.Token, now time.Time) (n int) {
	for _, t := range tokens {
		if s := t.Status(now); s == gatehouse.TokenActive || s == gatehouse.TokenRetiring {
			n++
		}
	}
	return n
}

// obstacle is the first thing that keeps every call by a profile from being
// accepted, empty when nothing does.
func obstacle(client gatehouse.Client, e EffectiveProfile, now time.Time) string {
	switch {
	case client.Status != gatehouse.Enabled:
		return "The client is disabled."
	case e.Profile.Status != gatehouse.Enabled:
		return "The profile is disabled."
	case e.Profile.Expired(now):
		return "The profile has expired."
	case e.Profile.Auth.Type == gatehouse.AuthToken && e.LiveTokens == 0:
		return "The profile has no token that works."
	case len(client.CollectionIDs) == 0:
		return "The client has no access to any collection."
	}
	return ""
}
