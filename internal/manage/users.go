package manage

import (
	"cmp"
	"context"
	"encoding/json"

	"gatehouse"
	"gatehouse/internal/signin/password"
	"gatehouse/internal/store"
)

// User returns a user by id.
func (c *Control) User(ctx context.Context, by Caller, id string) (gatehouse.User, error) {
	return read(ctx, c, by, gatehouse.AreaSystem, func(tx *store.Tx) (gatehouse.User, error) {
		u, err := tx.User(ctx, id)
		return u.WithoutHashes(), err
	})
}

// UserByEmail returns a user by email address, whatever its case.
func (c *Control) UserByEmail(ctx context.Context, by Caller, email string) (gatehouse.User, error) {
	return read(ctx, c, by, gatehouse.AreaSystem, func(tx *store.Tx) (gatehouse.User, error) {
		u, err := tx.UserByEmail(ctx, email)
		return u.WithoutHashes(), err
	})
}

// Users lists users.
func (c *Control) Users(ctx context.Context, by Caller, q store.UserQuery) ([]gatehouse.User, string, error) {
	return list(ctx, c, by, gatehouse.AreaSystem, func(tx *store.Tx) ([]gatehouse.User, string, error) {
		users, next, err := tx.ListUsers(ctx, q)
		for i := range users {
			users[i] = users[i].WithoutHashes()
		}
		return users, next, err
	})
}

// CreateUser creates a user with a password. Without one, the user cannot
// sign in until it is set.
func (c *Control) CreateUser(ctx context.Context, by Caller, in gatehouse.User, pass gatehouse.Secret) (gatehouse.User, error) {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return gatehouse.User{}, err
	}
	in, err := newUser(ctx, in, pass)
	if err != nil {
		return gatehouse.User{}, err
	}
	if err := by.mayHandOut(in.Role); err != nil {
		return gatehouse.User{}, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error { return insertUser(ctx, tx, t, &in) })
	return in.WithoutHashes(), err
}

// CreateFirstAdmin creates the admin of an empty installation. Once there is a
// user it is a Conflict; who may ask is for the set-up link to decide.
func (c *Control) CreateFirstAdmin(ctx context.Context, by Caller, in gatehouse.User, pass gatehouse.Secret) (gatehouse.User, error) {
	in.Role, in.Status = gatehouse.Admin, gatehouse.Enabled
	in, err := newUser(ctx, in, pass)
	if err != nil {
		return gatehouse.User{}, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		users, _, err := tx.ListUsers(ctx, store.UserQuery{Page: store.Page{Limit: 1}})
		if err != nil {
			return err
		}
		if len(users) > 0 {
			return gatehouse.Errorf(gatehouse.Conflict, "Gatehouse is set up already. Sign in, or ask an admin for a user.")
		}
		return insertUser(ctx, tx, t, &in)
	})
	return in.WithoutHashes(), err
}

func newUser(ctx context.Context, in gatehouse.User, pass gatehouse.Secret) (gatehouse.User, error) {
	in = gatehouse.User{Email: in.Email, Name: in.Name, Role: in.Role, Status: in.Status}
	in.Email = gatehouse.NormalizeEmail(in.Email)
	in.Status = cmp.Or(in.Status, gatehouse.Enabled)
	var f gatehouse.Fields
	if err := collect(&f, "", in.Validate()); err != nil {
		return in, err
	}
	if pass != "" {
		if wrong := gatehouse.CheckPassword(pass); wrong != nil {
			f = append(f, *wrong)
		}
	}
	if err := f.Err(); err != nil || pass == "" {
		return in, err
	}
	hash, err := password.Hash(ctx, pass)
	in.PasswordHash = hash
	return in, err
}

func insertUser(ctx context.Context, tx *store.Tx, t *trail, u *gatehouse.User) error {
	if err := tx.InsertUser(ctx, u); err != nil {
		return err
	}
	t.created(userResource(*u), userDocument(*u))
	return nil
}

// UpdateUser edits a user. A user who was disabled is signed out everywhere;
// the last enabled admin can be neither disabled nor demoted.
func (c *Control) UpdateUser(ctx context.Context, by Caller, id string, ifMatch int64, edit func(*gatehouse.User) error) (out gatehouse.User, err error) {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return out, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		before, err := tx.User(ctx, id)
		if err != nil {
			return err
		}
		if err := matches(before.Meta, ifMatch); err != nil {
			return err
		}
		if out, err = editUser(before, edit); err != nil {
			return err
		}
		if !t.updated(userResource(out), userDocument(before), userDocument(out)) {
			return nil
		}
		if err := allowUser(ctx, tx, by, before, out); err != nil {
			return err
		}
		return tx.UpdateUser(ctx, &out)
	})
	return out.WithoutHashes(), err
}

func editUser(before gatehouse.User, edit func(*gatehouse.User) error) (gatehouse.User, error) {
	after := before
	if err := edit(&after); err != nil {
		return after, err
	}
	after.ID, after.Meta = before.ID, before.Meta
	after.PasswordHash, after.LastSignInAt = before.PasswordHash, before.LastSignInAt
	after.InvitationHash, after.InvitedUntil = before.InvitationHash, before.InvitedUntil
	after.Issuer, after.Subject = before.Issuer, before.Subject
	after.Email = gatehouse.NormalizeEmail(after.Email)
	return after, after.Validate()
}

// allowUser applies the rules that look beyond the user itself, and ends the
// sessions of one who was disabled.
func allowUser(ctx context.Context, tx *store.Tx, by Caller, before, after gatehouse.User) error {
	if after.Role != before.Role {
		if err := by.mayHandOut(after.Role); err != nil {
			return err
		}
	}
	if after.Role != gatehouse.Admin || after.Status != gatehouse.Enabled {
		if err := keepAnAdmin(ctx, tx, before); err != nil {
			return err
		}
	}
	if after.Status == gatehouse.Enabled {
		return nil
	}
	_, err := tx.DeleteUserSessions(ctx, after.ID, "")
	return err
}

// keepAnAdmin refuses to lose a user who is the last enabled admin: nobody
// could manage users or keys any more.
func keepAnAdmin(ctx context.Context, tx *store.Tx, leaving gatehouse.User) error {
	if leaving.Role != gatehouse.Admin || leaving.Status != gatehouse.Enabled {
		return nil
	}
	admins, err := tx.CountUsers(ctx, gatehouse.Admin)
	if err == nil && admins <= 1 {
		err = gatehouse.Errorf(gatehouse.Conflict, "This is the last enabled admin. Make another user admin first.")
	}
	return err
}

// DeleteUser deletes a user and ends their sessions.
func (c *Control) DeleteUser(ctx context.Context, by Caller, id string, ifMatch int64) error {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		u, err := tx.User(ctx, id)
		if err != nil {
			return err
		}
		if err := matches(u.Meta, ifMatch); err != nil {
			return err
		}
		if err := keepAnAdmin(ctx, tx, u); err != nil {
			return err
		}
		t.deleted(userResource(u), userDocument(u))
		return tx.DeleteUser(ctx, u.ID)
	})
}

// ResetPassword gives a user a new password and signs them out everywhere.
func (c *Control) ResetPassword(ctx context.Context, by Caller, id string, pass gatehouse.Secret) error {
	if err := by.MayWrite(gatehouse.AreaSystem); err != nil {
		return err
	}
	return c.setPassword(ctx, by, id, pass, "password_reset")
}

// ChangeOwnPassword gives the calling user a new password and ends their other
// sessions. That they know the old one is for package signin to establish.
func (c *Control) ChangeOwnPassword(ctx context.Context, by Caller, pass gatehouse.Secret) error {
	if err := by.MayWrite(gatehouse.AreaSelf); err != nil {
		return err
	}
	if by.Actor.Type != gatehouse.ActorUser {
		return gatehouse.Errorf(gatehouse.Forbidden, "Only a user who is signed in has a password to change.")
	}
	return c.setPassword(ctx, by, by.Actor.ID, pass, "password_changed")
}

func (c *Control) setPassword(ctx context.Context, by Caller, id string, pass gatehouse.Secret, verb string) error {
	if wrong := gatehouse.CheckPassword(pass); wrong != nil {
		return gatehouse.Fields{*wrong}.Err()
	}
	hash, err := password.Hash(ctx, pass)
	if err != nil {
		return err
	}
	kept := ""
	if by.Actor.ID == id {
		kept = by.SessionID
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		u, err := tx.User(ctx, id)
		if err != nil {
			return err
		}
		t.note(verb, userResource(u), c.passwordDocument(u.PasswordHash), c.passwordDocument(hash))
		u.PasswordHash = hash
		closeInvitation(&u)
		if err := tx.UpdateUser(ctx, &u); err != nil {
			return err
		}
		_, err = tx.DeleteUserSessions(ctx, u.ID, kept)
		return err
	})
}

// passwordDocument shows that a password changed. The fingerprint is of the
// salted hash: one of the password itself would tell who uses the same.
func (c *Control) passwordDocument(hash string) document {
	d := document{}
	if hash != "" {
		d["/password"] = entry{path: "/password", value: json.RawMessage(`"` + c.keys.SecretFingerprint(hash) + `"`)}
	}
	return d
}
