package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gatehouse/internal/config"
)

type backupCmd struct {
	config.Storage
	To string `help:"File to write; it must not exist." required:"" placeholder:"FILE"`
}

func (backupCmd) Help() string {
	return `Writes the configuration, users, keys and the audit log as they are at one moment, also while the server
runs, from SQLite and PostgreSQL alike. Request logs are files of their own in the data folder. The backup does not
hold the master key: keep DATA/master.key apart from it, a restore needs both.

Examples:

    gatehouse backup --to gatehouse-2026-11-23.backup`
}

func (c *backupCmd) Run(p *process) (err error) {
	ctx := context.Background()
	l, err := openExisting(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer func() { err = l.close(err) }()
	if _, err := os.Lstat(c.To); err == nil {
		return fmt.Errorf("%s exists already; name a new file", c.To)
	}
	// Written whole under another name, so that a file of that name is a backup.
	file, err := os.CreateTemp(filepath.Dir(c.To), ".backup-*")
	if err != nil {
		return fmt.Errorf("creating the backup: %w", err)
	}
	defer os.Remove(file.Name()) // gone already once it was renamed
	if err := errors.Join(l.store.Export(ctx, file), file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), c.To); err != nil {
		return fmt.Errorf("naming the backup: %w", err)
	}
	fmt.Fprintf(p.stdout, "wrote %s; it can be restored under the master key %s only\n", c.To, l.keys.Fingerprint())
	return nil
}
