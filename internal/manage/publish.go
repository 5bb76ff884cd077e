package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// Revisions lists the revisions of a collection, the newest first.
func (c *Control) Revisions(ctx context.Context, by Caller, collection string, page store.Page) ([]gatehouse.Revision, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.Revision, string, error) {
		co, err := tx.Collection(ctx, collection)
		if err != nil {
			return nil, "", err
		}
		found, next, err := tx.ListRevisions(ctx, store.RevisionQuery{Page: page, CollectionID: co.ID})
		for i := range found {
			found[i].Upstream = hideCredential(found[i].Upstream)
		}
		return found, next, err
	})
}

// Publish freezes the draft into a new revision, which the gateway serves from
// the next request on. A draft equal to what is published changes nothing.
func (c *Control) Publish(ctx context.Context, by Caller, id string, ifMatch int64) (gatehouse.Collection, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return gatehouse.Collection{}, err
	}
	if err := c.checkStored(ctx, id); err != nil {
		return gatehouse.Collection{}, err
	}
	return c.setPublished(ctx, by, id, publication{ifMatch, "published", func(tx *store.Tx, co *gatehouse.Collection) error {
		_, err := tx.Publish(ctx, co, by.Actor)
		return err
	}})
}

// checkStored checks a stored draft once more: Gatehouse may have moved to an
// address that the draft names as its upstream.
func (c *Control) checkStored(ctx context.Context, id string) error {
	var co gatehouse.Collection
	err := c.store.View(ctx, func(tx *store.Tx) (err error) {
		co, err = tx.Collection(ctx, id)
		return err
	})
	if err != nil {
		return err
	}
	return c.checkCandidate(ctx, co)
}

// Unpublish stops serving a collection; its partners get 404 from the next
// request on. Revisions and access stay.
func (c *Control) Unpublish(ctx context.Context, by Caller, id string, ifMatch int64) (gatehouse.Collection, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return gatehouse.Collection{}, err
	}
	return c.setPublished(ctx, by, id, publication{ifMatch, "unpublished", func(tx *store.Tx, co *gatehouse.Collection) error {
		if !co.Published() {
			return nil
		}
		return tx.Unpublish(ctx, co)
	}})
}

type publication struct {
	ifMatch int64
	verb    string // of the audit event
	write   func(*store.Tx, *gatehouse.Collection) error
}

func (c *Control) setPublished(ctx context.Context, by Caller, id string, how publication) (out gatehouse.Collection, err error) {
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if out, err = tx.Collection(ctx, id); err != nil {
			return err
		}
		if err := matches(out.Meta, how.ifMatch); err != nil {
			return err
		}
		before := collectionDocument(out, c.keys)
		if err := how.write(tx, &out); err != nil {
			return err
		}
		t.note(how.verb, collectionResource(out), before, collectionDocument(out, c.keys))
		return nil
	})
	return withoutSecret(out), err
}
