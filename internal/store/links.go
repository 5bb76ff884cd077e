package store

import (
	"context"

	"gatehouse"
	"gatehouse/internal/seal"
)

var links = table[gatehouse.OneTimeLink]{
	name:    "links",
	noun:    "one-time link",
	columns: "id, client_id, token_id, code_hash, ciphertext, created_at, expires_at, revealed_at, revoked_at",
	fields: func(l *gatehouse.OneTimeLink) []any {
		return []any{
			&l.ID, &l.ClientID, &l.TokenID, &l.CodeHash, &l.Ciphertext,
			ms{&l.CreatedAt},
			ms{&l.ExpiresAt},
			ms{&l.RevealedAt},
			ms{&l.RevokedAt},
		}
	},
}

// Link reads a one-time link by id, whatever became of it.
func (tx *Tx) Link(ctx context.Context, id string) (gatehouse.OneTimeLink, error) {
	return links.get(ctx, tx, "WHERE id = $1", id)
}

// OpenLink reads the link with the keyed hash of a code. One that was
// revealed, revoked or has expired is NotFound, as one that never was.
func (tx *Tx) OpenLink(ctx context.Context, codeHash []byte) (gatehouse.OneTimeLink, error) {
	return links.get(ctx, tx, "WHERE code_hash = $1 AND revealed_at = 0 AND revoked_at = 0 AND expires_at > $2", codeHash, millis(tx.now))
}

// LinkQuery selects one-time links, spent ones too.
type LinkQuery struct {
	Page
	ClientID string
}

// ListLinks reads a page of one-time links, newest first, and the next cursor.
func (tx *Tx) ListLinks(ctx context.Context, q LinkQuery) ([]gatehouse.OneTimeLink, string, error) {
	var f filter
	f.and("client_id = ?", q.ClientID)
	rest, err := q.byID("links", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := links.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "links", found, func(l *gatehouse.OneTimeLink) []string { return []string{l.ID} })
	return found, next, err
}

// TokenLinks reads the links to a token, spent ones too.
func (tx *Tx) TokenLinks(ctx context.Context, tokenID string) ([]gatehouse.OneTimeLink, error) {
	return links.list(ctx, tx, "WHERE token_id = $1 ORDER BY id", tokenID)
}

// InsertLink stores a new link and fills in its id and time of creation.
func (tx *Tx) InsertLink(ctx context.Context, l *gatehouse.OneTimeLink) error {
	if l.ID == "" {
		l.ID = seal.NewID(gatehouse.LinkIDPrefix)
	}
	l.CreatedAt = tx.now
	return links.insert(ctx, tx, l)
}

// RevealLink spends the link with the keyed hash of a code: it returns the
// link with its ciphertext and deletes the ciphertext. Of two calls at once
// one gets it, the other NotFound, because changes never overlap.
func (tx *Tx) RevealLink(ctx context.Context, codeHash []byte) (gatehouse.OneTimeLink, error) {
	l, err := tx.OpenLink(ctx, codeHash)
	if err != nil {
		return l, err
	}
	l.RevealedAt = tx.now
	spent := l
	spent.Ciphertext = []byte{}
	return l, links.update(ctx, tx, &spent)
}

// RevokeLink makes a link worthless and deletes its ciphertext. A link that
// was revealed, revoked or has expired is NotFound.
func (tx *Tx) RevokeLink(ctx context.Context, id string) (gatehouse.OneTimeLink, error) {
	l, err := links.get(ctx, tx, "WHERE id = $1 AND revealed_at = 0 AND revoked_at = 0 AND expires_at > $2", id, millis(tx.now))
	if err != nil {
		return l, err
	}
	l.RevokedAt, l.Ciphertext = tx.now, []byte{}
	return l, links.update(ctx, tx, &l)
}
