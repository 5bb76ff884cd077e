package manage

import (
	"context"
	"slices"

	"gatehouse"
	"gatehouse/internal/store"
)

// replacePolicy puts another policy in the place of one wherever that is
// attached, so that nobody is without a limit for a moment.
func replacePolicy(ctx context.Context, tx *store.Tx, t *trail, gone gatehouse.Policy, replacement string) error {
	next, err := tx.Policy(ctx, replacement)
	switch {
	case notFound(err):
		return invalid("?replacement", "must be the id or name of a policy")
	case err != nil:
		return err
	case next.ID == gone.ID:
		return invalid("?replacement", "must be another policy")
	}
	swap := func(ids []string) []string {
		return set(append(slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == gone.ID }), next.ID))
	}
	if err := swapClientPolicies(ctx, tx, t, gone.ID, swap); err != nil {
		return err
	}
	return swapProfilePolicies(ctx, tx, t, gone.ID, swap)
}

func swapClientPolicies(ctx context.Context, tx *store.Tx, t *trail, policy string, swap func([]string) []string) error {
	clients, err := everyPage(func(cursor string) ([]gatehouse.Client, string, error) {
		return tx.ListClients(ctx, store.ClientQuery{PolicyID: policy, Page: store.Page{Limit: 200, Cursor: cursor}})
	})
	if err != nil {
		return err
	}
	for _, c := range clients {
		if !slices.Contains(c.PolicyIDs, policy) {
			continue // through a profile alone
		}
		before := clientDocument(c)
		c.PolicyIDs = swap(c.PolicyIDs)
		t.updated(clientResource(c), before, clientDocument(c))
		if err := tx.SetClientPolicies(ctx, c.ID, c.PolicyIDs); err != nil {
			return err
		}
	}
	return nil
}

func swapProfilePolicies(ctx context.Context, tx *store.Tx, t *trail, policy string, swap func([]string) []string) error {
	profiles, err := everyPage(func(cursor string) ([]gatehouse.Profile, string, error) {
		return tx.ListProfiles(ctx, store.ProfileQuery{PolicyID: policy, Page: store.Page{Limit: 200, Cursor: cursor}})
	})
	if err != nil {
		return err
	}
	for _, p := range profiles {
		before := profileDocument(p)
		p.PolicyIDs = swap(p.PolicyIDs)
		t.updated(profileResource(p), before, profileDocument(p))
		if err := tx.UpdateProfile(ctx, &p); err != nil {
			return err
		}
	}
	return nil
}
