package signin

import (
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// PortalVisit is who tries to sign in to the portal, and how.
type PortalVisit struct {
	From      netip.Addr
	UserAgent string
	RequestID string
}

// PortalStarted is a session of the portal that began.
type PortalStarted struct {
	User   manage.PortalUser
	Cookie gatehouse.Secret
}

var (
	errPortalLink    = gatehouse.Errorf(gatehouse.NotFound, "This link was used already, has expired or is incomplete. Ask for a new one.")
	errPortalEnded   = &gatehouse.Error{Kind: gatehouse.Unauthenticated, Code: "sign_in_ended", Detail: "This sign-in has ended: it was used, has expired, or met too many wrong codes. Ask for a new mail."}
	errPortalSession = gatehouse.Errorf(gatehouse.Unauthenticated, "You are not signed in, your session has ended, or your access was taken away. Sign in again.")
)

// Link returns whom a mailed link would sign in, and spends nothing: mail
// scanners and previews open every link they see. One that has ended is
// NotFound beside the sign-in it was for, so that a new one can be offered.
func (p *Portal) Link(ctx context.Context, code gatehouse.Secret, from netip.Addr) (gatehouse.PortalSignIn, error) {
	in, err := p.byLink(ctx, code, from)
	if err == nil && !in.Open(p.now()) {
		err = errPortalLink
	}
	return in, err
}

// byLink finds the sign-in of a link. Links cannot be guessed; who tries to has
// to wait.
func (p *Portal) byLink(ctx context.Context, code gatehouse.Secret, from netip.Addr) (in gatehouse.PortalSignIn, err error) {
	if wait := p.triesByAddr.take(place(from), p.now()); wait > 0 {
		return in, tooMany(wait)
	}
	hash := p.keys.Hash(code.Reveal())
	err = p.store.View(ctx, func(tx *store.Tx) (err error) {
		in, err = tx.PortalSignInByLink(ctx, hash[:])
		return err
	})
	if notFound(err) || err == nil && in.Email == "" {
		return gatehouse.PortalSignIn{}, errPortalLink
	}
	p.triesByAddr.forgive(place(from))
	return in, err
}

// OpenLink spends a mailed link and begins a session.
func (p *Portal) OpenLink(ctx context.Context, code gatehouse.Secret, v PortalVisit) (PortalStarted, error) {
	in, err := p.Link(ctx, code, v.From)
	if err != nil {
		return PortalStarted{}, err
	}
	out, err := p.start(ctx, in, v)
	if notFound(err) {
		err = errPortalLink
	}
	return out, err
}

// EnterCode spends a code that was typed where the mail was asked for, and
// begins a session. Five wrong codes end the sign-in, its link included. An
// address that may not sign in meets the same answers.
func (p *Portal) EnterCode(ctx context.Context, attempt, code gatehouse.Secret, v PortalVisit) (PortalStarted, error) {
	if wait := p.triesByAddr.take(place(v.From), p.now()); wait > 0 {
		return PortalStarted{}, tooMany(wait)
	}
	attemptHash, codeHash := p.keys.Hash(attempt.Reveal()), p.control.PortalCodeHash(attempt, code)
	in, err := p.store.TryPortalCode(ctx, attemptHash[:])
	if notFound(err) {
		return PortalStarted{}, errPortalEnded
	} else if err != nil {
		return PortalStarted{}, err
	}
	if !p.now().Before(in.ExpiresAt) || !in.SpentAt.IsZero() || in.Tries >= gatehouse.MaxCodeTries {
		return PortalStarted{}, errPortalEnded
	}
	if len(in.CodeHash) != len(codeHash) || !sameHash([32]byte(in.CodeHash), codeHash) || in.Email == "" {
		return PortalStarted{}, wrongCode(gatehouse.MaxCodeTries - 1 - in.Tries)
	}
	out, err := p.start(ctx, in, v)
	if notFound(err) {
		return out, errPortalEnded
	}
	p.triesByAddr.forgive(place(v.From))
	return out, err
}

func wrongCode(left int64) error {
	if left <= 0 {
		return errPortalEnded
	}
	words := "One try is left."
	if left > 1 {
		words = strconv.FormatInt(left, 10) + " tries are left."
	}
	return &gatehouse.Error{Kind: gatehouse.Unauthenticated, Code: "sign_in_code_wrong", Detail: "This is not the code of the newest mail. " + words}
}

// start spends a sign-in and begins a session, in one transaction: two that
// come at once get one session between them.
func (p *Portal) start(ctx context.Context, in gatehouse.PortalSignIn, v PortalVisit) (out PortalStarted, err error) {
	cookie := seal.NewToken(seal.SessionPrefix)
	hash := p.keys.Hash(cookie.Reveal())
	s := gatehouse.PortalSession{
		Email: in.Email, ClientID: in.ClientID, Hash: hash[:], IP: ip(v.From), UserAgent: firstBytes(v.UserAgent, 512),
		ExpiresAt: p.now().UTC().Truncate(time.Millisecond).Add(SessionLife),
	}
	by := store.By{Actor: portalActor(in.Email, v.From), RequestID: v.RequestID}
	_, err = p.store.Change(ctx, by, func(tx *store.Tx) ([]store.Event, error) {
		if err := tx.SpendPortalSignIn(ctx, in.ID); err != nil {
			return nil, err
		}
		if err := tx.InsertPortalSession(ctx, &s); err != nil {
			return nil, err
		}
		out.User, err = portalUser(ctx, tx, s)
		return []store.Event{portalSessionEvent("portal_session.created", s)}, err
	})
	out.Cookie, out.User.From, out.User.RequestID = cookie, ip(v.From), v.RequestID
	return out, err
}

// portalUser is who a session is, as of now. Nobody, once no enabled client
// authorizes the address any more.
func portalUser(ctx context.Context, tx *store.Tx, s gatehouse.PortalSession) (manage.PortalUser, error) {
	clients, err := tx.PortalClients(ctx, s.Email)
	if err != nil {
		return manage.PortalUser{}, err
	}
	if len(clients) == 0 {
		return manage.PortalUser{}, gatehouse.Errorf(gatehouse.NotFound, "The address is not authorized any more.")
	}
	i := slices.IndexFunc(clients, func(c gatehouse.Client) bool { return c.ID == s.ClientID })
	return manage.PortalUser{Email: s.Email, Client: clients[max(i, 0)], Clients: clients, Session: s}, nil
}

// Session tells who calls with a cookie. What the address may see is read
// anew each time, so that a change holds for the next call.
func (p *Portal) Session(ctx context.Context, cookie gatehouse.Secret, from netip.Addr) (u manage.PortalUser, err error) {
	hash := p.keys.Hash(cookie.Reveal())
	err = p.store.View(ctx, func(tx *store.Tx) error {
		s, err := tx.PortalSessionByHash(ctx, hash[:])
		if err != nil {
			return err
		}
		u, err = portalUser(ctx, tx, s)
		return err
	})
	if notFound(err) || err == nil && !p.now().Before(u.Session.ExpiresAt) {
		return manage.PortalUser{}, errPortalSession
	}
	u.From = ip(from)
	return u, err
}

// Choose looks at another client of the address from now on.
func (p *Portal) Choose(ctx context.Context, u manage.PortalUser, clientID string) (manage.PortalUser, error) {
	i := slices.IndexFunc(u.Clients, func(c gatehouse.Client) bool { return c.ID == clientID })
	if i < 0 {
		return u, gatehouse.Errorf(gatehouse.NotFound, "There is no such client.")
	}
	u.Client, u.Session.ClientID = u.Clients[i], clientID
	return u, p.store.ChoosePortalClient(ctx, u.Session.ID, clientID)
}

// Sessions lists the sessions of the address, newest first, and the next
// cursor.
func (p *Portal) Sessions(ctx context.Context, u manage.PortalUser, page store.Page) (found []gatehouse.PortalSession, next string, err error) {
	err = p.store.View(ctx, func(tx *store.Tx) (err error) {
		found, next, err = tx.ListPortalSessions(ctx, store.PortalSessionQuery{Page: page, Email: u.Email})
		return err
	})
	return found, next, err
}

// EndSession ends a session of the address. One of somebody else is NotFound,
// as one that never was.
func (p *Portal) EndSession(ctx context.Context, u manage.PortalUser, id string) error {
	by := store.By{Actor: gatehouse.Actor{Type: gatehouse.ActorPortalUser, ID: u.Email, Name: u.Email, IP: u.From}, RequestID: u.RequestID}
	_, err := p.store.Change(ctx, by, func(tx *store.Tx) ([]store.Event, error) {
		s, err := tx.PortalSession(ctx, id)
		if err == nil && s.Email != u.Email {
			err = gatehouse.Errorf(gatehouse.NotFound, "There is no such session.")
		}
		if err != nil {
			return nil, err
		}
		return []store.Event{portalSessionEvent("portal_session.deleted", s)}, tx.DeletePortalSession(ctx, s.ID)
	})
	return err
}

func portalActor(email string, from netip.Addr) gatehouse.Actor {
	return gatehouse.Actor{Type: gatehouse.ActorPortalUser, ID: email, Name: email, IP: ip(from)}
}

func portalSessionEvent(action string, s gatehouse.PortalSession) store.Event {
	expiry := gatehouse.Change{Path: "/expires_at", After: json.RawMessage(`"` + s.ExpiresAt.Format(time.RFC3339Nano) + `"`)}
	if action == "portal_session.deleted" {
		expiry.Before, expiry.After = expiry.After, nil
	}
	return store.Event{
		Action: action, Resource: gatehouse.Resource{Type: "portal_session", ID: s.ID, Name: s.Email}, Changes: []gatehouse.Change{expiry},
	}
}
