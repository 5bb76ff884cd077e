package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date. Migrations only go forward, and a
// schema from a newer program is refused: this one would not know what it
// leaves out when it writes.
func (s *Store) migrate(ctx context.Context) error {
	provider, err := s.engine.migrations()
	if err != nil {
		return err
	}
	known := provider.ListSources()
	newest := known[len(known)-1].Version
	found, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("reading the schema version: %s", oneLine(err))
	}
	if found > newest {
		return fmt.Errorf("the database has schema version %d and this gatehouse knows versions up to %d: start the newer gatehouse that wrote it", found, newest)
	}
	if found == newest {
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		// Another process may have started at the same moment and done it.
		if now, again := provider.GetDBVersion(ctx); again == nil && now == newest {
			return nil
		}
		return fmt.Errorf("bringing the database from schema version %d to %d: %s", found, newest, oneLine(err))
	}
	return nil
}

// schemaVersion returns the version that the database has.
func (s *Store) schemaVersion(ctx context.Context) (int64, error) {
	provider, err := s.engine.migrations()
	if err != nil {
		return 0, err
	}
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return 0, s.engine.explain(fmt.Errorf("reading the schema version: %w", err))
	}
	return version, nil
}

// migrations reads the embedded files, each adapted to the engine.
func (e *engine) migrations() (*goose.Provider, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("listing the migrations: %w", err)
	}
	var steps []*goose.Migration
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return nil, fmt.Errorf("reading the version of a migration: %w", err)
		}
		text, err := fs.ReadFile(migrations, name)
		if err != nil {
			return nil, fmt.Errorf("reading a migration: %w", err)
		}
		steps = append(steps, goose.NewGoMigration(version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, e.ddl(string(text)))
			return err
		}}, nil))
	}
	provider, err := goose.NewProvider(e.dialect, e.write, nil, goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(steps...))
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return provider, nil
}
