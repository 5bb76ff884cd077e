package manage

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/store"
)

// Overview is what there is, and what of it wants somebody's attention.
type Overview struct {
	store.Counts
	ExpiringTokens []store.ExpiringToken // within [ExpiringSoon], the first to expire first
	ExpiringCount  int64
	Drafts         []gatehouse.OnboardingDraft // newest first
	DraftCount     int64
	WaitingClients []store.WaitingClient // made within [WaitingSince] and never called, newest first
	WaitingCount   int64
}

const (
	// ExpiringSoon is how long before its end a token wants attention.
	ExpiringSoon = 14 * 24 * time.Hour
	// WaitingSince is how long a client is waited for.
	WaitingSince = 30 * 24 * time.Hour

	listedInOverview = 10
)

// Overview tells what there is, for the first page that people see. Its lists
// hold the first ten each.
func (c *Control) Overview(ctx context.Context, by Caller) (Overview, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (o Overview, err error) {
		if o.Counts, err = tx.Counts(ctx); err != nil {
			return o, err
		}
		if o.ExpiringTokens, o.ExpiringCount, err = tx.ExpiringTokens(ctx, tx.Now().Add(ExpiringSoon), listedInOverview); err != nil {
			return o, err
		}
		if o.Drafts, _, err = tx.ListDrafts(ctx, store.DraftQuery{Page: store.Page{Limit: listedInOverview}}); err != nil {
			return o, err
		}
		if o.DraftCount, err = tx.CountDrafts(ctx); err != nil {
			return o, err
		}
		o.WaitingClients, o.WaitingCount, err = tx.WaitingClients(ctx, tx.Now().Add(-WaitingSince), listedInOverview)
		return o, err
	})
}
