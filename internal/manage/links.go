package manage

import (
	"context"
	"fmt"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// linkLife is how long a one-time link waits to be used.
const linkLife = 24 * time.Hour

// issueLink seals a token's secret under a code that is in the link alone.
func (c *Control) issueLink(ctx context.Context, tx *store.Tx, t *trail, token gatehouse.Token, secret gatehouse.Secret) (IssuedLink, error) {
	code := seal.NewToken(seal.LinkPrefix)
	ciphertext, err := seal.SealUnderCode(code, []byte(secret.Reveal()))
	if err != nil {
		return IssuedLink{}, fmt.Errorf("sealing a one-time link: %w", err)
	}
	hash := c.keys.Hash(code.Reveal())
	link := gatehouse.OneTimeLink{
		ClientID: token.ClientID, TokenID: token.ID,
		CodeHash: hash[:], Ciphertext: ciphertext, ExpiresAt: tx.Now().Add(linkLife),
	}
	if err := tx.InsertLink(ctx, &link); err != nil {
		return IssuedLink{}, err
	}
	t.created(linkResource(link), linkDocument(link))
	return IssuedLink{ID: link.ID, URL: gatehouse.Secret(c.portalURL + "/reveal/" + code.Reveal()), ExpiresAt: link.ExpiresAt}, nil
}

// Links lists the one-time links of a client, newest first, spent ones too.
// Their addresses are known to nobody any more.
func (c *Control) Links(ctx context.Context, by Caller, client string, page store.Page) ([]gatehouse.OneTimeLink, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.OneTimeLink, string, error) {
		cl, err := tx.Client(ctx, client)
		if err != nil {
			return nil, "", err
		}
		return tx.ListLinks(ctx, store.LinkQuery{ClientID: cl.ID, Page: page})
	})
}

var errNoLink = gatehouse.Errorf(gatehouse.NotFound, "This link was used already, has expired, was revoked or never existed. Ask your contact for a new one.")

// CheckLink is nil while a one-time link can be revealed; it spends nothing.
func (c *Control) CheckLink(ctx context.Context, code gatehouse.Secret) error {
	return c.store.View(ctx, func(tx *store.Tx) error {
		_, err := c.openLink(ctx, tx, code)
		return err
	})
}

// RevealLink shows the secret behind a one-time link and forgets it. Whoever
// holds the code may: it is the credential. The audit event names the client
// as the actor; from is the address it came from.
func (c *Control) RevealLink(ctx context.Context, code gatehouse.Secret, from, requestID string) (out Revealed, err error) {
	client, err := c.linkOwner(ctx, code)
	if err != nil {
		return out, err
	}
	by := Caller{RequestID: requestID, Actor: gatehouse.Actor{Type: gatehouse.ActorPartner, ID: client.ID, Name: client.Name, IP: from}}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		out, err = c.spend(ctx, tx, t, code)
		return err
	})
	out.ClientID, out.ClientName = client.ID, client.Name
	return out, err
}

func (c *Control) linkOwner(ctx context.Context, code gatehouse.Secret) (client gatehouse.Client, err error) {
	err = c.store.View(ctx, func(tx *store.Tx) error {
		link, err := c.openLink(ctx, tx, code)
		if err != nil {
			return err
		}
		client, err = tx.Client(ctx, link.ClientID)
		return err
	})
	return client, err
}

func (c *Control) openLink(ctx context.Context, tx *store.Tx, code gatehouse.Secret) (gatehouse.OneTimeLink, error) {
	hash := c.keys.Hash(code.Reveal())
	link, err := tx.OpenLink(ctx, hash[:])
	if notFound(err) {
		return link, errNoLink
	}
	return link, err
}

func (c *Control) spend(ctx context.Context, tx *store.Tx, t *trail, code gatehouse.Secret) (out Revealed, err error) {
	hash := c.keys.Hash(code.Reveal())
	link, err := tx.RevealLink(ctx, hash[:])
	if notFound(err) {
		return out, errNoLink
	} else if err != nil {
		return out, err
	}
	plain, err := seal.OpenUnderCode(code, link.Ciphertext)
	if err != nil {
		return out, fmt.Errorf("opening a one-time link: %w", err)
	}
	token, err := tx.Token(ctx, link.TokenID)
	if err != nil {
		return out, err
	}
	profile, err := tx.Profile(ctx, token.ProfileID)
	if err != nil {
		return out, err
	}
	unspent := link
	unspent.RevealedAt = time.Time{}
	t.note("revealed", linkResource(link), linkDocument(unspent), linkDocument(link))
	return Revealed{ProfileName: profile.Name, Secret: gatehouse.Secret(plain)}, nil
}

// RevokeLink makes a one-time link useless; the token behind it stays valid.
// One that can no longer be revealed is NotFound.
func (c *Control) RevokeLink(ctx context.Context, by Caller, id string) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error { return revokeLink(ctx, tx, t, id) })
}

func revokeLink(ctx context.Context, tx *store.Tx, t *trail, id string) error {
	link, err := tx.RevokeLink(ctx, id)
	if err != nil {
		return err
	}
	open := link
	open.RevokedAt = time.Time{}
	t.note("revoked", linkResource(link), linkDocument(open), linkDocument(link))
	return nil
}

// revokeLinksTo revokes the links that still wait to show a token.
func revokeLinksTo(ctx context.Context, tx *store.Tx, t *trail, token gatehouse.Token) error {
	links, err := tx.TokenLinks(ctx, token.ID)
	if err != nil {
		return err
	}
	for _, link := range links {
		if err := revokeLink(ctx, tx, t, link.ID); err != nil && !notFound(err) {
			return err
		}
	}
	return nil
}
