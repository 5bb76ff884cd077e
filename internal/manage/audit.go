package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// AuditEvents lists audit events, the newest first.
func (c *Control) AuditEvents(ctx context.Context, by Caller, q store.AuditQuery) ([]gatehouse.AuditEvent, string, error) {
	return list(ctx, c, by, gatehouse.AreaAuditLogs, func(tx *store.Tx) ([]gatehouse.AuditEvent, string, error) {
		return tx.ListAudit(ctx, q)
	})
}

// AuditEvent returns an audit event by id.
func (c *Control) AuditEvent(ctx context.Context, by Caller, id string) (gatehouse.AuditEvent, error) {
	return read(ctx, c, by, gatehouse.AreaAuditLogs, func(tx *store.Tx) (gatehouse.AuditEvent, error) {
		return tx.AuditEvent(ctx, id)
	})
}

// VerifyAudit checks the whole audit log against its hash chain and the
// checkpoints.
func (c *Control) VerifyAudit(ctx context.Context, by Caller) (store.AuditReport, error) {
	if err := by.MayRead(gatehouse.AreaAuditLogs); err != nil {
		return store.AuditReport{}, err
	}
	return c.store.VerifyAudit(ctx)
}

// CountAuditEvents returns how many audit events a query selects.
func (c *Control) CountAuditEvents(ctx context.Context, by Caller, q store.AuditQuery) (int64, error) {
	return read(ctx, c, by, gatehouse.AreaAuditLogs, func(tx *store.Tx) (int64, error) {
		return tx.CountAudit(ctx, q)
	})
}
