package store

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"gatehouse"
)

func TestProfileIsReadAsItWasStored(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c, gold := f.addClient("acme"), f.addPolicy("gold")
		p := gatehouse.Profile{
			Name: "standard", ClientID: c.ID, Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken},
			AllowedMethods: []string{"GET", "POST"}, IPAllowlist: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")},
			PolicyIDs: []string{gold.ID}, ExpiresAt: f.clock.Add(time.Hour),
		}
		f.change(func(tx *Tx) error { return tx.InsertProfile(t.Context(), &p) })
		f.view(func(tx *Tx) error {
			byID, err := tx.Profile(t.Context(), p.ID)
			same(t, "by id", byID, p)
			if err != nil {
				return err
			}
			for _, key := range []string{p.ID, p.Name} {
				got, err := tx.ProfileByName(t.Context(), c.ID, key)
				same(t, key, got, p)
				if err != nil {
					return err
				}
			}
			_, err = tx.ProfileByName(t.Context(), "cl_other", p.Name)
			wantKind(t, err, gatehouse.NotFound, "")
			return nil
		})
		p.AllowedMethods, p.IPAllowlist, p.PolicyIDs, p.ExpiresAt = nil, nil, []string{}, time.Time{}
		f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		same(t, "any method", read(f, func(ctx context.Context, tx *Tx) (gatehouse.Profile, error) { return tx.Profile(ctx, p.ID) }), p)
	})
}

func TestProfileWritesNameWhatIsMissing(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addClient("acme")
		_, err := f.try(func(tx *Tx) error {
			return tx.InsertProfile(t.Context(), &gatehouse.Profile{Name: "p", ClientID: "cl_none"})
		})
		wantKind(t, err, gatehouse.NotFound, "")
		_, err = f.try(func(tx *Tx) error {
			return tx.InsertProfile(t.Context(), &gatehouse.Profile{Name: "p", ClientID: c.ID, PolicyIDs: []string{"po_none"}})
		})
		wantKind(t, err, gatehouse.Invalid, "/policy_ids/0")
		p := f.addProfile(c, "p")
		p.Version = 7
		_, err = f.try(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		wantKind(t, err, gatehouse.Stale, "")
		f.change(func(tx *Tx) error { return tx.DeleteProfile(t.Context(), p.ID) })
		_, err = f.try(func(tx *Tx) error { return tx.DeleteProfile(t.Context(), p.ID) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestProfileListFilters(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		acme, globex, gold := f.addClient("acme"), f.addClient("globex"), f.addPolicy("gold")
		first, second, third := f.addProfile(acme, "standard"), f.addProfile(acme, "bulk"), f.addProfile(globex, "standard")
		third.PolicyIDs = []string{gold.ID}
		f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &third) })
		for name, tt := range map[string]struct {
			query ProfileQuery
			want  []string
		}{
			"all":    {ProfileQuery{}, []string{third.ID, second.ID, first.ID}},
			"client": {ProfileQuery{ClientID: acme.ID}, []string{second.ID, first.ID}},
			"name":   {ProfileQuery{Q: "stand"}, []string{third.ID, first.ID}},
			"id":     {ProfileQuery{Q: second.ID}, []string{second.ID}},
			"policy": {ProfileQuery{PolicyID: gold.ID}, []string{third.ID}},
		} {
			var ids []string
			f.view(func(tx *Tx) error {
				found, _, err := tx.ListProfiles(t.Context(), tt.query)
				for _, p := range found {
					ids = append(ids, p.ID)
				}
				return err
			})
			same(t, name, ids, tt.want)
		}
	})
}

func TestTokenIsReadAsItWasStored(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		p := f.addProfile(f.addClient("acme"), "standard")
		old, young := f.addToken(p, "old"), f.addToken(p, "young")
		old.RetiredAt, old.ExpiresAt, old.RevokedAt = f.clock, f.clock.Add(time.Hour), f.clock.Add(time.Minute)
		f.change(func(tx *Tx) error { return tx.UpdateToken(t.Context(), &old) })
		f.view(func(tx *Tx) error {
			got, err := tx.Token(t.Context(), old.ID)
			same(t, "by id", got, old)
			if err != nil {
				return err
			}
			all, err := tx.ProfileTokens(t.Context(), p.ID)
			same(t, "of the profile", all, []gatehouse.Token{young, old})
			if err != nil {
				return err
			}
			page, next, err := tx.ListTokens(t.Context(), TokenQuery{ProfileID: p.ID, Page: Page{Limit: 1}})
			same(t, "first page", page, []gatehouse.Token{young})
			if err != nil {
				return err
			}
			page, next, err = tx.ListTokens(t.Context(), TokenQuery{ProfileID: p.ID, Page: Page{Limit: 1, Cursor: next}})
			same(t, "second page", page, []gatehouse.Token{old})
			if next != "" {
				t.Errorf("a cursor behind the last page: %q", next)
			}
			return err
		})
		_, err := f.try(func(tx *Tx) error { return tx.UpdateToken(t.Context(), &gatehouse.Token{ID: "tk_none"}) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestTokenUsageAddsUpWithoutAVersion(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		p := f.addProfile(f.addClient("acme"), "standard")
		tk := f.addToken(p, "secret")
		before, _ := f.Version(t.Context())
		for _, u := range []TokenUsage{
			{TokenID: tk.ID, Uses: 3, LastUsedAt: f.clock.Add(time.Minute), LastUsedIP: "192.0.2.1"},
			{TokenID: tk.ID, Uses: 2, LastUsedAt: f.clock, LastUsedIP: "192.0.2.2"}, // told late by another node
		} {
			if err := f.AddTokenUsage(t.Context(), []TokenUsage{u, {TokenID: "tk_gone", Uses: 1}}); err != nil {
				t.Fatal(err)
			}
		}
		tk.UseCount, tk.FirstUsedAt, tk.LastUsedAt, tk.LastUsedIP = 5, f.clock, f.clock.Add(time.Minute), "192.0.2.1"
		same(t, "token", read(f, func(ctx context.Context, tx *Tx) (gatehouse.Token, error) { return tx.Token(ctx, tk.ID) }), tk)
		if after, _ := f.Version(t.Context()); after != before {
			t.Errorf("version went from %d to %d", before, after)
		}
	})
}

func TestPolicyIsReadAsItWasStored(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		p := gatehouse.Policy{
			Name: "standard-partner-200rpm", Description: "d", Rate: &gatehouse.Rate{Requests: 200, Window: time.Minute},
			Quota: &gatehouse.Quota{Requests: 50000, Period: gatehouse.Day, TimeZone: "Europe/Berlin"},
		}
		f.change(func(tx *Tx) error { return tx.InsertPolicy(t.Context(), &p) })
		for _, key := range []string{p.ID, p.Name} {
			same(t, key, read(f, func(ctx context.Context, tx *Tx) (gatehouse.Policy, error) { return tx.Policy(ctx, key) }), p)
		}
		p.Rate = nil
		f.change(func(tx *Tx) error { return tx.UpdatePolicy(t.Context(), &p) })
		f.addPolicy("other")
		f.view(func(tx *Tx) error {
			all, err := tx.AllPolicies(t.Context())
			if err != nil || len(all) != 2 {
				t.Fatalf("policies %v, %v", all, err)
			}
			same(t, "without a rate", all[0], p)
			found, _, err := tx.ListPolicies(t.Context(), PolicyQuery{Q: "200RPM"})
			same(t, "found", found, []gatehouse.Policy{p})
			return err
		})
	})
}

func TestPolicyInUseCannotBeDeleted(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c, gold := f.addClient("acme"), f.addPolicy("gold")
		p := f.addProfile(c, "standard")
		remove := func() error {
			_, err := f.try(func(tx *Tx) error { return tx.DeletePolicy(t.Context(), gold.ID) })
			return err
		}
		f.change(func(tx *Tx) error { return tx.SetClientPolicies(t.Context(), c.ID, []string{gold.ID}) })
		wantKind(t, remove(), gatehouse.Conflict, "")
		f.change(func(tx *Tx) error { return tx.SetClientPolicies(t.Context(), c.ID, nil) })
		p.PolicyIDs = []string{gold.ID}
		f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		wantKind(t, remove(), gatehouse.Conflict, "")
		p.PolicyIDs = nil
		f.change(func(tx *Tx) error { return tx.UpdateProfile(t.Context(), &p) })
		if err := remove(); err != nil {
			t.Error(err)
		}
		wantKind(t, remove(), gatehouse.NotFound, "")
	})
}

func TestAccessIsGivenAndTakenOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c, other, col := f.addClient("acme"), f.addClient("other"), f.addCollection("shipments")
		give := func(collection, client string) (added bool, err error) {
			_, err = f.try(func(tx *Tx) (err error) { added, err = tx.GiveAccess(t.Context(), collection, client); return err })
			return added, err
		}
		remove := func() (removed bool) {
			f.change(func(tx *Tx) (err error) { removed, err = tx.RemoveAccess(t.Context(), col.ID, c.ID); return err })
			return removed
		}
		for _, want := range []bool{true, false} {
			if added, err := give(col.ID, c.ID); err != nil || added != want {
				t.Errorf("added %v, %v; want %v", added, err, want)
			}
		}
		_, err := give("co_none", c.ID)
		wantKind(t, err, gatehouse.NotFound, "")
		_, err = give(col.ID, "cl_none")
		wantKind(t, err, gatehouse.NotFound, "")
		if _, err := give(col.ID, other.ID); err != nil {
			t.Fatal(err)
		}
		want := gatehouse.Access{CollectionID: col.ID, ClientID: c.ID, CreatedAt: f.clock}
		f.view(func(tx *Tx) error {
			got, err := tx.Access(t.Context(), col.ID, c.ID)
			same(t, "access", got, want)
			if err != nil {
				return err
			}
			first, next, err := tx.ListAccess(t.Context(), AccessQuery{CollectionID: col.ID, Page: Page{Limit: 1}})
			if err != nil || len(first) != 1 || first[0].ClientID != other.ID {
				t.Errorf("first page %v, %v", first, err)
			}
			second, next, err := tx.ListAccess(t.Context(), AccessQuery{CollectionID: col.ID, Page: Page{Limit: 1, Cursor: next}})
			same(t, "second page", second, []gatehouse.Access{want})
			if err != nil || next != "" {
				t.Errorf("next %q, %v", next, err)
			}
			mine, _, err := tx.ListAccess(t.Context(), AccessQuery{ClientID: c.ID})
			same(t, "of a client", mine, []gatehouse.Access{want})
			return err
		})
		if !remove() || remove() {
			t.Error("access is not removed exactly once")
		}
	})
}
