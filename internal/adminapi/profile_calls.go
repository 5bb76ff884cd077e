package adminapi

import (
	"context"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

type listProfilesIn struct {
	rest.Page
	Search
	Sorted
	ClientID string `query:"client_id" maxLength:"128" doc:"Only profiles of this client."`
}

func (a *api) listProfiles(ctx context.Context, in *listProfilesIn) (*rest.Answer[rest.List[ProfileJSON]], error) {
	items, next, err := a.Control.Profiles(ctx, by(ctx), store.ProfileQuery{ClientID: in.ClientID, Q: in.Q, Sort: store.Sort(in.Sort), Page: pageOf(in.Page)})
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, profileOf), nil
}

func (a *api) createProfile(ctx context.Context, in *struct{ Body rest.Body[newProfileJSON] }) (*created[createdProfileJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	var profile gatehouse.Profile
	if err := sent.apply(&profile); err != nil {
		return nil, err
	}
	p, err := a.Control.CreateProfile(ctx, by(ctx), profile, sent.Token.asked())
	if err != nil {
		return nil, err
	}
	return made("/profiles/"+p.ID, p.Version, createdProfileOf(p)), nil
}

// asked is nil when no token is wanted.
func (in *newTokenJSON) asked() *gatehouse.NewToken {
	if in == nil {
		return nil
	}
	t := in.token()
	return &t
}

func createdProfileOf(p manage.CreatedProfile) createdProfileJSON {
	return createdProfileJSON{profileOf(p.Profile), issuedTokenOf(p.Token)}
}

func (a *api) getProfile(ctx context.Context, in *getIn) (*found[ProfileJSON], error) {
	p, err := a.Control.Profile(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return showUnless(in.Cached, p.Version, profileOf(p)), nil
}

func (a *api) updateProfile(ctx context.Context, in *editIn[newProfileJSON]) (*found[ProfileJSON], error) {
	version, edit, err := editing(in, newProfileOf, newProfileJSON.apply)
	if err != nil {
		return nil, err
	}
	p, err := a.Control.UpdateProfile(ctx, by(ctx), in.ID, version, edit)
	if err != nil {
		return nil, err
	}
	return show(p.Version, profileOf(p)), nil
}

func (a *api) deleteProfile(ctx context.Context, in *deleteIn) (*nothing, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return &nothing{}, a.Control.DeleteProfile(ctx, by(ctx), in.ID, version)
}
