package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// ClientStandings says how far some clients have come; see [store.Tx.ClientStandings].
func (c *Control) ClientStandings(ctx context.Context, by Caller, ids []string) ([]store.ClientStanding, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]store.ClientStanding, error) { return tx.ClientStandings(ctx, ids) })
}

// ProfileStandings says which tokens some profiles are called with.
func (c *Control) ProfileStandings(ctx context.Context, by Caller, ids []string) ([]store.ProfileStanding, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]store.ProfileStanding, error) { return tx.ProfileStandings(ctx, ids) })
}

// PolicyReaches counts the clients of some policies.
func (c *Control) PolicyReaches(ctx context.Context, by Caller, ids []string) ([]store.Reach, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]store.Reach, error) { return tx.PolicyReaches(ctx, ids) })
}

// CollectionReaches counts the clients with access to some collections.
func (c *Control) CollectionReaches(ctx context.Context, by Caller, ids []string) ([]store.Reach, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]store.Reach, error) { return tx.CollectionReaches(ctx, ids) })
}
