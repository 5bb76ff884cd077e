package manage

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// APIKey returns an API key by id or name.
func (c *Control) APIKey(ctx context.Context, by Caller, idOrName string) (gatehouse.APIKey, error) {
	return read(ctx, c, by, gatehouse.AreaSystem, func(tx *store.Tx) (gatehouse.APIKey, error) {
		return tx.APIKey(ctx, idOrName)
	})
}

// APIKeys lists API keys, revoked ones too.
func (c *Control) APIKeys(ctx context.Context, by Caller, q store.APIKeyQuery) ([]gatehouse.APIKey, string, error) {
	return list(ctx, c, by, gatehouse.AreaSystem, func(tx *store.Tx) ([]gatehouse.APIKey, string, error) {
		return tx.ListAPIKeys(ctx, q)
	})
}

// CreateAPIKey makes a key of the admin API. Its secret is in the answer and
// nowhere else.
func (c *Control) CreateAPIKey(ctx context.Context, by Caller, in gatehouse.APIKey) (IssuedAPIKey, error) {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return IssuedAPIKey{}, err
	}
	if err := by.mayHandOut(in.Role); err != nil {
		return IssuedAPIKey{}, err
	}
	secret := seal.NewToken(seal.APIKeyPrefix)
	hash := c.keys.Hash(secret.Reveal())
	key := gatehouse.APIKey{
		Name: in.Name, Role: in.Role, Prefix: secret.Reveal()[:8], Hash: hash[:], ExpiresAt: in.ExpiresAt.UTC().Truncate(time.Millisecond),
	}
	err := c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if err := checkNewKey(key, tx.Now()); err != nil {
			return err
		}
		if err := tx.InsertAPIKey(ctx, &key); err != nil {
			return err
		}
		t.created(apiKeyResource(key), apiKeyDocument(key, c.keys.SecretFingerprint(secret.Reveal())))
		return nil
	})
	if err != nil {
		return IssuedAPIKey{}, err
	}
	return IssuedAPIKey{APIKey: key, Secret: secret}, nil
}

func checkNewKey(k gatehouse.APIKey, now time.Time) error {
	var f gatehouse.Fields
	if err := collect(&f, "", k.Validate()); err != nil {
		return err
	}
	if !k.ExpiresAt.IsZero() && !k.ExpiresAt.After(now) {
		f.Add("/expires_at", "must be in the future")
	}
	return f.Err()
}

// RevokeAPIKey makes a key invalid at once. It stays listed, so that the audit
// log can be read; revoking it again changes nothing.
func (c *Control) RevokeAPIKey(ctx context.Context, by Caller, id string) error {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		key, err := tx.APIKey(ctx, id)
		if err != nil || !key.RevokedAt.IsZero() {
			return err
		}
		before := apiKeyDocument(key, "")
		key.RevokedAt = tx.Now()
		t.note("revoked", apiKeyResource(key), before, apiKeyDocument(key, ""))
		return tx.UpdateAPIKey(ctx, &key)
	})
}
