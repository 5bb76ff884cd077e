package main

import (
	"context"
	"fmt"
	"os"

	"gatehouse/internal/config"
	"gatehouse/internal/store"
)

type restoreCmd struct {
	config.Storage
	From string `help:"Backup to read." required:"" placeholder:"FILE"`
}

func (restoreCmd) Help() string {
	return `Replaces everything in the store by a backup, or changes nothing. Refuses while a server runs on the data
folder, and a backup made under another master key: put the old master.key into the data folder first.

Examples:

    gatehouse restore --from gatehouse-2026-11-23.backup`
}

func (c *restoreCmd) Run(p *process) (err error) {
	ctx := context.Background()
	file, err := os.Open(c.From)
	if err != nil {
		return fmt.Errorf("opening the backup: %w", err)
	}
	defer file.Close()
	if err := c.Check(); err != nil {
		return err
	}
	if err := makeDataFolder(c.Data); err != nil {
		return err
	}
	lock, err := lockDataFolder(c.Data)
	if err != nil {
		return err
	}
	defer lock.release()
	l, err := openLocal(ctx, c.Storage)
	if err != nil {
		return err
	}
	defer func() { err = l.close(err) }()
	if err := l.store.Import(ctx, store.By{Actor: byCommandLine().Actor}, file); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "restored %s\n", c.From)
	return nil
}
