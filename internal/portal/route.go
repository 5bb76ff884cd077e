package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse/internal/rest"
)

// route is one row of the table: what is called, what answers, and what the
// OpenAPI document says about it.
type route struct {
	method  string
	path    string // below Prefix
	id      string // operationId
	summary string
	handler rest.Register
	doc     string
	options
}

// options are what a few routes have.
type options struct {
	open   bool  // needs no sign-in
	status int   // when all went well; 0: 200, or 204 for DELETE
	most   int64 // bytes of body; 0: rest.DefaultBody
}

const openKey = "open" // in an operation's metadata

func (r route) operation() huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary, Description: r.doc,
		Tags: []string{r.tag()}, DefaultStatus: r.goodStatus(), Responses: r.responses(),
		Metadata: map[string]any{openKey: r.open}, MaxBodyBytes: r.most,
	}
	if r.open {
		op.Security = []map[string][]string{}
	}
	return op
}

func (r route) tag() string {
	noun, _, _ := strings.Cut(strings.TrimPrefix(r.path, "/"), "/")
	return noun
}

func (r route) goodStatus() int {
	switch {
	case r.status != 0:
		return r.status
	case r.method == http.MethodDelete:
		return http.StatusNoContent
	default:
		return http.StatusOK
	}
}

func (r route) responses() map[string]*huma.Response {
	return map[string]*huma.Response{
		strconv.Itoa(r.goodStatus()): {Description: "Done."},
		"default":                    {Ref: "#/components/responses/Problem"},
	}
}
