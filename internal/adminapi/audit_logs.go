package adminapi

import (
	"context"
	"encoding/json"
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// auditEventJSON records one change to one resource.
type auditEventJSON struct {
	ID            string          `json:"id" doc:"Id of the event." example:"ev_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Seq           int64           `json:"seq" doc:"1, 2, … without a gap." example:"17"`
	At            time.Time       `json:"at" doc:"When the change was made." example:"2026-03-01T09:30:00Z"`
	Actor         actorJSON       `json:"actor" doc:"Who made it."`
	Action        string          `json:"action" doc:"What was done." example:"client.created"`
	Resource      auditedResource `json:"resource" doc:"What it was done to."`
	Changes       []changeJSON    `json:"changes" doc:"Each field before and after; secrets as keyed fingerprints."`
	CorrelationID string          `json:"correlation_id" doc:"Shared by the events of one call." example:"cor_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	RequestID     *string         `json:"request_id" doc:"The call, as in its X-Request-ID; null for the command line." example:"req_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	PrevHash      string          `json:"prev_hash" doc:"Hash of the event before; empty for the first." example:"9f2c4e"`
	Hash          string          `json:"hash" doc:"Covers this event and the hash before, under a key." example:"b81d07"`
}

type actorJSON struct {
	Type string  `json:"type" enum:"user,api_key,cli,system,partner,portal_user" doc:"What kind of actor." example:"user"`
	ID   string  `json:"id" doc:"Id of the user or API key; empty for others." example:"us_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name string  `json:"name" doc:"Email of a user, name of a key." example:"dana@example.com"`
	IP   *string `json:"ip" doc:"Address the call came from; null for the command line." example:"203.0.113.7"`
}

func actorOf(a gatehouse.Actor) actorJSON {
	return actorJSON{string(a.Type), a.ID, a.Name, rest.OptionalText(a.IP)}
}

type auditedResource struct {
	Type string `json:"type" doc:"Kind of resource." example:"client"`
	ID   string `json:"id" doc:"Its id." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name string `json:"name" doc:"Its name at that time." example:"partner-acme-corp"`
}

type changeJSON struct {
	Path   string          `json:"path" doc:"JSON pointer into the resource." example:"/status"`
	Before json.RawMessage `json:"before" doc:"Value before; null when the field appeared."`
	After  json.RawMessage `json:"after" doc:"Value after; null when the field went."`
}

func changeOf(c gatehouse.Change) changeJSON {
	return changeJSON{c.Path, orNull(c.Before), orNull(c.After)}
}

func auditEventOf(e gatehouse.AuditEvent) auditEventJSON {
	return auditEventJSON{
		ID: e.ID, Seq: e.Seq, At: e.At.UTC(), Actor: actorOf(e.Actor), Action: e.Action,
		Resource: auditedResource(e.Resource), Changes: rest.Each(e.Changes, changeOf), CorrelationID: e.CorrelationID,
		RequestID: rest.OptionalText(e.RequestID), PrevHash: e.PrevHash, Hash: e.Hash,
	}
}

// AuditFilter says which events are wanted; all conditions apply together.
type AuditFilter struct {
	Actor        string    `query:"actor" maxLength:"256" doc:"Id or name of who made the change." example:"dana@example.com"`
	Action       string    `query:"action" maxLength:"64" doc:"What was done." example:"client.created"`
	ResourceType string    `query:"resource_type" maxLength:"64" doc:"Kind of resource." example:"client"`
	ResourceID   string    `query:"resource_id" maxLength:"256" doc:"Id of a resource." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	From         time.Time `query:"from" doc:"At or after this time." example:"2026-03-01T00:00:00Z"`
	To           time.Time `query:"to" doc:"Before this time." example:"2026-03-02T00:00:00Z"`
}

func (in AuditFilter) query(page store.Page) store.AuditQuery {
	return store.AuditQuery{
		Page: page, Actor: in.Actor, Action: in.Action, ResourceType: in.ResourceType,
		ResourceID: in.ResourceID, From: in.From, To: in.To,
	}
}

type listAuditLogsIn struct {
	rest.Page
	AuditFilter
}

func (a *api) listAuditLogs(ctx context.Context, in *listAuditLogsIn) (*rest.Answer[rest.List[auditEventJSON]], error) {
	items, next, err := a.Control.AuditEvents(ctx, by(ctx), in.query(pageOf(in.Page)))
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, auditEventOf), nil
}

func (a *api) getAuditLog(ctx context.Context, in *rest.ByID) (*rest.Answer[auditEventJSON], error) {
	e, err := a.Control.AuditEvent(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(auditEventOf(e)), nil
}

// auditReportJSON is what a check of the whole audit log found.
type auditReportJSON struct {
	Intact       bool       `json:"intact" doc:"No event was edited, removed, added or moved." example:"true"`
	Events       int64      `json:"events" doc:"Events found and checked." example:"1204"`
	FirstBad     *int64     `json:"first_bad_seq" doc:"Number of the first event that is wrong or missing; null when intact." example:"17"`
	Problem      *string    `json:"problem" doc:"What is wrong with it; null when intact."`
	CheckpointAt *time.Time `json:"checkpoint_at" doc:"Time of the newest signed checkpoint; null: there is none." example:"2026-03-01T09:30:00Z"`
	Checkpoint   *int64     `json:"checkpoint_seq" doc:"The last event that it proves; null: there is none." example:"1204"`
}

func auditReportOf(r store.AuditReport) auditReportJSON {
	j := auditReportJSON{
		Intact: r.Intact, Events: r.Events, Problem: rest.OptionalText(r.Problem), CheckpointAt: rest.OptionalTime(r.CheckpointTime),
	}
	if r.FirstBad != 0 {
		j.FirstBad = &r.FirstBad
	}
	if r.CheckpointSeq != 0 {
		j.Checkpoint = &r.CheckpointSeq
	}
	return j
}

func (a *api) verifyAuditLogs(ctx context.Context, _ *struct{}) (*rest.Answer[auditReportJSON], error) {
	r, err := a.Control.VerifyAudit(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	return rest.Shown(auditReportOf(r)), nil
}
