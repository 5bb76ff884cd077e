package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// Account is an account of the single sign-on, as its issuer vouches for it.
type Account struct {
	Issuer, Subject string
	Email           string // verified by the issuer
	Name            string
	Role            gatehouse.Role // that the account's groups give; empty: none
	Mapped          bool           // roles follow the account; else they are given here alone
}

var (
	errNoRole      = gatehouse.Errorf(gatehouse.Forbidden, "Your account is in no group that may use this console. Ask an admin to be added to one.")
	errNoUser      = gatehouse.Errorf(gatehouse.Forbidden, "There is no user with your email address here. Ask an admin to create one.")
	errUserOff     = gatehouse.Errorf(gatehouse.Forbidden, "Your user is disabled. Ask an admin to enable it.")
	errOtherLinked = gatehouse.Errorf(gatehouse.Forbidden, "The user with your email address is linked to another account of the single sign-on. Ask an admin to delete that user first.")
)

// UserOfAccount returns the user of an account: the one that is linked to it;
// else the one with its email address, who is linked by that; else a new one
// with the role that the account gives. Where roles follow the account they
// are brought up to date, but that the last enabled admin stays one. A
// disabled user and an account without a role are Forbidden.
func (c *Control) UserOfAccount(ctx context.Context, by Caller, a Account) (u gatehouse.User, err error) {
	if a.Mapped && a.Role == "" {
		return u, errNoRole
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		u, err = linkedUser(ctx, tx, a)
		if notFound(err) {
			u, err = createFor(ctx, tx, t, a)
			return err
		}
		if err != nil {
			return err
		}
		return followAccount(ctx, tx, t, a, &u)
	})
	return u.WithoutHashes(), err
}

func linkedUser(ctx context.Context, tx *store.Tx, a Account) (gatehouse.User, error) {
	u, err := tx.UserByIdentity(ctx, a.Issuer, a.Subject)
	if !notFound(err) {
		return u, err
	}
	u, err = tx.UserByEmail(ctx, a.Email)
	// An address may have gone to somebody else, who is not whom it names here.
	// Another issuer is another matter: an operator has moved everybody there.
	if err == nil && u.Subject != "" && u.Issuer == a.Issuer {
		err = errOtherLinked
	}
	return u, err
}

func createFor(ctx context.Context, tx *store.Tx, t *trail, a Account) (gatehouse.User, error) {
	if !a.Mapped {
		return gatehouse.User{}, errNoUser
	}
	u := gatehouse.User{
		Email: a.Email, Name: a.Name, Role: a.Role, Status: gatehouse.Enabled, Issuer: a.Issuer, Subject: a.Subject,
	}
	if err := u.Validate(); err != nil {
		return u, err
	}
	return u, insertUser(ctx, tx, t, &u)
}

func followAccount(ctx context.Context, tx *store.Tx, t *trail, a Account, u *gatehouse.User) error {
	if u.Status != gatehouse.Enabled {
		return errUserOff
	}
	before := *u
	u.Issuer, u.Subject = a.Issuer, a.Subject
	if a.Mapped && u.Role != a.Role && keepAnAdmin(ctx, tx, before) == nil {
		u.Role = a.Role
	}
	closeInvitation(u)
	if !t.updated(userResource(*u), userDocument(before), userDocument(*u)) {
		return nil
	}
	return tx.UpdateUser(ctx, u)
}
