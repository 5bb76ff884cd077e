package directory

import "time"

// Grant is what a request was let in with. A stream that stays open asks
// again, with [Directory.Lost], whether it still holds.
type Grant struct {
	Client       *Client
	Profile      *Profile
	Token        *Token // nil where the profile's method needs none
	CollectionID string
}

// Lost reports why a request that was let in with a grant would be refused
// now, as a problem code, or "" while it would not: its token was revoked or
// expired, client or profile were disabled, deleted or expired, or the access
// was taken away. It is cheap while nothing changed: one look-up and two
// comparisons of times.
func (d *Directory) Lost(g *Grant, now time.Time) (code string) {
	c := d.Find(g.Client.id)
	if c == g.Client {
		return lost(c, g.Profile, g.Token, g.CollectionID, now)
	}
	if c == nil {
		return "credentials_invalid"
	}
	p := c.Profile(g.Profile.id)
	if p == nil || p.auth != g.Profile.auth {
		return "credentials_invalid"
	}
	t := g.Token
	if t != nil {
		if t = p.token(t.id); t == nil || t.hash != g.Token.hash {
			return "credentials_invalid"
		}
	}
	return lost(c, p, t, g.CollectionID, now)
}

func lost(c *Client, p *Profile, t *Token, collectionID string, now time.Time) string {
	switch {
	case t != nil && t.Expired(now):
		return "credentials_expired"
	case !c.enabled:
		return "client_disabled"
	case !p.Usable(now):
		return "profile_disabled"
	case !c.MayCall(collectionID):
		return "collection_not_assigned"
	}
	return ""
}

// token finds a token of this profile by its id, or nil.
func (p *Profile) token(id string) *Token {
	for i := range p.tokens {
		if p.tokens[i].id == id {
			return &p.tokens[i]
		}
	}
	return nil
}
