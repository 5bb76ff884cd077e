package portal

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse/internal/problem"
)

// route is one row of the table: what is called, what answers, and what the
// OpenAPI document says about it.
type route struct {
	method  string
	path    string // below Prefix
	id      string // operationId
	summary string
	handler register
	doc     string
	options
}

// options are what a few routes have.
type options struct {
	open   bool  // needs no sign-in
	status int   // when all went well; 0: 200, or 204 for DELETE
	most   int64 // bytes of body; 0: defaultBody
}

// register adds a typed handler to the API under an operation.
type register func(huma.API, huma.Operation)

// on makes a handler a row's column. Errors become problem documents here, so
// that handlers return plain ones.
func on[I, O any](handle func(context.Context, *I) (*O, error)) register {
	return func(api huma.API, op huma.Operation) {
		huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := handle(ctx, in)
			if err != nil {
				return nil, refusalOf(ctx, err)
			}
			return out, nil
		})
	}
}

// Keys of an operation's metadata.
const (
	openKey = "open"
	mostKey = "most"
)

func (r route) operation() huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary, Description: r.doc,
		Tags: []string{r.tag()}, DefaultStatus: r.goodStatus(), Responses: r.responses(),
		Metadata:         map[string]any{openKey: r.open, mostKey: max(r.most, defaultBody)},
		SkipValidateBody: true, // the handler decodes; see body
		MaxBodyBytes:     -1,   // receive has read it already
		BodyReadTimeout:  -1,
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

// refusal is a problem document in the form in which huma takes errors.
type refusal struct {
	problem   *problem.Problem
	portalURL string
	requestID string
}

// refusalOf makes any error the answer to a call, and notes it for the log.
func refusalOf(ctx context.Context, err error) *refusal {
	c := callOf(ctx)
	c.err = err
	return &refusal{problem.Of(err), c.api.PortalURL, c.requestID}
}

func (r *refusal) Error() string { return r.problem.Error() }

// GetStatus tells huma the status.
func (r *refusal) GetStatus() int { return r.problem.Status }

// ContentType tells huma the media type.
func (r *refusal) ContentType(string) string { return problem.ContentType }

// GetHeaders tells huma the headers that belong to the problem.
func (r *refusal) GetHeaders() http.Header {
	h := http.Header{}
	r.problem.Header(h.Add)
	h.Del("Content-Type") // set by huma from ContentType
	h.Del("WWW-Authenticate")
	return h
}

// MarshalJSON leaves the document to package problem.
func (r *refusal) MarshalJSON() ([]byte, error) { return r.problem.JSON(r.portalURL, r.requestID), nil }

// Schema documents every error of the API.
func (r *refusal) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Ref: schemas + "Problem"}
}
