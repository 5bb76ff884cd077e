package adminapi

import (
	"context"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

type listCollectionsIn struct {
	rest.Page
	Search
	Sorted
}

func (a *api) listCollections(ctx context.Context, in *listCollectionsIn) (*rest.Answer[rest.List[collectionJSON]], error) {
	items, next, err := a.Control.Collections(ctx, by(ctx), store.CollectionQuery{Q: in.Q, Sort: store.Sort(in.Sort), Page: pageOf(in.Page)})
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, collectionOf), nil
}

func (a *api) createCollection(ctx context.Context, in *struct{ Body rest.Body[newCollectionJSON] }) (*created[collectionJSON], error) {
	collection, err := taking(in.Body, newCollectionJSON.apply)
	if err != nil {
		return nil, err
	}
	c, err := a.Control.CreateCollection(ctx, by(ctx), collection)
	if err != nil {
		return nil, err
	}
	return made("/collections/"+c.ID, c.Version, collectionOf(c)), nil
}

func (a *api) getCollection(ctx context.Context, in *getIn) (*found[collectionJSON], error) {
	c, err := a.Control.Collection(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return showUnless(in.Cached, c.Version, collectionOf(c)), nil
}

func (a *api) updateCollection(ctx context.Context, in *editIn[newCollectionJSON]) (*found[collectionJSON], error) {
	version, edit, err := editing(in, newCollectionOf, newCollectionJSON.apply)
	if err != nil {
		return nil, err
	}
	return a.afterwards(a.Control.UpdateCollection(ctx, by(ctx), in.ID, version, edit))
}

func (a *api) deleteCollection(ctx context.Context, in *deleteIn) (*nothing, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return &nothing{}, a.Control.DeleteCollection(ctx, by(ctx), in.ID, version)
}

func (a *api) publishCollection(ctx context.Context, in *actIn) (*found[collectionJSON], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return a.afterwards(a.Control.Publish(ctx, by(ctx), in.ID, version))
}

func (a *api) unpublishCollection(ctx context.Context, in *actIn) (*found[collectionJSON], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return a.afterwards(a.Control.Unpublish(ctx, by(ctx), in.ID, version))
}

// afterwards shows a collection as a use case left it.
func (a *api) afterwards(c gatehouse.Collection, err error) (*found[collectionJSON], error) {
	if err != nil {
		return nil, err
	}
	return show(c.Version, collectionOf(c)), nil
}

func (a *api) listRevisions(ctx context.Context, in *listOfIn) (*rest.Answer[rest.List[revisionJSON]], error) {
	c, err := a.Control.Collection(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	items, next, err := a.Control.Revisions(ctx, by(ctx), in.ID, pageOf(in.Page))
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, func(r gatehouse.Revision) revisionJSON { return revisionOf(r, c.PublishedRevision) }), nil
}

type restoreIn struct {
	rest.ByID
	Precondition
	Number int64 `path:"number" minimum:"1" doc:"Number of the revision." example:"2"`
}

func (a *api) restoreRevision(ctx context.Context, in *restoreIn) (*found[collectionJSON], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return a.afterwards(a.Control.RestoreRevision(ctx, by(ctx), in.ID, in.Number, version))
}
