package manage

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// Tokens lists the tokens of a profile, the newest first.
func (c *Control) Tokens(ctx context.Context, by Caller, q store.TokenQuery) ([]gatehouse.Token, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.Token, string, error) {
		if _, err := tx.Profile(ctx, q.ProfileID); err != nil {
			return nil, "", err
		}
		return tx.ListTokens(ctx, q)
	})
}

// CreateToken adds a token to a profile; the others stay as they are.
func (c *Control) CreateToken(ctx context.Context, by Caller, profileID string, in gatehouse.NewToken) (IssuedToken, error) {
	return c.addToken(ctx, by, profileID, in, func(*store.Tx, *trail, []gatehouse.Token) error { return nil })
}

// RotateToken adds a token to a profile and lets each live one expire at the
// earlier of its own expiry and the end of the overlap.
func (c *Control) RotateToken(ctx context.Context, by Caller, profileID string, in Rotation) (IssuedToken, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return IssuedToken{}, err
	}
	if in.Overlap < 0 || in.Overlap > MaxOverlap {
		return IssuedToken{}, invalid("/overlap", `must be "0s" to "90d"`)
	}
	return c.addToken(ctx, by, profileID, in.Token, func(tx *store.Tx, t *trail, older []gatehouse.Token) error {
		for _, token := range older {
			if err := retire(ctx, tx, t, token, in.Overlap); err != nil {
				return err
			}
		}
		return nil
	})
}

// addToken issues a token and then lets after treat the ones that were there
// before. The new token's event comes first: it is what the call created.
func (c *Control) addToken(ctx context.Context, by Caller, profileID string, in gatehouse.NewToken,
	after func(*store.Tx, *trail, []gatehouse.Token) error,
) (out IssuedToken, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return out, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		p, err := tx.Profile(ctx, profileID)
		if err != nil {
			return err
		}
		if p.Auth.Type != gatehouse.AuthToken {
			return gatehouse.Errorf(gatehouse.Conflict, "This profile's authentication method is not token, so it can hold none.")
		}
		if err := checkToken(p, in, tx.Now()).Err(); err != nil {
			return err
		}
		older, err := tx.ProfileTokens(ctx, p.ID)
		if err != nil {
			return err
		}
		if out, err = c.issue(ctx, tx, t, p, in); err != nil {
			return err
		}
		return after(tx, t, older)
	})
	return out, err
}

// issue makes a token for a profile. The request for it has been checked.
func (c *Control) issue(ctx context.Context, tx *store.Tx, t *trail, p gatehouse.Profile, in gatehouse.NewToken) (IssuedToken, error) {
	secret, shown := in.Value, 4
	if in.Generate {
		secret, shown = seal.NewToken(seal.TokenPrefix), 8
	}
	hash := c.keys.Hash(secret.Reveal())
	token := gatehouse.Token{
		ProfileID: p.ID, ClientID: p.ClientID,
		Prefix: secret.Reveal()[:shown], Hash: hash[:], ExpiresAt: in.ExpiresAt.UTC().Truncate(time.Millisecond),
	}
	if err := tx.InsertToken(ctx, &token); err != nil {
		return IssuedToken{}, err
	}
	t.created(tokenResource(token), tokenDocument(token, c.keys.SecretFingerprint(secret.Reveal()), tx.Now()))
	out := IssuedToken{Token: token, Secret: secret}
	if !in.HandOverLink {
		return out, nil
	}
	link, err := c.issueLink(ctx, tx, t, token, secret)
	out.Link = &link
	return out, err
}

// retire ends a token that still works at the end of the overlap, or at its
// own expiry when that comes first.
func retire(ctx context.Context, tx *store.Tx, t *trail, token gatehouse.Token, overlap time.Duration) error {
	switch token.Status(tx.Now()) {
	case gatehouse.TokenActive, gatehouse.TokenRetiring:
	default:
		return nil
	}
	before := tokenDocument(token, "", tx.Now())
	if end := tx.Now().Add(overlap); token.ExpiresAt.IsZero() || end.Before(token.ExpiresAt) {
		token.ExpiresAt = end
	}
	if token.RetiredAt.IsZero() {
		token.RetiredAt = tx.Now()
	}
	if !t.note("retired", tokenResource(token), before, tokenDocument(token, "", tx.Now())) {
		return nil
	}
	return tx.UpdateToken(ctx, &token)
}

// RevokeToken makes a token invalid at once, along with the one-time links to
// it. Revoking a revoked token changes nothing.
func (c *Control) RevokeToken(ctx context.Context, by Caller, profileID, tokenID string) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		token, err := tx.Token(ctx, tokenID)
		if err == nil && token.ProfileID != profileID {
			err = gatehouse.Errorf(gatehouse.NotFound, "This profile has no such token.")
		}
		if err != nil || !token.RevokedAt.IsZero() {
			return err
		}
		before := tokenDocument(token, "", tx.Now())
		token.RevokedAt = tx.Now()
		t.note("revoked", tokenResource(token), before, tokenDocument(token, "", tx.Now()))
		if err := tx.UpdateToken(ctx, &token); err != nil {
			return err
		}
		return revokeLinksTo(ctx, tx, t, token)
	})
}
