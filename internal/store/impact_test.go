package store

import (
	"context"
	"testing"
)

func TestImpactCountsWhatHangsOnAResource(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		acme, globex := f.addClient("acme"), f.addClient("globex")
		p := f.addProfile(acme, "standard")
		f.addToken(p, "one")
		revoked := f.addToken(p, "two")
		revoked.RevokedAt = f.clock
		gold, col := f.addPolicy("gold"), f.addCollection("shipments")
		p.PolicyIDs = []string{gold.ID}
		f.change(func(tx *Tx) error {
			ctx := t.Context()
			if err := tx.UpdateToken(ctx, &revoked); err != nil {
				return err
			}
			if err := tx.UpdateProfile(ctx, &p); err != nil {
				return err
			}
			for _, id := range []string{acme.ID, globex.ID} {
				if _, err := tx.GiveAccess(ctx, col.ID, id); err != nil {
					return err
				}
				if err := tx.SetClientPolicies(ctx, id, []string{gold.ID}); err != nil {
					return err
				}
			}
			if err := tx.SetPortalEmails(ctx, globex.ID, []string{"both@example.com"}); err != nil {
				return err
			}
			return tx.SetPortalEmails(ctx, acme.ID, []string{"both@example.com", "dev@acme.example"})
		})
		for name, tt := range map[string]struct {
			ask  func(*Tx, context.Context, string) (Impact, error)
			id   string
			want Impact
		}{
			"client":     {(*Tx).ClientImpact, acme.ID, Impact{Clients: 1, Profiles: 1, Tokens: 1, Collections: 1, PortalUsers: 1}},
			"profile":    {(*Tx).ProfileImpact, p.ID, Impact{Clients: 1, Profiles: 1, Tokens: 1}},
			"policy":     {(*Tx).PolicyImpact, gold.ID, Impact{Clients: 2, Profiles: 1}},
			"collection": {(*Tx).CollectionImpact, col.ID, Impact{Clients: 2, Collections: 1, PortalUsers: 2}},
		} {
			same(t, name, read(f, func(ctx context.Context, tx *Tx) (Impact, error) { return tt.ask(tx, ctx, tt.id) }), tt.want)
		}
		same(t, "clients of the policy", len(read(f, func(ctx context.Context, tx *Tx) ([]string, error) { return tx.PolicyClientIDs(ctx, gold.ID) })), 2)
	})
}
