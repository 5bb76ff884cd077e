package store

import (
	"context"
	"strconv"

	"gatehouse"
)

type revisionRow struct {
	gatehouse.Revision
	definition, digest string
}

var revisions = table[revisionRow]{
	name:    "revisions",
	noun:    "revision",
	columns: "collection_id, number, collection_name, definition, digest, published_at, published_by",
	fields: func(r *revisionRow) []any {
		return []any{
			&r.CollectionID, &r.Number, &r.CollectionName, &r.definition, &r.digest, ms{&r.PublishedAt}, actorColumn(&r.PublishedBy),
		}
	},
}

func (tx *Tx) decodeRevisions(rows []revisionRow) (out []gatehouse.Revision, err error) {
	out = make([]gatehouse.Revision, len(rows))
	for i, row := range rows {
		out[i] = row.Revision
		if out[i].Definition, err = decodeDefinition(tx.store.keys, row.CollectionID, row.definition); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// RevisionQuery selects the revisions of one collection.
type RevisionQuery struct {
	Page
	CollectionID string
}

// Revision reads one revision of a collection.
func (tx *Tx) Revision(ctx context.Context, collectionID string, number int64) (gatehouse.Revision, error) {
	row, err := revisions.get(ctx, tx, "WHERE collection_id = $1 AND number = $2", collectionID, number)
	if err != nil {
		return gatehouse.Revision{}, err
	}
	decoded, err := tx.decodeRevisions([]revisionRow{row})
	if err != nil {
		return gatehouse.Revision{}, err
	}
	return decoded[0], nil
}

// ListRevisions reads a page of a collection's revisions, newest first, and
// the next cursor.
func (tx *Tx) ListRevisions(ctx context.Context, q RevisionQuery) ([]gatehouse.Revision, string, error) {
	var f filter
	f.and("collection_id = ?", q.CollectionID)
	after, err := q.after("revisions", 1)
	if err != nil {
		return nil, "", err
	}
	if after != nil {
		number, err := strconv.ParseInt(after[0], 10, 64)
		if err != nil {
			return nil, "", badCursor()
		}
		f.and("number < ?", number)
	}
	rows, err := revisions.list(ctx, tx, f.where()+"ORDER BY number DESC LIMIT "+strconv.Itoa(q.limit()+1), f.args...)
	if err != nil {
		return nil, "", err
	}
	rows, next := cut(q.Page, "revisions", rows, func(r *revisionRow) []string { return []string{strconv.FormatInt(r.Number, 10)} })
	found, err := tx.decodeRevisions(rows)
	return found, next, err
}

// PublishedRevisions reads what the gateway serves: the published revision of
// each collection that has one, by collection id.
func (tx *Tx) PublishedRevisions(ctx context.Context) ([]gatehouse.Revision, error) {
	rows, err := revisions.list(ctx, tx, `WHERE number > 0 AND (collection_id, number) IN
		(SELECT id, published_revision FROM collections) ORDER BY collection_id`)
	if err != nil {
		return nil, err
	}
	return tx.decodeRevisions(rows)
}

// Publish freezes a collection's stored draft into its next revision, serves
// that one from now on, and moves c's version on. A base path that another
// published collection has is a Conflict at /base_path. A draft equal to the
// published revision makes no new one: the published one is returned.
func (tx *Tx) Publish(ctx context.Context, c *gatehouse.Collection, by gatehouse.Actor) (gatehouse.Revision, error) {
	if c.Published() && !c.HasUnpublishedChanges {
		return tx.Revision(ctx, c.ID, c.PublishedRevision)
	}
	number, err := tx.count(ctx, "SELECT COALESCE(MAX(number), 0) + 1 FROM revisions WHERE collection_id = $1", c.ID)
	if err != nil {
		return gatehouse.Revision{}, err
	}
	r := revisionRow{Revision: gatehouse.Revision{
		CollectionID: c.ID, CollectionName: c.Name, Number: number, Definition: c.Definition, PublishedAt: tx.now, PublishedBy: by,
	}}
	err = tx.updateCollection(ctx, c, func(row *collectionRow) {
		r.definition, r.digest = row.definition, row.digest
		row.PublishedRevision, row.publishedDigest, row.publishedBasePath = number, row.digest, &c.BasePath
	})
	if err != nil {
		return gatehouse.Revision{}, err
	}
	return r.Revision, revisions.insert(ctx, tx, &r)
}

// Unpublish stops serving a collection and moves c's version on. Its revisions
// stay.
func (tx *Tx) Unpublish(ctx context.Context, c *gatehouse.Collection) error {
	return tx.updateCollection(ctx, c, func(row *collectionRow) {
		row.PublishedRevision, row.publishedDigest, row.publishedBasePath = 0, "", nil
	})
}
