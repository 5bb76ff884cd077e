package main

import (
	"context"
	"fmt"
	"os/signal"
	"strings"
	"syscall"

	"gatehouse/internal/config"
	"gatehouse/internal/store"
)

type serveCmd struct{ config.Settings }

func (serveCmd) Help() string {
	return `Runs the gateway, the console with the admin API, and the portal in one process. Every setting is a flag, an
environment variable and a key of the --config file; a flag beats the environment, which beats the file.
GATEHOUSE_…_FILE names a file to read a secret from.

Examples:

    gatehouse serve
    gatehouse serve --config /etc/gatehouse.yaml
    gatehouse serve --roles gateway --database-url postgres://gatehouse@db/gatehouse
    gatehouse serve --gateway-addr :443 --gateway-tls-cert cert.pem --gateway-tls-key key.pem`
}

func (c *serveCmd) Run(p *process) error {
	if err := c.Check(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	h, err := openHouse(ctx, &house{settings: &c.Settings, shown: p.sources.Shown(p.parsed), logger: c.Logger(p.stderr), listen: listen})
	if err != nil {
		return err
	}
	fmt.Fprint(p.stdout, h.block(ctx))
	return h.run(ctx)
}

// block is what a start prints.
func (h *house) block(ctx context.Context) string {
	var b strings.Builder
	where := "in " + h.settings.Data
	if h.settings.DatabaseURL != "" {
		where = ""
	}
	fmt.Fprintf(&b, "Gatehouse %s, %s\n", version, strings.TrimSpace(storeName(h.settings.Storage)+" "+where))
	for _, l := range h.listeners() {
		fmt.Fprintf(&b, "  %-8s %s\n", l.name, l.url)
	}
	if h.store == nil {
		b.WriteString("The database is away: partner traffic is served on the last good configuration.\n")
	} else if h.firstStart(ctx) {
		b.WriteString("There is no user yet. Make the first admin:\n  " + h.firstAdmin(ctx) + "\n")
	}
	return b.String()
}

func (h *house) firstStart(ctx context.Context) bool {
	first := false
	err := h.store.View(ctx, func(tx *store.Tx) error {
		users, _, err := tx.ListUsers(ctx, store.UserQuery{Page: store.Page{Limit: 1}})
		first = len(users) == 0
		return err
	})
	return err == nil && first
}

// firstAdmin is the one-time link to the console's page; where there is no such
// page, the command line that works as it is on this machine. A database URL
// is left out: it holds a password.
func (h *house) firstAdmin(ctx context.Context) string {
	if link := h.setUpLink(ctx); link != "" {
		return link
	}
	line := "gatehouse user create --email you@example.com --role admin"
	if h.settings.Data != defaultData {
		line += " --data " + shellQuoted(h.settings.Data)
	}
	return line
}

const defaultData = "./gatehouse-data"

// shellQuoted makes a word that a shell takes as it is.
func shellQuoted(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+=,", r))
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
