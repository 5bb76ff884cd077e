package store

import (
	"context"
	"strconv"

	"gatehouse"
)

var policies = table[gatehouse.Policy]{
	name:    "policies",
	noun:    "policy",
	columns: "id, name, description, rate, quota, created_at, updated_at, version",
	fields: func(p *gatehouse.Policy) []any {
		return []any{
			&p.ID, &p.Name, &p.Description, rateColumn(&p.Rate), quotaColumn(&p.Quota),
			ms{&p.CreatedAt},
			ms{&p.UpdatedAt},
			&p.Version,
		}
	},
}

// PolicyQuery selects policies; empty fields do not filter.
type PolicyQuery struct {
	Page
	Sort Sort
	Q    string // in name or description, or the id itself
}

// Policy reads a policy by id or name.
func (tx *Tx) Policy(ctx context.Context, idOrName string) (gatehouse.Policy, error) {
	return policies.get(ctx, tx, "WHERE id = $1 OR name = $1", idOrName)
}

// AllPolicies reads every policy, by id.
func (tx *Tx) AllPolicies(ctx context.Context) ([]gatehouse.Policy, error) {
	return policies.list(ctx, tx, "ORDER BY id")
}

// ListPolicies reads a page of policies and the next cursor.
func (tx *Tx) ListPolicies(ctx context.Context, q PolicyQuery) ([]gatehouse.Policy, string, error) {
	var f filter
	if q.Q != "" {
		like := contains(q.Q)
		f.and(`name LIKE ? ESCAPE '\' OR lower(description) LIKE ? ESCAPE '\' OR id = ?`, like, like, q.Q)
	}
	sorted, list := q.Sort.of("policies")
	rest, err := q.by(sorted, list, &f)
	if err != nil {
		return nil, "", err
	}
	found, err := policies.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, list, found, func(p *gatehouse.Policy) []string { return sorted.keys(p.ID, p.Name) })
	return found, next, err
}

// InsertPolicy stores a new policy and fills in its id, times and version. A
// taken name is a Conflict at /name.
func (tx *Tx) InsertPolicy(ctx context.Context, p *gatehouse.Policy) error {
	tx.created(&p.ID, gatehouse.PolicyIDPrefix, &p.Meta)
	tx.touch(TouchedPolicy, p.ID)
	return policies.insert(ctx, tx, p)
}

// UpdatePolicy stores a policy, if its version is the stored one.
func (tx *Tx) UpdatePolicy(ctx context.Context, p *gatehouse.Policy) error {
	tx.touch(TouchedPolicy, p.ID)
	return policies.updateVersion(ctx, tx, p, &p.Meta)
}

// DeletePolicy deletes a policy that is attached to nothing; one in use is a
// Conflict, since a limit that goes by itself would be a limit lifted.
func (tx *Tx) DeletePolicy(ctx context.Context, id string) error {
	toClients, err := tx.count(ctx, "SELECT COUNT(*) FROM client_policies WHERE policy_id = $1", id)
	if err != nil {
		return err
	}
	toProfiles, err := tx.count(ctx, "SELECT COUNT(*) FROM profile_policies WHERE policy_id = $1", id)
	if err != nil {
		return err
	}
	if toClients+toProfiles > 0 {
		return gatehouse.Errorf(gatehouse.Conflict, "The policy is in use: attached to %d clients and %d profiles. Detach it first.", toClients, toProfiles)
	}
	tx.touch(TouchedPolicy, id)
	return policies.delete(ctx, tx, id)
}

// policiesExist names the first id that is no policy.
func (tx *Tx) policiesExist(ctx context.Context, ids []string) error {
	for i, id := range ids {
		n, err := tx.count(ctx, "SELECT COUNT(*) FROM policies WHERE id = $1", id)
		if err != nil {
			return err
		}
		if n == 0 {
			var f gatehouse.Fields
			f.Add("/policy_ids/"+strconv.Itoa(i), "is not the id of a policy")
			return f.Err()
		}
	}
	return nil
}
