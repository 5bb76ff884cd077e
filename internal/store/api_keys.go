package store

import (
	"context"
	"time"

	"gatehouse"
)

var apiKeys = table[gatehouse.APIKey]{
	name:    "api_keys",
	noun:    "API key",
	columns: "id, name, role, prefix, hash, expires_at, revoked_at, last_used_at, created_at, updated_at, version",
	fields: func(k *gatehouse.APIKey) []any {
		return []any{
			&k.ID, &k.Name, &k.Role, &k.Prefix, &k.Hash,
			ms{&k.ExpiresAt},
			ms{&k.RevokedAt},
			ms{&k.LastUsedAt},
			ms{&k.CreatedAt},
			ms{&k.UpdatedAt},
			&k.Version,
		}
	},
}

// APIKeyQuery selects API keys; empty fields do not filter.
type APIKeyQuery struct {
	Page
	Q string // in the name, or the id itself
}

// APIKey reads an API key by id or name.
func (tx *Tx) APIKey(ctx context.Context, idOrName string) (gatehouse.APIKey, error) {
	return apiKeys.get(ctx, tx, "WHERE id = $1 OR name = $1", idOrName)
}

// APIKeyByHash reads an API key by the keyed hash of its secret, revoked and
// expired ones too.
func (tx *Tx) APIKeyByHash(ctx context.Context, hash []byte) (gatehouse.APIKey, error) {
	return apiKeys.get(ctx, tx, "WHERE hash = $1", hash)
}

// ListAPIKeys reads a page of API keys, newest first, and the next cursor.
func (tx *Tx) ListAPIKeys(ctx context.Context, q APIKeyQuery) ([]gatehouse.APIKey, string, error) {
	var f filter
	if q.Q != "" {
		f.and(`name LIKE ? ESCAPE '\' OR id = ?`, contains(q.Q), q.Q)
	}
	rest, err := q.byID("api_keys", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := apiKeys.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "api_keys", found, func(k *gatehouse.APIKey) []string { return []string{k.ID} })
	return found, next, err
}

// InsertAPIKey stores a new API key and fills in its id, times and version. A
// taken name is a Conflict at /name.
func (tx *Tx) InsertAPIKey(ctx context.Context, k *gatehouse.APIKey) error {
	tx.created(&k.ID, gatehouse.APIKeyIDPrefix, &k.Meta)
	return apiKeys.insert(ctx, tx, k)
}

// UpdateAPIKey stores an API key, if its version is the stored one.
func (tx *Tx) UpdateAPIKey(ctx context.Context, k *gatehouse.APIKey) error {
	return apiKeys.updateVersion(ctx, tx, k, &k.Meta)
}

// DeleteAPIKey deletes an API key for good.
func (tx *Tx) DeleteAPIKey(ctx context.Context, id string) error {
	return apiKeys.delete(ctx, tx, id)
}

// NoteAPIKeyUse stores when an API key was last used, without an audit event
// and without a new version of the key.
func (s *Store) NoteAPIKeyUse(ctx context.Context, id string, at time.Time) error {
	return s.engine.explain(s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		_, err := tx.exec(ctx, "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2", id, millis(at))
		return err
	}))
}
