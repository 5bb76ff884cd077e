package adminapi

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"gatehouse/internal/rest"

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
	handler rest.Register
	doc     string // longer description; Markdown
	most    int64  // bytes of body; 0: rest.DefaultBody
}

// access is what a route does to its area.
type access int

const (
	reads access = iota
	writes
	opens // nothing of it: it is called before there is a caller
)

// Bodies that may be larger than others: collections carry whole API
// descriptions.
const (
	collectionBody = 8 << 20
	documentBody   = 16 << 20 // a document of 10 MiB as a JSON string
)

// on makes a handler a row's last column.
func on[I, O any](handle func(context.Context, *I) (*O, error)) rest.Register {
	return rest.On(func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err == nil {
			callOf(ctx).settle(ctx, out)
		}
		return out, err
	})
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
		Metadata: map[string]any{routeKey: r}, MaxBodyBytes: r.most, Extensions: map[string]any{"x-roles": r.roles()},
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
