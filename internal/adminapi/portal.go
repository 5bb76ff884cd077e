package adminapi

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// portalPersonJSON is an address that may sign in to the portal for a client.
type portalPersonJSON struct {
	Email string          `json:"email" doc:"The address." example:"dev@acme.example"`
	Mail  *portalMailJSON `json:"mail" doc:"The newest mail to it; null: none within 90 days."`
}

type portalMailJSON struct {
	ID        string     `json:"id" doc:"Id of the mail in the Outbox." example:"ml_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Kind      string     `json:"kind" enum:"portal_sign_in,portal_invitation" doc:"What it is about."`
	Status    string     `json:"status" enum:"waiting,sent,failed" doc:"What became of it." example:"sent"`
	LastError *string    `json:"last_error" doc:"Why it was not taken, in the words of the mail server."`
	CreatedAt time.Time  `json:"created_at" doc:"When it was written." example:"2026-03-01T09:30:00Z"`
	SentAt    *time.Time `json:"sent_at" doc:"When the mail server took it." example:"2026-03-01T09:30:01Z"`
}

func portalPersonOf(p manage.PortalPerson) portalPersonJSON {
	out := portalPersonJSON{Email: p.Email}
	if m := p.Mail; m != nil {
		out.Mail = &portalMailJSON{m.ID, string(m.Kind), string(m.Status), rest.OptionalText(m.LastError), m.CreatedAt.UTC(), rest.OptionalTime(m.SentAt)}
	}
	return out
}

func (a *api) listPortalPeople(ctx context.Context, in *listOfIn) (*rest.Answer[rest.List[portalPersonJSON]], error) {
	items, next, err := a.Control.PortalPeople(ctx, by(ctx), in.ID, pageOf(in.Page))
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, portalPersonOf), nil
}

// newInvitesJSON names who is to be invited.
type newInvitesJSON struct {
	Emails []string `json:"emails,omitempty" doc:"Addresses that the client authorizes; left out: all of them." example:"[\"dev@acme.example\"]"`
}

type portalInviteJSON struct {
	Email  string `json:"email" doc:"Who was invited." example:"dev@acme.example"`
	Link   *once  `json:"link" doc:"One-time link into the portal, good for 72 hours, in this answer alone." example:"https://portal.northwind.example/auth/verify/ghm_…"`
	MailID string `json:"mail_id" doc:"The mail in the Outbox." example:"ml_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Mailed bool   `json:"mailed" doc:"A mail server is set, so the mail goes out by itself; else pass the link on." example:"true"`
}

type portalInvitesJSON struct {
	Items []portalInviteJSON `json:"items" doc:"One for each address."`
}

func (a *api) inviteToPortal(ctx context.Context, in *struct {
	rest.ByID
	Body rest.Body[newInvitesJSON]
},
) (*rest.Answer[portalInvitesJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	items, err := a.Control.InviteToPortal(ctx, by(ctx), in.ID, sent.Emails)
	if err != nil {
		return nil, err
	}
	return rest.Shown(portalInvitesJSON{rest.Each(items, func(i manage.PortalInvitation) portalInviteJSON {
		return portalInviteJSON{i.Email, onceOf(i.URL), i.MailID, i.Mailed}
	})}), nil
}

// portalSessionJSON is somebody's sign-in to the portal.
type portalSessionJSON struct {
	ID        string    `json:"id" doc:"Id of the session." example:"se_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Email     string    `json:"email" doc:"Who signed in." example:"dev@acme.example"`
	CreatedAt time.Time `json:"created_at" doc:"When." example:"2026-03-01T09:30:00Z"`
	ExpiresAt time.Time `json:"expires_at" doc:"When it ends by itself." example:"2026-03-01T21:30:00Z"`
	IP        string    `json:"ip" doc:"Where from." example:"198.51.100.7"`
	UserAgent string    `json:"user_agent" doc:"What the browser called itself; text from outside." example:"Mozilla/5.0 (X11; Linux x86_64)"`
}

func portalSessionOf(s gatehouse.PortalSession) portalSessionJSON {
	return portalSessionJSON{s.ID, s.Email, s.CreatedAt.UTC(), s.ExpiresAt.UTC(), s.IP, s.UserAgent}
}

func (a *api) listPortalSessions(ctx context.Context, in *listOfIn) (*rest.Answer[rest.List[portalSessionJSON]], error) {
	items, next, err := a.Control.PortalSessions(ctx, by(ctx), in.ID, pageOf(in.Page))
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, portalSessionOf), nil
}

func (a *api) endPortalSessions(ctx context.Context, in *struct{ rest.ByID }) (*nothing, error) {
	return &nothing{}, a.Control.EndPortalSessions(ctx, by(ctx), in.ID, "")
}

func (a *api) endPortalSession(ctx context.Context, in *struct {
	rest.ByID
	SessionID string `path:"session_id" maxLength:"128" doc:"Id of the session." example:"se_01jd3w8m5z7n4q2v6x9k1b0c8e"`
},
) (*nothing, error) {
	return &nothing{}, a.Control.EndPortalSessions(ctx, by(ctx), in.ID, in.SessionID)
}

// accessRequestJSON is somebody unknown who asks for access.
type accessRequestJSON struct {
	ID        string    `json:"id" doc:"Id of the request." example:"ar_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Email     string    `json:"email" doc:"Who asks; the address is not proven." example:"kim@newcorp.example"`
	Name      string    `json:"name" doc:"As they wrote it." example:"Kim Doe"`
	Company   string    `json:"company" doc:"As they wrote it." example:"New Corp"`
	Message   string    `json:"message" doc:"As they wrote it; text from outside." example:"We would like to track shipments."`
	IP        string    `json:"ip" doc:"Where from." example:"198.51.100.7"`
	CreatedAt time.Time `json:"created_at" doc:"When." example:"2026-03-01T09:30:00Z"`
}

func accessRequestOf(a gatehouse.AccessRequest) accessRequestJSON {
	return accessRequestJSON{a.ID, a.Email, a.Name, a.Company, a.Message, a.IP, a.CreatedAt.UTC()}
}

func (a *api) listAccessRequests(ctx context.Context, in *struct{ rest.Page }) (*rest.Answer[rest.List[accessRequestJSON]], error) {
	items, next, err := a.Control.AccessRequests(ctx, by(ctx), store.AccessRequestQuery{Page: pageOf(in.Page)})
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, accessRequestOf), nil
}

func (a *api) dismissAccessRequest(ctx context.Context, in *struct{ rest.ByID }) (*nothing, error) {
	return &nothing{}, a.Control.DismissAccessRequest(ctx, by(ctx), in.ID)
}

// portalRoutes are who may use the portal, and who would like to.
func (a *api) portalRoutes() []route {
	return []route{
		{get, "/clients/{id}/portal-access", partners, reads, "listPortalAccess", "List the authorized emails of a client", on(a.listPortalPeople), "With the newest mail to each, so that a failed delivery shows.", 0},
		{post, "/clients/{id}/invites", partners, writes, "inviteToPortal", "Invite people to the portal", on(a.inviteToPortal), "Mails a one-time link, good for 72 hours, to addresses that the client authorizes.", 0},
		{get, "/clients/{id}/portal-sessions", partners, reads, "listPortalSessions", "List the portal sessions of a client", on(a.listPortalSessions), "Of all addresses that the client authorizes, newest first.", 0},
		{del, "/clients/{id}/portal-sessions", partners, writes, "endPortalSessions", "End the portal sessions of a client", on(a.endPortalSessions), "An address that several clients authorize is signed out of all of them.", 0},
		{del, "/clients/{id}/portal-sessions/{session_id}", partners, writes, "endPortalSession", "End a portal session", on(a.endPortalSession), "", 0},
		{get, "/access-requests", partners, reads, "listAccessRequests", "List who asks for access to the portal", on(a.listAccessRequests), "Newest first. People may ask while `request_access` is on in the settings. Authorizing the address for a client answers its request.", 0},
		{del, "/access-requests/{id}", partners, writes, "dismissAccessRequest", "Dismiss a request for access", on(a.dismissAccessRequest), "Whoever made it may ask again.", 0},
	}
}
