package store

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"gatehouse"
)

func (f *fixture) since(version int64) []Touched {
	f.Helper()
	return read(f, func(ctx context.Context, tx *Tx) ([]Touched, error) { return tx.ChangesSince(ctx, version) })
}

func TestChangesNameWhatToReadAgain(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addClient("acme") // version 1
		p := f.addProfile(c, "standard")
		tk := f.addToken(p, "secret")
		gold := f.addPolicy("gold")
		col := f.addCollection("shipments")
		f.change(func(tx *Tx) error {
			if err := tx.UpdateToken(t.Context(), &tk); err != nil {
				return err
			}
			if _, err := tx.GiveAccess(t.Context(), col.ID, c.ID); err != nil {
				return err
			}
			return tx.SetClientPolicies(t.Context(), c.ID, []string{gold.ID})
		})
		f.change(func(tx *Tx) error { return tx.DeleteProfile(t.Context(), p.ID) })
		f.change(func(tx *Tx) error { return tx.InsertUser(t.Context(), &gatehouse.User{Email: "a@example.com"}) })
		want := []Touched{
			{2, TouchedClient, c.ID},
			{3, TouchedClient, c.ID},
			{4, TouchedPolicy, gold.ID},
			{5, TouchedCollection, col.ID},
			{6, TouchedClient, c.ID},
			{7, TouchedClient, c.ID},
		}
		same(t, "since 1", f.since(1), want)
		same(t, "since 8", f.since(8), []Touched{})
		same(t, "from another database", f.since(9), []Touched{{8, TouchedAll, ""}})
	})
}

func TestFollowerThatWasAwayTooLongReadsEverything(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.addClient("acme")
		const version = keptVersions + keptVersions/10 + 1
		f.exec(fmt.Sprintf("UPDATE head SET version = %d", version-1))
		f.addClient("globex")
		same(t, "since 0", f.since(0), []Touched{{version, TouchedAll, ""}})
		if got := f.since(version - 1); len(got) != 1 || got[0].Kind != TouchedClient {
			t.Errorf("since the last but one: %v", got)
		}
		n := read(f, func(ctx context.Context, tx *Tx) (int64, error) { return tx.count(ctx, "SELECT COUNT(*) FROM changes") })
		if n != 1 {
			t.Errorf("%d changes kept, want 1", n)
		}
	})
}

func TestAllPartnersAreCompleteAndEqualToEachOne(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		gold, col := f.addPolicy("gold"), f.addCollection("shipments")
		f.change(func(tx *Tx) error {
			for i := range partnerChunk + 5 { // more than one chunk
				if err := tx.InsertClient(t.Context(), &gatehouse.Client{Name: fmt.Sprintf("c-%d", i)}); err != nil {
					return err
				}
			}
			return nil
		})
		acme, globex := f.addClient("acme"), f.addClient("globex")
		ids := []string{acme.ID, globex.ID}
		f.change(func(tx *Tx) error { _, err := tx.GiveAccess(t.Context(), col.ID, acme.ID); return err })
		// By turns, so that the order of ids is not the order of clients.
		for _, name := range []string{"bulk", "standard"} {
			for _, c := range []gatehouse.Client{globex, acme} {
				p := f.addProfile(c, name)
				tk := f.addToken(p, "secret")
				if name == "standard" {
					continue
				}
				tk.RevokedAt, p.PolicyIDs = f.clock, []string{gold.ID}
				f.change(func(tx *Tx) error {
					return errors.Join(tx.UpdateToken(t.Context(), &tk), tx.UpdateProfile(t.Context(), &p))
				})
			}
		}
		all, last := map[string]gatehouse.Partner{}, ""
		f.view(func(tx *Tx) error {
			return tx.AllPartners(t.Context(), func(p gatehouse.Partner) error {
				if p.Client.ID <= last {
					t.Errorf("%s comes after %s", p.Client.ID, last)
				}
				last = p.Client.ID
				all[last] = p
				return nil
			})
		})
		if len(all) != partnerChunk+7 {
			t.Errorf("%d partners", len(all))
		}
		for i, id := range ids {
			one := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Partner, error) { return tx.Partner(ctx, id) })
			same(t, "partner", all[id], one)
			if len(one.Profiles) != 2 || len(one.Tokens) != 1 || len(one.Profiles[0].PolicyIDs) != 1 || len(one.Client.CollectionIDs) != 1-i {
				t.Errorf("partner %+v", one)
			}
		}
	})
}

func TestAllPartnersStopsAtTheFirstError(t *testing.T) {
	f := newFixture(t, "")
	f.addClient("acme")
	f.addClient("globex")
	enough, calls := errors.New("enough"), 0
	err := f.View(t.Context(), func(tx *Tx) error {
		return tx.AllPartners(t.Context(), func(gatehouse.Partner) error { calls++; return enough })
	})
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("error %v after %d calls", err, calls)
	}
}

func TestCountsCountWhatIsThere(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.addProfile(f.addClient("acme"), "standard")
		f.change(func(tx *Tx) error {
			return tx.InsertClient(t.Context(), &gatehouse.Client{Name: "off", Status: gatehouse.Disabled})
		})
		f.addPolicy("gold")
		col := f.addCollection("shipments")
		f.addCollection("orders")
		f.change(func(tx *Tx) error { _, err := tx.Publish(t.Context(), &col, testActor); return err })
		got := read(f, func(ctx context.Context, tx *Tx) (Counts, error) { return tx.Counts(ctx) })
		same(t, "counts", got, Counts{Clients: 2, EnabledClients: 1, Profiles: 1, Collections: 2, PublishedCollections: 1, Policies: 1})
	})
}
