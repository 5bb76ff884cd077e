package adminapi

import (
	"context"

	"gatehouse/internal/manage"
)

// overviewJSON counts what there is.
type overviewJSON struct {
	Clients              int64 `json:"clients" doc:"Clients." example:"12"`
	EnabledClients       int64 `json:"enabled_clients" doc:"Of these, enabled." example:"11"`
	Profiles             int64 `json:"profiles" doc:"Profiles." example:"15"`
	Collections          int64 `json:"collections" doc:"Collections." example:"4"`
	PublishedCollections int64 `json:"published_collections" doc:"Of these, published." example:"3"`
	Policies             int64 `json:"policies" doc:"Policies." example:"2"`
}

func (a *api) overview(ctx context.Context, _ *struct{}) (*answer[overviewJSON], error) {
	o, err := a.Control.Overview(ctx, by(ctx))
	if err != nil {
		return nil, err
	}
	return &answer[overviewJSON]{overviewOf(o)}, nil
}

func overviewOf(o manage.Overview) overviewJSON { return overviewJSON(o) }
