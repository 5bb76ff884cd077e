package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"gatehouse"
)

// The connections that one process keeps at most. Writers queue for the head
// row anyway.
const (
	postgresWriters = 4
	postgresReaders = 16
)

// openPostgres connects to a PostgreSQL database. Writers run at READ
// COMMITTED, because a transaction that waited for the head row must see what
// the one before it committed; readers get a snapshot.
func openPostgres(ctx context.Context, databaseURL string) (*engine, error) {
	if !strings.HasPrefix(databaseURL, "postgres://") && !strings.HasPrefix(databaseURL, "postgresql://") {
		return nil, errors.New("DATABASE_URL must begin with postgres:// (leave it out to use SQLite)")
	}
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("reading DATABASE_URL: %s", oneLine(err))
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	e := &engine{
		name: "PostgreSQL", dialect: goose.DialectPostgres,
		write: stdlib.OpenDB(*config), read: stdlib.OpenDB(*config),
		snapshot: &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		ddl:      bytewise, diagnose: diagnosePostgres,
	}
	e.write.SetMaxOpenConns(postgresWriters)
	e.write.SetMaxIdleConns(postgresWriters)
	e.read.SetMaxOpenConns(postgresReaders)
	e.read.SetMaxIdleConns(postgresReaders)
	if err := e.write.PingContext(ctx); err != nil {
		away := gatehouse.Errorf(gatehouse.Unavailable, "connecting to the database %s at %s:%d: %s", config.Database, config.Host, config.Port, oneLine(err))
		return nil, errors.Join(away, e.close())
	}
	return e, nil
}

// oneLine flattens an error of the driver, which lists each address it tried
// on a line of its own. The driver leaves passwords out.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// bytewise makes text compare as in SQLite and in Go, whatever the locale of
// the database: keyset pages and merge joins rely on one order.
func bytewise(ddl string) string {
	return strings.NewReplacer(" TEXT ", ` TEXT COLLATE "C" `, " TEXT,", ` TEXT COLLATE "C",`).Replace(ddl)
}

func diagnosePostgres(err error) (failure, string) {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return postgresFailure(e.Code), e.ConstraintName
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	if connecting || network || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err) {
		return awayFailure, ""
	}
	return unknownFailure, ""
}

// postgresFailure reads an SQLSTATE; appendix A of the PostgreSQL manual.
func postgresFailure(code string) failure {
	switch code {
	case "23505": // unique_violation
		return uniqueFailure
	case "23503": // foreign_key_violation
		return referenceFailure
	case "22021": // character_not_in_repertoire
		return textFailure
	case "53100": // disk_full
		return diskFullFailure
	case "25006": // read_only_sql_transaction: a standby
		return awayFailure
	}
	switch code[:2] {
	case "08", "40", "53", "55", "57", "58": // connection, rollback, resources, state, operator, system
		return awayFailure
	}
	return unknownFailure
}
