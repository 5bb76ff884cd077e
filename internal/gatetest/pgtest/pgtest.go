// Package pgtest gives tests a private PostgreSQL. The first call in a test
// binary starts a server in a temporary folder, reachable by a socket in that
// folder alone; each call makes a fresh database in it. The server ends with
// the test binary, however that ends: a shell beside it waits for a pipe that
// only the binary holds open, then stops the server by its process id and
// removes the folder.
//
// The tests that use it prove that the store does the same on both engines.
// A machine without PostgreSQL would prove nothing, so they fail there instead
// of being skipped.
package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// start runs the one server of the test binary.
var start = sync.OnceValues(startServer)

// URL returns the DATABASE_URL of a fresh, empty database, which is dropped
// when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	running, err := start()
	if err != nil {
		t.Fatalf("PostgreSQL is needed for this test: %v\nrun: make test (it installs what is missing)", err)
	}
	admin, err := sql.Open("pgx", databaseURL(running.folder, "postgres"))
	if err != nil {
		t.Fatalf("connecting to the private PostgreSQL: %v", err)
	}
	name := "t" + strings.ReplaceAll(time.Now().Format("150405.000000000"), ".", "")
	if _, err := admin.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatalf("making a database: %v", err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		_, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)")
		if err != nil {
			t.Errorf("dropping a database: %v", err)
		}
		_ = admin.Close()
	})
	return databaseURL(running.folder, name)
}

func databaseURL(folder, name string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + name, RawQuery: url.Values{"host": {folder}}.Encode()}
	return u.String()
}

func startServer() (*server, error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	account, err := unprivileged()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "gatehouse-pg-")
	if err != nil {
		return nil, fmt.Errorf("making a folder: %w", err)
	}
	s := &server{bin: bin, folder: folder, account: account}
	if err := s.start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, nil
}

// findBinaries returns the folder of initdb and postgres, of the newest
// version where Debian has several.
func findBinaries() (string, error) {
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // fails on a bad pattern only
	var best string
	for _, folder := range append(filepath.SplitList(os.Getenv("PATH")), folders...) {
		if _, err := os.Stat(filepath.Join(folder, "initdb")); err == nil {
			best = folder
		}
	}
	if best == "" {
		return "", fmt.Errorf("neither /usr/lib/postgresql/*/bin nor PATH holds initdb")
	}
	return best, nil
}
