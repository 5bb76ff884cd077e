package manage

import (
	"context"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/limit"
	"gatehouse/internal/routing"
	"gatehouse/internal/store"
)

// Overview is what there is, and what of it wants somebody's attention.
type Overview struct {
	store.Counts
	ExpiringTokens     []store.ExpiringToken // within [ExpiringSoon], the first to expire first
	ExpiringCount      int64
	Drafts             []gatehouse.OnboardingDraft // newest first
	DraftCount         int64
	WaitingClients     []store.WaitingClient // made within [WaitingSince] and never called, newest first
	WaitingCount       int64
	FirstCalls         []store.FirstCall // within the last day, newest first
	Quotas             []SpentQuota      // of which [QuotaNear] is used up, the fullest first
	QuotaCount         int
	AccessRequests     []gatehouse.AccessRequest // to use the portal, newest first
	AccessRequestCount int64
	Refusing           []routing.Problem // published collections that cannot be served
}

// SpentQuota is a quota that a partner has used up, or nearly so.
type SpentQuota struct {
	limit.Spent
	PolicyName             string
	ClientID, ClientName   string
	ProfileID, ProfileName string // empty where all profiles of the client are counted together
}

const (
	// ExpiringSoon is how long before its end a token wants attention.
	ExpiringSoon = 14 * 24 * time.Hour
	// WaitingSince is how long a client is waited for.
	WaitingSince = 30 * 24 * time.Hour
	// QuotaNear is the share of a quota from which on it wants attention.
	QuotaNear = 0.8
	// FirstCallSince is how long a first call is news.
	FirstCallSince = 24 * time.Hour

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
		if o.AccessRequests, _, err = tx.ListAccessRequests(ctx, store.AccessRequestQuery{Page: store.Page{Limit: listedInOverview}}); err != nil {
			return o, err
		}
		if o.AccessRequestCount, err = tx.CountAccessRequests(ctx); err != nil {
			return o, err
		}
		if o.Drafts, _, err = tx.ListDrafts(ctx, store.DraftQuery{Page: store.Page{Limit: listedInOverview}}); err != nil {
			return o, err
		}
		if o.DraftCount, err = tx.CountDrafts(ctx); err != nil {
			return o, err
		}
		if o.WaitingClients, o.WaitingCount, err = tx.WaitingClients(ctx, tx.Now().Add(-WaitingSince), listedInOverview); err != nil {
			return o, err
		}
		if o.FirstCalls, err = tx.FirstCalls(ctx, tx.Now().Add(-FirstCallSince), listedInOverview); err != nil {
			return o, err
		}
		if c.problems != nil {
			o.Refusing = c.problems()
		}
		o.Quotas, o.QuotaCount, err = c.spentQuotas(ctx, tx)
		return o, err
	})
}

func (c *Control) spentQuotas(ctx context.Context, tx *store.Tx) (out []SpentQuota, total int, err error) {
	if c.spent == nil {
		return nil, 0, nil
	}
	found, total := c.spent(tx.Now(), QuotaNear, listedInOverview)
	for _, s := range found {
		named, err := nameSpent(ctx, tx, s)
		if notFound(err) { // deleted since; the counter goes a little later
			total--
			continue
		} else if err != nil {
			return nil, 0, err
		}
		out = append(out, named)
	}
	return out, total, nil
}

func nameSpent(ctx context.Context, tx *store.Tx, s limit.Spent) (SpentQuota, error) {
	out := SpentQuota{Spent: s, ClientID: s.Scope}
	policy, err := tx.Policy(ctx, s.PolicyID)
	if err != nil {
		return out, err
	}
	out.PolicyName = policy.Name
	if strings.HasPrefix(s.Scope, gatehouse.ProfileIDPrefix+"_") {
		profile, err := tx.Profile(ctx, s.Scope)
		if err != nil {
			return out, err
		}
		out.ProfileID, out.ProfileName, out.ClientID = profile.ID, profile.Name, profile.ClientID
	}
	client, err := tx.Client(ctx, out.ClientID)
	out.ClientName = client.Name
	return out, err
}
