package adminapi

import (
	"net/http"
	"reflect"
	"strconv"

	"gatehouse/internal/rest"

	"github.com/danielgtaylor/huma/v2"
)

// newDocument is the OpenAPI document before it has operations. The version is
// that of the interface and moves with it, not with the program.
func newDocument() *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Gatehouse admin API", Version: "1.0.0", Description: about,
			License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
		},
		Components: &huma.Components{
			Schemas: rest.NewSchemas(), Responses: refusals(),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"apiKey":  {Type: "http", Scheme: "bearer", BearerFormat: "ghk_…", Description: "An API key, made with `POST /api-keys` or `gatehouse apikey create`."},
				"session": {Type: "apiKey", In: "cookie", Name: SessionCookie, Description: "The session of a user who is signed in to the console; the browser sends it."},
			},
		},
		Security: []map[string][]string{{"apiKey": {}}, {"session": {}}},
		Tags:     tags,
	}
}

const about = `Everything a person does in the Management UI, for programs.

**Sign in** with ` + "`Authorization: Bearer ghk_…`" + `. Each operation lists the roles that may call it.

**Errors** are problem documents (RFC 9457) with a stable ` + "`code`" + `, what to do in ` + "`detail`" + `, and for a 422 each wrong field in ` + "`errors`" + ` with a JSON pointer; ` + "`?name`" + ` points to a query parameter. Unknown fields and parameters are refused. Nothing is ever changed by a call that fails.

**Versions**: resources carry an ETag. Send it back as If-Match to change only what you have read; another version stored is a 412.

**Lists** are pages of 50, at most 200; pass ` + "`next_cursor`" + ` as ` + "`cursor`" + ` until it is null.

**Repeating a POST** is safe with an Idempotency-Key: for 24 hours the same key and body get the first answer again, with ` + "`Idempotency-Replayed: true`" + ` and every secret null, since secrets are never stored.

**Times** are RFC 3339 in UTC, **durations** a whole number and one unit of s, m, h or d.

Every answer has an X-Request-ID; audit events name it.`

var tags = []*huma.Tag{
	{Name: "clients", Description: "Partners: the identity record of a caller."},
	{Name: "profiles", Description: "How and from where a client may call, and its tokens."},
	{Name: "policies", Description: "Rate limits and quotas."},
	{Name: "standing", Description: "What lists show beside their rows."},
	{Name: "collections", Description: "API products: base path, upstream, endpoints; draft and published revisions; who has access."},
	{Name: "onboardings", Description: "A whole partner in one call."},
	{Name: "onboarding-drafts", Description: "Onboardings in progress, without secrets."},
	{Name: "request-logs", Description: "One record for each request the gateway saw."},
	{Name: "audit-logs", Description: "One event for each change, in a chain that proves itself."},
	{Name: "users", Description: "People who sign in to the Management UI."},
	{Name: "invitations", Description: "How a new user chooses a password."},
	{Name: "api-keys", Description: "Keys of this API."},
	{Name: "sessions", Description: "Sign-ins to the Management UI."},
	{Name: "sign-in-options", Description: "What the sign-in page offers."},
	{Name: "setup", Description: "The first admin."},
	{Name: "me", Description: "The caller's own account."},
	{Name: "settings", Description: "What an admin changes while Gatehouse runs."},
	{Name: "outbox", Description: "Mails: waiting, sent and failed."},
	{Name: "access-requests", Description: "Strangers who would like to use the portal."},
	{Name: "search", Description: "What somebody has in mind."},
	{Name: "overview", Description: "What there is, in numbers."},
	{Name: "openapi", Description: "This document."},
}

// describe finishes the document once all operations are in it.
func describe(doc *huma.OpenAPI) {
	rest.Describe(doc)
	allowNoBody(doc)
	onboard := doc.Paths["/onboardings"].Post
	onboard.Responses["200"] = &huma.Response{
		Description: "What a dry run would make; ids, times and secrets are null.",
		Headers:     everyAnswer(), Content: onboard.Responses["201"].Content,
	}
	imported := doc.Paths["/collections/import"].Post
	imported.Responses["200"] = &huma.Response{
		Description: "With preview=true: what the document holds; nothing is written.", Headers: everyAnswer(),
		Content: map[string]*huma.MediaType{"application/json": {Schema: doc.Components.Schemas.Schema(reflect.TypeFor[importPreviewJSON](), true, "")}},
	}
	doc.AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: "/openapi.json", OperationID: "getOpenAPI", Summary: "This document", Tags: []string{"openapi"},
		Description: "Needs no sign-in.", Security: []map[string][]string{},
		Responses: map[string]*huma.Response{"200": {Description: "The OpenAPI document.", Content: map[string]*huma.MediaType{
			"application/json": {Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}},
		}}},
	})
}

// allowNoBody lets a POST whose body has no required field go without one.
func allowNoBody(doc *huma.OpenAPI) {
	for _, path := range doc.Paths {
		if path.Post == nil || path.Post.RequestBody == nil {
			continue
		}
		schema := path.Post.RequestBody.Content["application/json"].Schema
		if len(doc.Components.Schemas.SchemaFromRef(schema.Ref).Required) == 0 {
			path.Post.RequestBody.Required = false
		}
	}
}

// responses are those of a route; huma adds the schema of the good one.
func (r route) responses() map[string]*huma.Response {
	good := map[int]string{
		http.StatusOK: "Done.", http.StatusCreated: "Created.", http.StatusNoContent: "Gone.",
	}
	out := map[string]*huma.Response{strconv.Itoa(r.status()): {Description: good[r.status()], Headers: everyAnswer()}}
	for _, code := range r.refusals() {
		out[strconv.Itoa(code)] = &huma.Response{Ref: "#/components/responses/" + refusalName(code)}
	}
	return out
}
