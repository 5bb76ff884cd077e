package store

import (
	"database/sql"
	"errors"

	"github.com/pressly/goose/v3"
)

// engine is all that SQLite and PostgreSQL do differently.
type engine struct {
	name     string
	dialect  goose.Dialect
	write    *sql.DB // transactions that change something
	read     *sql.DB // snapshots
	snapshot *sql.TxOptions
	ddl      func(string) string                   // adapts a migration
	diagnose func(error) (_ failure, index string) // reads an error of the driver
}

func (e *engine) close() error { return errors.Join(e.read.Close(), e.write.Close()) }
