package manage

import (
	"context"
	"slices"

	"gatehouse"
	"gatehouse/internal/routing"
	"gatehouse/internal/store"
)

// Collection returns a collection's draft by id or name. The value of its
// upstream credential is left out, as in every collection that leaves this
// package.
func (c *Control) Collection(ctx context.Context, by Caller, idOrName string) (gatehouse.Collection, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (gatehouse.Collection, error) {
		co, err := tx.Collection(ctx, idOrName)
		return withoutSecret(co), err
	})
}

// Collections lists the drafts of collections.
func (c *Control) Collections(ctx context.Context, by Caller, q store.CollectionQuery) ([]gatehouse.Collection, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.Collection, string, error) {
		found, next, err := tx.ListCollections(ctx, q)
		for i := range found {
			found[i] = withoutSecret(found[i])
		}
		return found, next, err
	})
}

func withoutSecret(co gatehouse.Collection) gatehouse.Collection {
	co.Upstream = hideCredential(co.Upstream)
	return co
}

func hideCredential(u gatehouse.Upstream) gatehouse.Upstream {
	if u.Credential != nil {
		u.Credential = &gatehouse.Credential{Header: u.Credential.Header}
	}
	return u
}

// CreateCollection creates a draft. Endpoints get ids of their own.
func (c *Control) CreateCollection(ctx context.Context, by Caller, in gatehouse.Collection) (gatehouse.Collection, error) {
	return c.createCollection(ctx, by, in, nil)
}

// createCollection also runs a step in the same transaction, unless it is nil.
func (c *Control) createCollection(ctx context.Context, by Caller, in gatehouse.Collection, also alsoFunc) (gatehouse.Collection, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return gatehouse.Collection{}, err
	}
	in.ID = ""
	in.Endpoints = slices.Clone(in.Endpoints)
	for i := range in.Endpoints {
		in.Endpoints[i].ID = newEndpointID()
	}
	if err := c.checkCandidate(ctx, in); err != nil {
		return gatehouse.Collection{}, err
	}
	err := c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if err := tx.InsertCollection(ctx, &in); err != nil {
			return err
		}
		t.created(collectionResource(in), collectionDocument(in, c.keys))
		return also.run(ctx, tx, in)
	})
	return withoutSecret(in), err
}

// checkCandidate refuses what the gateway could not serve, with pointers to
// the fields. It may ask the resolver for upstream names, so it runs outside
// of transactions.
func (c *Control) checkCandidate(ctx context.Context, co gatehouse.Collection) error {
	if err := co.Validate(); err != nil {
		return err
	}
	if err := routing.CheckDefinition(co.Definition); err != nil {
		return err
	}
	return c.listeners.check(ctx, co.Upstream.Targets).Err()
}

// UpdateCollection edits a draft; what is published stays as it is. The name
// is part of links that partners hold and cannot change. Edit sees the
// upstream credential without its value; leaving the value empty keeps it.
// Edit runs more than once and must have no other effect.
func (c *Control) UpdateCollection(ctx context.Context, by Caller, id string, ifMatch int64, edit func(*gatehouse.Collection) error) (gatehouse.Collection, error) {
	return c.editCollection(ctx, by, id, draftEdit{ifMatch: ifMatch, verb: "updated", edit: func(_ *store.Tx, before gatehouse.Collection) (gatehouse.Collection, error) {
		after := withoutSecret(before)
		after.Endpoints = slices.Clone(before.Endpoints)
		if err := edit(&after); err != nil {
			return after, err
		}
		keepSecret(before.Upstream, &after.Upstream)
		after.ID, after.Meta = before.ID, before.Meta
		after.PublishedRevision, after.HasUnpublishedChanges = before.PublishedRevision, before.HasUnpublishedChanges
		if after.Name != before.Name {
			return after, invalid("/name", "cannot change: partners hold links with it")
		}
		return after, keepEndpointIDs(before.Endpoints, after.Endpoints)
	}})
}

// keepSecret gives a credential that came back without a value the stored one.
func keepSecret(before gatehouse.Upstream, after *gatehouse.Upstream) {
	if before.Credential == nil || after.Credential == nil || after.Credential.Value != "" {
		return
	}
	after.Credential = &gatehouse.Credential{Header: after.Credential.Header, Value: before.Credential.Value}
}

// RestoreRevision makes the draft what a revision was. It publishes nothing.
func (c *Control) RestoreRevision(ctx context.Context, by Caller, id string, number, ifMatch int64) (gatehouse.Collection, error) {
	return c.editCollection(ctx, by, id, draftEdit{ifMatch: ifMatch, verb: "restored", edit: func(tx *store.Tx, before gatehouse.Collection) (gatehouse.Collection, error) {
		r, err := tx.Revision(ctx, before.ID, number)
		before.Definition = r.Definition
		return before, err
	}})
}

// alsoFunc is what is written together with a collection.
type alsoFunc func(context.Context, *store.Tx, gatehouse.Collection) error

func (f alsoFunc) run(ctx context.Context, tx *store.Tx, co gatehouse.Collection) error {
	if f == nil {
		return nil
	}
	return f(ctx, tx, co)
}

// draftEdit is one way to change a draft.
type draftEdit struct {
	ifMatch int64
	verb    string // of the audit event
	edit    func(*store.Tx, gatehouse.Collection) (gatehouse.Collection, error)
	also    alsoFunc
}

func (d draftEdit) apply(ctx context.Context, tx *store.Tx, id string) (before, after gatehouse.Collection, err error) {
	if before, err = tx.Collection(ctx, id); err != nil {
		return before, after, err
	}
	if err := matches(before.Meta, d.ifMatch); err != nil {
		return before, after, err
	}
	after, err = d.edit(tx, before)
	return before, after, err
}

// editCollection applies an edit on a snapshot first, to check the outcome
// without holding up other writers, and then for good.
func (c *Control) editCollection(ctx context.Context, by Caller, id string, how draftEdit) (gatehouse.Collection, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return gatehouse.Collection{}, err
	}
	var before, after gatehouse.Collection
	err := c.store.View(ctx, func(tx *store.Tx) (err error) {
		_, after, err = how.apply(ctx, tx, id)
		return err
	})
	if err != nil {
		return gatehouse.Collection{}, err
	}
	if err := c.checkCandidate(ctx, after); err != nil {
		return gatehouse.Collection{}, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) (err error) {
		if before, after, err = how.apply(ctx, tx, id); err != nil {
			return err
		}
		// Somebody may have written since the snapshot.
		if err := after.Validate(); err != nil {
			return err
		}
		if err := routing.CheckDefinition(after.Definition); err != nil {
			return err
		}
		if !t.note(how.verb, collectionResource(after), collectionDocument(before, c.keys), collectionDocument(after, c.keys)) {
			return nil
		}
		if err := tx.UpdateCollection(ctx, &after); err != nil {
			return err
		}
		return how.also.run(ctx, tx, after)
	})
	return withoutSecret(after), err
}

// DeleteCollection deletes a draft with its revisions and access. A published
// collection is a Conflict.
func (c *Control) DeleteCollection(ctx context.Context, by Caller, id string, ifMatch int64) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		co, err := tx.Collection(ctx, id)
		if err != nil {
			return err
		}
		if err := matches(co.Meta, ifMatch); err != nil {
			return err
		}
		t.deleted(collectionResource(co), collectionDocument(co, c.keys))
		if err := noteClientsLose(ctx, tx, t, co); err != nil {
			return err
		}
		return tx.DeleteCollection(ctx, co.ID)
	})
}

func noteClientsLose(ctx context.Context, tx *store.Tx, t *trail, co gatehouse.Collection) error {
	given, err := everyPage(func(cursor string) ([]gatehouse.Access, string, error) {
		return tx.ListAccess(ctx, store.AccessQuery{CollectionID: co.ID, Page: store.Page{Limit: 200, Cursor: cursor}})
	})
	if err != nil {
		return err
	}
	for _, a := range given {
		client, err := tx.Client(ctx, a.ClientID)
		if err != nil {
			return err
		}
		t.deleted(accessResource(co, client), accessDocument(a))
	}
	return nil
}
