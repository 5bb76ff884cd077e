package manage

import (
	"cmp"
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// Policy returns a policy by id or name.
func (c *Control) Policy(ctx context.Context, by Caller, idOrName string) (gatehouse.Policy, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (gatehouse.Policy, error) {
		return tx.Policy(ctx, idOrName)
	})
}

// Policies lists policies.
func (c *Control) Policies(ctx context.Context, by Caller, q store.PolicyQuery) ([]gatehouse.Policy, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.Policy, string, error) {
		return tx.ListPolicies(ctx, q)
	})
}

// PolicyClients lists the clients that a policy is attached to, themselves or
// through one of their profiles.
func (c *Control) PolicyClients(ctx context.Context, by Caller, idOrName string, page store.Page) ([]gatehouse.Client, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.Client, string, error) {
		p, err := tx.Policy(ctx, idOrName)
		if err != nil {
			return nil, "", err
		}
		return tx.ListClients(ctx, store.ClientQuery{Page: page, PolicyID: p.ID})
	})
}

// CreatePolicy creates a policy. A quota without a time zone is counted in
// UTC.
func (c *Control) CreatePolicy(ctx context.Context, by Caller, in gatehouse.Policy) (gatehouse.Policy, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return gatehouse.Policy{}, err
	}
	in.ID = ""
	in = normalPolicy(in)
	if err := in.Validate(); err != nil {
		return gatehouse.Policy{}, err
	}
	err := c.change(ctx, by, func(tx *store.Tx, t *trail) error { return insertPolicy(ctx, tx, t, &in) })
	return in, err
}

func normalPolicy(p gatehouse.Policy) gatehouse.Policy {
	if p.Quota != nil {
		quota := *p.Quota
		quota.TimeZone = cmp.Or(quota.TimeZone, "UTC")
		p.Quota = &quota
	}
	return p
}

func insertPolicy(ctx context.Context, tx *store.Tx, t *trail, p *gatehouse.Policy) error {
	if err := tx.InsertPolicy(ctx, p); err != nil {
		return err
	}
	t.created(policyResource(*p), policyDocument(*p))
	return nil
}

// UpdatePolicy edits a policy; what it is attached to is limited by the new
// values from the next request on.
func (c *Control) UpdatePolicy(ctx context.Context, by Caller, id string, ifMatch int64, edit func(*gatehouse.Policy) error) (out gatehouse.Policy, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return out, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if out, err = tx.Policy(ctx, id); err != nil {
			return err
		}
		if err := matches(out.Meta, ifMatch); err != nil {
			return err
		}
		before, kept := policyDocument(out), out
		if err := edit(&out); err != nil {
			return err
		}
		out = normalPolicy(out)
		out.ID, out.Meta = kept.ID, kept.Meta
		if err := out.Validate(); err != nil {
			return err
		}
		if !t.updated(policyResource(out), before, policyDocument(out)) {
			return nil
		}
		return tx.UpdatePolicy(ctx, &out)
	})
	return out, err
}

// DeletePolicy deletes a policy. Where it is attached, the replacement, by id
// or name, takes its place in the same transaction; without one, a policy in
// use is a Conflict.
func (c *Control) DeletePolicy(ctx context.Context, by Caller, id string, ifMatch int64, replacement string) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		p, err := tx.Policy(ctx, id)
		if err != nil {
			return err
		}
		if err := matches(p.Meta, ifMatch); err != nil {
			return err
		}
		if replacement != "" {
			if err := replacePolicy(ctx, tx, t, p, replacement); err != nil {
				return err
			}
		}
		t.deleted(policyResource(p), policyDocument(p))
		return tx.DeletePolicy(ctx, p.ID)
	})
}
