package adminapi

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
)

// Prefix is where the API lives on the console's listener.
const Prefix = "/api/v1"

// route is one row of the table: what is called, who may, what answers, and
// what the OpenAPI document says about it.
type route struct {
	method  string
	path    string         // below Prefix
	area    gatehouse.Area // of the role table
	access  access
	id      string // operationId, also the function's name in generated clients
	summary string
	handler register
	doc     string // longer description; Markdown
	most    int64  // bytes of body; 0: defaultBody
}

// access is what a route does to its area.
type access int

const (
	reads access = iota
	writes
	opens // nothing of it: it is called before there is a caller
)

// defaultBody bounds a request body, in bytes. Collections carry whole API
// descriptions and may be larger.
const (
	defaultBody    = 1 << 20
	collectionBody = 8 << 20
	documentBody   = 16 << 20 // a document of 10 MiB as a JSON string
)

// register adds a typed handler to the API under an operation.
type register func(huma.API, huma.Operation)

// on makes a handler a row's last column. Errors become problem documents
// here, so that handlers return plain ones.
func on[I, O any](handle func(context.Context, *I) (*O, error)) register {
	return func(api huma.API, op huma.Operation) {
		huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := handle(ctx, in)
			if err != nil {
				return nil, refuse(ctx, err)
			}
			callOf(ctx).settle(ctx, out)
			return out, nil
		})
	}
}

// allows reports whether a role may call the route.
func (r route) allows(role gatehouse.Role) bool {
	switch r.access {
	case writes:
		return role.MayWrite(r.area)
	case opens:
		return true
	default:
		return role.MayRead(r.area)
	}
}

func (r route) roles() []string {
	var out []string
	for _, role := range []gatehouse.Role{gatehouse.Admin, gatehouse.Editor, gatehouse.Viewer, gatehouse.Auditor} {
		if r.allows(role) {
			out = append(out, string(role))
		}
	}
	return out
}

// tag groups routes by their noun.
func (r route) tag() string {
	noun, _, _ := strings.Cut(strings.TrimPrefix(r.path, "/"), "/")
	return noun
}

// status is what the route answers when all went well.
func (r route) status() int {
	switch {
	case r.method == http.MethodDelete:
		return http.StatusNoContent
	case r.method == http.MethodPost && slices.Contains(creating, r.id):
		return http.StatusCreated
	default:
		return http.StatusOK
	}
}

func (r route) hasBody() bool {
	return r.method == http.MethodPost || r.method == http.MethodPut || r.method == http.MethodPatch
}

const routeKey = "route" // in an operation's metadata

// operation is the row as huma wants it.
func (r route) operation() huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary, Description: r.description(),
		Tags: []string{r.tag()}, DefaultStatus: r.status(), Responses: r.responses(),
		Metadata:         map[string]any{routeKey: r},
		SkipValidateBody: true, // the handler decodes; see body
		MaxBodyBytes:     -1,   // receive has read it already
		BodyReadTimeout:  -1,
		Extensions:       map[string]any{"x-roles": r.roles()},
	}
	if r.access == opens {
		op.Security = []map[string][]string{}
	} else if r.method == http.MethodPost {
		op.Parameters = []*huma.Param{idempotencyKey()}
	}
	return op
}

func (r route) description() string {
	roles := "Roles: " + strings.Join(r.roles(), ", ") + "."
	if r.access == opens {
		roles = "Needs no sign-in."
	}
	if r.doc == "" {
		return roles
	}
	return r.doc + "\n\n" + roles
}
