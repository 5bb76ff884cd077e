package adminapi

import (
	"context"

	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

type listAPIKeysIn struct {
	rest.Page
	Search
}

func (a *api) listAPIKeys(ctx context.Context, in *listAPIKeysIn) (*rest.Answer[rest.List[APIKeyJSON]], error) {
	items, next, err := a.Control.APIKeys(ctx, by(ctx), store.APIKeyQuery{Q: in.Q, Page: pageOf(in.Page)})
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, apiKeyOf), nil
}

func (a *api) createAPIKey(ctx context.Context, in *struct{ Body rest.Body[newAPIKeyJSON] }) (*created[issuedAPIKeyJSON], error) {
	key, err := taking(in.Body, newAPIKeyJSON.apply)
	if err != nil {
		return nil, err
	}
	k, err := a.Control.CreateAPIKey(ctx, by(ctx), key)
	if err != nil {
		return nil, err
	}
	return made("/api-keys/"+k.ID, k.Version, issuedAPIKeyOf(k)), nil
}

func (a *api) getAPIKey(ctx context.Context, in *getIn) (*found[APIKeyJSON], error) {
	k, err := a.Control.APIKey(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return showUnless(in.Cached, k.Version, apiKeyOf(k)), nil
}

func (a *api) revokeAPIKey(ctx context.Context, in *rest.ByID) (*nothing, error) {
	return &nothing{}, a.Control.RevokeAPIKey(ctx, by(ctx), in.ID)
}
