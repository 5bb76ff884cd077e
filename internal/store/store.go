package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gatehouse/internal/seal"
)

// Store is an open database. It is safe for use by many goroutines, and other
// processes may have the same database open.
type Store struct {
	engine      *engine
	keys        *seal.Keys
	now         func() time.Time
	checkpoints *checkpoints
}

// Options says what to open.
type Options struct {
	DataDir     string     // for the SQLite file and the audit checkpoints; made when missing
	DatabaseURL string     // "postgres://…"; empty: SQLite in DataDir
	Keys        *seal.Keys // seals upstream credentials, chains audit events
	Now         func() time.Time
}

// Open opens the database and brings its schema up to date. A database whose
// schema is newer than this program is refused. Errors are one line that an
// operator can act on.
func Open(ctx context.Context, o Options) (*Store, error) {
	e, err := openEngine(ctx, o)
	if err != nil {
		return nil, err
	}
	s := &Store{engine: e, keys: o.Keys, now: o.Now}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.start(ctx, o.DataDir); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return s, nil
}

func openEngine(ctx context.Context, o Options) (*engine, error) {
	if o.DatabaseURL != "" {
		return openPostgres(ctx, o.DatabaseURL)
	}
	return openSQLite(ctx, o.DataDir)
}

func (s *Store) start(ctx context.Context, dataDir string) error {
	if err := s.migrate(ctx); err != nil {
		return err
	}
	h, err := s.head(ctx)
	if err != nil {
		return err
	}
	s.checkpoints, err = openCheckpoints(dataDir, s.keys)
	if err != nil {
		return err
	}
	s.checkpoints.committed(h)
	return nil
}

// Close writes the last audit checkpoint and closes the database.
func (s *Store) Close() error {
	return errors.Join(s.checkpoints.close(), s.engine.close())
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.engine.explain(s.engine.read.PingContext(ctx))
}

// View runs fn on one unchanging snapshot of the database. Writing through the
// transaction fails.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	return s.engine.explain(s.inTx(ctx, s.engine.read, s.engine.snapshot, fn))
}

// Version returns the number of the latest committed change; see
// [Tx.ChangesSince].
func (s *Store) Version(ctx context.Context) (int64, error) {
	h, err := s.head(ctx)
	return h.version, err
}

func (s *Store) inTx(ctx context.Context, db *sql.DB, opts *sql.TxOptions, fn func(*Tx) error) error {
	t, err := db.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	defer t.Rollback() //nolint:errcheck // reports ErrTxDone after Commit; before it, the first error matters more
	if err := fn(&Tx{sql: t, store: s, now: s.moment()}); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// moment is now as the database keeps it.
func (s *Store) moment() time.Time { return s.now().UTC().Truncate(time.Millisecond) }
