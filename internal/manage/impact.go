package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// Impact is what would be gone with a resource, and whose calls would fail.
type Impact struct {
	store.Impact

	// Which calls: those of one client, of one profile, to one collection, or
	// of some clients. Exactly one is set.
	ClientID, ProfileID, Collection string
	ClientIDs                       map[string]bool
}

// OfAnyClient reports whether the calls are not those of some clients alone.
func (i Impact) OfAnyClient() bool { return i.ClientIDs == nil }

// ClientImpact says what hangs on a client, by id or name.
func (c *Control) ClientImpact(ctx context.Context, by Caller, idOrName string) (Impact, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (Impact, error) {
		client, err := tx.Client(ctx, idOrName)
		if err != nil {
			return Impact{}, err
		}
		i, err := tx.ClientImpact(ctx, client.ID)
		return Impact{Impact: i, ClientID: client.ID}, err
	})
}

// ProfileImpact says what hangs on a profile.
func (c *Control) ProfileImpact(ctx context.Context, by Caller, id string) (Impact, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (Impact, error) {
		profile, err := tx.Profile(ctx, id)
		if err != nil {
			return Impact{}, err
		}
		i, err := tx.ProfileImpact(ctx, profile.ID)
		return Impact{Impact: i, ProfileID: profile.ID}, err
	})
}

// PolicyImpact says what hangs on a policy, by id or name.
func (c *Control) PolicyImpact(ctx context.Context, by Caller, idOrName string) (Impact, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (out Impact, err error) {
		policy, err := tx.Policy(ctx, idOrName)
		if err != nil {
			return out, err
		}
		if out.Impact, err = tx.PolicyImpact(ctx, policy.ID); err != nil {
			return out, err
		}
		ids, err := tx.PolicyClientIDs(ctx, policy.ID)
		out.ClientIDs = make(map[string]bool, len(ids))
		for _, id := range ids {
			out.ClientIDs[id] = true
		}
		return out, err
	})
}

// CollectionImpact says what hangs on a collection, by id or name.
func (c *Control) CollectionImpact(ctx context.Context, by Caller, idOrName string) (Impact, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (Impact, error) {
		co, err := tx.Collection(ctx, idOrName)
		if err != nil {
			return Impact{}, err
		}
		i, err := tx.CollectionImpact(ctx, co.ID)
		return Impact{Impact: i, Collection: co.Name}, err
	})
}
