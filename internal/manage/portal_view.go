package manage

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/store"
)

// PortalProfile is a profile as its own partner sees it.
type PortalProfile struct {
	EffectiveProfile
	Tokens []gatehouse.Token // newest first, revoked ones too
}

// PortalCollection is a collection as the gateway serves it to a client.
type PortalCollection struct {
	gatehouse.Collection // the published revision, without secrets
	PublishedAt          time.Time
}

// PortalProfiles are the profiles of the client that somebody looks at, by name.
func (c *Control) PortalProfiles(ctx context.Context, u PortalUser) (out []PortalProfile, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		found, err := effectiveProfiles(ctx, tx, u.Client)
		if err != nil {
			return err
		}
		for _, p := range found {
			tokens, _, err := tx.ListTokens(ctx, store.TokenQuery{ProfileID: p.Profile.ID, Page: store.Page{Limit: 200}})
			if err != nil {
				return err
			}
			out = append(out, PortalProfile{p, tokens})
		}
		return nil
	})
	slices.SortFunc(out, func(a, b PortalProfile) int { return strings.Compare(a.Profile.Name, b.Profile.Name) })
	return out, err
}

// PortalCollections are the published collections that the client may call, by
// name.
func (c *Control) PortalCollections(ctx context.Context, u PortalUser) (out []PortalCollection, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		for _, id := range u.Client.CollectionIDs {
			co, err := portalCollection(ctx, tx, id)
			if notFound(err) {
				continue
			} else if err != nil {
				return err
			}
			out = append(out, co)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b PortalCollection) int { return strings.Compare(a.Name, b.Name) })
	return out, err
}

var errNoPortalCollection = gatehouse.Errorf(gatehouse.NotFound, "There is no such collection.")

// PortalCollection is one of them by name. One that is not assigned, not
// published or does not exist is NotFound in the same words and time.
func (c *Control) PortalCollection(ctx context.Context, u PortalUser, name string) (out PortalCollection, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		may, err := tx.MayCall(ctx, u.Client.ID, name)
		if err != nil || !may {
			return cmp.Or(err, error(errNoPortalCollection))
		}
		out, err = portalCollection(ctx, tx, name)
		return err
	})
	if notFound(err) {
		err = errNoPortalCollection
	}
	return out, err
}

func portalCollection(ctx context.Context, tx *store.Tx, idOrName string) (out PortalCollection, err error) {
	co, err := tx.Collection(ctx, idOrName)
	if err != nil {
		return out, err
	}
	if !co.Published() {
		return out, errNoPortalCollection
	}
	r, err := tx.Revision(ctx, co.ID, co.PublishedRevision)
	co.Definition = r.Definition
	return PortalCollection{withoutSecret(co), r.PublishedAt}, err
}

// PortalFirstCall is what a partner tries first with a profile: an endpoint
// that it may call, best a GET whose example is complete. ok is false where
// there is none.
func PortalFirstCall(served []PortalCollection, p gatehouse.Profile) (co PortalCollection, e gatehouse.Endpoint, ok bool) {
	best := 0
	for _, collection := range served {
		for _, endpoint := range collection.Endpoints {
			if rank := rank(collection.Collection, endpoint, p); rank > best {
				co, e, best = collection, endpoint, rank
			}
		}
	}
	return co, e, best > 0
}

// PortalSelfService makes a token for a profile of the client, or rotates the
// ones it has, for somebody who may do so themselves. A profile of another
// client is NotFound.
func (c *Control) PortalSelfService(ctx context.Context, u PortalUser, profileID string, in Rotation) (out IssuedToken, err error) {
	if in.Overlap < 0 || in.Overlap > MaxOverlap {
		return out, invalid("/overlap", `must be "0s" to "90d"`)
	}
	in.Token.Generate, in.Token.Value, in.Token.HandOverLink = true, "", false
	err = c.change(ctx, u.by(), func(tx *store.Tx, t *trail) error {
		p, err := tx.ProfileByName(ctx, u.Client.ID, profileID)
		if err != nil {
			return err
		}
		if !p.SelfService {
			return gatehouse.Errorf(gatehouse.Forbidden, "Tokens of this profile are made by the company that runs the gateway. Ask them for a new one.")
		}
		if err := checkToken(p, in.Token, tx.Now()).Err(); err != nil {
			return err
		}
		older, err := tx.ProfileTokens(ctx, p.ID)
		if err != nil {
			return err
		}
		if out, err = c.issue(ctx, tx, t, p, in.Token); err != nil {
			return err
		}
		for _, token := range older {
			if err := retire(ctx, tx, t, token, in.Overlap); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}
