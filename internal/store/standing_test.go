package store

import (
	"testing"
	"time"

	"gatehouse"
)

func TestAClientsStandingIsWhatItHas(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c, bare := f.addClient("acme"), f.addClient("bare")
		f.addToken(f.addProfile(bare, "elsewhere"), "another") // of another client
		standing := func() ClientStanding {
			var found []ClientStanding
			f.view(func(tx *Tx) (err error) {
				found, err = tx.ClientStandings(t.Context(), []string{c.ID, "cl_none"})
				return err
			})
			if len(found) != 1 {
				t.Fatalf("found %d clients", len(found))
			}
			return found[0]
		}
		want := ClientStanding{ID: c.ID}
		same(t, "new", standing(), want)

		p := f.addProfile(c, "standard")
		same(t, "profile without token", standing(), want)
		tk := f.addToken(p, "secret")
		want.Credentials = true
		same(t, "token", standing(), want)
		tk.ExpiresAt = f.clock.Add(-time.Second)
		f.change(func(tx *Tx) error { return tx.UpdateToken(t.Context(), &tk) })
		want.Credentials = false
		same(t, "expired token", standing(), want)
		p.Auth = gatehouse.Auth{Type: gatehouse.AuthNone}
		f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		want.Credentials = true
		same(t, "no token asked for", standing(), want)
		p.Status = gatehouse.Disabled
		f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		want.Credentials = false
		same(t, "disabled profile", standing(), want)

		p.PolicyIDs = []string{f.addPolicy("slow").ID}
		co := f.addCollection("shipments")
		f.change(func(tx *Tx) error {
			_, err := tx.GiveAccess(t.Context(), co.ID, c.ID)
			return err
		})
		f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		f.change(func(tx *Tx) error { return tx.SetPortalEmails(t.Context(), c.ID, []string{"dev@acme.example"}) })
		if err := f.AddTokenUsage(t.Context(), []TokenUsage{{TokenID: tk.ID, Uses: 1, LastUsedAt: f.clock, LastUsedIP: "192.0.2.1"}}); err != nil {
			t.Fatal(err)
		}
		want.Collection, want.Policy, want.Portal, want.LastUsedAt = true, true, true, f.clock
		same(t, "all but credentials", standing(), want)
	})
}

func TestAProfilesStandingNamesTheNewestTokenThatWorks(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		p := f.addProfile(f.addClient("acme"), "standard")
		standing := func() (found []ProfileStanding) {
			f.view(func(tx *Tx) (err error) {
				found, err = tx.ProfileStandings(t.Context(), []string{p.ID})
				return err
			})
			return found
		}
		same(t, "without token", standing(), []ProfileStanding{{ID: p.ID}})
		older, newer := f.addToken(p, "older"), f.addToken(p, "newer")
		if err := f.AddTokenUsage(t.Context(), []TokenUsage{{TokenID: older.ID, Uses: 1, LastUsedAt: f.clock, LastUsedIP: "192.0.2.1"}}); err != nil {
			t.Fatal(err)
		}
		same(t, "two tokens", standing(), []ProfileStanding{{p.ID, newer.Prefix, f.clock}})
		newer.RevokedAt = f.clock
		f.change(func(tx *Tx) error { return tx.UpdateToken(t.Context(), &newer) })
		same(t, "the newer revoked", standing(), []ProfileStanding{{p.ID, older.Prefix, f.clock}})
	})
}

func TestReachesCountEachClientOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c, other := f.addClient("acme"), f.addClient("other")
		policy, spare := f.addPolicy("slow"), f.addPolicy("spare")
		for _, of := range []gatehouse.Client{c, f.addClient("through a profile alone")} {
			p := f.addProfile(of, "standard")
			p.PolicyIDs = []string{policy.ID}
			f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		}
		co := f.addCollection("shipments")
		for _, id := range []string{c.ID, other.ID} {
			f.change(func(tx *Tx) error { return tx.SetClientPolicies(t.Context(), id, []string{policy.ID}) })
			f.change(func(tx *Tx) error {
				_, err := tx.GiveAccess(t.Context(), co.ID, id)
				return err
			})
		}
		f.view(func(tx *Tx) error {
			policies, err := tx.PolicyReaches(t.Context(), []string{policy.ID, spare.ID})
			same(t, "policies", policies, []Reach{{policy.ID, 3}, {spare.ID, 0}})
			if err != nil {
				return err
			}
			collections, err := tx.CollectionReaches(t.Context(), []string{co.ID, "co_none"})
			same(t, "collections", collections, []Reach{{co.ID, 2}})
			return err
		})
	})
}
