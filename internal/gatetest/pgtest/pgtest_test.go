package pgtest

import (
	"database/sql"
	"testing"
)

func TestEachCallGivesAnEmptyDatabaseOfItsOwn(t *testing.T) {
	first, second := open(t, URL(t)), open(t, URL(t))
	if _, err := first.ExecContext(t.Context(), "CREATE TABLE notes (id BIGINT)"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.ExecContext(t.Context(), "SELECT id FROM notes"); err == nil {
		t.Error("a table of one database shows in the other")
	}
}

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
