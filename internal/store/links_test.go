package store

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse"
)

func (f *fixture) addLink(code string) gatehouse.OneTimeLink {
	f.Helper()
	tk := f.addToken(f.addProfile(f.addClient("c-"+code), "standard"), "secret")
	hash := f.keys.Hash(code)
	l := gatehouse.OneTimeLink{ClientID: tk.ClientID, TokenID: tk.ID, CodeHash: hash[:], Ciphertext: []byte("ciphertext-canary"), ExpiresAt: f.clock.Add(24 * time.Hour)}
	f.change(func(tx *Tx) error { return tx.InsertLink(context.Background(), &l) })
	return l
}

func TestLinkIsRevealedOnceAndForgotten(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		l := f.addLink("code")
		same(t, "open", read(f, func(ctx context.Context, tx *Tx) (gatehouse.OneTimeLink, error) { return tx.OpenLink(ctx, l.CodeHash) }), l)
		var got gatehouse.OneTimeLink
		f.change(func(tx *Tx) (err error) { got, err = tx.RevealLink(t.Context(), l.CodeHash); return err })
		if string(got.Ciphertext) != "ciphertext-canary" {
			t.Errorf("revealed %+v", got)
		}
		_, err := f.try(func(tx *Tx) error { _, err := tx.RevealLink(t.Context(), l.CodeHash); return err })
		wantKind(t, err, gatehouse.NotFound, "")
		_, err = f.try(func(tx *Tx) error { _, err := tx.RevokeLink(t.Context(), l.ID); return err })
		wantKind(t, err, gatehouse.NotFound, "")
		spent := read(f, func(ctx context.Context, tx *Tx) (gatehouse.OneTimeLink, error) { return tx.Link(ctx, l.ID) })
		if len(spent.Ciphertext) != 0 || !spent.RevealedAt.Equal(f.clock) {
			t.Errorf("spent %+v", spent)
		}
	})
}

func TestOfTwoRevealsAtOnceOneWins(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		l := f.addLink("code")
		var won, lost atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				_, err := f.try(func(tx *Tx) error {
					got, err := tx.RevealLink(t.Context(), l.CodeHash)
					if err == nil && bytes.Equal(got.Ciphertext, l.Ciphertext) {
						won.Add(1)
					}
					return err
				})
				if err != nil {
					wantKind(t, err, gatehouse.NotFound, "")
					lost.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || lost.Load() != 7 {
			t.Errorf("%d won, %d lost; want 1 and 7", won.Load(), lost.Load())
		}
	})
}

func TestExpiredAndRevokedLinksOpenNothing(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		revoked, expired := f.addLink("one"), f.addLink("two")
		f.change(func(tx *Tx) error {
			l, err := tx.RevokeLink(t.Context(), revoked.ID)
			if len(l.Ciphertext) != 0 || !l.RevokedAt.Equal(f.clock) {
				t.Errorf("revoked %+v", l)
			}
			return err
		})
		f.clock = f.clock.Add(24 * time.Hour)
		f.view(func(tx *Tx) error {
			for _, l := range []gatehouse.OneTimeLink{revoked, expired} {
				_, err := tx.OpenLink(t.Context(), l.CodeHash)
				wantKind(t, err, gatehouse.NotFound, "")
			}
			all, _, err := tx.ListLinks(t.Context(), LinkQuery{ClientID: expired.ClientID})
			same(t, "of the client", all, []gatehouse.OneTimeLink{expired})
			if err != nil {
				return err
			}
			of, err := tx.TokenLinks(t.Context(), expired.TokenID)
			same(t, "to the token", of, []gatehouse.OneTimeLink{expired})
			return err
		})
	})
}
