package store

import (
	"context"
)

// Impact is what hangs on a resource.
type Impact struct {
	Clients     int64 // that have it, or are it
	Profiles    int64
	Tokens      int64 // that are not revoked
	Collections int64
	PortalUsers int64 // addresses that lose sight of it in the portal
}

func (tx *Tx) impact(ctx context.Context, query, id string) (i Impact, err error) {
	found, err := scanAll(ctx, tx, func(i *Impact) []any {
		return []any{&i.Clients, &i.Profiles, &i.Tokens, &i.Collections, &i.PortalUsers}
	}, query, id)
	if err == nil && len(found) == 1 {
		i = found[0]
	}
	return i, err
}

// ClientImpact counts what goes with a client. A person who is authorized for
// another client too keeps the portal.
func (tx *Tx) ClientImpact(ctx context.Context, id string) (Impact, error) {
	return tx.impact(ctx, `SELECT 1, (SELECT COUNT(*) FROM profiles WHERE client_id = $1), (SELECT COUNT(*) FROM tokens WHERE client_id = $1 AND revoked_at = 0),
		(SELECT COUNT(*) FROM access WHERE client_id = $1), (SELECT COUNT(*) FROM portal_emails AS own WHERE client_id = $1
			AND NOT EXISTS (SELECT 1 FROM portal_emails AS other WHERE other.email = own.email AND other.client_id <> $1))`, id)
}

// ProfileImpact counts what goes with a profile.
func (tx *Tx) ProfileImpact(ctx context.Context, id string) (Impact, error) {
	return tx.impact(ctx, `SELECT 1, 1, (SELECT COUNT(*) FROM tokens WHERE profile_id = $1 AND revoked_at = 0), 0, 0`, id)
}

// PolicyImpact counts what a policy is attached to.
func (tx *Tx) PolicyImpact(ctx context.Context, id string) (Impact, error) {
	return tx.impact(ctx, `SELECT (SELECT COUNT(*) FROM (`+policyClients+`) AS attached),
		(SELECT COUNT(*) FROM profile_policies WHERE policy_id = $1), 0, 0, 0`, id)
}

const policyClients = "SELECT client_id FROM client_policies WHERE policy_id = $1 UNION SELECT client_id FROM profile_policies WHERE policy_id = $1"

// PolicyClientIDs are the clients that a policy is attached to, themselves or
// through a profile.
func (tx *Tx) PolicyClientIDs(ctx context.Context, id string) ([]string, error) {
	return tx.strings(ctx, policyClients, id)
}

// CollectionImpact counts who can call a collection.
func (tx *Tx) CollectionImpact(ctx context.Context, id string) (Impact, error) {
	return tx.impact(ctx, `SELECT (SELECT COUNT(*) FROM access WHERE collection_id = $1), 0, 0, 1,
		(SELECT COUNT(DISTINCT email) FROM portal_emails WHERE client_id IN (SELECT client_id FROM access WHERE collection_id = $1))`, id)
}
