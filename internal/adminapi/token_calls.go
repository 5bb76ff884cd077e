package adminapi

import (
	"context"

	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

func (a *api) listTokens(ctx context.Context, in *listOfIn) (*rest.Answer[rest.List[TokenJSON]], error) {
	items, next, err := a.Control.Tokens(ctx, by(ctx), store.TokenQuery{ProfileID: in.ID, Page: pageOf(in.Page)})
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, tokenOf), nil
}

type addTokenIn struct {
	rest.ByID
	Body rest.Body[newTokenJSON]
}

func (a *api) createToken(ctx context.Context, in *addTokenIn) (*created[issuedTokenJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	t, err := a.Control.CreateToken(ctx, by(ctx), in.ID, sent.token())
	if err != nil {
		return nil, err
	}
	return made("/profiles/"+t.ProfileID+"/tokens", 0, *issuedTokenOf(&t)), nil
}

type rotateIn struct {
	rest.ByID
	Body rest.Body[rotationJSON]
}

func (a *api) rotateToken(ctx context.Context, in *rotateIn) (*created[issuedTokenJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	rotation, err := sent.rotation()
	if err != nil {
		return nil, err
	}
	t, err := a.Control.RotateToken(ctx, by(ctx), in.ID, rotation)
	if err != nil {
		return nil, err
	}
	return made("/profiles/"+t.ProfileID+"/tokens", 0, *issuedTokenOf(&t)), nil
}

type tokenIn struct {
	rest.ByID
	TokenID string `path:"token_id" maxLength:"128" doc:"Id of the token." example:"tk_01jd3w8m5z7n4q2v6x9k1b0c8e"`
}

func (a *api) revokeToken(ctx context.Context, in *tokenIn) (*nothing, error) {
	return &nothing{}, a.Control.RevokeToken(ctx, by(ctx), in.ID, in.TokenID)
}
