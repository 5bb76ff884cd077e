package store

import (
	"context"
	"testing"
	"time"

	"gatehouse"
)

func (f *fixture) addPortalSignIn(email string) gatehouse.PortalSignIn {
	f.Helper()
	hash := func(what string) []byte { h := f.keys.Hash(what + email); return h[:] }
	in := gatehouse.PortalSignIn{
		Email: email, AttemptHash: hash("attempt"), LinkHash: hash("link"), CodeHash: hash("code"), ExpiresAt: f.clock.Add(15 * time.Minute),
	}
	f.change(func(tx *Tx) error { return tx.InsertPortalSignIn(context.Background(), &in) })
	return in
}

func TestPortalSignInIsFoundByItsLinkAndSpentOnce(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		in := f.addPortalSignIn("dev@acme.example")
		byLink := func(ctx context.Context, tx *Tx) (gatehouse.PortalSignIn, error) {
			return tx.PortalSignInByLink(ctx, in.LinkHash)
		}
		same(t, "sign-in", read(f, byLink), in)
		f.change(func(tx *Tx) error { return tx.SpendPortalSignIn(t.Context(), in.ID) })
		_, err := f.try(func(tx *Tx) error { return tx.SpendPortalSignIn(t.Context(), in.ID) })
		wantKind(t, err, gatehouse.NotFound, "")
		if got := read(f, byLink); !got.SpentAt.Equal(f.clock) {
			t.Errorf("spent at %v", got.SpentAt)
		}
		f.clock = f.clock.Add(25 * time.Hour)
		f.addPortalSignIn("else@acme.example")
		f.view(func(tx *Tx) error {
			_, err := tx.PortalSignInByLink(t.Context(), in.LinkHash)
			wantKind(t, err, gatehouse.NotFound, "")
			return nil
		})
	})
}

func TestTriesOfCodesAreCountedForDecoysToo(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		in := f.addPortalSignIn("dev@acme.example")
		decoy := gatehouse.PortalSignIn{Email: "who@acme.example", AttemptHash: []byte("a"), LinkHash: []byte("l"), CodeHash: []byte("c")}
		if err := f.KeepPortalDecoy(t.Context(), decoy, time.Minute); err != nil {
			t.Fatal(err)
		}
		for i := range int64(3) {
			for _, hash := range [][]byte{in.AttemptHash, decoy.AttemptHash} {
				got, err := f.TryPortalCode(t.Context(), hash)
				if err != nil || got.Tries != i {
					t.Errorf("try %d: %+v, %v", i, got, err)
				}
				if got.ID != in.ID && got.Email != "" {
					t.Errorf("the decoy has the address %s", got.Email)
				}
			}
		}
		_, err := f.TryPortalCode(t.Context(), []byte("never"))
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestPortalSessionsAreOfAnAddressAndOfItsClients(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		acme, other := f.addClient("acme"), f.addClient("other")
		f.change(func(tx *Tx) error { return tx.SetPortalEmails(t.Context(), acme.ID, []string{"dev@acme.example"}) })
		s := gatehouse.PortalSession{Email: "dev@acme.example", Hash: []byte("cookie"), ExpiresAt: f.clock.Add(time.Hour), UserAgent: "a\x00b\xff"}
		f.change(func(tx *Tx) error { return tx.InsertPortalSession(t.Context(), &s) })
		byHash := func(ctx context.Context, tx *Tx) (gatehouse.PortalSession, error) {
			return tx.PortalSessionByHash(ctx, []byte("cookie"))
		}
		same(t, "session", read(f, byHash), s)
		if err := f.ChoosePortalClient(t.Context(), s.ID, acme.ID); err != nil || read(f, byHash).ClientID != acme.ID {
			t.Errorf("chosen %q, %v", read(f, byHash).ClientID, err)
		}
		for _, q := range []struct {
			PortalSessionQuery
			want int
		}{{PortalSessionQuery{ClientID: acme.ID}, 1}, {PortalSessionQuery{ClientID: other.ID}, 0}, {PortalSessionQuery{Email: "x@y.example"}, 0}} {
			f.view(func(tx *Tx) error {
				found, _, err := tx.ListPortalSessions(t.Context(), q.PortalSessionQuery)
				if err != nil || len(found) != q.want {
					t.Errorf("%+v: %d, %v", q.PortalSessionQuery, len(found), err)
				}
				return nil
			})
		}
		clients := read(f, func(ctx context.Context, tx *Tx) ([]gatehouse.Client, error) { return tx.PortalClients(ctx, s.Email) })
		if len(clients) != 1 || clients[0].ID != acme.ID {
			t.Errorf("clients %+v", clients)
		}
		f.clock = f.clock.Add(time.Hour)
		f.view(func(tx *Tx) error {
			_, err := tx.PortalSessionByHash(t.Context(), []byte("cookie"))
			wantKind(t, err, gatehouse.NotFound, "")
			return nil
		})
	})
}

func TestAnAddressHasOneOpenAccessRequest(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		a := gatehouse.AccessRequest{Email: "kim@example.com", Name: "Kim", Message: "Please"}
		f.change(func(tx *Tx) error { return tx.InsertAccessRequest(t.Context(), &a) })
		_, err := f.try(func(tx *Tx) error {
			return tx.InsertAccessRequest(t.Context(), &gatehouse.AccessRequest{Email: "kim@example.com"})
		})
		wantKind(t, err, gatehouse.Conflict, "/email")
		same(t, "request", read(f, func(ctx context.Context, tx *Tx) (gatehouse.AccessRequest, error) {
			return tx.AccessRequestOf(ctx, "kim@example.com")
		}), a)
		f.change(func(tx *Tx) error { return tx.DeleteAccessRequest(t.Context(), a.ID) })
		f.view(func(tx *Tx) error {
			n, err := tx.CountAccessRequests(t.Context())
			if n != 0 || err != nil {
				t.Errorf("%d left, %v", n, err)
			}
			return nil
		})
	})
}
