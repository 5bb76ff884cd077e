package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gatehouse"
	"gatehouse/internal/seal"
)

// table says how one noun is laid out in its table. The id, where there is one, comes first.
type table[T any] struct {
	name    string
	noun    string         // for messages: "client"
	columns string         // "id, name, …"
	fields  func(*T) []any // where the columns are in a T, in the same order
}

// list reads the rows that match; rest is everything behind FROM.
func (t table[T]) list(ctx context.Context, tx *Tx, rest string, args ...any) ([]T, error) {
	return scanAll(ctx, tx, t.fields, "SELECT "+t.columns+" FROM "+t.name+" "+rest, args...)
}

// get reads the one row that matches, or fails with NotFound.
func (t table[T]) get(ctx context.Context, tx *Tx, rest string, args ...any) (T, error) {
	found, err := t.list(ctx, tx, rest, args...)
	if err != nil || len(found) == 0 {
		var none T
		if err == nil {
			err = t.notFound()
		}
		return none, err
	}
	return found[0], nil
}

func (t table[T]) notFound() error {
	return gatehouse.Errorf(gatehouse.NotFound, "There is no such %s.", t.noun)
}

func (t table[T]) insert(ctx context.Context, tx *Tx, v *T) error {
	fields := t.fields(v)
	_, err := tx.exec(ctx, "INSERT INTO "+t.name+" ("+t.columns+") VALUES ("+placeholders(len(fields))+")", fields...)
	return err
}

// update writes all columns of v over the row with its id.
func (t table[T]) update(ctx context.Context, tx *Tx, v *T) error {
	fields := t.fields(v)
	n, err := tx.exec(ctx, "UPDATE "+t.name+" SET ("+t.columns+") = ("+placeholders(len(fields))+") WHERE id = $1", fields...)
	if err == nil && n == 0 {
		return t.notFound()
	}
	return err
}

// updateVersion writes v over the row with its id if nobody else has written
// since v was read, and moves v's version and time on. Otherwise it fails with
// Stale and leaves v as it was.
func (t table[T]) updateVersion(ctx context.Context, tx *Tx, v *T, m *gatehouse.Meta) error {
	read := *m
	m.Version++
	m.UpdatedAt = tx.now
	fields := t.fields(v)
	n, err := tx.exec(ctx, "UPDATE "+t.name+" SET ("+t.columns+") = ("+placeholders(len(fields))+") WHERE id = $1 AND version = $"+
		strconv.Itoa(len(fields)+1), append(fields, read.Version)...)
	if err == nil && n == 0 {
		*m = read
		return t.missed(ctx, tx, fields[0])
	}
	return err
}

// missed tells why an update met no row.
func (t table[T]) missed(ctx context.Context, tx *Tx, id any) error {
	n, err := tx.count(ctx, "SELECT COUNT(*) FROM "+t.name+" WHERE id = $1", id)
	if err == nil && n == 0 {
		return t.notFound()
	}
	if err == nil {
		return gatehouse.Errorf(gatehouse.Stale, "The %s was changed since you read it; read it again.", t.noun)
	}
	return err
}

func (t table[T]) delete(ctx context.Context, tx *Tx, id string) error {
	n, err := tx.exec(ctx, "DELETE FROM "+t.name+" WHERE id = $1", id)
	if err == nil && n == 0 {
		return t.notFound()
	}
	return err
}

// created fills in what a new resource has not got yet.
func (tx *Tx) created(id *string, prefix string, m *gatehouse.Meta) {
	if *id == "" {
		*id = seal.NewID(prefix)
	}
	*m = gatehouse.Meta{CreatedAt: tx.now, UpdatedAt: tx.now, Version: 1}
}

// placeholders returns "$1, $2, …, $n".
func placeholders(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String()
}

// filter collects the conditions of a query.
type filter struct {
	conditions []string
	args       []any
}

// and adds a condition in which each "?" stands for one of the arguments.
func (f *filter) and(condition string, args ...any) {
	for _, arg := range args {
		f.args = append(f.args, arg)
		condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(f.args)), 1)
	}
	f.conditions = append(f.conditions, condition)
}

func (f *filter) where() string {
	if len(f.conditions) == 0 {
		return ""
	}
	return "WHERE (" + strings.Join(f.conditions, ") AND (") + ") "
}

// contains is a LIKE pattern for text that holds q, whatever its case; the
// condition says ESCAPE '\'.
func contains(q string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(q)) + "%"
}
