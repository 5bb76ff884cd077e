package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"gatehouse"
)

// Tx is a transaction: a snapshot in [Store.View], a change in the making in
// [Store.Change]. Its methods are grouped by noun, a file each. It belongs to
// the goroutine that runs the function it was given to.
type Tx struct {
	sql     *sql.Tx
	store   *Store
	now     time.Time
	touched []Touched
}

// Now is the one moment at which all of the transaction happens, in UTC and
// whole milliseconds.
func (tx *Tx) Now() time.Time { return tx.now }

// exec runs a statement and returns the number of rows it met. PostgreSQL
// refuses text with a NUL byte or broken UTF-8 in the middle of a transaction
// while SQLite takes it, so both are refused here.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	for _, arg := range args {
		if text, ok := arg.(*string); ok && (strings.IndexByte(*text, 0) >= 0 || !utf8.ValidString(*text)) {
			return 0, gatehouse.Errorf(gatehouse.Invalid, "Text must be valid UTF-8 without NUL characters.")
		}
	}
	result, err := tx.sql.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, fmt.Errorf("running %.40q: %w", query, err)
	}
	return result.RowsAffected()
}

// strings reads one column of text.
func (tx *Tx) strings(ctx context.Context, query string, args ...any) ([]string, error) {
	return scanAll(ctx, tx, func(s *string) []any { return []any{s} }, query, args...)
}

// count reads one number.
func (tx *Tx) count(ctx context.Context, query string, args ...any) (n int64, err error) {
	if err := tx.sql.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("running %.40q: %w", query, err)
	}
	return n, nil
}

// scanAll reads all rows of a query; fields returns where the columns of a row
// go, in their order.
func scanAll[T any](ctx context.Context, tx *Tx, fields func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := tx.sql.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("running %.40q: %w", query, err)
	}
	defer rows.Close()
	all := []T{}
	for rows.Next() {
		var row T
		if err := rows.Scan(fields(&row)...); err != nil {
			return nil, fmt.Errorf("reading a row of %.40q: %w", query, err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading the rows of %.40q: %w", query, err)
	}
	return all, nil
}
