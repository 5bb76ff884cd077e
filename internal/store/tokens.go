package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
)

var tokens = table[gatehouse.Token]{
	name:    "tokens",
	noun:    "token",
	columns: "id, client_id, profile_id, prefix, hash, created_at, expires_at, retired_at, revoked_at, first_used_at, last_used_at, last_used_ip, use_count",
	fields: func(t *gatehouse.Token) []any {
		return []any{
			&t.ID, &t.ClientID, &t.ProfileID, &t.Prefix, &t.Hash,
			ms{&t.CreatedAt},
			ms{&t.ExpiresAt},
			ms{&t.RetiredAt},
			ms{&t.RevokedAt},
			ms{&t.FirstUsedAt},
			ms{&t.LastUsedAt},
			&t.LastUsedIP, &t.UseCount,
		}
	},
}

// TokenQuery selects the tokens of one profile.
type TokenQuery struct {
	Page
	ProfileID string
}

// Token reads a token by id.
func (tx *Tx) Token(ctx context.Context, id string) (gatehouse.Token, error) {
	return tokens.get(ctx, tx, "WHERE id = $1", id)
}

// ProfileTokens reads all tokens of a profile, newest first, revoked ones too.
func (tx *Tx) ProfileTokens(ctx context.Context, profileID string) ([]gatehouse.Token, error) {
	return tokens.list(ctx, tx, "WHERE profile_id = $1 ORDER BY id DESC", profileID)
}

// ListTokens reads a page of a profile's tokens, newest first, and the next
// cursor.
func (tx *Tx) ListTokens(ctx context.Context, q TokenQuery) ([]gatehouse.Token, string, error) {
	var f filter
	f.and("profile_id = ?", q.ProfileID)
	rest, err := q.byID("tokens", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := tokens.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "tokens", found, func(t *gatehouse.Token) []string { return []string{t.ID} })
	return found, next, err
}

// InsertToken stores a new token and fills in its id and time of creation. A
// secret that the profile has or had already is a Conflict at /value: a
// revoked secret must not come back to life.
func (tx *Tx) InsertToken(ctx context.Context, t *gatehouse.Token) error {
	if t.ID == "" {
		t.ID = seal.NewID(gatehouse.TokenIDPrefix)
	}
	t.CreatedAt = tx.now
	tx.touch(TouchedClient, t.ClientID)
	return tokens.insert(ctx, tx, t)
}

// UpdateToken stores when a token expires, was retired and was revoked. The
// counters of its use have a write of their own, [Store.AddTokenUsage], and
// the secret never changes.
func (tx *Tx) UpdateToken(ctx context.Context, t *gatehouse.Token) error {
	tx.touch(TouchedClient, t.ClientID)
	n, err := tx.exec(ctx, "UPDATE tokens SET expires_at = $2, retired_at = $3, revoked_at = $4 WHERE id = $1",
		t.ID, millis(t.ExpiresAt), millis(t.RetiredAt), millis(t.RevokedAt))
	if err == nil && n == 0 {
		return tokens.notFound()
	}
	return err
}

// TokenUsage is how a token was used since it was last told.
type TokenUsage struct {
	TokenID    string
	Uses       int64
	LastUsedAt time.Time
	LastUsedIP string
}

// AddTokenUsage adds to the counters of tokens, without an audit event and
// without a new configuration version. Tokens that are gone are passed over.
func (s *Store) AddTokenUsage(ctx context.Context, usage []TokenUsage) error {
	// Two nodes that lock the same rows in the same order cannot deadlock.
	usage = slices.SortedFunc(slices.Values(usage), func(a, b TokenUsage) int { return strings.Compare(a.TokenID, b.TokenID) })
	const add = `UPDATE tokens SET use_count = use_count + $2,
		first_used_at = CASE WHEN first_used_at = 0 OR first_used_at > $3 THEN $3 ELSE first_used_at END,
		last_used_ip = CASE WHEN last_used_at <= $3 THEN $4 ELSE last_used_ip END,
		last_used_at = CASE WHEN last_used_at <= $3 THEN $3 ELSE last_used_at END
		WHERE id = $1`
	return s.engine.explain(s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		for _, u := range usage {
			if _, err := tx.exec(ctx, add, u.TokenID, u.Uses, millis(u.LastUsedAt), u.LastUsedIP); err != nil {
				return err
			}
		}
		return nil
	}))
}
