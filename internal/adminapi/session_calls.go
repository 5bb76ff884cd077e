package adminapi

import (
	"context"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/signin"
)

// signedIn answers with a session that began. The cookie stands beside the
// body, where it is neither kept nor shown to scripts.
type signedIn struct {
	Location  string `header:"Location" doc:"Path of the new session." example:"/api/v1/sessions/se_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	SetCookie string `header:"Set-Cookie" doc:"The session's cookie."`
	Body      startedJSON
}

func (a *api) signedIn(s signin.Started) *signedIn {
	return &signedIn{Prefix + "/sessions/" + s.Session.ID, a.cookie.Carrying(s.Cookie), startedOf(s)}
}

// attempt is a try to sign in with a password, by whoever makes the call.
func attempt(ctx context.Context, email, password string) signin.Attempt {
	c := callOf(ctx)
	return signin.Attempt{
		Email: email, Password: gatehouse.Secret(password), From: c.From, UserAgent: c.UserAgent, RequestID: c.RequestID,
	}
}

func (a *api) signIn(ctx context.Context, in *struct{ Body rest.Body[credentialsJSON] }) (*signedIn, error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	s, err := a.Desk.SignIn(ctx, attempt(ctx, sent.Email, sent.Password))
	if err != nil {
		return nil, err
	}
	return a.signedIn(s), nil
}

func (a *api) setUp(ctx context.Context, in *struct{ Body rest.Body[setUpJSON] }) (*signedIn, error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	s, err := a.Desk.SetUp(ctx, gatehouse.Secret(sent.Code), sent.Name, attempt(ctx, sent.Email, sent.Password))
	if err != nil {
		return nil, err
	}
	return a.signedIn(s), nil
}

func (a *api) signInOptions(ctx context.Context, _ *struct{}) (*rest.Answer[signInOptionsJSON], error) {
	empty, err := a.Desk.SetUpRequired(ctx)
	if err != nil {
		return nil, err
	}
	out := signInOptionsJSON{SetupRequired: empty}
	if name := a.Desk.SingleSignOn(); name != "" {
		out.SingleSignOn = &singleSignOnJSON{Name: name, URL: singleSignOnPath}
	}
	return rest.Shown(out), nil
}

func (a *api) listSessions(ctx context.Context, in *struct{ rest.Page }) (*rest.Answer[rest.List[SessionJSON]], error) {
	items, next, err := a.Desk.Sessions(ctx, by(ctx), pageOf(in.Page))
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, func(s gatehouse.Session) SessionJSON { return sessionOf(s, by(ctx).SessionID) }), nil
}

func (a *api) getSession(ctx context.Context, in *struct{ rest.ByID }) (*rest.Answer[SessionJSON], error) {
	s, err := a.Desk.OwnSession(ctx, by(ctx), sessionID(ctx, in.ID))
	if err != nil {
		return nil, err
	}
	return rest.Shown(sessionOf(s, by(ctx).SessionID)), nil
}

// ended answers to the end of a session; the cookie goes with its own.
type ended struct {
	SetCookie string `header:"Set-Cookie" doc:"Makes the browser forget the session that the call came with, where it was that one."`
}

func (a *api) endSession(ctx context.Context, in *struct{ rest.ByID }) (*ended, error) {
	id := sessionID(ctx, in.ID)
	if err := a.Desk.EndSession(ctx, by(ctx), id); err != nil {
		return nil, err
	}
	out := &ended{}
	if id == by(ctx).SessionID {
		out.SetCookie = a.cookie.Forgotten()
	}
	return out, nil
}

// sessionID reads "current".
func sessionID(ctx context.Context, id string) string {
	if id == "current" {
		return by(ctx).SessionID
	}
	return id
}
