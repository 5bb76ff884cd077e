package store

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
)

// auditRow is an event as its table keeps it. The changes stay the very text
// that the hash covers.
type auditRow struct {
	gatehouse.AuditEvent
	changes string
}

var audit = table[auditRow]{
	name: "audit",
	noun: "audit event",
	columns: "seq, id, at, actor_type, actor_id, actor_name, actor_ip, action, resource_type, resource_id, resource_name, " +
		"changes, correlation_id, request_id, prev_hash, hash",
	fields: func(r *auditRow) []any {
		return []any{
			&r.Seq, &r.ID,
			ms{&r.At},
			&r.Actor.Type, &r.Actor.ID, &r.Actor.Name, &r.Actor.IP, &r.Action,
			&r.Resource.Type, &r.Resource.ID, &r.Resource.Name, &r.changes, &r.CorrelationID, &r.RequestID, &r.PrevHash, &r.Hash,
		}
	},
}

func (r *auditRow) decode() (gatehouse.AuditEvent, error) {
	return r.AuditEvent, (asJSON{&r.Changes}).Scan(r.changes)
}

// AuditQuery selects audit events; empty fields do not filter.
type AuditQuery struct {
	Page
	Actor        string // id or name
	Action       string
	ResourceType string
	ResourceID   string
	From, To     time.Time // From is included, To is not
}

// ListAudit reads a page of audit events, newest first, and the next cursor.
func (tx *Tx) ListAudit(ctx context.Context, q AuditQuery) ([]gatehouse.AuditEvent, string, error) {
	f := q.filter()
	after, err := q.after("audit", 1)
	if err != nil {
		return nil, "", err
	}
	if after != nil {
		seq, err := strconv.ParseInt(after[0], 10, 64)
		if err != nil {
			return nil, "", badCursor()
		}
		f.and("seq < ?", seq)
	}
	rows, err := audit.list(ctx, tx, f.where()+"ORDER BY seq DESC LIMIT "+strconv.Itoa(q.limit()+1), f.args...)
	if err != nil {
		return nil, "", err
	}
	rows, next := cut(q.Page, "audit", rows, func(r *auditRow) []string { return []string{strconv.FormatInt(r.Seq, 10)} })
	events := make([]gatehouse.AuditEvent, len(rows))
	for i := range rows {
		if events[i], err = rows[i].decode(); err != nil {
			return nil, "", err
		}
	}
	return events, next, nil
}

// CountAudit returns how many events a query selects, on all its pages.
func (tx *Tx) CountAudit(ctx context.Context, q AuditQuery) (int64, error) {
	f := q.filter()
	return tx.count(ctx, "SELECT COUNT(*) FROM audit "+f.where(), f.args...)
}

func (q AuditQuery) filter() *filter {
	var f filter
	if q.Actor != "" {
		f.and("actor_id = ? OR actor_name = ?", q.Actor, q.Actor)
	}
	if q.Action != "" {
		f.and("action = ?", q.Action)
	}
	if q.ResourceType != "" {
		f.and("resource_type = ?", q.ResourceType)
	}
	if q.ResourceID != "" {
		f.and("resource_id = ?", q.ResourceID)
	}
	if !q.From.IsZero() {
		f.and("at >= ?", millis(q.From))
	}
	if !q.To.IsZero() {
		f.and("at < ?", millis(q.To))
	}
	return &f
}

// AuditEvent reads one event by id.
func (tx *Tx) AuditEvent(ctx context.Context, id string) (gatehouse.AuditEvent, error) {
	row, err := audit.get(ctx, tx, "WHERE id = $1", id)
	if err != nil {
		return gatehouse.AuditEvent{}, err
	}
	return row.decode()
}

// appendAudit writes the events of a change behind the chain's end and moves
// the end in h.
func (tx *Tx) appendAudit(ctx context.Context, h *head, by By, events []Event) error {
	for _, e := range events {
		changes := e.Changes
		if changes == nil {
			changes = []gatehouse.Change{}
		}
		text, err := json.Marshal(changes)
		if err != nil {
			return gatehouse.Errorf(gatehouse.Internal, "encoding the changes of %s: %v", e.Action, err)
		}
		row := auditRow{changes: string(text), AuditEvent: gatehouse.AuditEvent{
			ID: seal.NewID(gatehouse.EventIDPrefix), Seq: h.seq + 1, At: tx.now, Actor: by.Actor, Action: e.Action, Resource: e.Resource,
			CorrelationID: by.CorrelationID, RequestID: by.RequestID, PrevHash: h.hash,
		}}
		row.Hash = row.chainHash(tx.store.keys)
		if err := audit.insert(ctx, tx, &row); err != nil {
			return err
		}
		h.seq, h.hash = row.Seq, row.Hash
	}
	return nil
}
