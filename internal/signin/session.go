package signin

import (
	"context"
	"encoding/json"
	"errors"
	"net/netip"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin/password"
	"gatehouse/internal/store"
)

// CookieName is the cookie that holds a session of the Management UI.
const CookieName = "gatehouse_console"

// SessionLife is how long a session lasts, however much it is used.
const SessionLife = 12 * time.Hour

// Attempt is one try to sign in.
type Attempt struct {
	Email     string
	Password  gatehouse.Secret
	From      netip.Addr
	UserAgent string
	RequestID string
}

// Started is a session that began.
type Started struct {
	User    gatehouse.User
	Session gatehouse.Session
	Cookie  gatehouse.Secret // the cookie's value, "ghs_…"
}

var errPassword = gatehouse.Errorf(gatehouse.Unauthenticated, "The email address or the password is wrong.")

// SignIn begins a session. A wrong password, an unknown address and a disabled
// user get the same answer after the same work. Too many failures, from one
// address or for one email, are RateLimited, which for that email holds for
// the right password too: otherwise guessing could go on.
func (d *Desk) SignIn(ctx context.Context, a Attempt) (Started, error) {
	email := firstBytes(gatehouse.NormalizeEmail(a.Email), longestEmail)
	if err := d.takePassword(a.From, email); err != nil {
		return Started{}, err
	}
	user, err := d.userWith(ctx, email, a.Password)
	if err != nil {
		return Started{}, err
	}
	d.forgivePassword(a.From, email)
	return d.start(ctx, user, a)
}

func (d *Desk) takePassword(from netip.Addr, email string) error {
	now := d.now()
	if wait := d.passwordsByAddr.take(place(from), now); wait > 0 {
		return tooMany(wait)
	}
	if wait := d.passwordsByEmail.take(email, now); wait > 0 {
		return tooMany(wait)
	}
	return nil
}

func (d *Desk) forgivePassword(from netip.Addr, email string) {
	d.passwordsByAddr.forgive(place(from))
	d.passwordsByEmail.forgive(email)
}

// userWith finds the enabled user with an email and a password.
func (d *Desk) userWith(ctx context.Context, email string, p gatehouse.Secret) (user gatehouse.User, err error) {
	err = d.store.View(ctx, func(tx *store.Tx) (err error) {
		user, err = tx.UserByEmail(ctx, email)
		return err
	})
	if err != nil && !notFound(err) {
		return user, err
	}
	// An unknown user has no hash, which costs as much as a wrong password.
	same, err := password.Check(ctx, user.PasswordHash, p)
	if err != nil {
		return user, &gatehouse.Error{Kind: gatehouse.Unavailable, Detail: "Too many people sign in at once. Try again.", Retry: time.Second, Err: err}
	}
	if !same || user.Status != gatehouse.Enabled {
		return user, errPassword
	}
	return user, nil
}

func (d *Desk) start(ctx context.Context, user gatehouse.User, a Attempt) (Started, error) {
	cookie := seal.NewToken(seal.SessionPrefix)
	hash := d.keys.Hash(cookie.Reveal())
	s := gatehouse.Session{
		ID: seal.NewID(gatehouse.SessionIDPrefix), UserID: user.ID, Hash: hash[:],
		ExpiresAt: d.now().UTC().Truncate(time.Millisecond).Add(SessionLife), IP: ip(a.From), UserAgent: firstBytes(a.UserAgent, 512),
	}
	_, err := d.store.Change(ctx, store.By{Actor: actorOf(user, a.From), RequestID: a.RequestID}, func(tx *store.Tx) ([]store.Event, error) {
		if err := tx.InsertSession(ctx, &s); err != nil {
			return nil, err
		}
		return []store.Event{sessionEvent("session.created", s, user.Email)}, tx.NoteSignIn(ctx, user.ID)
	})
	user.LastSignInAt = s.CreatedAt
	return Started{User: user.WithoutHashes(), Session: s, Cookie: cookie}, err
}

// longestEmail bounds what an attempt leaves in memory; see RFC 5321 §4.5.3.1.
const longestEmail = 254

func firstBytes(s string, n int) string { return s[:min(n, len(s))] }

func sessionEvent(action string, s gatehouse.Session, email string) store.Event {
	quoted := func(text string) json.RawMessage { return json.RawMessage(`"` + text + `"`) }
	user := gatehouse.Change{Path: "/user_id", After: quoted(s.UserID)}
	expiry := gatehouse.Change{Path: "/expires_at", After: quoted(s.ExpiresAt.Format(time.RFC3339Nano))}
	if action == "session.deleted" {
		user.Before, user.After = user.After, nil
		expiry.Before, expiry.After = expiry.After, nil
	}
	return store.Event{
		Action: action, Resource: gatehouse.Resource{Type: "session", ID: s.ID, Name: email},
		Changes: []gatehouse.Change{expiry, user},
	}
}

func actorOf(u gatehouse.User, from netip.Addr) gatehouse.Actor {
	return gatehouse.Actor{Type: gatehouse.ActorUser, ID: u.ID, Name: u.Email, IP: ip(from)}
}

var errSession = gatehouse.Errorf(gatehouse.Unauthenticated, "You are not signed in, or your session has ended. Sign in again.")

// Session tells who calls with a session's cookie. The user's role and status
// are read anew each time, so that a change holds for the next call.
func (d *Desk) Session(ctx context.Context, cookie gatehouse.Secret, from netip.Addr) (manage.Caller, error) {
	hash := d.keys.Hash(cookie.Reveal())
	var user gatehouse.User
	var s gatehouse.Session
	err := d.store.View(ctx, func(tx *store.Tx) (err error) {
		if s, err = tx.SessionByHash(ctx, hash[:]); err == nil {
			user, err = tx.User(ctx, s.UserID)
		}
		return err
	})
	if notFound(err) || err == nil && (user.Status != gatehouse.Enabled || !d.now().Before(s.ExpiresAt)) {
		return manage.Caller{}, errSession
	}
	if err != nil {
		return manage.Caller{}, err
	}
	return manage.Caller{Actor: actorOf(user, from), Role: user.Role, SessionID: s.ID}, nil
}

// ChangePassword gives the calling user a new password and ends their other
// sessions. A wrong current password is Invalid at /current_password and
// counts as a failed attempt to sign in.
func (d *Desk) ChangePassword(ctx context.Context, by manage.Caller, current, next gatehouse.Secret) error {
	if by.Actor.Type != gatehouse.ActorUser {
		return gatehouse.Errorf(gatehouse.Forbidden, "Only a user who is signed in has a password to change.")
	}
	from, _ := netip.ParseAddr(by.Actor.IP)
	if err := d.takePassword(from, by.Actor.Name); err != nil {
		return err
	}
	user, err := d.userWith(ctx, by.Actor.Name, current)
	if err != nil || user.ID != by.Actor.ID {
		if err == nil || errors.Is(err, errPassword) {
			var f gatehouse.Fields
			f.Add("/current_password", "is not your password")
			err = f.Err()
		}
		return err
	}
	d.forgivePassword(from, by.Actor.Name)
	return d.control.ChangeOwnPassword(ctx, by, next)
}
