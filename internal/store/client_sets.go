package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
)

// SetClientPolicies attaches exactly these policies to a client. An unknown
// policy is Invalid at /policy_ids/{i}.
func (tx *Tx) SetClientPolicies(ctx context.Context, clientID string, policyIDs []string) error {
	if err := tx.clientChanged(ctx, clientID); err != nil {
		return err
	}
	if err := tx.policiesExist(ctx, policyIDs); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM client_policies WHERE client_id = $1", clientID); err != nil {
		return err
	}
	for _, id := range sorted(policyIDs) {
		if _, err := tx.exec(ctx, "INSERT INTO client_policies (client_id, policy_id) VALUES ($1, $2)", clientID, id); err != nil {
			return err
		}
	}
	return nil
}

// SetPortalEmails authorizes exactly these addresses for a client; they are
// normalized by [gatehouse.PortalEmails].
func (tx *Tx) SetPortalEmails(ctx context.Context, clientID string, emails []string) error {
	if err := tx.clientChanged(ctx, clientID); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "DELETE FROM portal_emails WHERE client_id = $1", clientID); err != nil {
		return err
	}
	for _, email := range sorted(emails) {
		if _, err := tx.exec(ctx, "INSERT INTO portal_emails (client_id, email) VALUES ($1, $2)", clientID, email); err != nil {
			return err
		}
	}
	return nil
}

// PortalEmailQuery selects authorized addresses.
type PortalEmailQuery struct {
	Page
	ClientID string
}

// ListPortalEmails reads a page of the addresses that a client authorizes, in
// their order, and the next cursor.
func (tx *Tx) ListPortalEmails(ctx context.Context, q PortalEmailQuery) ([]string, string, error) {
	var f filter
	f.and("client_id = ?", q.ClientID)
	byEmail := order{column: "email", ascending: true}
	rest, err := q.by(byEmail, "portal_emails", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := scanAll(ctx, tx, func(s *string) []any { return []any{s} }, "SELECT email FROM portal_emails "+rest, f.args...)
	found, next := cut(q.Page, "portal_emails", found, func(email *string) []string { return byEmail.keys("", *email) })
	return found, next, err
}

// sorted returns the values in order and without repeats, never nil.
func sorted(values []string) []string {
	out := append([]string{}, values...)
	slices.Sort(out)
	return slices.Compact(out)
}

// fillSets reads policies, portal emails and collections of clients.
func (tx *Tx) fillSets(ctx context.Context, of []gatehouse.Client) error {
	if len(of) == 0 {
		return nil
	}
	var f filter
	in(&f, "client_id", of, func(c *gatehouse.Client) string { return c.ID })
	sets, err := tx.clientSets(ctx, &f)
	for i := range of {
		sets.fill(&of[i])
	}
	return err
}

// in adds the condition that a column holds the id of one of the values.
func in[T any](f *filter, column string, values []T, id func(*T) string) {
	marks := make([]string, len(values))
	for i := range values {
		f.args = append(f.args, id(&values[i]))
		marks[i] = "$" + strconv.Itoa(len(f.args))
	}
	f.conditions = append(f.conditions, column+" IN ("+strings.Join(marks, ", ")+")")
}

// member is one value of one owner's set.
type member struct{ owner, value string }

func (m *member) fields() []any { return []any{&m.owner, &m.value} }

// clientSets holds the sets of many clients, each sorted by client and value.
type clientSets struct{ policies, emails, collections []member }

func (tx *Tx) clientSets(ctx context.Context, f *filter) (s clientSets, err error) {
	for _, set := range []struct {
		into         *[]member
		table, value string
	}{
		{&s.policies, "client_policies", "policy_id"},
		{&s.emails, "portal_emails", "email"},
		{&s.collections, "access", "collection_id"},
	} {
		*set.into, err = scanAll(ctx, tx, (*member).fields,
			"SELECT client_id, "+set.value+" FROM "+set.table+" "+f.where()+"ORDER BY client_id, "+set.value, f.args...)
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s *clientSets) fill(c *gatehouse.Client) {
	c.PolicyIDs = valuesOf(s.policies, c.ID)
	c.PortalEmails = valuesOf(s.emails, c.ID)
	c.CollectionIDs = valuesOf(s.collections, c.ID)
}

// valuesOf returns the values of one owner out of members sorted by owner.
func valuesOf(members []member, owner string) []string {
	start, _ := slices.BinarySearchFunc(members, owner, func(m member, owner string) int {
		return strings.Compare(m.owner, owner)
	})
	values := []string{}
	for _, m := range members[start:] {
		if m.owner != owner {
			break
		}
		values = append(values, m.value)
	}
	return values
}
