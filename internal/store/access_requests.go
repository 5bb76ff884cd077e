package store

import (
	"context"

	"gatehouse"
	"gatehouse/internal/seal"
)

var accessRequests = table[gatehouse.AccessRequest]{
	name:    "access_requests",
	noun:    "access request",
	columns: "id, email, name, company, message, ip, created_at",
	fields: func(a *gatehouse.AccessRequest) []any {
		return []any{&a.ID, &a.Email, &a.Name, &a.Company, &a.Message, &a.IP, ms{&a.CreatedAt}}
	},
}

// AccessRequestQuery selects access requests.
type AccessRequestQuery struct{ Page }

// AccessRequest reads an access request by id.
func (tx *Tx) AccessRequest(ctx context.Context, id string) (gatehouse.AccessRequest, error) {
	return accessRequests.get(ctx, tx, "WHERE id = $1", &id)
}

// AccessRequestOf reads the open request of an address.
func (tx *Tx) AccessRequestOf(ctx context.Context, email string) (gatehouse.AccessRequest, error) {
	return accessRequests.get(ctx, tx, "WHERE email = $1", &email)
}

// ListAccessRequests reads a page of access requests, newest first, and the
// next cursor.
func (tx *Tx) ListAccessRequests(ctx context.Context, q AccessRequestQuery) ([]gatehouse.AccessRequest, string, error) {
	var f filter
	rest, err := q.byID("access_requests", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := accessRequests.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "access_requests", found, func(a *gatehouse.AccessRequest) []string { return []string{a.ID} })
	return found, next, err
}

// CountAccessRequests tells how many are open.
func (tx *Tx) CountAccessRequests(ctx context.Context) (int64, error) {
	return tx.count(ctx, "SELECT COUNT(*) FROM access_requests")
}

// InsertAccessRequest stores a new request and fills in its id and time.
func (tx *Tx) InsertAccessRequest(ctx context.Context, a *gatehouse.AccessRequest) error {
	a.ID, a.CreatedAt = seal.NewID(gatehouse.AccessRequestPrefix), tx.now
	return accessRequests.insert(ctx, tx, a)
}

// DeleteAccessRequest closes a request.
func (tx *Tx) DeleteAccessRequest(ctx context.Context, id string) error {
	return accessRequests.delete(ctx, tx, id)
}
