package store

import (
	"context"
	"fmt"
)

// Counts says how many resources there are.
type Counts struct {
	Clients, EnabledClients           int64
	Profiles                          int64
	Collections, PublishedCollections int64
	Policies                          int64
}

// Counts counts resources.
func (tx *Tx) Counts(ctx context.Context) (c Counts, err error) {
	const q = `SELECT (SELECT COUNT(*) FROM clients), (SELECT COUNT(*) FROM clients WHERE status = 'enabled'),
		(SELECT COUNT(*) FROM profiles), (SELECT COUNT(*) FROM collections),
		(SELECT COUNT(*) FROM collections WHERE published_revision > 0), (SELECT COUNT(*) FROM policies)`
	err = tx.sql.QueryRowContext(ctx, q).Scan(&c.Clients, &c.EnabledClients, &c.Profiles, &c.Collections, &c.PublishedCollections, &c.Policies)
	if err != nil {
		return c, fmt.Errorf("counting resources: %w", err)
	}
	return c, nil
}
