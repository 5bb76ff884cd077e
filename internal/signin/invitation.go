package signin

import (
	"context"
	"net/netip"

	"gatehouse"
	"gatehouse/internal/manage"
)

// Invited returns the user whom an invitation is for, and spends nothing. Codes
// cannot be guessed; who tries to has to wait like with API keys.
func (d *Desk) Invited(ctx context.Context, code gatehouse.Secret, from netip.Addr) (u gatehouse.User, err error) {
	if wait := d.keyFailures.take(place(from), d.now()); wait > 0 {
		return u, tooMany(wait)
	}
	if u, err = d.control.Invited(ctx, code); err == nil {
		d.keyFailures.forgive(place(from))
	}
	return u, err
}

// AcceptInvitation gives an invited user the password of the attempt, and
// where one is given the name, and signs them in. The code is spent by the
// success alone, so that a refused password can be corrected.
func (d *Desk) AcceptInvitation(ctx context.Context, code gatehouse.Secret, name string, a Attempt) (Started, error) {
	if _, err := d.Invited(ctx, code, a.From); err != nil {
		return Started{}, err
	}
	by := manage.Caller{Actor: gatehouse.Actor{IP: ip(a.From)}, RequestID: a.RequestID}
	user, err := d.control.AcceptInvitation(ctx, by, code, manage.Chosen{Name: name, Password: a.Password})
	if err != nil {
		return Started{}, err
	}
	return d.start(ctx, user, a)
}
