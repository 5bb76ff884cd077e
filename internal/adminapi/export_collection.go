package adminapi

import (
	"context"
	"encoding/json"

	"gatehouse/internal/rest"
)

// ForProfile narrows an export.
type ForProfile struct {
	Profile string `query:"profile" maxLength:"128" doc:"Id of a profile: only what it may call." example:"pr_01jd3w8m5z7n4q2v6x9k1b0c8e"`
}

type exportOpenAPIIn struct {
	rest.ByID
	ForProfile
	Version string `query:"version" enum:"3.0,3.1" default:"3.1" doc:"Version of OpenAPI."`
}

type exportPostmanIn struct {
	rest.ByID
	ForProfile
}

// downloaded is a document that a browser keeps as a file.
type downloaded struct {
	Disposition string `header:"Content-Disposition" doc:"Name for the file." example:"attachment; filename=\"shipments.openapi.json\""`
	Body        json.RawMessage
}

func (a *api) exportOpenAPI(ctx context.Context, in *exportOpenAPIIn) (*downloaded, error) {
	e, err := a.Control.ExportCollection(ctx, by(ctx), in.ID, in.Profile)
	if err != nil {
		return nil, err
	}
	e.Old = in.Version == "3.0"
	text, err := e.OpenAPI()
	return &downloaded{`attachment; filename="` + e.Name + `.openapi.json"`, text}, err
}

func (a *api) exportPostman(ctx context.Context, in *exportPostmanIn) (*downloaded, error) {
	e, err := a.Control.ExportCollection(ctx, by(ctx), in.ID, in.Profile)
	if err != nil {
		return nil, err
	}
	text, err := e.Postman("", "")
	return &downloaded{`attachment; filename="` + e.Name + `.postman.json"`, text}, err
}
