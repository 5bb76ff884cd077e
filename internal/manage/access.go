package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// GiveAccess assigns a client to a collection, both by id or name; a client
// that has access already keeps it. The collection may be a draft: the gateway
// refuses it until it is published.
func (c *Control) GiveAccess(ctx context.Context, by Caller, collection, client string) (out CollectionClient, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return out, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		co, cl, err := accessPair(ctx, tx, collection, client)
		if err != nil {
			return err
		}
		if err := giveAccess(ctx, tx, t, co, cl); err != nil {
			return err
		}
		out, err = collectionClient(ctx, tx, co.ID, cl.ID)
		return err
	})
	return out, err
}

func accessPair(ctx context.Context, tx *store.Tx, collection, client string) (co gatehouse.Collection, cl gatehouse.Client, err error) {
	if co, err = tx.Collection(ctx, collection); err != nil {
		return co, cl, err
	}
	cl, err = tx.Client(ctx, client)
	return co, cl, err
}

func giveAccess(ctx context.Context, tx *store.Tx, t *trail, co gatehouse.Collection, cl gatehouse.Client) error {
	added, err := tx.GiveAccess(ctx, co.ID, cl.ID)
	if err != nil || !added {
		return err
	}
	t.created(accessResource(co, cl), accessDocument(gatehouse.Access{CollectionID: co.ID, ClientID: cl.ID}))
	return nil
}

func collectionClient(ctx context.Context, tx *store.Tx, collectionID, clientID string) (out CollectionClient, err error) {
	a, err := tx.Access(ctx, collectionID, clientID)
	if err != nil {
		return out, err
	}
	out.Since = a.CreatedAt
	out.Client, err = tx.Client(ctx, clientID)
	return out, err
}

// RemoveAccess takes a client's access to a collection away. A client that has
// none is NotFound.
func (c *Control) RemoveAccess(ctx context.Context, by Caller, collection, client string) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		co, cl, err := accessPair(ctx, tx, collection, client)
		if err != nil {
			return err
		}
		a, err := tx.Access(ctx, co.ID, cl.ID)
		if err != nil {
			return err
		}
		t.deleted(accessResource(co, cl), accessDocument(a))
		_, err = tx.RemoveAccess(ctx, co.ID, cl.ID)
		return err
	})
}

// CollectionClients lists the clients with access to a collection.
func (c *Control) CollectionClients(ctx context.Context, by Caller, collection string, page store.Page) ([]CollectionClient, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]CollectionClient, string, error) {
		co, err := tx.Collection(ctx, collection)
		if err != nil {
			return nil, "", err
		}
		given, next, err := tx.ListAccess(ctx, store.AccessQuery{Page: page, CollectionID: co.ID})
		if err != nil {
			return nil, "", err
		}
		out := make([]CollectionClient, len(given))
		for i, a := range given {
			out[i].Since = a.CreatedAt
			if out[i].Client, err = tx.Client(ctx, a.ClientID); err != nil {
				return nil, "", err
			}
		}
		return out, next, nil
	})
}

// ClientCollections lists the collections that a client has access to, drafts
// included.
func (c *Control) ClientCollections(ctx context.Context, by Caller, client string, page store.Page) ([]gatehouse.Collection, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.Collection, string, error) {
		cl, err := tx.Client(ctx, client)
		if err != nil {
			return nil, "", err
		}
		given, next, err := tx.ListAccess(ctx, store.AccessQuery{Page: page, ClientID: cl.ID})
		if err != nil {
			return nil, "", err
		}
		out := make([]gatehouse.Collection, len(given))
		for i, a := range given {
			co, err := tx.Collection(ctx, a.CollectionID)
			if err != nil {
				return nil, "", err
			}
			out[i] = withoutSecret(co)
		}
		return out, next, nil
	})
}
