package store

import (
	"context"
	"fmt"
	"time"

	"gatehouse"
)

// IdempotencyLifetime is how long a key is remembered.
const IdempotencyLifetime = 24 * time.Hour

// IdempotencyMark is the Idempotency-Key of one call. The first [Store.Change]
// of the call claims the key in its own transaction; later ones of the same
// call find it claimed. What follows from that for every moment at which the
// process may end:
//
//   - before the commit: neither change nor claim exist, a retry runs anew;
//   - after the commit: the claim exists, and no retry can run a second time.
//     If the answer was lost because [Store.SaveIdempotentResponse] was not
//     reached, a retry finds the claim with the resource and without answer.
type IdempotencyMark struct {
	ActorID  string
	Route    string // method and path template: "POST /clients"
	Key      string
	BodyHash []byte // of what the key was sent with

	kept bool // the claim was committed by this call
}

// IdempotentCall is what is known of an earlier call with the same key.
type IdempotentCall struct {
	Resource gatehouse.Resource // what its first audit event was about; empty when it changed nothing
	At       time.Time
	Status   int    // 0: the answer is not there (yet)
	Response []byte // without secrets
	SameBody bool   // false: the key was sent with another body
}

// Answered reports whether the earlier call's answer can be replayed.
// Otherwise it is still on its way, or was lost in a crash after the commit.
func (c IdempotentCall) Answered() bool { return c.Status != 0 }

const idempotencyKey = "actor_id = $1 AND route = $2 AND idem_key = $3"

// IdempotentCall looks for an earlier call with the key of m, or fails with
// NotFound.
func (s *Store) IdempotentCall(ctx context.Context, m *IdempotencyMark) (IdempotentCall, error) {
	var found []IdempotentCall
	err := s.View(ctx, func(tx *Tx) (err error) {
		found, err = scanAll(ctx, tx, func(c *IdempotentCall) []any {
			return []any{&c.Resource.Type, &c.Resource.ID, ms{&c.At}, &c.Status, &c.Response, &c.SameBody}
		}, "SELECT resource_type, resource_id, created_at, status, response, body_hash = $4 FROM idempotency WHERE "+idempotencyKey+" AND created_at > $5",
			m.ActorID, m.Route, m.Key, m.BodyHash, millis(tx.now.Add(-IdempotencyLifetime)))
		return err
	})
	if err != nil {
		return IdempotentCall{}, err
	}
	if len(found) == 0 {
		return IdempotentCall{}, gatehouse.Errorf(gatehouse.NotFound, "There was no call with this idempotency key.")
	}
	return found[0], nil
}

// SaveIdempotentResponse keeps the answer of a call whose change was
// committed. The caller has taken the secrets out.
func (s *Store) SaveIdempotentResponse(ctx context.Context, m *IdempotencyMark, status int, response []byte) error {
	return s.engine.explain(s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		_, err := tx.exec(ctx, "UPDATE idempotency SET status = $4, response = $5 WHERE "+idempotencyKey, m.ActorID, m.Route, m.Key, status, response)
		return err
	}))
}

// claim takes the key for this call, or fails with a Conflict: another call
// has committed under it since the caller looked.
func (tx *Tx) claim(ctx context.Context, m *IdempotencyMark) error {
	if !m.fresh() {
		return nil
	}
	if _, err := tx.exec(ctx, "DELETE FROM idempotency WHERE created_at <= $1", millis(tx.now.Add(-IdempotencyLifetime))); err != nil {
		return err
	}
	n, err := tx.exec(ctx, `INSERT INTO idempotency (actor_id, route, idem_key, body_hash, created_at, resource_type, resource_id, status, response)
		VALUES ($1, $2, $3, $4, $5, '', '', 0, $6) ON CONFLICT DO NOTHING`,
		m.ActorID, m.Route, m.Key, append([]byte{}, m.BodyHash...), millis(tx.now), []byte{})
	if err != nil {
		return fmt.Errorf("claiming an idempotency key: %w", err)
	}
	if n == 0 {
		return &gatehouse.Error{Kind: gatehouse.Conflict, Code: "idempotency_key_in_use", Detail: "Another call with this idempotency key is running. Try again shortly."}
	}
	return nil
}

// fresh reports whether there is a key that this call has not claimed yet.
func (m *IdempotencyMark) fresh() bool { return m != nil && !m.kept }

// keep notes that the claim is committed.
func (m *IdempotencyMark) keep() {
	if m != nil {
		m.kept = true
	}
}

func (tx *Tx) noteResource(ctx context.Context, m *IdempotencyMark, r gatehouse.Resource) error {
	if !m.fresh() {
		return nil
	}
	_, err := tx.exec(ctx, "UPDATE idempotency SET resource_type = $4, resource_id = $5 WHERE "+idempotencyKey, m.ActorID, m.Route, m.Key, r.Type, r.ID)
	return err
}
