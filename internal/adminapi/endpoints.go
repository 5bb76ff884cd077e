package adminapi

import (
	"encoding/json"

	"gatehouse/internal/rest"

	"gatehouse"
)

// endpointJSON is a method and a path template inside a collection.
type endpointJSON struct {
	ID           string          `json:"id" doc:"Stable over edits." example:"ep_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Method       string          `json:"method" enum:"DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT" doc:"HEAD is answered where GET is." example:"GET"`
	Path         string          `json:"path" doc:"Template below the base path: literal segments, {name} for one segment, a trailing /* for the rest." example:"/track/{trackingNumber}"`
	UpstreamPath *string         `json:"upstream_path" doc:"Template with the same names; null: the path goes on as it came." example:"/v2/tracking/{trackingNumber}"`
	Summary      string          `json:"summary" doc:"One line for people." example:"Track a shipment"`
	Description  string          `json:"description" doc:"Markdown, shown in the portal."`
	Parameters   json.RawMessage `json:"parameters" doc:"OpenAPI parameter objects; null: none documented."`
	RequestBody  json.RawMessage `json:"request_body" doc:"OpenAPI request body object; null: none documented."`
	Responses    json.RawMessage `json:"responses" doc:"OpenAPI responses object; null: none documented."`
	WebSocket    bool            `json:"websocket" doc:"The connection may be upgraded." example:"false"`
	Example      exampleJSON     `json:"example" doc:"A request that is known to work; the access proof sends it."`
	OperationID  *string         `json:"operation_id" doc:"As its OpenAPI document names it; null: it does not." example:"track"`
	Tags         []string        `json:"tags" doc:"Under which the portal lists it." example:"[\"tracking\"]"`
	Deprecated   bool            `json:"deprecated" doc:"Still served; partners are told to move on." example:"false"`
}

type exampleJSON struct {
	PathParameters map[string]string `json:"path_parameters" doc:"Values of the path's parameters."`
	Query          string            `json:"query" doc:"Query without the question mark." example:"expand=events"`
	Headers        map[string]string `json:"headers" doc:"Further headers."`
	Body           string            `json:"body" doc:"Request body." example:""`
}

func endpointOf(e gatehouse.Endpoint) endpointJSON {
	return endpointJSON{
		ID: e.ID, Method: e.Method, Path: e.Path, UpstreamPath: rest.OptionalText(e.UpstreamPath),
		Summary: e.Summary, Description: e.Description, WebSocket: e.WebSocket,
		Parameters: orNull(e.Parameters), RequestBody: orNull(e.RequestBody), Responses: orNull(e.Responses),
		Example:     exampleJSON{orNone(e.Example.PathParameters), e.Example.Query, orNone(e.Example.Headers), e.Example.Body},
		OperationID: rest.OptionalText(e.OperationID), Tags: rest.OrEmpty(e.Tags), Deprecated: e.Deprecated,
	}
}

// orNull keeps an absent document encodable.
func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

// orAbsent is the reverse of orNull.
func orAbsent(raw json.RawMessage) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}

func orNone(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

// newEndpointJSON is what a caller may say about an endpoint.
type newEndpointJSON struct {
	ID           string          `json:"id,omitempty" doc:"Of an endpoint that is kept; left out for a new one." example:"ep_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Method       string          `json:"method" enum:"DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT" doc:"HEAD is answered where GET is." example:"GET"`
	Path         string          `json:"path" doc:"Template below the base path: literal segments, {name} for one segment, a trailing /* for the rest." example:"/track/{trackingNumber}"`
	UpstreamPath string          `json:"upstream_path,omitempty" doc:"Template with the same names; left out: the path goes on as it came." example:"/v2/tracking/{trackingNumber}"`
	Summary      string          `json:"summary,omitempty" maxLength:"4096" doc:"One line for people." example:"Track a shipment"`
	Description  string          `json:"description,omitempty" doc:"Markdown, shown in the portal."`
	Parameters   json.RawMessage `json:"parameters,omitempty" doc:"OpenAPI parameter objects."`
	RequestBody  json.RawMessage `json:"request_body,omitempty" doc:"OpenAPI request body object."`
	Responses    json.RawMessage `json:"responses,omitempty" doc:"OpenAPI responses object."`
	WebSocket    bool            `json:"websocket,omitempty" doc:"The connection may be upgraded."`
	Example      *newExampleJSON `json:"example,omitempty" doc:"A request that is known to work; the access proof sends it."`
	OperationID  string          `json:"operation_id,omitempty" maxLength:"256" doc:"As its OpenAPI document names it." example:"track"`
	Tags         []string        `json:"tags,omitempty" maxItems:"100" doc:"Under which the portal lists it." example:"[\"tracking\"]"`
	Deprecated   bool            `json:"deprecated,omitempty" doc:"Still served; partners are told to move on."`
}

type newExampleJSON struct {
	PathParameters map[string]string `json:"path_parameters,omitempty" doc:"Values of the path's parameters."`
	Query          string            `json:"query,omitempty" doc:"Query without the question mark." example:"expand=events"`
	Headers        map[string]string `json:"headers,omitempty" doc:"Further headers."`
	Body           string            `json:"body,omitempty" doc:"Request body."`
}

func (in newEndpointJSON) endpoint() gatehouse.Endpoint {
	e := gatehouse.Endpoint{
		ID: in.ID, Method: in.Method, Path: in.Path, UpstreamPath: in.UpstreamPath,
		Summary: in.Summary, Description: in.Description, WebSocket: in.WebSocket,
		Parameters: orAbsent(in.Parameters), RequestBody: orAbsent(in.RequestBody), Responses: orAbsent(in.Responses),
		OperationID: in.OperationID, Tags: in.Tags, Deprecated: in.Deprecated,
	}
	if in.Example != nil {
		e.Example = gatehouse.Example(*in.Example)
	}
	return e
}

func newEndpointOf(e gatehouse.Endpoint) newEndpointJSON {
	example := newExampleJSON(e.Example)
	return newEndpointJSON{
		ID: e.ID, Method: e.Method, Path: e.Path, UpstreamPath: e.UpstreamPath,
		Summary: e.Summary, Description: e.Description, WebSocket: e.WebSocket,
		Parameters: e.Parameters, RequestBody: e.RequestBody, Responses: e.Responses, Example: &example,
		OperationID: e.OperationID, Tags: e.Tags, Deprecated: e.Deprecated,
	}
}
