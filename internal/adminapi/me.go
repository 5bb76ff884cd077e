package adminapi

import (
	"context"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// meJSON is who is calling.
type meJSON struct {
	Actor actorJSON `json:"actor" doc:"The user or API key, as the audit log names it."`
	Role  string    `json:"role" enum:"admin,editor,viewer,auditor" doc:"What you may do." example:"editor"`
	User  *UserJSON `json:"user" doc:"The user; null for an API key."`
}

func meOf(m manage.Self) meJSON {
	j := meJSON{Actor: actorOf(m.Actor), Role: string(m.Role)}
	if m.User != nil {
		u := userOf(*m.User)
		j.User = &u
	}
	return j
}

func (a *api) getMe(ctx context.Context, _ *struct{}) (*rest.Answer[meJSON], error) {
	me, err := a.Control.Me(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	return rest.Shown(meOf(me)), nil
}

// ownPasswordJSON changes the caller's own password.
type ownPasswordJSON struct {
	CurrentPassword string `json:"current_password" writeOnly:"true" doc:"The password in force."`
	Password        string `json:"password" minLength:"12" maxLength:"1024" writeOnly:"true" doc:"12 to 1024 characters; length is the only rule."`
}

type ownPasswordIn struct{ Body rest.Body[ownPasswordJSON] }

func (a *api) changeOwnPassword(ctx context.Context, in *ownPasswordIn) (*rest.Answer[meJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	err = a.Desk.ChangePassword(ctx, by(ctx), gatehouse.Secret(sent.CurrentPassword), gatehouse.Secret(sent.Password))
	if err != nil {
		return nil, err
	}
	return a.getMe(ctx, nil)
}
