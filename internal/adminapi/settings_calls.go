package adminapi

import (
	"context"

	"gatehouse/internal/rest"
)

type settingsIn struct{ Cached }

func (a *api) getSettings(ctx context.Context, in *settingsIn) (*found[settingsJSON], error) {
	s, err := a.Control.Settings(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	return showUnless(in.Cached, s.Version, settingsOf(s)), nil
}

type editSettingsIn struct {
	Precondition
	Body rest.Patch[newSettingsJSON]
}

func (a *api) updateSettings(ctx context.Context, in *editSettingsIn) (*found[settingsJSON], error) {
	one := editIn[newSettingsJSON]{Precondition: in.Precondition, Body: in.Body}
	version, edit, err := editing(&one, newSettingsOf, newSettingsJSON.apply)
	if err != nil {
		return nil, err
	}
	s, err := a.Control.UpdateSettings(ctx, by(ctx), version, edit)
	if err != nil {
		return nil, err
	}
	return show(s.Version, settingsOf(s)), nil
}
