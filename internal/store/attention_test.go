package store

import (
	"context"
	"testing"
	"time"

	"gatehouse"
)

func TestExpiringTokensAreThoseThatWork(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addClient("acme")
		p := f.addProfile(c, "standard")
		expiring := func(in time.Duration, edit func(*gatehouse.Token)) gatehouse.Token {
			tk := f.addToken(p, in.String())
			tk.ExpiresAt = f.clock.Add(in)
			if edit != nil {
				edit(&tk)
			}
			f.change(func(tx *Tx) error { return tx.UpdateToken(t.Context(), &tk) })
			return tk
		}
		f.addToken(p, "never")
		later, soon := expiring(72*time.Hour, nil), expiring(time.Hour, nil)
		expiring(-time.Hour, nil)
		expiring(time.Hour*24*15, nil)
		expiring(2*time.Hour, func(tk *gatehouse.Token) { tk.RevokedAt = f.clock })
		expiring(3*time.Hour, func(tk *gatehouse.Token) { tk.RetiredAt = f.clock })
		ask := func(limit int) (ids []string, total int64) {
			f.view(func(tx *Tx) error {
				found, n, err := tx.ExpiringTokens(t.Context(), f.clock.Add(14*24*time.Hour), limit)
				for _, e := range found {
					ids = append(ids, e.TokenID+" "+e.ClientName+" "+e.ProfileName)
				}
				total = n
				return err
			})
			return ids, total
		}
		ids, total := ask(10)
		same(t, "all", ids, []string{soon.ID + " acme standard", later.ID + " acme standard"})
		same(t, "count", total, int64(2))
		ids, total = ask(1)
		same(t, "first", ids, []string{soon.ID + " acme standard"})
		same(t, "count of all", total, int64(2))
		c.Status = gatehouse.Disabled
		f.change(func(tx *Tx) error { return tx.UpdateClient(t.Context(), &c) })
		ids, total = ask(10)
		same(t, "of a disabled client", len(ids)+int(total), 0)
	})
}

func TestWaitingClientsAreNewAndHaveNotCalled(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.clock = time.Now().UTC().Truncate(time.Millisecond) // ids carry the real time
		called := f.addClient("called")
		tk := f.addToken(f.addProfile(called, "standard"), "secret")
		if err := f.AddTokenUsage(t.Context(), []TokenUsage{{TokenID: tk.ID, Uses: 1, LastUsedAt: f.clock, LastUsedIP: "192.0.2.1"}}); err != nil {
			t.Fatal(err)
		}
		open := f.addClient("open")
		p := gatehouse.Profile{Name: "open", ClientID: open.ID, Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthNone}}
		f.change(func(tx *Tx) error { return tx.InsertProfile(t.Context(), &p) })
		bare := f.addClient("bare")
		unused := f.addClient("unused")
		f.addToken(f.addProfile(unused, "standard"), "secret")
		ask := func(since time.Time) (names []string) {
			return read(f, func(ctx context.Context, tx *Tx) ([]string, error) {
				found, n, err := tx.WaitingClients(ctx, since, 10)
				for _, c := range found {
					names = append(names, c.Name)
				}
				same(t, "count", n, int64(len(found)))
				return names, err
			})
		}
		same(t, "waiting", ask(f.clock.Add(-time.Hour)), []string{unused.Name, bare.Name})
		same(t, "of the future", len(ask(f.clock.Add(time.Hour))), 0)
	})
}

func TestFirstCallsAreThoseOfTheFirstToken(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		use := func(tk gatehouse.Token, at time.Time) {
			if err := f.AddTokenUsage(t.Context(), []TokenUsage{{TokenID: tk.ID, Uses: 1, LastUsedAt: at, LastUsedIP: "192.0.2.1"}}); err != nil {
				t.Fatal(err)
			}
		}
		old, young := f.addClient("old"), f.addClient("young")
		p := f.addProfile(old, "standard")
		first, rotated, only := f.addToken(p, "one"), f.addToken(p, "two"), f.addToken(f.addProfile(young, "standard"), "three")
		f.addToken(f.addProfile(f.addClient("silent"), "standard"), "four")
		now := f.clock
		use(first, now.Add(-48*time.Hour))
		use(first, now)
		use(rotated, now)
		use(only, now.Add(-time.Hour))
		use(only, now)
		got := read(f, func(ctx context.Context, tx *Tx) ([]FirstCall, error) {
			return tx.FirstCalls(ctx, now.Add(-24*time.Hour), 10)
		})
		same(t, "first calls", got, []FirstCall{{young.ID, "young", now.Add(-time.Hour)}})
	})
}
