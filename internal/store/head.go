package store

import (
	"context"
	"fmt"

	"gatehouse/internal/seal"
)

// head is the one row that every change locks: the configuration version and
// the end of the audit chain.
type head struct {
	version     int64
	seq         int64  // of the last audit event
	hash        string // of the last audit event
	changesFrom int64  // the oldest version whose changes are still listed
}

// correlationPrefix begins the id that the events of one call share.
const correlationPrefix = "corr"

func newCorrelationID() string { return seal.NewID(correlationPrefix) }

// lockHead takes the next version. From here to the commit no other change
// runs: SQLite has one writer anyway, PostgreSQL waits for the row.
func (tx *Tx) lockHead(ctx context.Context) (h head, err error) {
	const q = "UPDATE head SET version = version + 1 WHERE id = 1 RETURNING version, seq, hash, changes_from"
	if err := tx.sql.QueryRowContext(ctx, q).Scan(&h.version, &h.seq, &h.hash, &h.changesFrom); err != nil {
		return h, fmt.Errorf("locking the head row: %w", err)
	}
	return h, nil
}

func (tx *Tx) saveHead(ctx context.Context, h head) error {
	_, err := tx.exec(ctx, "UPDATE head SET version = $1, seq = $2, hash = $3, changes_from = $4 WHERE id = 1", h.version, h.seq, h.hash, h.changesFrom)
	return err
}

const selectHead = "SELECT version, seq, hash, changes_from FROM head WHERE id = 1"

func (tx *Tx) head(ctx context.Context) (h head, err error) {
	if err := tx.sql.QueryRowContext(ctx, selectHead).Scan(&h.version, &h.seq, &h.hash, &h.changesFrom); err != nil {
		return h, fmt.Errorf("reading the head row: %w", err)
	}
	return h, nil
}

// head reads the row outside of a transaction: the followers ask each second.
func (s *Store) head(ctx context.Context) (h head, err error) {
	if err := s.engine.read.QueryRowContext(ctx, selectHead).Scan(&h.version, &h.seq, &h.hash, &h.changesFrom); err != nil {
		return h, s.engine.explain(fmt.Errorf("reading the head row: %w", err))
	}
	return h, nil
}
