package store

import (
	"context"
	"strconv"

	"gatehouse"
)

var access = table[gatehouse.Access]{
	name:    "access",
	noun:    "access of this client to this collection",
	columns: "client_id, collection_id, created_at",
	fields: func(a *gatehouse.Access) []any {
		return []any{&a.ClientID, &a.CollectionID, ms{&a.CreatedAt}}
	},
}

// AccessQuery selects access; empty fields do not filter.
type AccessQuery struct {
	Page
	CollectionID string
	ClientID     string
}

// Access reads the assignment of a client to a collection, or fails with
// NotFound.
func (tx *Tx) Access(ctx context.Context, collectionID, clientID string) (gatehouse.Access, error) {
	return access.get(ctx, tx, "WHERE client_id = $1 AND collection_id = $2", clientID, collectionID)
}

// MayCall reports whether a client is assigned to a collection of a name. It
// reads no collection, so that the answer takes as long for one that is there
// as for one that never was.
func (tx *Tx) MayCall(ctx context.Context, clientID, collection string) (bool, error) {
	n, err := tx.count(ctx, "SELECT COUNT(*) FROM access JOIN collections ON collections.id = access.collection_id WHERE access.client_id = $1 AND collections.name = $2", clientID, collection)
	return n > 0, err
}

// ListAccess reads a page of access, newest clients first, and the next
// cursor.
func (tx *Tx) ListAccess(ctx context.Context, q AccessQuery) ([]gatehouse.Access, string, error) {
	var f filter
	if q.CollectionID != "" {
		f.and("collection_id = ?", q.CollectionID)
	}
	if q.ClientID != "" {
		f.and("client_id = ?", q.ClientID)
	}
	after, err := q.after("access", 2)
	if err != nil {
		return nil, "", err
	}
	if after != nil {
		f.and("(client_id, collection_id) < (?, ?)", after[0], after[1])
	}
	rest := f.where() + "ORDER BY client_id DESC, collection_id DESC LIMIT " + strconv.Itoa(q.limit()+1)
	found, err := access.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "access", found, func(a *gatehouse.Access) []string { return []string{a.ClientID, a.CollectionID} })
	return found, next, err
}

// GiveAccess assigns a client to a collection and reports whether it was not
// assigned before. An unknown client or collection is NotFound.
func (tx *Tx) GiveAccess(ctx context.Context, collectionID, clientID string) (added bool, err error) {
	if _, err := tx.Access(ctx, collectionID, clientID); !isNotFound(err) {
		return false, err
	}
	if err := tx.clientChanged(ctx, clientID); err != nil {
		return false, err
	}
	n, err := tx.count(ctx, "SELECT COUNT(*) FROM collections WHERE id = $1", collectionID)
	if err != nil {
		return false, err
	}
	if n == 0 {
		return false, collectionNotFound()
	}
	a := gatehouse.Access{CollectionID: collectionID, ClientID: clientID, CreatedAt: tx.now}
	return true, access.insert(ctx, tx, &a)
}

// RemoveAccess takes a client's access to a collection away and reports
// whether it had any.
func (tx *Tx) RemoveAccess(ctx context.Context, collectionID, clientID string) (removed bool, err error) {
	n, err := tx.exec(ctx, "DELETE FROM access WHERE client_id = $1 AND collection_id = $2", clientID, collectionID)
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.clientChanged(ctx, clientID)
}
