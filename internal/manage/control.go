package manage

import (
	"context"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/limit"
	"gatehouse/internal/mail"
	"gatehouse/internal/probe"
	"gatehouse/internal/routing"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// Options are what a [Control] works with.
type Options struct {
	Store *store.Store
	Keys  *seal.Keys

	// Poke tells the gateway of this process that the configuration has
	// reached a version, and returns when it has been applied. Nil where no
	// gateway runs in the process.
	Poke func(version int64)

	Sender *mail.Sender // delivers the Outbox; nil: mails stay there

	Probe *probe.Prober // tries upstreams; nil: nothing is tried

	Fetch *probe.Fetcher // gets OpenAPI documents by URL; nil: none is fetched

	// What the gateway of this process knows; nil: there is none.
	Spent    func(now time.Time, share float64, most int) ([]limit.Spent, int)
	Problems func() []routing.Problem

	ConsoleURL string   // public, for invitations
	GatewayURL string   // public, for hand-over sheets
	PortalURL  string   // public, for hand-over sheets and one-time links
	Listeners  []string // addresses Gatehouse answers at, which upstreams may not name: "[::]:8080" or URLs
}

// Control carries out the use cases. It is safe for use by many goroutines.
type Control struct {
	store      *store.Store
	keys       *seal.Keys
	poke       func(version int64)
	sender     *mail.Sender
	consoleURL string
	gatewayURL string
	portalURL  string
	listeners  listeners
	probe      *probe.Prober
	fetch      *probe.Fetcher
	spent      func(now time.Time, share float64, most int) ([]limit.Spent, int)
	problems   func() []routing.Problem
	reading    chan struct{} // one token: an OpenAPI document is read
}

// New returns a control over a store.
func New(o Options) *Control {
	c := &Control{
		store: o.Store, keys: o.Keys, poke: o.Poke, sender: o.Sender,
		probe: o.Probe, fetch: o.Fetch, spent: o.Spent, problems: o.Problems,
		consoleURL: strings.TrimRight(o.ConsoleURL, "/"),
		gatewayURL: strings.TrimRight(o.GatewayURL, "/"), portalURL: strings.TrimRight(o.PortalURL, "/"),
		listeners: newListeners(o.Listeners), reading: make(chan struct{}, 1),
	}
	if c.poke == nil {
		c.poke = func(int64) {}
	}
	return c
}

// change runs fn in one transaction with the events it notes, then waits until
// the gateway of this process has applied the result.
func (c *Control) change(ctx context.Context, by Caller, fn func(*store.Tx, *trail) error) error {
	who := store.By{Actor: by.Actor, RequestID: by.RequestID, Idempotency: by.Idempotency}
	version, err := c.store.Change(ctx, who, func(tx *store.Tx) ([]store.Event, error) {
		var t trail
		err := fn(tx, &t)
		return t.events, err
	})
	if err != nil {
		return placed(err)
	}
	c.poke(version)
	return nil
}

// matches compares a version with the If-Match of the call; 0 asks for none.
func matches(m gatehouse.Meta, ifMatch int64) error {
	if ifMatch == 0 || ifMatch == m.Version {
		return nil
	}
	return gatehouse.Errorf(gatehouse.Stale, "It was changed by someone else since you read it. Read it again and repeat your change.")
}
