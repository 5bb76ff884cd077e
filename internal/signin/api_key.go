package signin

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

// errKey is the one answer to every key that does not work.
var errKey = gatehouse.Errorf(gatehouse.Unauthenticated, "The API key is missing, unknown, revoked or expired. Send a valid one as Authorization: Bearer ghk_….")

// APIKey tells who calls with an API key. A key that does not work is
// Unauthenticated, or RateLimited once too many came from one address; a
// valid key always passes.
func (d *Desk) APIKey(ctx context.Context, secret gatehouse.Secret, from netip.Addr) (manage.Caller, error) {
	hash := d.keys.Hash(secret.Reveal())
	var key gatehouse.APIKey
	err := d.store.View(ctx, func(tx *store.Tx) (err error) {
		key, err = tx.APIKeyByHash(ctx, hash[:])
		return err
	})
	if notFound(err) || err == nil && !d.keyWorks(key) {
		if wait := d.keyFailures.take(place(from), d.now()); wait > 0 {
			return manage.Caller{}, tooMany(wait)
		}
		return manage.Caller{}, errKey
	}
	if err != nil {
		return manage.Caller{}, err
	}
	d.noteUse(ctx, key)
	return manage.Caller{
		Actor: gatehouse.Actor{Type: gatehouse.ActorAPIKey, ID: key.ID, Name: key.Name, IP: ip(from)}, Role: key.Role,
	}, nil
}

func (d *Desk) keyWorks(k gatehouse.APIKey) bool {
	return k.RevokedAt.IsZero() && (k.ExpiresAt.IsZero() || d.now().Before(k.ExpiresAt))
}

// noteUse stores when a key was used, at most once a minute: a write for each
// read of the API would cost more than the reads.
func (d *Desk) noteUse(ctx context.Context, key gatehouse.APIKey) {
	now := d.now()
	d.mu.Lock()
	due := now.Sub(key.LastUsedAt) >= time.Minute && now.Sub(d.noted[key.ID]) >= time.Minute
	if due {
		d.noted[key.ID] = now
	}
	d.mu.Unlock()
	if !due {
		return
	}
	if err := d.store.NoteAPIKeyUse(ctx, key.ID, now); err != nil {
		// A failure that must not keep anybody out.
		slog.Warn("the use of an API key could not be noted", slog.Any("error", err))
	}
}

func notFound(err error) bool {
	e, ok := errors.AsType[*gatehouse.Error](err)
	return ok && e.Kind == gatehouse.NotFound
}
