package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// SQLiteFile is the name of the database inside the data folder.
const SQLiteFile = "gatehouse.db"

// sqliteReaders bounds the open snapshots; each has a cache of its own.
const sqliteReaders = 8

// openSQLite opens the database file in a folder. One connection writes and
// takes the write lock when its transaction begins, so that writers queue in
// Go and never meet "database is locked" half-way; another process waits for
// up to ten seconds. Every commit reaches the disk before it is acknowledged.
func openSQLite(ctx context.Context, dataDir string) (*engine, error) {
	path := filepath.Join(dataDir, SQLiteFile)
	if err := makeDatabaseFile(path); err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	const pragmas = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + pragmas
	write, err := sql.Open("sqlite", name+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("opening the database %s: %w", path, err)
	}
	read, err := sql.Open("sqlite", name+"&_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the database %s: %w", path, err), write.Close())
	}
	write.SetMaxOpenConns(1)
	read.SetMaxOpenConns(sqliteReaders)
	read.SetMaxIdleConns(sqliteReaders)
	e := &engine{
		name: "SQLite", dialect: goose.DialectSQLite3, write: write, read: read,
		ddl: func(s string) string { return s }, diagnose: diagnoseSQLite,
	}
	if err := write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the database %s: %w", path, err), e.close())
	}
	return e, nil
}

// makeDatabaseFile makes the file before SQLite does, readable by its owner
// alone; SQLite gives the files beside it the same mode.
func makeDatabaseFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// diagnoseSQLite reads the result code. SQLite names the columns of a unique
// index, "profiles.client_id, profiles.name", from which the name of the index
// follows.
func diagnoseSQLite(err error) (failure, string) {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return unknownFailure, ""
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return uniqueFailure, indexOf(e.Error())
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return referenceFailure, ""
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return diskFullFailure, ""
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_INTERRUPT,
		sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM:
		return awayFailure, ""
	}
	return unknownFailure, ""
}

func indexOf(message string) string {
	_, columns, _ := strings.Cut(message, "UNIQUE constraint failed: ")
	columns, _, _ = strings.Cut(columns, " (")
	var index string
	for column := range strings.SplitSeq(columns, ", ") {
		name, field, _ := strings.Cut(column, ".")
		if index == "" {
			index = name
		}
		index += "_" + field
	}
	return index
}
