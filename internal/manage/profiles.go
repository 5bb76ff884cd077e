package manage

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// Profile returns a profile by id.
func (c *Control) Profile(ctx context.Context, by Caller, id string) (gatehouse.Profile, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (gatehouse.Profile, error) {
		return tx.Profile(ctx, id)
	})
}

// Profiles lists profiles, of one client where the query says so.
func (c *Control) Profiles(ctx context.Context, by Caller, q store.ProfileQuery) ([]gatehouse.Profile, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.Profile, string, error) {
		return tx.ListProfiles(ctx, q)
	})
}

// CreateProfile creates a profile and, where token is not nil, its first
// token. Pointers of token errors are below /token.
func (c *Control) CreateProfile(ctx context.Context, by Caller, in gatehouse.Profile, token *gatehouse.NewToken) (CreatedProfile, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return CreatedProfile{}, err
	}
	in = newProfile(in)
	var out CreatedProfile
	err := c.change(ctx, by, func(tx *store.Tx, t *trail) (err error) {
		if err := checkNewProfile(in, token, tx.Now()); err != nil {
			return err
		}
		if owner, err := tx.Client(ctx, in.ClientID); notFound(err) || err == nil && owner.ID != in.ClientID {
			return invalid("/client_id", "is not the id of a client")
		} else if err != nil {
			return err
		}
		out, err = c.insertProfile(ctx, tx, t, in, token)
		return err
	})
	return out, err
}

func newProfile(in gatehouse.Profile) gatehouse.Profile {
	in.ID = seal.NewID(gatehouse.ProfileIDPrefix)
	in.Status = cmp.Or(in.Status, gatehouse.Enabled)
	return normalProfile(in)
}

// normalProfile sorts what is a set, so that its order makes no difference in
// comparisons. A method that will be refused keeps its place for the pointer.
func normalProfile(p gatehouse.Profile) gatehouse.Profile {
	unknown := func(m string) bool { return !slices.Contains(gatehouse.Methods, m) }
	if p.AllowedMethods != nil && !slices.ContainsFunc(p.AllowedMethods, unknown) {
		p.AllowedMethods = set(p.AllowedMethods) // an empty list must stay one: it is refused
	}
	if p.IPAllowlist == nil {
		p.IPAllowlist = []netip.Prefix{}
	}
	p.PolicyIDs = slices.Clone(p.PolicyIDs)
	return p
}

// checkNewProfile checks what needs no look at the store. A nil token is fine:
// one can be added later.
func checkNewProfile(p gatehouse.Profile, token *gatehouse.NewToken, now time.Time) error {
	var f gatehouse.Fields
	if err := collect(&f, "", p.Validate()); err != nil {
		return err
	}
	if !p.ExpiresAt.IsZero() && !p.ExpiresAt.After(now) {
		f.Add("/expires_at", "must be in the future")
	}
	if token != nil {
		f.Under("/token", checkToken(p, *token, now))
	}
	return f.Err()
}

func checkToken(p gatehouse.Profile, token gatehouse.NewToken, now time.Time) gatehouse.Fields {
	if p.Auth.Type != gatehouse.AuthToken {
		var f gatehouse.Fields
		f.Add("", "must be left out: the profile's method is not token")
		return f
	}
	return token.Validate(now)
}

func (c *Control) insertProfile(ctx context.Context, tx *store.Tx, t *trail, in gatehouse.Profile, token *gatehouse.NewToken) (out CreatedProfile, err error) {
	if err := tx.InsertProfile(ctx, &in); err != nil {
		return out, err
	}
	t.created(profileResource(in), profileDocument(in))
	out.Profile = in
	if token == nil {
		return out, nil
	}
	issued, err := c.issue(ctx, tx, t, in, *token)
	if err != nil {
		return out, under("/token", err)
	}
	out.Token = &issued
	return out, nil
}

// UpdateProfile edits a profile. Its name is what the partner sends and its
// client is whose it is: neither can change.
func (c *Control) UpdateProfile(ctx context.Context, by Caller, id string, ifMatch int64, edit func(*gatehouse.Profile) error) (out gatehouse.Profile, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return out, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if out, err = tx.Profile(ctx, id); err != nil {
			return err
		}
		if err := matches(out.Meta, ifMatch); err != nil {
			return err
		}
		before := profileDocument(out)
		if out, err = editProfile(out, edit); err != nil {
			return err
		}
		if !t.updated(profileResource(out), before, profileDocument(out)) {
			return nil
		}
		return tx.UpdateProfile(ctx, &out)
	})
	return out, err
}

func editProfile(before gatehouse.Profile, edit func(*gatehouse.Profile) error) (after gatehouse.Profile, err error) {
	after = before
	if err := edit(&after); err != nil {
		return after, err
	}
	after = normalProfile(after)
	after.ID, after.Meta = before.ID, before.Meta
	var f gatehouse.Fields
	if err := collect(&f, "", after.Validate()); err != nil {
		return after, err
	}
	if after.Name != before.Name {
		f.Add("/name", "cannot change: it is the Profile ID that the partner sends")
	}
	if after.ClientID != before.ClientID {
		f.Add("/client_id", "cannot change")
	}
	return after, f.Err()
}

// DeleteProfile deletes a profile with its tokens.
func (c *Control) DeleteProfile(ctx context.Context, by Caller, id string, ifMatch int64) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		p, err := tx.Profile(ctx, id)
		if err != nil {
			return err
		}
		if err := matches(p.Meta, ifMatch); err != nil {
			return err
		}
		if err := c.noteProfileGone(ctx, tx, t, p); err != nil {
			return err
		}
		return tx.DeleteProfile(ctx, p.ID)
	})
}

func (c *Control) noteProfileGone(ctx context.Context, tx *store.Tx, t *trail, p gatehouse.Profile) error {
	t.deleted(profileResource(p), profileDocument(p))
	tokens, err := tx.ProfileTokens(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, token := range tokens {
		t.deleted(tokenResource(token), tokenDocument(token, "", tx.Now()))
	}
	return nil
}
