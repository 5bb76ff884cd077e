package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/probe"
	"gatehouse/internal/store"
)

// TriedTarget is a target with how it fared.
type TriedTarget struct {
	URL string
	probe.Result
}

// TryUpstream sends one request to each target of a collection's draft, by id
// or name.
func (c *Control) TryUpstream(ctx context.Context, by Caller, idOrName string) ([]TriedTarget, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return nil, err
	}
	var co gatehouse.Collection
	err := c.store.View(ctx, func(tx *store.Tx) (err error) {
		co, err = tx.Collection(ctx, idOrName)
		return err
	})
	if err != nil {
		return nil, err
	}
	return c.try(ctx, co.Upstream.Targets)
}

// TryTargets sends one request to each of some URLs, before a collection has
// them. One that no upstream may have is Invalid at /targets/{i}/url.
func (c *Control) TryTargets(ctx context.Context, by Caller, urls []string) ([]TriedTarget, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return nil, err
	}
	u := gatehouse.Upstream{}
	for _, url := range urls {
		u.Targets = append(u.Targets, gatehouse.Target{URL: url, Weight: 1})
	}
	// A collection around them checks them as it will be checked itself.
	around := gatehouse.Collection{Name: "tried", Definition: gatehouse.Definition{BasePath: "/", Upstream: u}}
	err := around.Validate()
	if err == nil {
		err = c.listeners.check(ctx, u.Targets).Err()
	}
	if err != nil {
		return nil, relocated(err, "/upstream/targets", "/targets")
	}
	return c.try(ctx, u.Targets)
}

// relocated moves the pointers of an Invalid error from one place to another.
func relocated(err error, from, to string) error {
	e := *gatehouse.Errorf(gatehouse.Invalid, "Some fields are wrong; see errors.")
	e.Fields = renamed(err, from, to)
	return &e
}

func (c *Control) try(ctx context.Context, targets []gatehouse.Target) ([]TriedTarget, error) {
	if c.probe == nil {
		return nil, gatehouse.Errorf(gatehouse.Unavailable, "No gateway runs in this process to try from.")
	}
	urls := make([]string, len(targets))
	for i, t := range targets {
		urls[i] = t.URL
	}
	out := make([]TriedTarget, len(targets))
	for i, r := range c.probe.Try(ctx, urls) {
		out[i] = TriedTarget{urls[i], r}
	}
	return out, nil
}
