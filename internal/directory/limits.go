package directory

import (
	"errors"

	"gatehouse"
	"gatehouse/internal/limit"
)

// policies are all policies as they were at one moment; immutable.
type policies struct{ byID map[string]compiled }

type compiled struct {
	version int64
	policy  *limit.Policy // nil where it cannot be counted
}

// meters is what a profile's requests are counted in, resolved against one
// state of the policies.
type meters struct {
	of  *policies
	set *limit.Set
	err error
}

// PutPolicies replaces all policies. A policy that cannot be counted is named
// in the error; clients that have it are refused rather than left unlimited,
// and all other policies hold.
func (d *Directory) PutPolicies(ps []gatehouse.Policy) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	var wrong []error
	old := d.policies.Load()
	next := &policies{make(map[string]compiled, len(ps))}
	for _, p := range ps {
		if before, ok := old.byID[p.ID]; ok && before.version == p.Version && before.policy != nil {
			next.byID[p.ID] = before
			continue
		}
		policy, err := limit.Compile(p)
		if err != nil {
			wrong = append(wrong, err)
		}
		next.byID[p.ID] = compiled{p.Version, policy}
	}
	d.policies.Store(next)
	return errors.Join(wrong...)
}

// Limits returns what a profile's requests are counted in: the policies of
// its client, counted over all profiles, then its own. The meters are made on
// the first call, so a client that never calls costs the limiter nothing.
// The error, for the gateway's config_invalid, is that a policy is attached
// which is not there or cannot be counted.
func (d *Directory) Limits(c *Client, p *Profile) (*limit.Set, error) {
	now := d.policies.Load()
	if m := p.meters.Load(); m != nil && m.of == now {
		return m.set, m.err
	}
	m := d.resolve(now, c, p)
	p.meters.Store(m)
	return m.set, m.err
}

func (d *Directory) resolve(now *policies, c *Client, p *Profile) *meters {
	attached := make([]limit.Attached, 0, len(c.policies.all())+len(p.policies.all()))
	for _, at := range [...]struct {
		scope string
		ids   []string
	}{{c.id, c.policies.all()}, {p.id, p.policies.all()}} {
		for _, id := range at.ids {
			policy := now.byID[id].policy
			if policy == nil {
				return &meters{of: now, err: errUnknownPolicy}
			}
			attached = append(attached, limit.Attached{Policy: policy, Scope: at.scope})
		}
	}
	return &meters{of: now, set: d.limiter.Set(attached...)}
}

var errUnknownPolicy = &gatehouse.Error{
	Kind: gatehouse.Unavailable, Code: "config_invalid",
	Detail: "A policy of this client cannot be applied. The team that runs this gateway has to repair it.",
}
