package live

import (
	"context"
	"fmt"

	"gatehouse"
	"gatehouse/internal/live/lastgood"
	"gatehouse/internal/routing"
	"gatehouse/internal/store"
)

// catchUp reads what changed since the version in force and applies it.
func (f *Follower) catchUp(ctx context.Context) error {
	s := f.store.Load()
	if s == nil {
		return errNoStore
	}
	if f.table.Load() == nil || f.state.fromCopy.Load() {
		return f.readAll(ctx, s)
	}
	c := changed{most: max(alwaysOneByOne, f.directory.Len()/wholeShare)}
	if err := s.View(ctx, func(tx *store.Tx) error { return c.read(ctx, tx, f.version.Load()) }); err != nil {
		return fmt.Errorf("reading what changed: %w", err)
	}
	if c.all {
		return f.readAll(ctx, s)
	}
	f.apply(c)
	return nil
}

// Reading clients one by one costs several times what each costs when all are
// read, so where more than this changed, all are.
const (
	alwaysOneByOne = 1000
	wholeShare     = 8
)

// changed is what a follower has to apply to get from one version to another.
// It is read in one snapshot before anything of it is put in force.
type changed struct {
	most      int // clients that are worth reading one by one
	version   int64
	all       bool // too much: everything has to be read
	partners  []gatehouse.Partner
	gone      []string // clients
	policies  []gatehouse.Policy
	revisions []gatehouse.Revision
	settings  gatehouse.Settings

	newPolicies, newRevisions bool
}

func (c *changed) read(ctx context.Context, tx *store.Tx, since int64) (err error) {
	touched, err := tx.ChangesSince(ctx, since)
	if err != nil {
		return err
	}
	if c.version, err = tx.Version(ctx); err != nil {
		return err
	}
	if c.settings, err = tx.Settings(ctx); err != nil {
		return err
	}
	clients := map[string]bool{}
	for _, t := range touched {
		switch t.Kind {
		case store.TouchedAll:
			c.all = true
			return nil
		case store.TouchedClient:
			clients[t.ID] = true
		case store.TouchedPolicy:
			c.newPolicies = true
		case store.TouchedCollection:
			c.newRevisions = true
		}
	}
	if len(clients) > c.most {
		c.all = true
		return nil
	}
	if err := c.readPartners(ctx, tx, clients); err != nil {
		return err
	}
	if c.newPolicies {
		if c.policies, err = tx.AllPolicies(ctx); err != nil {
			return err
		}
	}
	if c.newRevisions {
		c.revisions, err = tx.PublishedRevisions(ctx)
	}
	return err
}

func (c *changed) readPartners(ctx context.Context, tx *store.Tx, ids map[string]bool) error {
	for id := range ids {
		p, err := tx.Partner(ctx, id)
		switch {
		case isNotFound(err):
			c.gone = append(c.gone, id)
		case err != nil:
			return err
		default:
			c.partners = append(c.partners, p)
		}
	}
	return nil
}

// apply puts changes in force. Policies go first, so that no client is ever
// found with a policy that is not there yet.
func (f *Follower) apply(c changed) {
	if c.newPolicies {
		f.state.policies.Store(&fault{f.directory.PutPolicies(c.policies)})
	}
	if c.newRevisions {
		f.swap(c.revisions)
	}
	for _, p := range c.partners {
		f.directory.Put(p)
	}
	for _, id := range c.gone {
		f.directory.Delete(id)
	}
	f.settings(c.settings)
	f.version.Store(c.version)
}

// swap compiles and exchanges the routing table.
func (f *Follower) swap(revisions []gatehouse.Revision) {
	table, problems := routing.Compile(revisions)
	for _, p := range problems {
		f.logger.Error("a collection cannot be served and refuses its traffic", "collection", p.Collection, "reason", p.Reason)
	}
	f.state.problems.Store(&problems)
	f.table.Store(table)
}

// readAll reads everything in one snapshot. Clients are put in force as they
// are read, so that a million need not fit in memory twice; a gateway that
// serves already goes from old to new client by client.
func (f *Follower) readAll(ctx context.Context, s *store.Store) error {
	seen := f.newSeen()
	err := s.View(ctx, func(tx *store.Tx) error {
		var c changed
		if err := c.readWhole(ctx, tx); err != nil {
			return err
		}
		f.state.policies.Store(&fault{f.directory.PutPolicies(c.policies)})
		err := tx.AllPartners(ctx, func(p gatehouse.Partner) error {
			f.directory.Put(p)
			seen.add(p.Client.ID)
			return nil
		})
		if err != nil {
			return err
		}
		seen.retain(f.directory)
		f.swap(c.revisions)
		f.settings(c.settings)
		f.version.Store(c.version)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	f.state.fromCopy.Store(false)
	return nil
}

func (c *changed) readWhole(ctx context.Context, tx *store.Tx) (err error) {
	if c.version, err = tx.Version(ctx); err != nil {
		return err
	}
	if c.settings, err = tx.Settings(ctx); err != nil {
		return err
	}
	if c.policies, err = tx.AllPolicies(ctx); err != nil {
		return err
	}
	c.revisions, err = tx.PublishedRevisions(ctx)
	return err
}

// readCopy puts the newest copy on disk in force.
func (f *Follower) readCopy() error {
	var policies []gatehouse.Policy
	var revisions []gatehouse.Revision
	seen := f.newSeen()
	version, err := f.lastGood.Load(lastgood.Sink{
		Policy:   func(p gatehouse.Policy) { policies = append(policies, p) },
		Revision: func(r gatehouse.Revision) { revisions = append(revisions, r) },
		Partner:  func(p gatehouse.Partner) { f.directory.Put(p); seen.add(p.Client.ID) },
	})
	if err != nil {
		return err
	}
	f.state.policies.Store(&fault{f.directory.PutPolicies(policies)})
	seen.retain(f.directory)
	f.swap(revisions)
	f.version.Store(version)
	return nil
}
