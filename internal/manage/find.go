package manage

import (
	"context"
	"strings"

	"gatehouse"
	"gatehouse/internal/store"
)

// maxFound is how much a search offers.
const maxFound = 20

// Find looks for what somebody has in mind by a few characters: clients,
// profiles, collections and policies by id, name or description, users by
// email, clients by an email that may sign in for them, audit events by id.
// What the caller may not read is not found.
func (c *Control) Find(ctx context.Context, by Caller, text string) ([]store.Match, error) {
	found := []store.Match{}
	err := c.store.View(ctx, func(tx *store.Tx) (err error) {
		if by.Role.MayRead(gatehouse.AreaPartners) {
			found, err = tx.Find(ctx, store.FindQuery{Text: text, Users: by.Role.MayRead(gatehouse.AreaSystem), Limit: maxFound})
		}
		id := strings.TrimSpace(text)
		if err != nil || !by.Role.MayRead(gatehouse.AreaAuditLogs) || !strings.HasPrefix(id, gatehouse.EventIDPrefix+"_") {
			return err
		}
		event, err := tx.AuditEvent(ctx, id)
		if notFound(err) {
			return nil
		}
		found = append(found, store.Match{Kind: "audit_log", ID: event.ID, Name: event.Action, Detail: event.Resource.Name})
		return err
	})
	return found, err
}
