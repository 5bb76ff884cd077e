package manage

import (
	"cmp"
	"context"

	"gatehouse"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// Client returns a client by id or name.
func (c *Control) Client(ctx context.Context, by Caller, idOrName string) (gatehouse.Client, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (gatehouse.Client, error) {
		return tx.Client(ctx, idOrName)
	})
}

// Clients lists clients and returns the cursor of the next page, empty on the
// last one. The query may name a policy and a collection instead of their ids.
func (c *Control) Clients(ctx context.Context, by Caller, q store.ClientQuery) ([]gatehouse.Client, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.Client, string, error) {
		if err := resolveClientQuery(ctx, tx, &q); err != nil {
			return nil, "", err
		}
		return tx.ListClients(ctx, q)
	})
}

func resolveClientQuery(ctx context.Context, tx *store.Tx, q *store.ClientQuery) error {
	if q.PolicyID != "" {
		p, err := tx.Policy(ctx, q.PolicyID)
		if notFound(err) {
			return invalid("?policy", "must be the id or name of a policy")
		} else if err != nil {
			return err
		}
		q.PolicyID = p.ID
	}
	if q.CollectionID != "" {
		co, err := tx.Collection(ctx, q.CollectionID)
		if notFound(err) {
			return invalid("?collection", "must be the id or name of a collection")
		} else if err != nil {
			return err
		}
		q.CollectionID = co.ID
	}
	return nil
}

// CreateClient creates a client. Its policies, portal emails and collections
// are set by calls of their own and begin empty; an empty status is enabled.
func (c *Control) CreateClient(ctx context.Context, by Caller, in gatehouse.Client) (gatehouse.Client, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return gatehouse.Client{}, err
	}
	in = newClient(in)
	if err := in.Validate(); err != nil {
		return gatehouse.Client{}, err
	}
	err := c.change(ctx, by, func(tx *store.Tx, t *trail) error { return insertClient(ctx, tx, t, &in) })
	return in, err
}

func newClient(in gatehouse.Client) gatehouse.Client {
	in.ID = seal.NewID(gatehouse.ClientIDPrefix)
	in.Status = cmp.Or(in.Status, gatehouse.Enabled)
	in.PolicyIDs, in.PortalEmails, in.CollectionIDs = []string{}, []string{}, []string{}
	return in
}

func insertClient(ctx context.Context, tx *store.Tx, t *trail, client *gatehouse.Client) error {
	if err := tx.InsertClient(ctx, client); err != nil {
		return err
	}
	t.created(clientResource(*client), clientDocument(*client))
	return nil
}

// UpdateClient edits a client's own fields. An ifMatch other than 0 must be
// the version that is stored.
func (c *Control) UpdateClient(ctx context.Context, by Caller, id string, ifMatch int64, edit func(*gatehouse.Client) error) (gatehouse.Client, error) {
	return c.editClient(ctx, by, id, ifMatch, clientEdit{
		edit: func(client *gatehouse.Client) error {
			kept := *client
			if err := edit(client); err != nil {
				return err
			}
			client.ID, client.Meta = kept.ID, kept.Meta
			client.PolicyIDs, client.PortalEmails, client.CollectionIDs = kept.PolicyIDs, kept.PortalEmails, kept.CollectionIDs
			return client.Validate()
		},
		save: func(tx *store.Tx, _ *trail, client *gatehouse.Client) error { return tx.UpdateClient(ctx, client) },
	})
}

// SetClientPolicies replaces the policies that are counted over all profiles
// of a client. An unknown one is Invalid at /policy_ids/{i}.
func (c *Control) SetClientPolicies(ctx context.Context, by Caller, id string, ifMatch int64, policyIDs []string) (gatehouse.Client, error) {
	return c.editClient(ctx, by, id, ifMatch, clientEdit{
		edit: func(client *gatehouse.Client) error {
			client.PolicyIDs = policyIDs
			return nil
		},
		save: func(tx *store.Tx, _ *trail, client *gatehouse.Client) error {
			return tx.SetClientPolicies(ctx, client.ID, client.PolicyIDs)
		},
	})
}

// SetPortalEmails replaces the addresses that may sign in to the portal for a
// client, which answers their requests for access. A wrong one is Invalid at
// /emails/{i}.
func (c *Control) SetPortalEmails(ctx context.Context, by Caller, id string, ifMatch int64, emails []string) (gatehouse.Client, error) {
	return c.editClient(ctx, by, id, ifMatch, clientEdit{
		edit: func(client *gatehouse.Client) (err error) {
			client.PortalEmails, err = gatehouse.PortalEmails(emails)
			return err
		},
		save: func(tx *store.Tx, t *trail, client *gatehouse.Client) error {
			if err := tx.SetPortalEmails(ctx, client.ID, client.PortalEmails); err != nil {
				return err
			}
			return answerAccessRequests(ctx, tx, t, client.PortalEmails)
		},
	})
}

// clientEdit is one way to change a client: what becomes of it, and how that
// is stored.
type clientEdit struct {
	edit func(*gatehouse.Client) error
	save func(*store.Tx, *trail, *gatehouse.Client) error
}

func (c *Control) editClient(ctx context.Context, by Caller, id string, ifMatch int64, how clientEdit) (out gatehouse.Client, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return out, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		client, err := tx.Client(ctx, id)
		if err != nil {
			return err
		}
		if err := matches(client.Meta, ifMatch); err != nil {
			return err
		}
		before := clientDocument(client)
		if err := how.edit(&client); err != nil {
			return err
		}
		if t.updated(clientResource(client), before, clientDocument(client)) {
			if err := how.save(tx, t, &client); err != nil {
				return err
			}
		}
		out, err = tx.Client(ctx, client.ID)
		return err
	})
	return out, err
}

// DeleteClient deletes a client with its profiles, tokens and access, and
// notes an event for each of them.
func (c *Control) DeleteClient(ctx context.Context, by Caller, id string, ifMatch int64) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		client, err := tx.Client(ctx, id)
		if err != nil {
			return err
		}
		if err := matches(client.Meta, ifMatch); err != nil {
			return err
		}
		t.deleted(clientResource(client), clientDocument(client))
		if err := c.noteAccessGone(ctx, tx, t, client); err != nil {
			return err
		}
		profiles, err := clientProfiles(ctx, tx, client.ID)
		if err != nil {
			return err
		}
		for _, p := range profiles {
			if err := c.noteProfileGone(ctx, tx, t, p); err != nil {
				return err
			}
		}
		return tx.DeleteClient(ctx, client.ID)
	})
}

func (c *Control) noteAccessGone(ctx context.Context, tx *store.Tx, t *trail, client gatehouse.Client) error {
	for _, id := range client.CollectionIDs {
		collection, err := tx.Collection(ctx, id)
		if err != nil {
			return err
		}
		t.deleted(accessResource(collection, client), accessDocument(gatehouse.Access{CollectionID: id, ClientID: client.ID}))
	}
	return nil
}

// clientProfiles reads all profiles of a client, page by page.
func clientProfiles(ctx context.Context, tx *store.Tx, clientID string) ([]gatehouse.Profile, error) {
	return everyPage(func(cursor string) ([]gatehouse.Profile, string, error) {
		return tx.ListProfiles(ctx, store.ProfileQuery{ClientID: clientID, Page: store.Page{Limit: 200, Cursor: cursor}})
	})
}
