package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// PortalSettings are what the portal shows of the settings, to anybody.
func (c *Control) PortalSettings(ctx context.Context) (out gatehouse.Settings, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.Settings(ctx)
		return err
	})
	return out, err
}

// mostAccessRequests bounds what strangers can leave behind.
const mostAccessRequests = 500

// AddAccessRequest keeps the wish of somebody unknown for access. One from an
// address that has asked already, or that has access, changes nothing, and
// nothing tells the one who asks.
func (c *Control) AddAccessRequest(ctx context.Context, in gatehouse.AccessRequest, requestID string) error {
	by := Caller{Actor: portalActor(in.Email, in.IP), RequestID: requestID}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		clients, err := tx.PortalClients(ctx, in.Email)
		if err != nil || len(clients) > 0 {
			return err
		}
		if _, err := tx.AccessRequestOf(ctx, in.Email); err == nil || !notFound(err) {
			return err
		}
		if n, err := tx.CountAccessRequests(ctx); err != nil || n >= mostAccessRequests {
			return err
		}
		if err := tx.InsertAccessRequest(ctx, &in); err != nil {
			return err
		}
		t.created(accessRequestResource(in), accessRequestDocument(in))
		return nil
	})
}

// AccessRequests lists who asks for access, newest first, and the next cursor.
func (c *Control) AccessRequests(ctx context.Context, by Caller, q store.AccessRequestQuery) ([]gatehouse.AccessRequest, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.AccessRequest, string, error) {
		return tx.ListAccessRequests(ctx, q)
	})
}

// DismissAccessRequest closes a request; whoever made it may ask again.
func (c *Control) DismissAccessRequest(ctx context.Context, by Caller, id string) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		a, err := tx.AccessRequest(ctx, id)
		if err != nil {
			return err
		}
		t.deleted(accessRequestResource(a), accessRequestDocument(a))
		return tx.DeleteAccessRequest(ctx, id)
	})
}

// answerAccessRequests closes the requests of addresses that have access now.
func answerAccessRequests(ctx context.Context, tx *store.Tx, t *trail, emails []string) error {
	for _, email := range emails {
		a, err := tx.AccessRequestOf(ctx, email)
		if notFound(err) {
			continue
		} else if err != nil {
			return err
		}
		t.deleted(accessRequestResource(a), accessRequestDocument(a))
		if err := tx.DeleteAccessRequest(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}

func accessRequestResource(a gatehouse.AccessRequest) gatehouse.Resource {
	return gatehouse.Resource{Type: "access_request", ID: a.ID, Name: a.Email}
}

func accessRequestDocument(a gatehouse.AccessRequest) document {
	d := document{}
	d.set("/email", a.Email)
	d.set("/name", a.Name)
	d.set("/company", a.Company)
	return d
}
