package gatehouse

import (
	"encoding/json"
	"time"
)

// AuditEvent records one change to one resource. It is written in the
// change's own transaction, and each event's hash covers the one before, so
// that an edit, a deletion or a reordering shows.
type AuditEvent struct {
	ID            string    `json:"id"`
	Seq           int64     `json:"seq"` // 1, 2, … without a gap
	At            time.Time `json:"at"`
	Actor         Actor     `json:"actor"`
	Action        string    `json:"action"` // "client.created"
	Resource      Resource  `json:"resource"`
	Changes       []Change  `json:"changes"`
	CorrelationID string    `json:"correlation_id"` // shared by the events of one call
	RequestID     string    `json:"request_id"`     // of the admin API call; empty for the CLI
	PrevHash      string    `json:"prev_hash"`      // hex; empty for the first event
	Hash          string    `json:"hash"`           // hex HMAC under the master key
}

// Actor is who made a change.
type Actor struct {
	Type ActorType `json:"type"`
	ID   string    `json:"id"`
	Name string    `json:"name"`
	IP   string    `json:"ip"` // empty for the CLI and the product itself
}

// ActorType is what kind of actor made a change.
type ActorType string

// The actor types.
const (
	ActorUser       ActorType = "user"
	ActorAPIKey     ActorType = "api_key"
	ActorCLI        ActorType = "cli"
	ActorSystem     ActorType = "system"
	ActorPartner    ActorType = "partner"
	ActorPortalUser ActorType = "portal_user" // somebody signed in to the portal, by their email address
)

// Resource names what an event is about.
type Resource struct {
	Type string `json:"type"` // "client", "profile", "token", "policy", "collection", "access", "user", "api_key", …
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Change is one field's value before and after. A secret stands as a keyed
// fingerprint, "fp_…".
type Change struct {
	Path   string          `json:"path"`             // JSON pointer into the resource as the API shows it
	Before json.RawMessage `json:"before,omitempty"` // absent when the field appeared
	After  json.RawMessage `json:"after,omitempty"`  // absent when the field went
}
