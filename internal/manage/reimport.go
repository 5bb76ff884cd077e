package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/openapi"
	"gatehouse/internal/store"
)

// Reimport is a newer document of a collection that exists.
type Reimport struct {
	Document   []byte
	URL        string   // where to fetch the document from, instead
	Operations []string // keys to take over; nil: all
	Take       []string // operations whose conflicts the document decides; "" is the collection itself
	Preview    bool     // write nothing
	IfMatch    int64
}

// ReimportCollection merges a newer OpenAPI document into a draft, by id or
// name: what the document changed is taken over, what was set by hand stays.
// Breaking changes are those against what is published, or against the draft
// where nothing is.
func (c *Control) ReimportCollection(ctx context.Context, by Caller, idOrName string, in Reimport) (co gatehouse.Collection, out Merge, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return co, out, err
	}
	d, err := c.document(ctx, in.Document, in.URL)
	if err != nil {
		return co, out, err
	}
	var f gatehouse.Fields
	fresh := gatehouse.Definition{Title: d.Title, Description: d.Description, APIVersion: d.APIVersion}
	for _, op := range chosenOperations(d, in.Operations, &f) {
		fresh.Endpoints = append(fresh.Endpoints, op.Endpoint)
	}
	if err := f.Err(); err != nil {
		return co, out, err
	}
	edit := func(tx *store.Tx, before gatehouse.Collection) (gatehouse.Collection, error) {
		after, merged, err := mergeInto(ctx, tx, before, fresh, newDocument{d, in.Take})
		out = merged
		return after, err
	}
	how := draftEdit{ifMatch: in.IfMatch, verb: "imported", edit: edit, also: remember(d)}
	if !in.Preview {
		co, err = c.editCollection(ctx, by, idOrName, how)
		return co, out, err
	}
	err = c.store.View(ctx, func(tx *store.Tx) error {
		_, co, err = how.apply(ctx, tx, idOrName)
		return err
	})
	if err == nil {
		err = c.checkCandidate(ctx, co)
	}
	return withoutSecret(co), out, err
}

// newDocument is what is merged, and what it decides where hands had been.
type newDocument struct {
	*openapi.Document
	take []string
}

func mergeInto(ctx context.Context, tx *store.Tx, before gatehouse.Collection, fresh gatehouse.Definition, d newDocument) (after gatehouse.Collection, out Merge, err error) {
	base, err := tx.LastImport(ctx, before.ID)
	if err != nil && !notFound(err) {
		return after, out, err
	}
	inDocument := make(map[string]bool, len(d.Operations))
	for _, op := range d.Operations {
		inDocument[op.Key] = true
	}
	m := merger{take: d.take}
	after = before
	after.Definition = m.merge(base, before.Definition, fresh, inDocument)
	for i := range after.Endpoints {
		if after.Endpoints[i].ID == "" {
			after.Endpoints[i].ID = newEndpointID()
		}
	}
	served := before.Endpoints
	if before.Published() {
		r, err := tx.Revision(ctx, before.ID, before.PublishedRevision)
		if err != nil {
			return after, out, err
		}
		served = r.Endpoints
	}
	m.out.Breaking, m.out.Findings = openapi.BreakingChanges(served, after.Endpoints), d.Findings
	return after, m.out, nil
}
