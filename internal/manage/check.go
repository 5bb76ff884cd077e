package manage

import (
	"context"
	"slices"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// CheckCredentialLife is how long the credential of an access proof works.
const CheckCredentialLife = 60 * time.Second

// CheckScope is what an access proof has to show: that a profile can call
// these collections and no others.
type CheckScope struct {
	Client      gatehouse.Client
	Profile     gatehouse.Profile
	Collections []gatehouse.Collection // with access, drafts included; by name; without secrets
	ExpiresAt   time.Time              // of the credential made for the proof; zero where a token is proven
}

// BeginCheck finds the scope of an access proof of a client (id or name) and
// one of its profiles (id or name; empty for the only one). Unless a token is
// proven, the gateway will be given a credential that stands in for the
// profile's secret until ExpiresAt; this is where it is audited.
func (c *Control) BeginCheck(ctx context.Context, by Caller, client, profile string, withToken bool) (out CheckScope, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return out, err
	}
	if withToken {
		return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (CheckScope, error) { return checkScope(ctx, tx, client, profile) })
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if out, err = checkScope(ctx, tx, client, profile); err != nil {
			return err
		}
		out.ExpiresAt = tx.Now().Add(CheckCredentialLife)
		d := document{}
		d.set("/client_id", out.Client.ID)
		d.set("/profile_id", out.Profile.ID)
		d.set("/expires_at", moment(out.ExpiresAt))
		t.created(gatehouse.Resource{Type: "check_credential", ID: seal.NewID("cc"), Name: out.Profile.Name}, d)
		return nil
	})
	return out, err
}

func checkScope(ctx context.Context, tx *store.Tx, client, profile string) (out CheckScope, err error) {
	if out.Client, err = tx.Client(ctx, client); err != nil {
		return out, err
	}
	profiles, err := clientProfiles(ctx, tx, out.Client.ID)
	if err != nil {
		return out, err
	}
	if out.Profile, err = checkedProfile(profiles, profile); err != nil {
		return out, err
	}
	for _, id := range out.Client.CollectionIDs {
		co, err := tx.Collection(ctx, id)
		if err != nil {
			return out, err
		}
		out.Collections = append(out.Collections, withoutSecret(co))
	}
	slices.SortFunc(out.Collections, func(a, b gatehouse.Collection) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func checkedProfile(profiles []gatehouse.Profile, idOrName string) (gatehouse.Profile, error) {
	if idOrName == "" && len(profiles) == 1 {
		return profiles[0], nil
	}
	i := slices.IndexFunc(profiles, func(p gatehouse.Profile) bool { return p.Name == idOrName || p.ID == idOrName })
	switch {
	case i >= 0:
		return profiles[i], nil
	case len(profiles) == 0:
		return gatehouse.Profile{}, invalid("/profile_id", "the client has no profile yet; create one first")
	case idOrName == "":
		return gatehouse.Profile{}, invalid("/profile_id", "is required, because the client has several profiles")
	default:
		return gatehouse.Profile{}, invalid("/profile_id", "must be the id or name of a profile of this client")
	}
}
