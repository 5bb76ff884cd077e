package store

import (
	"context"

	"gatehouse"
)

var profiles = table[gatehouse.Profile]{
	name:    "profiles",
	noun:    "profile",
	columns: "id, client_id, name, status, auth, allowed_methods, ip_allowlist, expires_at, self_service, created_at, updated_at, version",
	fields: func(p *gatehouse.Profile) []any {
		return []any{
			&p.ID, &p.ClientID, &p.Name, &p.Status, authColumn(&p.Auth),
			asJSON{&p.AllowedMethods},
			asJSON{&p.IPAllowlist},
			ms{&p.ExpiresAt},
			flag{&p.SelfService},
			ms{&p.CreatedAt},
			ms{&p.UpdatedAt},
			&p.Version,
		}
	},
}

// ProfileQuery selects profiles; empty fields do not filter.
type ProfileQuery struct {
	Page
	Sort     Sort
	Q        string // in the name, or the id itself
	ClientID string
	PolicyID string // attached to the profile
}

// Profile reads a profile by id. Names are unique in a client only; see
// [Tx.ProfileByName].
func (tx *Tx) Profile(ctx context.Context, id string) (gatehouse.Profile, error) {
	return tx.profile(ctx, "WHERE id = $1", id)
}

// ProfileByName reads a client's profile by id or name, the two forms that
// X-Profile-ID takes.
func (tx *Tx) ProfileByName(ctx context.Context, clientID, idOrName string) (gatehouse.Profile, error) {
	return tx.profile(ctx, "WHERE client_id = $1 AND (id = $2 OR name = $2)", clientID, idOrName)
}

func (tx *Tx) profile(ctx context.Context, rest string, args ...any) (gatehouse.Profile, error) {
	p, err := profiles.get(ctx, tx, rest, args...)
	if err != nil {
		return p, err
	}
	one := []gatehouse.Profile{p}
	err = tx.fillProfilePolicies(ctx, one)
	return one[0], err
}

// ListProfiles reads a page of profiles and the next cursor.
func (tx *Tx) ListProfiles(ctx context.Context, q ProfileQuery) ([]gatehouse.Profile, string, error) {
	var f filter
	if q.ClientID != "" {
		f.and("client_id = ?", q.ClientID)
	}
	if q.Q != "" {
		f.and(`name LIKE ? ESCAPE '\' OR id = ?`, contains(q.Q), q.Q)
	}
	if q.PolicyID != "" {
		f.and("id IN (SELECT profile_id FROM profile_policies WHERE policy_id = ?)", q.PolicyID)
	}
	sorted, list := q.Sort.of("profiles")
	sorted = sorted.repeating() // names are unique in a client only
	rest, err := q.by(sorted, list, &f)
	if err != nil {
		return nil, "", err
	}
	found, err := profiles.list(ctx, tx, rest, f.args...)
	if err != nil {
		return nil, "", err
	}
	found, next := cut(q.Page, list, found, func(p *gatehouse.Profile) []string { return sorted.keys(p.ID, p.Name) })
	return found, next, tx.fillProfilePolicies(ctx, found)
}

// InsertProfile stores a new profile with its policies and fills in its id,
// times and version. A name taken in the client is a Conflict at /name, an
// unknown policy Invalid at /policy_ids/{i}.
func (tx *Tx) InsertProfile(ctx context.Context, p *gatehouse.Profile) error {
	tx.created(&p.ID, gatehouse.ProfileIDPrefix, &p.Meta)
	tx.touch(TouchedClient, p.ClientID)
	if err := profiles.insert(ctx, tx, p); err != nil {
		return err
	}
	return tx.setProfilePolicies(ctx, p)
}

// UpdateProfile stores a profile with its policies, if its version is the
// stored one.
func (tx *Tx) UpdateProfile(ctx context.Context, p *gatehouse.Profile) error {
	tx.touch(TouchedClient, p.ClientID)
	if err := profiles.updateVersion(ctx, tx, p, &p.Meta); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM profile_policies WHERE profile_id = $1", p.ID); err != nil {
		return err
	}
	return tx.setProfilePolicies(ctx, p)
}

// DeleteProfile deletes a profile with its tokens and their one-time links.
func (tx *Tx) DeleteProfile(ctx context.Context, id string) error {
	p, err := profiles.get(ctx, tx, "WHERE id = $1", id)
	if err != nil {
		return err
	}
	tx.touch(TouchedClient, p.ClientID)
	return profiles.delete(ctx, tx, id)
}

func (tx *Tx) setProfilePolicies(ctx context.Context, p *gatehouse.Profile) error {
	if err := tx.policiesExist(ctx, p.PolicyIDs); err != nil {
		return err
	}
	p.PolicyIDs = sorted(p.PolicyIDs)
	for _, id := range p.PolicyIDs {
		const q = "INSERT INTO profile_policies (client_id, profile_id, policy_id) VALUES ($1, $2, $3)"
		if _, err := tx.exec(ctx, q, p.ClientID, p.ID, id); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) fillProfilePolicies(ctx context.Context, of []gatehouse.Profile) error {
	if len(of) == 0 {
		return nil
	}
	var f filter
	in(&f, "profile_id", of, func(p *gatehouse.Profile) string { return p.ID })
	members, err := tx.profilePolicies(ctx, &f)
	for i := range of {
		of[i].PolicyIDs = valuesOf(members, of[i].ID)
	}
	return err
}

func (tx *Tx) profilePolicies(ctx context.Context, f *filter) ([]member, error) {
	return scanAll(ctx, tx, (*member).fields, "SELECT profile_id, policy_id FROM profile_policies "+f.where()+"ORDER BY profile_id, policy_id", f.args...)
}
