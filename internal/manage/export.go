package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/openapi"
	"gatehouse/internal/store"
)

// ExportCollection is what the gateway serves of a collection, as a document
// for those who call it; with a profile (by id), only what that may call. A
// collection that is not published is NotFound.
func (c *Control) ExportCollection(ctx context.Context, by Caller, idOrName, profileID string) (openapi.Export, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (out openapi.Export, err error) {
		co, err := tx.Collection(ctx, idOrName)
		if err != nil {
			return out, err
		}
		if !co.Published() {
			return out, gatehouse.Errorf(gatehouse.NotFound, "The collection is not published: there is nothing that partners could call. Publish it first.")
		}
		r, err := tx.Revision(ctx, co.ID, co.PublishedRevision)
		if err != nil {
			return out, err
		}
		out = openapi.Export{Name: co.Name, Definition: r.Definition, GatewayURL: c.gatewayURL}
		if profileID == "" {
			return out, nil
		}
		p, err := tx.Profile(ctx, profileID)
		if notFound(err) {
			return out, invalid("?profile", "must be the id of a profile")
		}
		return out.For(p), err
	})
}
