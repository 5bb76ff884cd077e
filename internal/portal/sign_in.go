package portal

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// optionsJSON is how the portal presents itself.
type optionsJSON struct {
	Brand         brandJSON   `json:"brand" doc:"The company whose portal this is."`
	Support       supportJSON `json:"support" doc:"Whom to turn to."`
	RequestAccess bool        `json:"request_access" doc:"Strangers may ask for access."`
}

type brandJSON struct {
	Name        string  `json:"name" doc:"Shown in titles." example:"Northwind Logistics"`
	LogoURL     *string `json:"logo_url" doc:"https URL of a logo; null: the name alone."`
	AccentColor *string `json:"accent_color" doc:"Six hexadecimal digits; null: the portal's own." example:"#1a5fb4"`
}

type supportJSON struct {
	Email *string `json:"email" doc:"Address for help."`
	URL   *string `json:"url" doc:"https page for help."`
}

func (a *api) portalOptions(ctx context.Context, _ *struct{}) (*rest.Answer[optionsJSON], error) {
	s, err := a.Control.PortalSettings(ctx)
	if err != nil {
		return nil, err
	}
	return rest.Shown(optionsJSON{
		Brand:         brandJSON{s.Branding.Name, rest.OptionalText(s.Branding.LogoURL), rest.OptionalText(s.Branding.AccentColor)},
		Support:       supportJSON{rest.OptionalText(s.Support.Email), rest.OptionalText(s.Support.URL)},
		RequestAccess: s.RequestAccess,
	}), nil
}

type emailJSON struct {
	Email string `json:"email" maxLength:"254" doc:"Address to mail to." example:"dev@acme.example"`
}

// askedJSON is the answer to whoever asks for a mail.
type askedJSON struct {
	Attempt   string    `json:"attempt" doc:"To type the code with; in memory alone."`
	ExpiresAt time.Time `json:"expires_at" doc:"When link and code stop working."`
	ResendAt  time.Time `json:"resend_at" doc:"When to offer another mail."`
}

func (a *api) askForSignIn(ctx context.Context, in *struct{ Body rest.Body[emailJSON] }) (*rest.Answer[askedJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	c := rest.CallOf(ctx)
	asked, err := a.Desk.Ask(sent.Email, c.From, c.RequestID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(askedJSON{asked.Attempt.Reveal(), asked.ExpiresAt, asked.ResendAt}), nil
}

type codeJSON struct {
	Attempt string `json:"attempt" maxLength:"128" writeOnly:"true" doc:"From the answer to POST /sign-in."`
	Code    string `json:"code" maxLength:"16" writeOnly:"true" doc:"The six digits of the mail." example:"042137"`
}

// signedIn answers with a session that began. The cookie stands beside the
// body, where it is neither kept nor shown to scripts.
type signedIn struct {
	SetCookie string `header:"Set-Cookie" doc:"The session's cookie."`
	Body      meJSON
}

func (a *api) signInWithCode(ctx context.Context, in *struct{ Body rest.Body[codeJSON] }) (*signedIn, error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	s, err := a.Desk.EnterCode(ctx, gatehouse.Secret(sent.Attempt), gatehouse.Secret(digits(sent.Code)), visit(rest.CallOf(ctx)))
	if err != nil {
		return nil, err
	}
	return &signedIn{a.cookie.Carrying(s.Cookie), meOf(s.User)}, nil
}

// digits takes a code as people type it, with spaces or a hyphen inside.
func digits(s string) string {
	out := make([]byte, 0, 6)
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// meJSON is who is signed in, and what they look at.
type meJSON struct {
	Email   string      `json:"email" doc:"The address that signed in." example:"dev@acme.example"`
	Client  refJSON     `json:"client" doc:"The client they look at."`
	Clients []refJSON   `json:"clients" doc:"All clients that authorize the address, by name."`
	Session sessionJSON `json:"session" doc:"The session of this call."`
}

type refJSON struct {
	ID   string `json:"id" doc:"The id; of a client: the Client ID." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name string `json:"name" doc:"The name." example:"partner-acme-corp"`
}

type sessionJSON struct {
	ID        string    `json:"id" doc:"Id of the session." example:"se_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Current   bool      `json:"current" doc:"Whether this call came with it."`
	CreatedAt time.Time `json:"created_at" doc:"When it began."`
	ExpiresAt time.Time `json:"expires_at" doc:"When it ends by itself."`
	IP        string    `json:"ip" doc:"Address it began from." example:"198.51.100.7"`
	UserAgent string    `json:"user_agent" doc:"What the browser called itself; text from outside."`
}

func meOf(u manage.PortalUser) meJSON {
	return meJSON{Email: u.Email, Client: clientRef(u.Client), Clients: rest.Each(u.Clients, clientRef), Session: sessionOf(u.Session, u.Session.ID)}
}

func clientRef(c gatehouse.Client) refJSON { return refJSON{c.ID, c.Name} }

func sessionOf(s gatehouse.PortalSession, current string) sessionJSON {
	return sessionJSON{s.ID, s.ID == current, s.CreatedAt.UTC(), s.ExpiresAt.UTC(), s.IP, s.UserAgent}
}

func (a *api) getMe(ctx context.Context, _ *struct{}) (*rest.Answer[meJSON], error) {
	return rest.Shown(meOf(by(ctx))), nil
}

type clientIDJSON struct {
	ClientID string `json:"client_id" doc:"One of the clients of GET /me."`
}

func (a *api) chooseClient(ctx context.Context, in *struct{ Body rest.Body[clientIDJSON] }) (*rest.Answer[meJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	u, err := a.Desk.Choose(ctx, by(ctx), sent.ClientID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(meOf(u)), nil
}

func (a *api) listSessions(ctx context.Context, in *struct{ rest.Page }) (*rest.Answer[rest.List[sessionJSON]], error) {
	found, next, err := a.Desk.Sessions(ctx, by(ctx), store.Page{Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return nil, err
	}
	items := rest.Each(found, func(s gatehouse.PortalSession) sessionJSON { return sessionOf(s, by(ctx).Session.ID) })
	return rest.Shown(rest.List[sessionJSON]{Items: items, NextCursor: rest.OptionalText(next)}), nil
}

// ended answers to the end of a session; the cookie goes with its own.
type ended struct {
	SetCookie string `header:"Set-Cookie" doc:"Makes the browser forget the session that the call came with, where it was that one."`
}

func (a *api) endSession(ctx context.Context, in *struct{ rest.ByID }) (*ended, error) {
	own := by(ctx).Session.ID
	if in.ID == "current" {
		in.ID = own
	}
	if err := a.Desk.EndSession(ctx, by(ctx), in.ID); err != nil {
		return nil, err
	}
	out := &ended{}
	if in.ID == own {
		out.SetCookie = a.cookie.Forgotten()
	}
	return out, nil
}

// acceptedJSON says nothing, whatever became of it.
type acceptedJSON struct{}

type strangerJSON struct {
	Email   string `json:"email" maxLength:"254" doc:"Address of the person." example:"dev@acme.example"`
	Name    string `json:"name" maxLength:"256" doc:"Of the person."`
	Company string `json:"company,omitempty" maxLength:"256" doc:"Whom they work for."`
	Message string `json:"message,omitempty" maxLength:"2000" doc:"What they need."`
}

func (a *api) requestAccess(ctx context.Context, in *struct{ Body rest.Body[strangerJSON] }) (*rest.Answer[acceptedJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	c := rest.CallOf(ctx)
	return rest.Shown(acceptedJSON{}), a.Desk.RequestAccess(ctx, gatehouse.AccessRequest{
		Email: sent.Email, Name: sent.Name, Company: sent.Company, Message: sent.Message,
	}, c.From, c.RequestID)
}
