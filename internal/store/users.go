package store

import (
	"context"

	"gatehouse"
)

var users = table[gatehouse.User]{
	name: "users",
	noun: "user",
	columns: "id, email, name, role, status, password_hash, last_sign_in_at, invitation_hash, invited_until, issuer, subject, " +
		"created_at, updated_at, version",
	fields: func(u *gatehouse.User) []any {
		return []any{
			&u.ID, &u.Email, &u.Name, &u.Role, &u.Status, &u.PasswordHash,
			ms{&u.LastSignInAt},
			&u.InvitationHash,
			ms{&u.InvitedUntil},
			&u.Issuer, &u.Subject,
			ms{&u.CreatedAt},
			ms{&u.UpdatedAt},
			&u.Version,
		}
	},
}

// UserQuery selects users; empty fields do not filter.
type UserQuery struct {
	Page
	Q string // in email or name, or the id itself
}

// User reads a user by id.
func (tx *Tx) User(ctx context.Context, id string) (gatehouse.User, error) {
	return users.get(ctx, tx, "WHERE id = $1", id)
}

// UserByEmail reads a user by email address, whatever its case.
func (tx *Tx) UserByEmail(ctx context.Context, email string) (gatehouse.User, error) {
	return users.get(ctx, tx, "WHERE email = $1", gatehouse.NormalizeEmail(email))
}

// UserByInvitation reads the user with an open invitation, by the keyed hash
// of its code; an expired one is NotFound.
func (tx *Tx) UserByInvitation(ctx context.Context, hash []byte) (gatehouse.User, error) {
	return users.get(ctx, tx, "WHERE invitation_hash = $1 AND invited_until > $2", hash, millis(tx.now))
}

// UserByIdentity reads the user who is linked to an account of the single
// sign-on.
func (tx *Tx) UserByIdentity(ctx context.Context, issuer, subject string) (gatehouse.User, error) {
	return users.get(ctx, tx, "WHERE issuer = $1 AND subject = $2 AND subject <> ''", issuer, subject)
}

// CountUsers returns how many users have a role and are enabled, so that the
// last admin is not lost.
func (tx *Tx) CountUsers(ctx context.Context, role gatehouse.Role) (int64, error) {
	return tx.count(ctx, "SELECT COUNT(*) FROM users WHERE role = $1 AND status = $2", string(role), string(gatehouse.Enabled))
}

// ListUsers reads a page of users, newest first, and the next cursor.
func (tx *Tx) ListUsers(ctx context.Context, q UserQuery) ([]gatehouse.User, string, error) {
	var f filter
	if q.Q != "" {
		like := contains(q.Q)
		f.and(`email LIKE ? ESCAPE '\' OR lower(name) LIKE ? ESCAPE '\' OR id = ?`, like, like, q.Q)
	}
	rest, err := q.byID("users", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := users.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "users", found, func(u *gatehouse.User) []string { return []string{u.ID} })
	return found, next, err
}

// InsertUser stores a new user and fills in its id, times and version. The
// address is folded; a taken one is a Conflict at /email.
func (tx *Tx) InsertUser(ctx context.Context, u *gatehouse.User) error {
	tx.created(&u.ID, gatehouse.UserIDPrefix, &u.Meta)
	u.Email = gatehouse.NormalizeEmail(u.Email)
	return users.insert(ctx, tx, u)
}

// UpdateUser stores a user, if its version is the stored one.
func (tx *Tx) UpdateUser(ctx context.Context, u *gatehouse.User) error {
	u.Email = gatehouse.NormalizeEmail(u.Email)
	return users.updateVersion(ctx, tx, u, &u.Meta)
}

// NoteSignIn stores that a user signed in now, without a new version of the
// user.
func (tx *Tx) NoteSignIn(ctx context.Context, id string) error {
	_, err := tx.exec(ctx, "UPDATE users SET last_sign_in_at = $2 WHERE id = $1", id, millis(tx.now))
	return err
}

// DeleteUser deletes a user with their sessions.
func (tx *Tx) DeleteUser(ctx context.Context, id string) error { return users.delete(ctx, tx, id) }
