package adminapi

import (
	"gatehouse/internal/manage"
	"gatehouse/internal/openapi"
	"gatehouse/internal/rest"
)

// importJSON is an OpenAPI document with what the caller wants of it.
type importJSON struct {
	Document    documentJSON `json:"document,omitempty" clear:"false" doc:"The OpenAPI 3.0 or 3.1 document: a text in JSON or YAML, or the JSON object itself. At most 10 MiB; references to other files are not followed."`
	URL         string       `json:"url,omitempty" maxLength:"4096" doc:"Instead of the document: where the server fetches it from. Private addresses are refused unless the server was started with import-private-addresses." example:"https://shipments.example.com/openapi.yaml"`
	Name        string       `json:"name,omitempty" pattern:"^[a-z0-9][a-z0-9-]{1,62}$" doc:"Name of the new collection; made of the document's title when left out." example:"shipments"`
	Title       string       `json:"title,omitempty" maxLength:"256" doc:"For people; the document's title when left out." example:"Shipment tracking"`
	BasePath    string       `json:"base_path,omitempty" doc:"Where the collection begins below the gateway's URL; the name when left out." example:"/shipments"`
	UpstreamURL string       `json:"upstream_url,omitempty" doc:"Where the requests go; the document's first server with an absolute URL when left out." example:"https://shipments.internal:8443"`
	Operations  []string     `json:"operations,omitempty" doc:"Keys of the operations to import, as the preview lists them; all when left out." example:"[\"GET /track/{trackingNumber}\"]"`
	Take        []string     `json:"take,omitempty" doc:"For a newer document of a collection that exists: operations whose conflicts the document decides, in place of what was set by hand; an empty text is the collection itself." example:"[\"GET /track/{trackingNumber}\"]"`
}

// importPreviewJSON is what a document holds.
type importPreviewJSON struct {
	OpenAPI     string                `json:"openapi" doc:"Version of OpenAPI that the document follows." example:"3.0.3"`
	Title       string                `json:"title" doc:"Title of the API; may be empty." example:"Shipment tracking"`
	Description string                `json:"description" doc:"Markdown; may be empty."`
	APIVersion  string                `json:"api_version" doc:"Version of the API; may be empty." example:"2.4.0"`
	Name        *string               `json:"name" doc:"Name that the collection can have; null: the document suggests none." example:"shipment-tracking"`
	BasePath    *string               `json:"base_path" doc:"Base path that it can have." example:"/shipment-tracking"`
	UpstreamURL *string               `json:"upstream_url" doc:"Where the requests would go; null: the document does not say." example:"https://eu.example.com/v2"`
	Servers     []importServerJSON    `json:"servers" doc:"Servers of the document, with the defaults of their variables."`
	Operations  []importOperationJSON `json:"operations" doc:"Operations in the order of the document."`
	Findings    []importFindingJSON   `json:"findings" doc:"What was noticed; at most 1000."`
}

type importServerJSON struct {
	URL         string `json:"url" doc:"Its URL." example:"https://eu.example.com/v2"`
	Description string `json:"description" doc:"What it is; may be empty." example:"Europe"`
	Usable      bool   `json:"usable" doc:"It is absolute, so that it can be an upstream." example:"true"`
}

type importOperationJSON struct {
	Key         string   `json:"key" doc:"Names the operation in an import." example:"GET /track/{trackingNumber}"`
	OperationID *string  `json:"operation_id" doc:"As in the document; null: it has none." example:"track"`
	Method      string   `json:"method" doc:"Request method." example:"GET"`
	Path        string   `json:"path" doc:"Path template." example:"/track/{trackingNumber}"`
	Summary     string   `json:"summary" doc:"One line for people; may be empty." example:"Track a shipment"`
	Tags        []string `json:"tags" doc:"As in the document." example:"[\"tracking\"]"`
	Deprecated  bool     `json:"deprecated" doc:"The document says so." example:"false"`
	Importable  bool     `json:"importable" doc:"No finding about it is an error." example:"true"`
}

type importFindingJSON struct {
	Severity  string  `json:"severity" enum:"error,warning,information" doc:"An error keeps its operation from being imported." example:"warning"`
	Pointer   string  `json:"pointer" doc:"JSON pointer into the document." example:"/paths/~1track~1{trackingNumber}/get"`
	Detail    string  `json:"detail" doc:"What was noticed, to be read behind the pointer." example:"does not describe its path parameter {trackingNumber}"`
	Operation *string `json:"operation" doc:"Key of the operation that it concerns; null: the document." example:"GET /track/{trackingNumber}"`
}

func importPreviewOf(p manage.ImportPreview) importPreviewJSON {
	return importPreviewJSON{
		OpenAPI: p.Version, Title: p.Title, Description: p.Description, APIVersion: p.APIVersion,
		Name: rest.OptionalText(p.Name), BasePath: rest.OptionalText(p.BasePath), UpstreamURL: rest.OptionalText(p.UpstreamURL),
		Servers:    rest.Each(p.Servers, func(s openapi.Server) importServerJSON { return importServerJSON{s.URL, s.Description, s.Absolute} }),
		Operations: rest.Each(p.Operations, importOperationOf), Findings: rest.Each(p.Findings, importFindingOf),
	}
}

func importOperationOf(op openapi.Operation) importOperationJSON {
	return importOperationJSON{
		op.Key, rest.OptionalText(op.ID), op.Endpoint.Method, op.Endpoint.Path, op.Endpoint.Summary, rest.OrEmpty(op.Tags), op.Deprecated, op.Importable,
	}
}

func importFindingOf(f openapi.Finding) importFindingJSON {
	return importFindingJSON{string(f.Severity), f.Pointer, f.Detail, rest.OptionalText(f.Operation)}
}
