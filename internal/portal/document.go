package portal

import (
	"github.com/danielgtaylor/huma/v2"

	"gatehouse/internal/problem"
	"gatehouse/internal/rest"
	"gatehouse/internal/signin"
)

// newDocument is the OpenAPI document before it has operations.
func newDocument() *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Gatehouse portal API", Version: "1.0.0",
			Description: "What the pages of the developer portal call, on the portal's listener. Partners call the gateway, operators the admin API.",
			License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
		},
		Components: &huma.Components{
			Schemas: rest.NewSchemas(),
			Responses: map[string]*huma.Response{"Problem": {Description: "Why not.", Content: map[string]*huma.MediaType{
				problem.ContentType: {Schema: &huma.Schema{Ref: rest.Schemas + "Problem"}},
			}}},
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"session": {Type: "apiKey", In: "cookie", Name: signin.PortalCookieName, Description: "The session of somebody who is signed in."},
			},
		},
		Security: []map[string][]string{{"session": {}}},
	}
}
