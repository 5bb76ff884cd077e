package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"

	"gatehouse"
	"gatehouse/internal/config"
	"gatehouse/internal/manage"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// local is the data folder and database as the commands use them that need no
// server. They work beside a running one: it hears of their changes from the
// store.
type local struct {
	keys    *seal.Keys
	store   *store.Store
	control *manage.Control
}

func openLocal(ctx context.Context, s config.Storage) (*local, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if err := makeDataFolder(s.Data); err != nil {
		return nil, err
	}
	keys, err := loadKeys(s)
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, store.Options{DataDir: s.Data, DatabaseURL: s.DatabaseURL.Reveal(), Keys: keys})
	if err != nil {
		return nil, err
	}
	return &local{keys, st, manage.New(manage.Options{Store: st, Keys: keys})}, nil
}

// openExisting is openLocal for commands that make no sense without data: a
// mistyped --data must not look like an empty house.
func openExisting(ctx context.Context, s config.Storage) (*local, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	needed := filepath.Join(s.Data, store.SQLiteFile)
	if s.DatabaseURL != "" {
		needed = s.Data
	}
	if _, err := os.Stat(needed); err != nil {
		return nil, &config.SettingError{Name: "data", Reason: "there is no Gatehouse data in " + s.Data}
	}
	return openLocal(ctx, s)
}

func loadKeys(s config.Storage) (*seal.Keys, error) {
	keys, err := seal.LoadKeys(s.Data, s.MasterKey)
	if err != nil && s.MasterKey != "" {
		return nil, &config.SettingError{Name: "master-key", Reason: err.Error()}
	}
	return keys, err
}

// close ends a command's use of the store and keeps its error.
func (l *local) close(err error) error { return errors.Join(err, l.store.Close()) }

// byCommandLine is whoever may run commands on this machine: an admin, since
// they can read the database anyway.
func byCommandLine() manage.Caller {
	name := "command line"
	if u, err := user.Current(); err == nil {
		name = cmp.Or(u.Username, name)
	}
	return manage.Caller{Role: gatehouse.Admin, Actor: gatehouse.Actor{Type: gatehouse.ActorCLI, Name: name}}
}
