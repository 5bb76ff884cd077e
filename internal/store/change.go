package store

import (
	"context"
	"errors"

	"gatehouse"
)

// By is who makes a change and in which call. Every audit event of the change
// carries it.
type By struct {
	Actor         gatehouse.Actor
	RequestID     string           // of the admin API call; empty for the CLI
	CorrelationID string           // shared by the events of one call; empty: one is made
	Idempotency   *IdempotencyMark // nil: the call carried no Idempotency-Key
}

// Event is what happened to one resource; the store adds actor, time, number
// and hash.
type Event struct {
	Action   string // "client.created"
	Resource gatehouse.Resource
	Changes  []gatehouse.Change
}

// Change runs fn in a transaction that no other change can overlap, and
// commits what fn wrote together with one audit event for each event fn
// returned. It returns the new configuration version.
//
// When fn returns no event, nothing it wrote is kept and the version stays as
// it is: a write that changes nothing leaves no trace. When fn fails, its
// error is returned as it is and nothing is kept.
func (s *Store) Change(ctx context.Context, by By, fn func(*Tx) ([]Event, error)) (version int64, err error) {
	if by.CorrelationID == "" {
		by.CorrelationID = newCorrelationID()
	}
	var after head
	err = s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		after, err = tx.change(ctx, by, fn)
		return err
	})
	if unchanged, ok := errors.AsType[*unchangedError](err); ok {
		return unchanged.version, nil
	}
	if err != nil {
		return 0, s.engine.explain(err)
	}
	by.Idempotency.keep()
	s.checkpoints.committed(after)
	return after.version, nil
}

// unchangedError rolls a transaction back without being a failure.
type unchangedError struct{ version int64 }

func (*unchangedError) Error() string { return "nothing changed" }

func (tx *Tx) change(ctx context.Context, by By, fn func(*Tx) ([]Event, error)) (head, error) {
	h, err := tx.lockHead(ctx)
	if err != nil {
		return h, err
	}
	if err := tx.claim(ctx, by.Idempotency); err != nil {
		return h, err
	}
	events, err := tx.attempt(ctx, fn)
	if err != nil {
		return h, err
	}
	if len(events) == 0 {
		if !by.Idempotency.fresh() {
			return h, &unchangedError{h.version - 1}
		}
		// The claim of the key stays, so that a retry of this call cannot
		// become a change because somebody else made one in between.
		h.version--
		return h, tx.saveHead(ctx, h)
	}
	if err := tx.noteResource(ctx, by.Idempotency, events[0].Resource); err != nil {
		return h, err
	}
	if err := tx.appendAudit(ctx, &h, by, events); err != nil {
		return h, err
	}
	if err := tx.saveTouched(ctx, &h); err != nil {
		return h, err
	}
	return h, tx.saveHead(ctx, h)
}

// attempt runs fn and undoes what it wrote when it reports no event.
func (tx *Tx) attempt(ctx context.Context, fn func(*Tx) ([]Event, error)) ([]Event, error) {
	if _, err := tx.exec(ctx, "SAVEPOINT before_change"); err != nil {
		return nil, err
	}
	events, err := fn(tx)
	if err != nil {
		return nil, err
	}
	if len(events) == 0 {
		_, err = tx.exec(ctx, "ROLLBACK TO SAVEPOINT before_change")
		return nil, err
	}
	_, err = tx.exec(ctx, "RELEASE SAVEPOINT before_change")
	return events, err
}
