package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse"
)

func TestNewerSchemaRefusesToStart(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)")
		f.shut()
		_, err := Open(t.Context(), f.options)
		if err == nil || !strings.Contains(err.Error(), "schema version 9999") || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v", err)
		}
	})
}

func TestWhatCannotBeOpenedIsOneClearLineWithoutThePassword(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	notADatabase := t.TempDir()
	if err := os.WriteFile(filepath.Join(notADatabase, SQLiteFile), []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	good := newFixture(t, "").options
	for name, tt := range map[string]struct{ dir, url, want string }{
		"folder below a file":  {filepath.Join(file, "data"), "", file},
		"file of another kind": {notADatabase, "", "not a database"},
		"another scheme":       {t.TempDir(), "mysql://u:s3cret@127.0.0.1/x", "must begin with postgres://"},
		"malformed":            {t.TempDir(), "postgres://u:s3cret@127.0.0.1:port/x", "DATABASE_URL"},
		"nobody listens":       {t.TempDir(), "postgres://u:s3cret@127.0.0.1:1/x", "127.0.0.1:1"},
		"no such database":     {t.TempDir(), strings.Replace(engines[1].url(t), "postgres@", "nobody:s3cret@", 1), "nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			o.DataDir, o.DatabaseURL = tt.dir, tt.url
			s, err := Open(t.Context(), o)
			if err == nil {
				_ = s.Close()
				t.Fatal("it opened")
			}
			if text := err.Error(); !strings.Contains(text, tt.want) || strings.Contains(text, "\n") || strings.Contains(text, "s3cret") {
				t.Errorf("error %q; want one line with %q", text, tt.want)
			}
		})
	}
}

func TestDatabaseFileIsForItsOwnerAlone(t *testing.T) {
	f := newFixture(t, "")
	f.addClient("acme")
	files, err := filepath.Glob(filepath.Join(f.options.DataDir, "*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, path := range files {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v, %v", path, info.Mode(), err)
		}
	}
}

func TestFullDiskIsStorageFullAndHealsByItself(t *testing.T) {
	f := newFixture(t, "")
	f.addClient("acme")
	f.exec("PRAGMA max_page_count = 1") // SQLite takes the present size as the least
	fill := func() error {
		_, err := f.try(func(tx *Tx) error {
			return tx.InsertClient(t.Context(), &gatehouse.Client{Name: "big", Description: strings.Repeat("x", 1<<20)})
		})
		return err
	}
	wantKind(t, fill(), gatehouse.StorageFull, "")
	f.exec("PRAGMA max_page_count = 100000")
	if err := fill(); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if report, err := f.VerifyAudit(t.Context()); err != nil || !report.Intact {
		t.Errorf("audit %+v, %v", report, err)
	}
}

func TestDatabaseThatWentAwayIsUnavailable(t *testing.T) {
	f := newFixture(t, engines[1].url(t))
	f.addClient("acme")
	// The server ends every connection, as it does when it shuts down.
	_, _ = f.engine.read.ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	_, err := f.try(func(tx *Tx) error {
		_, err := tx.exec(t.Context(), "SELECT pg_terminate_backend(pg_backend_pid())")
		return err
	})
	wantKind(t, err, gatehouse.Unavailable, "")
	f.addClient("after") // a new connection serves
	if err := f.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}
