package manage

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"time"

	"gatehouse"
	"gatehouse/internal/mail"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin/password"
	"gatehouse/internal/store"
)

// invitationLife is how long an invitation waits to be accepted.
const invitationLife = 72 * time.Hour

// invitationPrefix marks the code of an invitation, "ghi_…".
const invitationPrefix = "ghi"

// Invitation is an invitation at the only moment its address is known.
type Invitation struct {
	User      gatehouse.User
	URL       gatehouse.Secret
	ExpiresAt time.Time
	MailID    string // in the Outbox
	Mailed    bool   // a mail server is set, so the mail will go out
}

// CreateInvitedUser creates a user who chooses a password by a one-time link,
// which is mailed to them.
func (c *Control) CreateInvitedUser(ctx context.Context, by Caller, in gatehouse.User) (out Invitation, err error) {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return out, err
	}
	if in, err = newUser(ctx, in, ""); err != nil {
		return out, err
	}
	if err := by.mayHandOut(in.Role); err != nil {
		return out, err
	}
	err = c.changeAndMail(ctx, by, func(tx *store.Tx, t *trail) error {
		code := c.invite(tx, &in)
		if err := insertUser(ctx, tx, t, &in); err != nil {
			return err
		}
		out, err = c.sendInvitation(ctx, tx, t, letter{by, in, code})
		return err
	})
	return out, err
}

// InviteUser invites a user who has no password yet, once more where that was
// done before: the link of an earlier invitation stops working.
func (c *Control) InviteUser(ctx context.Context, by Caller, id string) (out Invitation, err error) {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return out, err
	}
	err = c.changeAndMail(ctx, by, func(tx *store.Tx, t *trail) error {
		u, err := tx.User(ctx, id)
		if err != nil {
			return err
		}
		if err := mayBeInvited(u); err != nil {
			return err
		}
		before := c.invitationDocument(u)
		code := c.invite(tx, &u)
		t.note("invited", userResource(u), before, c.invitationDocument(u))
		if err := tx.UpdateUser(ctx, &u); err != nil {
			return err
		}
		out, err = c.sendInvitation(ctx, tx, t, letter{by, u, code})
		return err
	})
	return out, err
}

func mayBeInvited(u gatehouse.User) error {
	switch {
	case u.Status != gatehouse.Enabled:
		return gatehouse.Errorf(gatehouse.Conflict, "This user is disabled. Enable them first.")
	case u.PasswordHash != "":
		return gatehouse.Errorf(gatehouse.Conflict, "This user has a password already. Set a new one if they cannot sign in.")
	default:
		return nil
	}
}

// invite opens an invitation in a user and returns its code.
func (c *Control) invite(tx *store.Tx, u *gatehouse.User) gatehouse.Secret {
	code := seal.NewToken(invitationPrefix)
	hash := c.keys.Hash(code.Reveal())
	u.InvitationHash, u.InvitedUntil = hash[:], tx.Now().Add(invitationLife)
	return code
}

// letter is what an invitation's mail is made of.
type letter struct {
	by   Caller
	user gatehouse.User
	code gatehouse.Secret
}

func (c *Control) sendInvitation(ctx context.Context, tx *store.Tx, t *trail, l letter) (Invitation, error) {
	settings, err := tx.Settings(ctx)
	if err != nil {
		return Invitation{}, err
	}
	link := gatehouse.Secret(c.consoleURL + "/setup?" + url.Values{"invitation": {l.code.Reveal()}}.Encode())
	m, err := mail.Invitation(l.user.Email, mail.Letter{
		Brand: settings.Branding.Name, From: cmp.Or(l.by.Actor.Name, "An admin"), Role: l.user.Role, Link: link, ExpiresAt: l.user.InvitedUntil,
	})
	if err != nil {
		return Invitation{}, err
	}
	if err := tx.WithdrawMails(ctx, gatehouse.MailInvitation, l.user.Email); err != nil {
		return Invitation{}, err
	}
	if err := queue(ctx, tx, t, &m); err != nil {
		return Invitation{}, err
	}
	return Invitation{User: l.user.WithoutHashes(), URL: link, ExpiresAt: l.user.InvitedUntil, MailID: m.ID, Mailed: c.sender != nil}, nil
}

var errNoInvitation = gatehouse.Errorf(gatehouse.NotFound, "This invitation was used already, has expired or was replaced by a newer one. Ask whoever invited you for a new one.")

// Invited returns the user whom an invitation is for; it spends nothing.
// Whoever holds the code may ask: it is the credential.
func (c *Control) Invited(ctx context.Context, code gatehouse.Secret) (u gatehouse.User, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) (err error) {
		u, err = c.invited(ctx, tx, code)
		return err
	})
	return u.WithoutHashes(), err
}

func (c *Control) invited(ctx context.Context, tx *store.Tx, code gatehouse.Secret) (gatehouse.User, error) {
	hash := c.keys.Hash(code.Reveal())
	u, err := tx.UserByInvitation(ctx, hash[:])
	if notFound(err) || err == nil && u.Status != gatehouse.Enabled {
		return gatehouse.User{}, errNoInvitation
	}
	return u, err
}

// AcceptInvitation spends an invitation: the user gets the password and, where
// one is given, the name. A password that is refused spends nothing. The
// audit event names the user as the actor.
func (c *Control) AcceptInvitation(ctx context.Context, by Caller, code gatehouse.Secret, chosen Chosen) (u gatehouse.User, err error) {
	if wrong := gatehouse.CheckPassword(chosen.Password); wrong != nil {
		return u, gatehouse.Fields{*wrong}.Err()
	}
	if u, err = c.Invited(ctx, code); err != nil {
		return u, err
	}
	hash, err := password.Hash(ctx, chosen.Password)
	if err != nil {
		return u, err
	}
	by.Actor.Type, by.Actor.ID, by.Actor.Name = gatehouse.ActorUser, u.ID, u.Email
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if u, err = c.invited(ctx, tx, code); err != nil {
			return err
		}
		before := c.acceptedDocument(u)
		u.Name = cmp.Or(chosen.Name, u.Name)
		u.PasswordHash = hash
		closeInvitation(&u)
		if err := u.Validate(); err != nil {
			return err
		}
		t.note("invitation_accepted", userResource(u), before, c.acceptedDocument(u))
		return tx.UpdateUser(ctx, &u)
	})
	return u.WithoutHashes(), err
}

// Chosen is what an invited user says about themselves.
type Chosen struct {
	Name     string // empty: the name stays
	Password gatehouse.Secret
}

func closeInvitation(u *gatehouse.User) { u.InvitationHash, u.InvitedUntil = nil, time.Time{} }

// invitationDocument shows an invitation. The fingerprint is of the stored
// hash, so that one that replaces another at the same moment is a change too.
func (c *Control) invitationDocument(u gatehouse.User) document {
	d := document{}
	d.set("/invited_until", moment(u.InvitedUntil))
	d.set("/invitation", c.keys.SecretFingerprint(string(u.InvitationHash)))
	return d
}

func (c *Control) acceptedDocument(u gatehouse.User) document {
	d := c.invitationDocument(u)
	d.set("/name", u.Name)
	maps.Copy(d, c.passwordDocument(u.PasswordHash))
	return d
}
