package portal

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/openapi"
	"gatehouse/internal/rest"
)

// OperationFields are what an operation's page has beside its brief. The name
// is exported because huma looks past other ones.
type OperationFields struct {
	Collection      refJSON         `json:"collection" doc:"The collection: id is its name, name its title."`
	URL             string          `json:"url" doc:"Address with the template of the path."`
	DescriptionHTML string          `json:"description_html" doc:"Sanitised HTML."`
	WebSocket       bool            `json:"websocket" doc:"Whether it may become a WebSocket."`
	Parameters      []parameterJSON `json:"parameters" doc:"Those of the path first; every name of the template is among them."`
	RequestBody     *contentsJSON   `json:"request_body" doc:"null: it takes none."`
	Responses       []responseJSON  `json:"responses" doc:"By status."`
	Example         exampleJSON     `json:"example" doc:"A request that works."`
	Curl            string          `json:"curl" doc:"The example for a shell, with the token from $GATEWAY_TOKEN."`
	Refusals        []remedyJSON    `json:"refusals" doc:"What the gateway may refuse with, and what to do."`
}

type operationJSON struct {
	OperationBrief
	OperationFields
}

type parameterJSON struct {
	Name            string          `json:"name" doc:"As it is sent." example:"trackingNumber"`
	In              string          `json:"in" enum:"path,query,header,cookie" doc:"Where it is sent."`
	Required        bool            `json:"required" doc:"Whether it must be sent."`
	Deprecated      bool            `json:"deprecated" doc:"Whether it should not be used any more."`
	DescriptionHTML string          `json:"description_html" doc:"Sanitised HTML."`
	Style           string          `json:"style" doc:"How lists and objects are written, as OpenAPI names it." example:"form"`
	Explode         bool            `json:"explode" doc:"Whether each item is sent as a parameter of its own."`
	MediaType       *string         `json:"media_type" doc:"In which the value is written, whatever its style; null: as text." example:"application/json"`
	Schema          *schemaJSON     `json:"schema" doc:"What it may be; null: not documented."`
	Example         json.RawMessage `json:"example" doc:"A value; null: none is documented."`
}

type contentsJSON struct {
	Required        bool          `json:"required" doc:"Whether it must be sent."`
	DescriptionHTML string        `json:"description_html" doc:"Sanitised HTML."`
	Content         []contentJSON `json:"content" doc:"By media type."`
}

type contentJSON struct {
	MediaType  string          `json:"media_type" doc:"Content-Type." example:"application/json"`
	Schema     *schemaJSON     `json:"schema" doc:"As a tree to show; null: not documented."`
	JSONSchema json.RawMessage `json:"json_schema" doc:"As documented, to check a body with; references stay inside of it."`
	Example    *string         `json:"example" doc:"A body as text; null: none."`
	Encoding   []encodingJSON  `json:"encoding" doc:"How parts of a form are sent; the others as their types suggest."`
}

type encodingJSON struct {
	Property    string `json:"property" doc:"Name of the part." example:"photo"`
	ContentType string `json:"content_type" doc:"Media types it may have." example:"image/png, image/jpeg"`
}

type responseJSON struct {
	Status          string          `json:"status" doc:"200, 4XX, default." example:"200"`
	DescriptionHTML string          `json:"description_html" doc:"Sanitised HTML."`
	Headers         []parameterJSON `json:"headers" doc:"Header fields of the answer."`
	Content         []contentJSON   `json:"content" doc:"By media type."`
}

type exampleJSON struct {
	Path    map[string]string `json:"path" doc:"Values of the path's parameters."`
	Query   string            `json:"query" doc:"Without the question mark."`
	Headers map[string]string `json:"headers" doc:"Beside those of every call."`
	Body    string            `json:"body" doc:"Empty: none."`
}

type operationIn struct {
	Name string `path:"name" maxLength:"128" doc:"Name of the collection."`
	ID   string `path:"id" maxLength:"128" doc:"Id of the operation."`
	ForProfile
}

// operation finds an operation of a collection that the client may call.
func (a *api) operation(ctx context.Context, collection, id string) (manage.PortalCollection, gatehouse.Endpoint, error) {
	co, err := a.Control.PortalCollection(ctx, by(ctx), collection)
	if err != nil {
		return co, gatehouse.Endpoint{}, err
	}
	i := slices.IndexFunc(co.Endpoints, func(e gatehouse.Endpoint) bool { return e.ID == id })
	if i < 0 {
		return co, gatehouse.Endpoint{}, gatehouse.Errorf(gatehouse.NotFound, "There is no such operation.")
	}
	return co, co.Endpoints[i], nil
}

func (a *api) getOperation(ctx context.Context, in *operationIn) (*rest.Answer[operationJSON], error) {
	co, e, err := a.operation(ctx, in.Name, in.ID)
	if err != nil {
		return nil, err
	}
	profile, err := a.profileFor(ctx, in.Profile)
	if err != nil {
		return nil, err
	}
	sample := exampleRequest(co, e)
	if profile.ID != "" {
		sample.Header = append(identity(by(ctx).Client.ID, profile), sample.Header...)
	}
	view := openapi.Describe(e)
	fields := OperationFields{
		Collection: refJSON{co.Name, titleOf(co.Collection)}, URL: request{Path: templateOf(co, e)}.url(a.GatewayURL), DescriptionHTML: rendered(e.Description),
		WebSocket: e.WebSocket, Parameters: parametersOf(e, view.Parameters), RequestBody: requestBodyOf(e, view.Body), Responses: responsesOf(view.Responses),
		Example: exampleOf(e), Curl: sample.curl(a.GatewayURL), Refusals: remedies(),
	}
	return rest.Shown(operationJSON{operationBriefOf(e, profile), fields}), nil
}

// templateOf is an endpoint's path as partners call it: "/" is the base path
// itself, where a slash at the end would count.
func templateOf(co manage.PortalCollection, e gatehouse.Endpoint) string {
	base := strings.TrimSuffix(co.BasePath, "/")
	if e.Path == "/" {
		return cmp.Or(base, "/")
	}
	return base + e.Path
}

func exampleOf(e gatehouse.Endpoint) exampleJSON {
	out := exampleJSON{e.Example.PathParameters, e.Example.Query, e.Example.Headers, e.Example.Body}
	if out.Path == nil {
		out.Path = map[string]string{}
	}
	if out.Headers == nil {
		out.Headers = map[string]string{}
	}
	return out
}
