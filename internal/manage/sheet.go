package manage

import (
	"context"
	"errors"

	"gatehouse"
	"gatehouse/internal/store"
)

// TokenPlaceholder stands for the token in a curl line that is written when
// nobody knows the token, or there is none yet.
const TokenPlaceholder = "<token>"

// Sheet writes the hand-over sheet of a partner again, as the onboarding did,
// with [TokenPlaceholder] in place of the token. The profile may be left out
// where the client has one.
func (c *Control) Sheet(ctx context.Context, by Caller, client, profile string) (Onboarded, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (out Onboarded, err error) {
		scope, err := checkScope(ctx, tx, client, profile)
		if e, ok := errors.AsType[*gatehouse.Error](err); ok && e.Kind == gatehouse.Invalid {
			return out, renamed(err, "/profile_id", "?profile_id").Err()
		} else if err != nil {
			return out, err
		}
		out.Client, out.Profile = scope.Client, scope.Profile
		return out, c.fillSheet(ctx, tx, &out)
	})
}

func (c *Control) fillSheet(ctx context.Context, tx *store.Tx, out *Onboarded) error {
	reached := make([]gatehouse.Collection, len(out.Client.CollectionIDs))
	for i, id := range out.Client.CollectionIDs {
		co, err := served(ctx, tx, id)
		if err != nil {
			return err
		}
		reached[i] = co
	}
	policies, err := policiesOf(ctx, tx, out.Client.PolicyIDs)
	if err != nil {
		return err
	}
	out.HandOver = c.handOver(*out, reached, policies)
	return nil
}
