package adminapi

import (
	"time"

	"gatehouse/internal/rest"

	"gatehouse"
)

// clientJSON is a partner as the API shows it.
type clientJSON struct {
	ID string `json:"id" doc:"The Client ID; the partner sends it as X-Client-ID." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ClientFieldsJSON
	MetaJSON
}

// ClientFieldsJSON is a client but for its id and version.
type ClientFieldsJSON struct {
	Name          string            `json:"name" doc:"Unique name." example:"partner-acme-corp"`
	Description   string            `json:"description" doc:"For people." example:"Acme Corp logistics integration"`
	ContactEmail  string            `json:"contact_email" doc:"Whom to write to; gives no access. Empty when not set." example:"dev@acme.example"`
	Status        string            `json:"status" enum:"enabled,disabled" doc:"A disabled client is refused with 403 client_disabled." example:"enabled"`
	Labels        map[string]string `json:"labels" doc:"Free key-value pairs of your own."`
	PolicyIDs     []string          `json:"policy_ids" doc:"Policies counted over all profiles of the client. Set with PUT /clients/{id}/policies." example:"[\"po_01jd3w8m5z7n4q2v6x9k1b0c8e\"]"`
	PortalEmails  []string          `json:"portal_emails" doc:"Addresses that may sign in to the portal for this client. Set with PUT /clients/{id}/portal-access." example:"[\"dev@acme.example\"]"`
	CollectionIDs []string          `json:"collection_ids" doc:"Collections the client may call. Set with PUT /collections/{id}/clients/{client_id}." example:"[\"co_01jd3w8m5z7n4q2v6x9k1b0c8e\"]"`
}

// MetaJSON is what every stored resource carries.
type MetaJSON struct {
	CreatedAt time.Time `json:"created_at" doc:"When it was created." example:"2026-03-01T09:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" doc:"When it was last changed." example:"2026-03-01T09:30:00Z"`
	Version   int64     `json:"version" doc:"One more with each change; also the ETag." example:"1"`
}

func metaOf(m gatehouse.Meta) MetaJSON {
	return MetaJSON{m.CreatedAt.UTC(), m.UpdatedAt.UTC(), m.Version}
}

func clientOf(c gatehouse.Client) clientJSON {
	return clientJSON{c.ID, clientFieldsOf(c), metaOf(c.Meta)}
}

func clientFieldsOf(c gatehouse.Client) ClientFieldsJSON {
	return ClientFieldsJSON{
		Name: c.Name, Description: c.Description, ContactEmail: c.ContactEmail,
		Status: string(c.Status), Labels: orNone(c.Labels), PolicyIDs: rest.OrEmpty(c.PolicyIDs),
		PortalEmails: rest.OrEmpty(c.PortalEmails), CollectionIDs: rest.OrEmpty(c.CollectionIDs),
	}
}

// newClientJSON is what a caller may say about a client.
type newClientJSON struct {
	Name         string            `json:"name" doc:"Unique name: 2 to 63 of a-z, 0-9 and '-'." pattern:"^[a-z0-9][a-z0-9-]{1,62}$" example:"partner-acme-corp"`
	Description  string            `json:"description,omitempty" maxLength:"4096" doc:"For people." example:"Acme Corp logistics integration"`
	ContactEmail string            `json:"contact_email,omitempty" doc:"Whom to write to; gives no access." example:"dev@acme.example"`
	Status       string            `json:"status,omitempty" clear:"false" enum:"enabled,disabled" default:"enabled" doc:"A disabled client is refused with 403 client_disabled."`
	Labels       map[string]string `json:"labels,omitempty" doc:"Free key-value pairs of your own; at most 64."`
}

func (in newClientJSON) apply(c *gatehouse.Client) error {
	c.Name, c.Description, c.ContactEmail, c.Labels = in.Name, in.Description, in.ContactEmail, in.Labels
	c.Status = statusOf(in.Status)
	return nil
}

func newClientOf(c gatehouse.Client) newClientJSON {
	return newClientJSON{c.Name, c.Description, c.ContactEmail, string(c.Status), c.Labels}
}

// statusOf gives what is created without a status the one it is created for.
func statusOf(s string) gatehouse.Status {
	if s == "" {
		return gatehouse.Enabled
	}
	return gatehouse.Status(s)
}
