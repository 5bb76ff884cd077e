package store

import (
	"context"

	"gatehouse"
)

// collectionRow is a collection as its table keeps it. Title and base path are
// in the definition too; as columns they can be searched and be unique.
type collectionRow struct {
	gatehouse.Collection
	definition, digest, publishedDigest string
	publishedBasePath                   *string // nil while unpublished
}

var collections = table[collectionRow]{
	name: "collections",
	noun: "collection",
	columns: "id, name, title, base_path, definition, digest, published_revision, published_digest, published_base_path, " +
		"created_at, updated_at, version",
	fields: func(r *collectionRow) []any {
		return []any{
			&r.ID, &r.Name, &r.Title, &r.BasePath, &r.definition, &r.digest, &r.PublishedRevision, &r.publishedDigest,
			&r.publishedBasePath,
			ms{&r.CreatedAt},
			ms{&r.UpdatedAt},
			&r.Version,
		}
	},
}

func collectionNotFound() error { return collections.notFound() }

// CollectionQuery selects collections; empty fields do not filter.
type CollectionQuery struct {
	Page
	Sort     Sort
	Q        string // in name, title or base path, or the id itself
	ClientID string // collections that the client may call
}

// Collection reads a collection's draft by id or name, with the upstream's
// credential in clear.
func (tx *Tx) Collection(ctx context.Context, idOrName string) (gatehouse.Collection, error) {
	row, err := collections.get(ctx, tx, "WHERE id = $1 OR name = $1", idOrName)
	if err != nil {
		return gatehouse.Collection{}, err
	}
	return row.decode(tx)
}

func (r *collectionRow) decode(tx *Tx) (c gatehouse.Collection, err error) {
	c = r.Collection
	c.Definition, err = decodeDefinition(tx.store.keys, c.ID, r.definition)
	c.HasUnpublishedChanges = r.digest != r.publishedDigest
	return c, err
}

// ListCollections reads a page of collections and the next
// cursor.
func (tx *Tx) ListCollections(ctx context.Context, q CollectionQuery) ([]gatehouse.Collection, string, error) {
	var f filter
	if q.Q != "" {
		like := contains(q.Q)
		f.and(`name LIKE ? ESCAPE '\' OR lower(title) LIKE ? ESCAPE '\' OR lower(base_path) LIKE ? ESCAPE '\' OR id = ?`, like, like, like, q.Q)
	}
	if q.ClientID != "" {
		f.and("id IN (SELECT collection_id FROM access WHERE client_id = ?)", q.ClientID)
	}
	sorted, list := q.Sort.of("collections")
	rest, err := q.by(sorted, list, &f)
	if err != nil {
		return nil, "", err
	}
	rows, err := collections.list(ctx, tx, rest, f.args...)
	if err != nil {
		return nil, "", err
	}
	rows, next := cut(q.Page, list, rows, func(r *collectionRow) []string { return sorted.keys(r.ID, r.Name) })
	found := make([]gatehouse.Collection, len(rows))
	for i := range rows {
		if found[i], err = rows[i].decode(tx); err != nil {
			return nil, "", err
		}
	}
	return found, next, nil
}

// InsertCollection stores a new draft and fills in its id, times and version.
// A taken name is a Conflict at /name, a taken base path at /base_path.
func (tx *Tx) InsertCollection(ctx context.Context, c *gatehouse.Collection) error {
	tx.created(&c.ID, gatehouse.CollectionIDPrefix, &c.Meta)
	c.PublishedRevision = 0
	row := collectionRow{Collection: *c}
	var err error
	if row.definition, row.digest, err = encodeDefinition(tx.store.keys, c.ID, &c.Definition); err != nil {
		return err
	}
	c.HasUnpublishedChanges = true
	tx.touch(TouchedCollection, c.ID)
	return collections.insert(ctx, tx, &row)
}

// UpdateCollection stores a draft, if its version is the stored one. What is
// published stays as it is.
func (tx *Tx) UpdateCollection(ctx context.Context, c *gatehouse.Collection) error {
	return tx.updateCollection(ctx, c, func(*collectionRow) {})
}

// updateCollection stores c over its row, after edit has changed what the
// domain does not show.
func (tx *Tx) updateCollection(ctx context.Context, c *gatehouse.Collection, edit func(*collectionRow)) error {
	row, err := collections.get(ctx, tx, "WHERE id = $1", c.ID)
	if err != nil {
		return err
	}
	published := row.PublishedRevision
	row.Collection = *c
	row.PublishedRevision = published
	if row.definition, row.digest, err = encodeDefinition(tx.store.keys, c.ID, &c.Definition); err != nil {
		return err
	}
	edit(&row)
	tx.touch(TouchedCollection, c.ID)
	if err := collections.updateVersion(ctx, tx, &row, &row.Meta); err != nil {
		return err
	}
	c.Meta, c.PublishedRevision, c.HasUnpublishedChanges = row.Meta, row.PublishedRevision, row.digest != row.publishedDigest
	return nil
}

// DeleteCollection deletes a draft with its revisions and access. A published
// collection is a Conflict: partners may be calling it.
func (tx *Tx) DeleteCollection(ctx context.Context, id string) error {
	row, err := collections.get(ctx, tx, "WHERE id = $1", id)
	if err != nil {
		return err
	}
	if row.Published() {
		return gatehouse.Errorf(gatehouse.Conflict, "The collection is published. Unpublish it first.")
	}
	tx.touch(TouchedCollection, id)
	return collections.delete(ctx, tx, id)
}

// CountBasePath returns how many collections have a base path, 0 or 1.
func (tx *Tx) CountBasePath(ctx context.Context, path string) (int64, error) {
	return tx.count(ctx, "SELECT COUNT(*) FROM collections WHERE base_path = $1", path)
}
