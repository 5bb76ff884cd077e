package portal

import (
	"context"
	"encoding/json"

	"gatehouse"
	"gatehouse/internal/openapi"
)

// downloaded is a document that a browser keeps as a file.
type downloaded struct {
	Disposition string `header:"Content-Disposition" doc:"Name for the file." example:"attachment; filename=\"shipments.openapi.json\""`
	Body        json.RawMessage
}

// documentOf is a collection as a document, with only what the profile may
// call.
func (a *api) documentOf(ctx context.Context, in CollectionIn) (openapi.Export, gatehouse.Profile, error) {
	co, err := a.Control.PortalCollection(ctx, by(ctx), in.Name)
	if err != nil {
		return openapi.Export{}, gatehouse.Profile{}, err
	}
	profile, err := a.profileFor(ctx, in.Profile)
	if err != nil {
		return openapi.Export{}, profile, err
	}
	return openapi.Export{Name: co.Name, Definition: co.Definition, GatewayURL: a.GatewayURL}.For(profile), profile, nil
}

func (a *api) exportOpenAPI(ctx context.Context, in *struct {
	CollectionIn
	Version string `query:"version" enum:"3.0,3.1" default:"3.1" doc:"Version of OpenAPI."`
},
) (*downloaded, error) {
	e, _, err := a.documentOf(ctx, in.CollectionIn)
	if err != nil {
		return nil, err
	}
	e.Old = in.Version == "3.0"
	text, err := e.OpenAPI()
	return &downloaded{`attachment; filename="` + e.Name + `.openapi.json"`, text}, err
}

func (a *api) exportPostman(ctx context.Context, in *CollectionIn) (*downloaded, error) {
	e, profile, err := a.documentOf(ctx, *in)
	if err != nil {
		return nil, err
	}
	text, err := e.Postman(by(ctx).Client.ID, profile.Name)
	return &downloaded{`attachment; filename="` + e.Name + `.postman.json"`, text}, err
}
