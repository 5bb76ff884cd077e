package store

import (
	"context"
	"strings"
	"testing"

	"gatehouse"
)

func TestCollectionIsReadAsItWasStoredWithItsCredentialSealed(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addCollection("shipments")
		f.change(func(tx *Tx) error { _, err := tx.Publish(t.Context(), &c, testActor); return err })
		for _, key := range []string{c.ID, c.Name} {
			got := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Collection, error) { return tx.Collection(ctx, key) })
			same(t, key, got, c)
		}
		for _, q := range []string{"SELECT definition FROM collections", "SELECT definition FROM revisions"} {
			texts := read(f, func(ctx context.Context, tx *Tx) ([]string, error) { return tx.strings(ctx, q) })
			if len(texts) != 1 || strings.Contains(texts[0], "canary") || !strings.Contains(texts[0], "X-Api-Key") {
				t.Errorf("%s: %q", q, texts)
			}
		}
	})
}

func TestCredentialOpensInItsOwnCollectionOnly(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		f.addCollection("shipments")
		f.addCollection("orders")
		f.exec("UPDATE collections SET definition = (SELECT definition FROM collections WHERE name = 'shipments') WHERE name = 'orders'")
		err := f.View(t.Context(), func(tx *Tx) error { _, err := tx.Collection(t.Context(), "orders"); return err })
		if err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("error %v", err)
		}
	})
}

func TestPublishingFreezesTheDraft(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addCollection("shipments")
		if !c.HasUnpublishedChanges || c.Published() {
			t.Errorf("new draft %+v", c)
		}
		var first gatehouse.Revision
		f.change(func(tx *Tx) (err error) { first, err = tx.Publish(t.Context(), &c, testActor); return err })
		if first.Number != 1 || c.PublishedRevision != 1 || c.HasUnpublishedChanges || c.Version != 2 {
			t.Errorf("published %+v as %d", c, first.Number)
		}
		frozen := c.Definition
		c.Title = "Edited"
		f.change(func(tx *Tx) error { return tx.UpdateCollection(t.Context(), &c) })
		if !c.HasUnpublishedChanges || c.PublishedRevision != 1 {
			t.Errorf("edited %+v", c)
		}
		served := read(f, func(ctx context.Context, tx *Tx) ([]gatehouse.Revision, error) { return tx.PublishedRevisions(ctx) })
		want := gatehouse.Revision{CollectionID: c.ID, CollectionName: "shipments", Number: 1, Definition: frozen, PublishedAt: f.clock, PublishedBy: testActor}
		same(t, "served", served, []gatehouse.Revision{want})
		c.Title = frozen.Title
		f.change(func(tx *Tx) error { return tx.UpdateCollection(t.Context(), &c) })
		if c.HasUnpublishedChanges {
			t.Error("a draft edited back still differs")
		}
		c.Upstream.Credential = &gatehouse.Credential{Header: "X-Api-Key", Value: "rotated"}
		f.change(func(tx *Tx) error { return tx.UpdateCollection(t.Context(), &c) })
		if !c.HasUnpublishedChanges {
			t.Error("a new credential is no change")
		}
	})
}

func TestRevisionsCountUpAndStay(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c := f.addCollection("shipments")
		publish := func() (r gatehouse.Revision) {
			f.change(func(tx *Tx) (err error) { r, err = tx.Publish(t.Context(), &c, testActor); return err })
			return r
		}
		publish()
		if again := publish(); again.Number != 1 {
			t.Errorf("publishing the same again made revision %d", again.Number)
		}
		f.change(func(tx *Tx) error { return tx.Unpublish(t.Context(), &c) })
		if c.Published() || !c.HasUnpublishedChanges {
			t.Errorf("unpublished %+v", c)
		}
		if served := read(f, func(ctx context.Context, tx *Tx) ([]gatehouse.Revision, error) { return tx.PublishedRevisions(ctx) }); len(served) != 0 {
			t.Errorf("still served: %v", served)
		}
		if r := publish(); r.Number != 2 || c.PublishedRevision != 2 {
			t.Errorf("revision %d, want 2", r.Number)
		}
		f.view(func(tx *Tx) error {
			page, next, err := tx.ListRevisions(t.Context(), RevisionQuery{CollectionID: c.ID, Page: Page{Limit: 1}})
			if err != nil || len(page) != 1 || page[0].Number != 2 {
				t.Errorf("first page %v, %v", page, err)
			}
			page, next, err = tx.ListRevisions(t.Context(), RevisionQuery{CollectionID: c.ID, Page: Page{Limit: 1, Cursor: next}})
			if err != nil || len(page) != 1 || page[0].Number != 1 || next != "" {
				t.Errorf("second page %v, %q, %v", page, next, err)
			}
			one, err := tx.Revision(t.Context(), c.ID, 1)
			same(t, "revision 1", one.Definition, c.Definition)
			if err != nil {
				return err
			}
			_, err = tx.Revision(t.Context(), c.ID, 9)
			wantKind(t, err, gatehouse.NotFound, "")
			return nil
		})
	})
}

func TestTwoPublishedCollectionsNeverShareABasePath(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		first := f.addCollection("shipments")
		f.change(func(tx *Tx) error { _, err := tx.Publish(t.Context(), &first, testActor); return err })
		first.BasePath = "/moved"
		f.change(func(tx *Tx) error { return tx.UpdateCollection(t.Context(), &first) })
		second := gatehouse.Collection{Name: "second", Definition: someDefinition("/shipments")}
		f.change(func(tx *Tx) error { return tx.InsertCollection(t.Context(), &second) })
		_, err := f.try(func(tx *Tx) error { _, err := tx.Publish(t.Context(), &second, testActor); return err })
		wantKind(t, err, gatehouse.Conflict, "/base_path")
	})
}

func TestPublishedCollectionCannotBeDeleted(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		c, partner := f.addCollection("shipments"), f.addClient("acme")
		f.change(func(tx *Tx) error { _, err := tx.GiveAccess(t.Context(), c.ID, partner.ID); return err })
		f.change(func(tx *Tx) error { _, err := tx.Publish(t.Context(), &c, testActor); return err })
		_, err := f.try(func(tx *Tx) error { return tx.DeleteCollection(t.Context(), c.ID) })
		wantKind(t, err, gatehouse.Conflict, "")
		f.change(func(tx *Tx) error { return tx.Unpublish(t.Context(), &c) })
		f.change(func(tx *Tx) error { return tx.DeleteCollection(t.Context(), c.ID) })
		left := read(f, func(ctx context.Context, tx *Tx) (gatehouse.Client, error) { return tx.Client(ctx, partner.ID) })
		same(t, "collections of the client", left.CollectionIDs, []string{})
		_, err = f.try(func(tx *Tx) error { return tx.DeleteCollection(t.Context(), c.ID) })
		wantKind(t, err, gatehouse.NotFound, "")
	})
}

func TestCollectionListFiltersAndOptimisticUpdate(t *testing.T) {
	onEachEngine(t, func(t *testing.T, f *fixture) {
		shipments, orders, partner := f.addCollection("shipments"), f.addCollection("orders"), f.addClient("acme")
		f.change(func(tx *Tx) error { _, err := tx.GiveAccess(t.Context(), orders.ID, partner.ID); return err })
		for name, tt := range map[string]struct {
			query CollectionQuery
			want  []gatehouse.Collection
		}{
			"all":       {CollectionQuery{}, []gatehouse.Collection{orders, shipments}},
			"base path": {CollectionQuery{Q: "/SHIP"}, []gatehouse.Collection{shipments}},
			"client":    {CollectionQuery{ClientID: partner.ID}, []gatehouse.Collection{orders}},
		} {
			f.view(func(tx *Tx) error {
				found, _, err := tx.ListCollections(t.Context(), tt.query)
				same(t, name, found, tt.want)
				return err
			})
		}
		stale := orders
		f.change(func(tx *Tx) error { return tx.UpdateCollection(t.Context(), &orders) })
		_, err := f.try(func(tx *Tx) error { return tx.UpdateCollection(t.Context(), &stale) })
		wantKind(t, err, gatehouse.Stale, "")
	})
}
