package store

import (
	"context"
	"strings"

	"gatehouse"
	"gatehouse/internal/seal"
)

var sessions = table[gatehouse.Session]{
	name:    "sessions",
	noun:    "session",
	columns: "id, user_id, hash, created_at, expires_at, ip, user_agent",
	fields: func(s *gatehouse.Session) []any {
		return []any{&s.ID, &s.UserID, &s.Hash, ms{&s.CreatedAt}, ms{&s.ExpiresAt}, &s.IP, &s.UserAgent}
	},
}

// SessionQuery selects sessions that have not expired; empty fields do not
// filter.
type SessionQuery struct {
	Page
	UserID string
}

// Session reads a session by id.
func (tx *Tx) Session(ctx context.Context, id string) (gatehouse.Session, error) {
	return sessions.get(ctx, tx, "WHERE id = $1", id)
}

// SessionByHash reads a session by the keyed hash of its cookie; an expired
// one is NotFound.
func (tx *Tx) SessionByHash(ctx context.Context, hash []byte) (gatehouse.Session, error) {
	return sessions.get(ctx, tx, "WHERE hash = $1 AND expires_at > $2", hash, millis(tx.now))
}

// ListSessions reads a page of sessions, newest first, and the next cursor.
func (tx *Tx) ListSessions(ctx context.Context, q SessionQuery) ([]gatehouse.Session, string, error) {
	var f filter
	f.and("expires_at > ?", millis(tx.now))
	if q.UserID != "" {
		f.and("user_id = ?", q.UserID)
	}
	rest, err := q.byID("sessions", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := sessions.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "sessions", found, func(s *gatehouse.Session) []string { return []string{s.ID} })
	return found, next, err
}

// InsertSession stores a new session, fills in its id and time of creation,
// and sweeps the expired ones away.
func (tx *Tx) InsertSession(ctx context.Context, s *gatehouse.Session) error {
	if s.ID == "" {
		s.ID = seal.NewID(gatehouse.SessionIDPrefix)
	}
	s.CreatedAt = tx.now
	// A browser may send any bytes; nobody is kept from signing in by them.
	s.UserAgent = strings.ReplaceAll(strings.ToValidUTF8(s.UserAgent, "\uFFFD"), "\x00", "\uFFFD")
	if _, err := tx.exec(ctx, "DELETE FROM sessions WHERE expires_at <= $1", millis(tx.now)); err != nil {
		return err
	}
	return sessions.insert(ctx, tx, s)
}

// DeleteSession ends a session.
func (tx *Tx) DeleteSession(ctx context.Context, id string) error {
	return sessions.delete(ctx, tx, id)
}

// DeleteUserSessions ends all sessions of a user but one (none when exceptID
// is empty) and returns how many.
func (tx *Tx) DeleteUserSessions(ctx context.Context, userID, exceptID string) (int64, error) {
	return tx.exec(ctx, "DELETE FROM sessions WHERE user_id = $1 AND id <> $2", userID, exceptID)
}
