package main

import (
	"database/sql"
	"path/filepath"
	"testing"

	"gatehouse/internal/store"
)

// tamper edits the database behind Gatehouse's back.
func tamper(t *testing.T, data, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, store.SQLiteFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
