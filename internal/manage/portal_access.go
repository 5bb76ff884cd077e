package manage

import (
	"context"
	"slices"
	"strconv"

	"gatehouse"
	"gatehouse/internal/mail"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// PortalPerson is an address that may sign in to the portal for a client, with
// what became of the newest mail to it.
type PortalPerson struct {
	Email string
	Mail  *gatehouse.Mail // without what it says; nil: none was sent, or long ago
}

// PortalPeople lists the addresses of a client, in order.
func (c *Control) PortalPeople(ctx context.Context, by Caller, client string, page store.Page) ([]PortalPerson, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]PortalPerson, string, error) {
		cl, err := tx.Client(ctx, client)
		if err != nil {
			return nil, "", err
		}
		emails, next, err := tx.ListPortalEmails(ctx, store.PortalEmailQuery{ClientID: cl.ID, Page: page})
		if err != nil {
			return nil, "", err
		}
		out := make([]PortalPerson, len(emails))
		for i, email := range emails {
			out[i].Email = email
			m, err := tx.NewestPortalMail(ctx, email)
			switch {
			case err == nil:
				out[i].Mail = &m
			case !notFound(err):
				return nil, "", err
			}
		}
		return out, next, nil
	})
}

// PortalInvitation is an invitation to the portal at the only moment its
// address is known.
type PortalInvitation struct {
	Email  string
	URL    gatehouse.Secret
	MailID string // in the Outbox
	Mailed bool   // a mail server is set, so the mail will go out
}

// InviteToPortal mails an invitation to addresses that a client authorizes, to
// all of them where none is named.
func (c *Control) InviteToPortal(ctx context.Context, by Caller, client string, emails []string) (out []PortalInvitation, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return nil, err
	}
	err = c.changeAndMail(ctx, by, func(tx *store.Tx, t *trail) error {
		cl, err := tx.Client(ctx, client)
		if err != nil {
			return err
		}
		invited, err := invitedOf(cl, emails)
		if err != nil {
			return err
		}
		out = make([]PortalInvitation, len(invited))
		for i, email := range invited {
			if out[i], err = c.inviteToPortal(ctx, tx, t, cl, email); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// invitedOf checks who is to be invited.
func invitedOf(cl gatehouse.Client, emails []string) ([]string, error) {
	switch {
	case cl.Status != gatehouse.Enabled:
		return nil, gatehouse.Errorf(gatehouse.Conflict, "This client is disabled. Enable it first.")
	case len(cl.PortalEmails) == 0:
		return nil, gatehouse.Errorf(gatehouse.Conflict, "This client authorizes no address yet. Add one first.")
	case len(emails) == 0:
		return cl.PortalEmails, nil
	}
	var f gatehouse.Fields
	out := make([]string, len(emails))
	for i, email := range emails {
		out[i] = gatehouse.NormalizeEmail(email)
		if !slices.Contains(cl.PortalEmails, out[i]) {
			f.Add("/emails/"+strconv.Itoa(i), "must be one of the addresses that the client authorizes")
		}
	}
	slices.Sort(out)
	return slices.Compact(out), f.Err()
}

func (c *Control) inviteToPortal(ctx context.Context, tx *store.Tx, t *trail, cl gatehouse.Client, email string) (PortalInvitation, error) {
	link, attempt := seal.NewToken(portalLinkPrefix), seal.NewToken(portalLinkPrefix)
	linkHash, attemptHash := c.keys.Hash(link.Reveal()), c.keys.Hash(attempt.Reveal()) // nobody holds the attempt: there is no code
	in := gatehouse.PortalSignIn{
		Email: email, ClientID: cl.ID, LinkHash: linkHash[:], AttemptHash: attemptHash[:], ExpiresAt: tx.Now().Add(portalInvitationLife),
	}
	if err := tx.InsertPortalSignIn(ctx, &in); err != nil {
		return PortalInvitation{}, err
	}
	letter, err := c.portalLetter(ctx, tx, link, in.ExpiresAt)
	if err != nil {
		return PortalInvitation{}, err
	}
	letter.Client = cl.Name
	m, err := mail.PortalInvitation(email, letter)
	if err != nil {
		return PortalInvitation{}, err
	}
	if err := tx.WithdrawMails(ctx, gatehouse.MailPortalInvitation, email); err != nil {
		return PortalInvitation{}, err
	}
	if err := queue(ctx, tx, t, &m); err != nil {
		return PortalInvitation{}, err
	}
	return PortalInvitation{Email: email, URL: letter.Link, MailID: m.ID, Mailed: c.sender != nil}, nil
}

// PortalSessions lists the sessions of the addresses that a client authorizes,
// newest first, and the next cursor.
func (c *Control) PortalSessions(ctx context.Context, by Caller, client string, page store.Page) ([]gatehouse.PortalSession, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.PortalSession, string, error) {
		cl, err := tx.Client(ctx, client)
		if err != nil {
			return nil, "", err
		}
		return tx.ListPortalSessions(ctx, store.PortalSessionQuery{ClientID: cl.ID, Page: page})
	})
}

// EndPortalSessions ends one of them, or all of them where none is named. An
// address that several clients authorize is signed out of all.
func (c *Control) EndPortalSessions(ctx context.Context, by Caller, client, sessionID string) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		cl, err := tx.Client(ctx, client)
		if err != nil {
			return err
		}
		all, err := everyPage(func(cursor string) ([]gatehouse.PortalSession, string, error) {
			return tx.ListPortalSessions(ctx, store.PortalSessionQuery{ClientID: cl.ID, Page: store.Page{Limit: 200, Cursor: cursor}})
		})
		if err != nil {
			return err
		}
		found := sessionID == ""
		for _, s := range all {
			if sessionID != "" && s.ID != sessionID {
				continue
			}
			found = true
			t.deleted(gatehouse.Resource{Type: "portal_session", ID: s.ID, Name: s.Email}, portalSessionDocument(s))
			if err := tx.DeletePortalSession(ctx, s.ID); err != nil {
				return err
			}
		}
		if !found {
			return gatehouse.Errorf(gatehouse.NotFound, "This client has no such portal session.")
		}
		return nil
	})
}

func portalSessionDocument(s gatehouse.PortalSession) document {
	d := document{}
	d.set("/email", s.Email)
	d.set("/expires_at", moment(s.ExpiresAt))
	return d
}
