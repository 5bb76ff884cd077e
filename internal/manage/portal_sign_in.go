package manage

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/mail"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

const (
	// PortalSignInLife is how long a link or code to sign in to the portal works.
	PortalSignInLife = 15 * time.Minute
	// portalInvitationLife is longer: nobody waits for an invitation.
	portalInvitationLife = 72 * time.Hour

	portalLinkPrefix = "ghm" // of the code in a mailed link
)

// PortalAsk is somebody who asks for a way into the portal.
type PortalAsk struct {
	Email     string           // folded
	Attempt   gatehouse.Secret // held by the browser that asks
	From      string           // address
	RequestID string
}

// MailPortalSignIn mails a link and a code to an address that may sign in. For
// any other address a decoy is kept, so that whoever tries codes meets the
// same answers at the same time. It is for a queue, not for the caller who
// asked: what happens here must not be seen from outside.
func (c *Control) MailPortalSignIn(ctx context.Context, ask PortalAsk) error {
	attempt, link := c.keys.Hash(ask.Attempt.Reveal()), seal.NewToken(portalLinkPrefix)
	code := seal.NewDigits(6)
	linkHash, codeHash := c.keys.Hash(link.Reveal()), c.PortalCodeHash(ask.Attempt, code)
	in := gatehouse.PortalSignIn{Email: ask.Email, AttemptHash: attempt[:], LinkHash: linkHash[:], CodeHash: codeHash[:]}
	clients, err := c.portalClients(ctx, ask.Email)
	if err != nil {
		return err
	}
	if len(clients) == 0 {
		return c.store.KeepPortalDecoy(ctx, in, PortalSignInLife)
	}
	by := Caller{Actor: portalActor(ask.Email, ask.From), RequestID: ask.RequestID}
	return c.changeAndMail(ctx, by, func(tx *store.Tx, t *trail) error {
		in.ExpiresAt = tx.Now().Add(PortalSignInLife)
		if err := tx.InsertPortalSignIn(ctx, &in); err != nil {
			return err
		}
		letter, err := c.portalLetter(ctx, tx, link, in.ExpiresAt)
		if err != nil {
			return err
		}
		letter.Code = code
		m, err := mail.PortalSignIn(ask.Email, letter)
		if err != nil {
			return err
		}
		return queue(ctx, tx, t, &m)
	})
}

// PortalCodeHash is what is kept of a code. It covers the attempt, so that the
// million codes there are cannot be tried against all sign-ins at once.
func (c *Control) PortalCodeHash(attempt, code gatehouse.Secret) [32]byte {
	return c.keys.Hash("portal code\n" + attempt.Reveal() + "\n" + code.Reveal())
}

func (c *Control) portalClients(ctx context.Context, email string) (found []gatehouse.Client, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) (err error) {
		found, err = tx.PortalClients(ctx, email)
		return err
	})
	return found, err
}

// portalLetter is what all mails of the portal have in common. The link is
// made from the configured URL alone.
func (c *Control) portalLetter(ctx context.Context, tx *store.Tx, link gatehouse.Secret, until time.Time) (mail.Letter, error) {
	settings, err := tx.Settings(ctx)
	return mail.Letter{
		Brand: settings.Branding.Name, Support: settings.Support.Email, ExpiresAt: until,
		Link: gatehouse.Secret(c.portalURL + "/auth/verify/" + link.Reveal()),
	}, err
}

func portalActor(email, from string) gatehouse.Actor {
	return gatehouse.Actor{Type: gatehouse.ActorPortalUser, ID: email, Name: email, IP: from}
}
