package store

import (
	"context"
	"testing"
	"time"

	"gatehouse"
)

func TestDraftIsKeptAndForgotten(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		add := func(name, owner string) gatehouse.OnboardingDraft {
			d := gatehouse.OnboardingDraft{Name: name, Step: "partner", Body: []byte(`{"client":{"name":"acme"}}`), OwnerID: owner, OwnerName: "dana@example.com"}
			f.change(func(tx *Tx) error { return tx.InsertDraft(t.Context(), &d) })
			return d
		}
		first, second := add("Acme", "us_1"), add("Globex", "us_2")
		list := func(q DraftQuery) []gatehouse.OnboardingDraft {
			return read(f, func(ctx context.Context, tx *Tx) ([]gatehouse.OnboardingDraft, error) {
				all, _, err := tx.ListDrafts(ctx, q)
				return all, err
			})
		}
		same(t, "list", list(DraftQuery{}), []gatehouse.OnboardingDraft{second, first})
		same(t, "of one", list(DraftQuery{OwnerID: "us_1"}), []gatehouse.OnboardingDraft{first})

		f.clock = f.clock.Add(29 * 24 * time.Hour)
		first.Step, first.Body = "access", []byte(`{}`)
		f.change(func(tx *Tx) error { return tx.UpdateDraft(t.Context(), &first) })
		stale := first
		stale.Version = 1
		_, err := f.try(func(tx *Tx) error { return tx.UpdateDraft(t.Context(), &stale) })
		wantKind(t, err, gatehouse.Stale, "")

		f.clock = f.clock.Add(24 * time.Hour)
		same(t, "after 30 days", list(DraftQuery{}), []gatehouse.OnboardingDraft{first})
		f.view(func(tx *Tx) error {
			_, err := tx.Draft(t.Context(), second.ID)
			wantKind(t, err, gatehouse.NotFound, "")
			n, err := tx.CountDrafts(t.Context())
			same(t, "count", n, int64(1))
			return err
		})
		add("Initech", "us_1")
		_, err = f.try(func(tx *Tx) error { return tx.DeleteDraft(t.Context(), second.ID) })
		wantKind(t, err, gatehouse.NotFound, "") // swept away
		f.change(func(tx *Tx) error { return tx.DeleteDraft(t.Context(), first.ID) })
	})
}
