package signin

import (
	"context"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// setUpPrefix marks a set-up code, "ghu_…".
const setUpPrefix = "ghu"

// SetUpCode opens the set-up of an installation without users: whoever shows
// the code becomes its first admin. It is for the terminal of the person who
// started the program; a new code replaces an earlier one. The code is empty
// once there is a user.
func (d *Desk) SetUpCode(ctx context.Context) (gatehouse.Secret, error) {
	empty, err := d.SetUpRequired(ctx)
	if err != nil || !empty {
		return "", err
	}
	code := seal.NewToken(setUpPrefix)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.setUp = d.keys.Hash(code.Reveal())
	return code, nil
}

// SetUpRequired reports whether there is no user yet.
func (d *Desk) SetUpRequired(ctx context.Context) (empty bool, err error) {
	err = d.store.View(ctx, func(tx *store.Tx) error {
		users, _, err := tx.ListUsers(ctx, store.UserQuery{Page: store.Page{Limit: 1}})
		empty = len(users) == 0
		return err
	})
	return empty, err
}

var errSetUp = gatehouse.Errorf(gatehouse.Unauthenticated, "This set-up link is not valid any more. Start Gatehouse again for a new one, or sign in.")

// SetUp creates the first admin and signs them in. The code is spent by the
// success alone, so that a refused password can be corrected.
func (d *Desk) SetUp(ctx context.Context, code gatehouse.Secret, name string, a Attempt) (Started, error) {
	if wait := d.keyFailures.take(place(a.From), d.now()); wait > 0 {
		return Started{}, tooMany(wait)
	}
	if !d.setUpOpen(code) {
		return Started{}, errSetUp
	}
	d.keyFailures.forgive(place(a.From))
	if a.Password == "" {
		return Started{}, gatehouse.Fields{*gatehouse.CheckPassword("")}.Err()
	}
	by := manage.Caller{
		Actor: gatehouse.Actor{Type: gatehouse.ActorSystem, Name: "set-up link", IP: ip(a.From)}, Role: gatehouse.Admin, RequestID: a.RequestID,
	}
	user, err := d.control.CreateFirstAdmin(ctx, by, gatehouse.User{Email: a.Email, Name: name}, a.Password)
	if err != nil {
		return Started{}, err
	}
	d.mu.Lock()
	d.setUp = [32]byte{}
	d.mu.Unlock()
	return d.start(ctx, user, a)
}

func (d *Desk) setUpOpen(code gatehouse.Secret) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.setUp != [32]byte{} && sameHash(d.setUp, d.keys.Hash(code.Reveal()))
}
