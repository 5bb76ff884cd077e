package store

import (
	"context"
	"strings"

	"gatehouse"
	"gatehouse/internal/seal"
)

var portalSessions = table[gatehouse.PortalSession]{
	name:    "portal_sessions",
	noun:    "session",
	columns: "id, email, client_id, hash, created_at, expires_at, ip, user_agent",
	fields: func(s *gatehouse.PortalSession) []any {
		return []any{&s.ID, &s.Email, &s.ClientID, &s.Hash, ms{&s.CreatedAt}, ms{&s.ExpiresAt}, &s.IP, &s.UserAgent}
	},
}

// PortalSessionQuery selects portal sessions that have not expired; empty
// fields do not filter.
type PortalSessionQuery struct {
	Page
	Email    string
	ClientID string // sessions of addresses that the client authorizes
}

// PortalSession reads a portal session by id.
func (tx *Tx) PortalSession(ctx context.Context, id string) (gatehouse.PortalSession, error) {
	return portalSessions.get(ctx, tx, "WHERE id = $1 AND expires_at > $2", &id, millis(tx.now))
}

// PortalSessionByHash reads a portal session by the keyed hash of its cookie;
// an expired one is NotFound.
func (tx *Tx) PortalSessionByHash(ctx context.Context, hash []byte) (gatehouse.PortalSession, error) {
	return portalSessions.get(ctx, tx, "WHERE hash = $1 AND expires_at > $2", hash, millis(tx.now))
}

// ListPortalSessions reads a page of portal sessions, newest first, and the
// next cursor.
func (tx *Tx) ListPortalSessions(ctx context.Context, q PortalSessionQuery) ([]gatehouse.PortalSession, string, error) {
	var f filter
	f.and("expires_at > ?", millis(tx.now))
	if q.Email != "" {
		f.and("email = ?", q.Email)
	}
	if q.ClientID != "" {
		f.and("email IN (SELECT email FROM portal_emails WHERE client_id = ?)", q.ClientID)
	}
	rest, err := q.byID("portal_sessions", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := portalSessions.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "portal_sessions", found, func(s *gatehouse.PortalSession) []string { return []string{s.ID} })
	return found, next, err
}

// InsertPortalSession stores a new session, fills in its id and time of
// creation, and sweeps the expired ones away.
func (tx *Tx) InsertPortalSession(ctx context.Context, s *gatehouse.PortalSession) error {
	s.ID, s.CreatedAt = seal.NewID(gatehouse.SessionIDPrefix), tx.now
	// A browser may send any bytes; nobody is kept from signing in by them.
	s.UserAgent = strings.ReplaceAll(strings.ToValidUTF8(s.UserAgent, "\uFFFD"), "\x00", "\uFFFD")
	if _, err := tx.exec(ctx, "DELETE FROM portal_sessions WHERE expires_at <= $1", millis(tx.now)); err != nil {
		return err
	}
	return portalSessions.insert(ctx, tx, s)
}

// ChoosePortalClient notes which client a session looks at. It is no change to
// anything that others see, so no audit event tells of it.
func (s *Store) ChoosePortalClient(ctx context.Context, sessionID, clientID string) error {
	return s.engine.explain(s.inTx(ctx, s.engine.write, nil, func(tx *Tx) error {
		_, err := tx.exec(ctx, "UPDATE portal_sessions SET client_id = $2 WHERE id = $1", sessionID, clientID)
		return err
	}))
}

// DeletePortalSession ends a portal session.
func (tx *Tx) DeletePortalSession(ctx context.Context, id string) error {
	return portalSessions.delete(ctx, tx, id)
}

// PortalClients lists the enabled clients that authorize an address, by name.
func (tx *Tx) PortalClients(ctx context.Context, email string) ([]gatehouse.Client, error) {
	found, err := clients.list(ctx, tx,
		"WHERE status = 'enabled' AND id IN (SELECT client_id FROM portal_emails WHERE email = $1) ORDER BY name", &email)
	if err != nil {
		return nil, err
	}
	return found, tx.fillSets(ctx, found)
}
