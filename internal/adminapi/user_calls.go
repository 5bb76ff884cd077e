package adminapi

import (
	"context"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

type listUsersIn struct {
	rest.Page
	Search
}

func (a *api) listUsers(ctx context.Context, in *listUsersIn) (*rest.Answer[rest.List[UserJSON]], error) {
	items, next, err := a.Control.Users(ctx, by(ctx), store.UserQuery{Q: in.Q, Page: pageOf(in.Page)})
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, userOf), nil
}

func (a *api) createUser(ctx context.Context, in *struct{ Body rest.Body[newUserJSON] }) (*created[createdUserJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	var user gatehouse.User
	if err := sent.apply(&user); err != nil {
		return nil, err
	}
	if sent.Password == "" && user.Status == gatehouse.Enabled {
		i, err := a.Control.CreateInvitedUser(ctx, by(ctx), user)
		if err != nil {
			return nil, err
		}
		return made("/users/"+i.User.ID, i.User.Version, createdUserJSON{userOf(i.User), invitationOf(i)}), nil
	}
	u, err := a.Control.CreateUser(ctx, by(ctx), user, gatehouse.Secret(sent.Password))
	if err != nil {
		return nil, err
	}
	return made("/users/"+u.ID, u.Version, createdUserJSON{UserJSON: userOf(u)}), nil
}

func (a *api) getUser(ctx context.Context, in *getIn) (*found[UserJSON], error) {
	u, err := a.Control.User(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return showUnless(in.Cached, u.Version, userOf(u)), nil
}

func (a *api) updateUser(ctx context.Context, in *editIn[newUserJSON]) (*found[UserJSON], error) {
	version, edit, err := editing(in, newUserOf, newUserJSON.apply)
	if err != nil {
		return nil, err
	}
	u, err := a.Control.UpdateUser(ctx, by(ctx), in.ID, version, edit)
	if err != nil {
		return nil, err
	}
	return show(u.Version, userOf(u)), nil
}

func (a *api) deleteUser(ctx context.Context, in *deleteIn) (*nothing, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return &nothing{}, a.Control.DeleteUser(ctx, by(ctx), in.ID, version)
}

// passwordJSON is a new password for somebody.
type passwordJSON struct {
	Password string `json:"password" minLength:"12" maxLength:"1024" writeOnly:"true" doc:"12 to 1024 characters; length is the only rule."`
}

type setPasswordIn struct {
	rest.ByID
	Body rest.Body[passwordJSON]
}

func (a *api) resetPassword(ctx context.Context, in *setPasswordIn) (*found[UserJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	if err := a.Control.ResetPassword(ctx, by(ctx), in.ID, gatehouse.Secret(sent.Password)); err != nil {
		return nil, err
	}
	return a.getUser(ctx, &getIn{ByID: in.ByID})
}
