package store

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
)

var portalSignIns = table[gatehouse.PortalSignIn]{
	name:    "portal_sign_ins",
	noun:    "sign-in",
	columns: "id, email, client_id, attempt_hash, link_hash, code_hash, tries, created_at, expires_at, spent_at",
	fields: func(s *gatehouse.PortalSignIn) []any {
		return []any{
			&s.ID, &s.Email, &s.ClientID, &s.AttemptHash, &s.LinkHash, &s.CodeHash, &s.Tries,
			ms{&s.CreatedAt},
			ms{&s.ExpiresAt},
			ms{&s.SpentAt},
		}
	},
}

// portalSignInKept is how long one that has ended is remembered: whoever opens
// its link gets a new one by a click.
const portalSignInKept = 24 * time.Hour

// InsertPortalSignIn stores a new way into the portal, fills in its id and
// time, and forgets those that ended long ago.
func (tx *Tx) InsertPortalSignIn(ctx context.Context, s *gatehouse.PortalSignIn) error {
	s.ID, s.CreatedAt = seal.NewID(gatehouse.PortalSignInPrefix), tx.now
	if s.CodeHash == nil {
		s.CodeHash = []byte{}
	}
	if _, err := tx.exec(ctx, "DELETE FROM portal_sign_ins WHERE expires_at <= $1", millis(tx.now.Add(-portalSignInKept))); err != nil {
		return err
	}
	return portalSignIns.insert(ctx, tx, s)
}

// KeepPortalDecoy stores a sign-in of an address that may not sign in. It is
// no change to anything, so no audit event tells of it.
func (s *Store) KeepPortalDecoy(ctx context.Context, in gatehouse.PortalSignIn, life time.Duration) error {
	in.Email, in.ClientID = "", ""
	return s.engine.explain(s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		in.ExpiresAt = tx.now.Add(life)
		return tx.InsertPortalSignIn(ctx, &in)
	}))
}

// PortalSignInByLink reads a sign-in by the keyed hash of its link, also one
// that has ended.
func (tx *Tx) PortalSignInByLink(ctx context.Context, hash []byte) (gatehouse.PortalSignIn, error) {
	return portalSignIns.get(ctx, tx, "WHERE link_hash = $1", hash)
}

// TryPortalCode counts a try to sign in with a code and returns the sign-in as
// it was before, NotFound when there is none of that attempt. Decoys are
// counted alike.
func (s *Store) TryPortalCode(ctx context.Context, attemptHash []byte) (found gatehouse.PortalSignIn, err error) {
	err = s.engine.explain(s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		// Counted first, which locks the row: of many tries at once each sees
		// those before it.
		if _, err := tx.exec(ctx, "UPDATE portal_sign_ins SET tries = tries + 1 WHERE attempt_hash = $1", attemptHash); err != nil {
			return err
		}
		found, err = portalSignIns.get(ctx, tx, "WHERE attempt_hash = $1", attemptHash)
		found.Tries--
		return err
	}))
	return found, err
}

// SpendPortalSignIn uses a sign-in up, and fails with NotFound when it was
// already: two that come at once get one session.
func (tx *Tx) SpendPortalSignIn(ctx context.Context, id string) error {
	n, err := tx.exec(ctx, "UPDATE portal_sign_ins SET spent_at = $2 WHERE id = $1 AND spent_at = 0", id, millis(tx.now))
	if err == nil && n == 0 {
		err = portalSignIns.notFound()
	}
	return err
}

// NewestPortalMail reads the newest mail of the portal to an address, without
// what it says.
func (tx *Tx) NewestPortalMail(ctx context.Context, email string) (gatehouse.Mail, error) {
	row, err := outbox.get(ctx, tx, "WHERE recipient = $1 AND kind IN ($2, $3) ORDER BY id DESC LIMIT 1",
		&email, string(gatehouse.MailPortalSignIn), string(gatehouse.MailPortalInvitation))
	return row.Mail, err
}
