package adminapi

import (
	"context"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

type listClientsIn struct {
	rest.Page
	Search
	Sorted
	Status     string `query:"status" enum:"enabled,disabled" doc:"Only clients with this status." example:"enabled"`
	Policy     string `query:"policy" maxLength:"128" doc:"Only clients with this policy, themselves or through a profile; id or name." example:"standard-partner-200rpm"`
	Collection string `query:"collection" maxLength:"128" doc:"Only clients with access to this collection; id or name." example:"shipments"`
	Without    string `query:"without" enum:"profile,call" doc:"Only clients that have no profile, or that have not called yet: none of their tokens was used." example:"call"`
	Label      string `query:"label" maxLength:"512" doc:"Only clients with this label: a name and a value behind a colon, or the name alone; a colon or backslash in the name has a backslash before it." example:"region:eu"`
}

func (in *listClientsIn) query() store.ClientQuery {
	return store.ClientQuery{
		Page: pageOf(in.Page), Q: in.Q, Status: gatehouse.Status(in.Status), PolicyID: in.Policy, CollectionID: in.Collection, Label: in.Label,
		Without: store.Lack(in.Without),
		Sort:    store.Sort(in.Sort),
	}
}

func (a *api) listClients(ctx context.Context, in *listClientsIn) (*rest.Answer[rest.List[clientJSON]], error) {
	items, next, err := a.Control.Clients(ctx, by(ctx), in.query())
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, clientOf), nil
}

func (a *api) createClient(ctx context.Context, in *struct{ Body rest.Body[newClientJSON] }) (*created[clientJSON], error) {
	client, err := taking(in.Body, newClientJSON.apply)
	if err != nil {
		return nil, err
	}
	c, err := a.Control.CreateClient(ctx, by(ctx), client)
	if err != nil {
		return nil, err
	}
	return made("/clients/"+c.ID, c.Version, clientOf(c)), nil
}

func (a *api) getClient(ctx context.Context, in *getIn) (*found[clientJSON], error) {
	c, err := a.Control.Client(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return showUnless(in.Cached, c.Version, clientOf(c)), nil
}

func (a *api) updateClient(ctx context.Context, in *editIn[newClientJSON]) (*found[clientJSON], error) {
	version, edit, err := editing(in, newClientOf, newClientJSON.apply)
	if err != nil {
		return nil, err
	}
	c, err := a.Control.UpdateClient(ctx, by(ctx), in.ID, version, edit)
	if err != nil {
		return nil, err
	}
	return show(c.Version, clientOf(c)), nil
}

func (a *api) deleteClient(ctx context.Context, in *deleteIn) (*nothing, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return &nothing{}, a.Control.DeleteClient(ctx, by(ctx), in.ID, version)
}

// policyIDsJSON is the whole set of policies of a client.
type policyIDsJSON struct {
	PolicyIDs []string `json:"policy_ids" doc:"Ids of all policies that are to be attached; others are detached." example:"[\"po_01jd3w8m5z7n4q2v6x9k1b0c8e\"]"`
}

func (a *api) setClientPolicies(ctx context.Context, in *setIn[policyIDsJSON]) (*found[clientJSON], error) {
	version, sent, err := in.value()
	if err != nil {
		return nil, err
	}
	c, err := a.Control.SetClientPolicies(ctx, by(ctx), in.ID, version, sent.PolicyIDs)
	if err != nil {
		return nil, err
	}
	return show(c.Version, clientOf(c)), nil
}

// portalEmailsJSON is the whole set of a client's authorized emails.
type portalEmailsJSON struct {
	Emails []string `json:"emails" doc:"All addresses that may sign in to the portal for this client; others lose access at once." example:"[\"dev@acme.example\"]"`
}

func (a *api) setPortalAccess(ctx context.Context, in *setIn[portalEmailsJSON]) (*found[clientJSON], error) {
	version, sent, err := in.value()
	if err != nil {
		return nil, err
	}
	c, err := a.Control.SetPortalEmails(ctx, by(ctx), in.ID, version, sent.Emails)
	if err != nil {
		return nil, err
	}
	return show(c.Version, clientOf(c)), nil
}

type listOfIn struct {
	rest.ByID
	rest.Page
}

func (a *api) listClientCollections(ctx context.Context, in *listOfIn) (*rest.Answer[rest.List[collectionJSON]], error) {
	items, next, err := a.Control.ClientCollections(ctx, by(ctx), in.ID, pageOf(in.Page))
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, collectionOf), nil
}
