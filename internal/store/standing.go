package store

import (
	"context"
	"time"
)

// ClientStanding says how far a client has come.
type ClientStanding struct {
	ID          string
	LastUsedAt  time.Time // of any of its tokens; zero: never
	Credentials bool      // a profile that can be called with
	Collection  bool      // access to at least one
	Policy      bool      // one of its own or of a profile
	Portal      bool      // an address that may sign in
}

// callable is what a profile needs besides an enabled client with access.
const callable = `profiles.status = 'enabled' AND (profiles.expires_at = 0 OR profiles.expires_at > $1)
	AND (profiles.auth NOT LIKE '%"token"%' OR EXISTS (SELECT 1 FROM tokens WHERE tokens.client_id = clients.id AND tokens.profile_id = profiles.id
		AND tokens.revoked_at = 0 AND (tokens.expires_at = 0 OR tokens.expires_at > $1)))`

// ClientStandings says how far some clients have come, in no order; ids that
// no client has are left out.
func (tx *Tx) ClientStandings(ctx context.Context, ids []string) ([]ClientStanding, error) {
	return scanAll(ctx, tx, func(c *ClientStanding) []any {
		return []any{&c.ID, ms{&c.LastUsedAt}, &c.Credentials, &c.Collection, &c.Policy, &c.Portal}
	}, `SELECT id, (SELECT COALESCE(MAX(last_used_at), 0) FROM tokens WHERE tokens.client_id = clients.id),
		EXISTS (SELECT 1 FROM profiles WHERE profiles.client_id = clients.id AND `+callable+`),
		EXISTS (SELECT 1 FROM access WHERE access.client_id = clients.id),
		EXISTS (SELECT 1 FROM client_policies WHERE client_policies.client_id = clients.id) OR EXISTS (SELECT 1 FROM profile_policies WHERE profile_policies.client_id = clients.id),
		EXISTS (SELECT 1 FROM portal_emails WHERE portal_emails.client_id = clients.id)
		FROM clients WHERE id IN (`+places(2, len(ids))+`)`, append([]any{millis(tx.now)}, anys(ids)...)...)
}

// ProfileStanding says which token a profile is called with, and since when not.
type ProfileStanding struct {
	ID         string
	Prefix     string    // of its newest token that works; empty: none
	LastUsedAt time.Time // of any of its tokens; zero: never
}

// ProfileStandings does so for some profiles, in no order; ids that no profile
// has are left out.
func (tx *Tx) ProfileStandings(ctx context.Context, ids []string) ([]ProfileStanding, error) {
	const own = " FROM tokens WHERE tokens.client_id = profiles.client_id AND tokens.profile_id = profiles.id"
	return scanAll(ctx, tx, func(p *ProfileStanding) []any { return []any{&p.ID, &p.Prefix, ms{&p.LastUsedAt}} },
		`SELECT id, COALESCE((SELECT prefix`+own+` AND tokens.revoked_at = 0 AND (tokens.expires_at = 0 OR tokens.expires_at > $1) ORDER BY tokens.id DESC LIMIT 1), ''),
		(SELECT COALESCE(MAX(last_used_at), 0)`+own+`) FROM profiles WHERE id IN (`+places(2, len(ids))+`)`, append([]any{millis(tx.now)}, anys(ids)...)...)
}

// Reach says how many clients have something.
type Reach struct {
	ID      string
	Clients int64
}

// CollectionReaches counts who has access to some collections.
func (tx *Tx) CollectionReaches(ctx context.Context, ids []string) ([]Reach, error) {
	return tx.reaches(ctx, "SELECT collection_id, COUNT(*) FROM access WHERE collection_id IN ("+places(1, len(ids))+") GROUP BY collection_id", ids)
}

// PolicyReaches counts who some policies are attached to, themselves or
// through a profile. The two are counted apart, each along its index: a union
// would sort a million clients.
func (tx *Tx) PolicyReaches(ctx context.Context, ids []string) ([]Reach, error) {
	return tx.reaches(ctx, `SELECT id, (SELECT COUNT(*) FROM client_policies AS own WHERE own.policy_id = policies.id)
		+ (SELECT COUNT(DISTINCT client_id) FROM profile_policies AS through WHERE through.policy_id = policies.id
			AND NOT EXISTS (SELECT 1 FROM client_policies AS own WHERE own.policy_id = through.policy_id AND own.client_id = through.client_id))
		FROM policies WHERE id IN (`+places(1, len(ids))+`) ORDER BY id`, ids)
}

func (tx *Tx) reaches(ctx context.Context, query string, ids []string) ([]Reach, error) {
	return scanAll(ctx, tx, func(r *Reach) []any { return []any{&r.ID, &r.Clients} }, query, anys(ids)...)
}
