package rest

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
	"gatehouse/internal/problem"
)

// huma keeps its error constructors and two of its defaults in package
// variables; there is no way to give them to one API. They are set once, before
// any API exists: its own errors repeat the value that was wrong, up to the
// whole body.
func init() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return &refusal{problem: problem.Of(fromHuma(status, msg, errs))}
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		if len(errs) == 1 { // a handler's own error arrives here, as an "unexpected" one
			if _, ok := errs[0].(huma.ErrorDetailer); !ok {
				return refusalOf(ctx.Context(), errs[0])
			}
		}
		return refusalOf(ctx.Context(), fromHuma(status, msg, errs))
	}
}

// refusal is a problem document in the form in which huma takes errors.
type refusal struct {
	problem   *problem.Problem
	portalURL string
	requestID string
}

// refusalOf makes any error the answer to a call, and notes it for the call's
// log line.
func refusalOf(ctx context.Context, err error) *refusal {
	r := &refusal{problem: problem.Of(err)}
	if c := CallOf(ctx); c != nil {
		r.portalURL, r.requestID, c.err = c.api.PortalURL, c.RequestID, err
	}
	return r
}

func (r *refusal) Error() string { return r.problem.Error() }

// Unwrap returns the problem: huma makes refusals of this kind for every API of
// the process.
func (r *refusal) Unwrap() error { return r.problem }

// GetStatus tells huma the status.
func (r *refusal) GetStatus() int { return r.problem.Status }

// ContentType tells huma the media type.
func (r *refusal) ContentType(string) string { return problem.ContentType }

// GetHeaders tells huma the headers that belong to the problem.
func (r *refusal) GetHeaders() http.Header {
	h := http.Header{}
	r.problem.Header(h.Add)
	h.Del("Content-Type") // set by huma from ContentType
	return h
}

// MarshalJSON leaves the document to package problem.
func (r *refusal) MarshalJSON() ([]byte, error) {
	return r.problem.JSON(r.portalURL, r.requestID), nil
}

// Schema documents every error of the API.
func (r *refusal) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Ref: Schemas + "Problem"}
}

// fromHuma translates what huma itself found wrong: parameters, and a body
// that is missing.
func fromHuma(status int, msg string, errs []error) error {
	switch {
	case status == http.StatusUnprocessableEntity:
		return parameterErrors(errs)
	case status < 500:
		return Malformed("The request cannot be read as what it claims to be: " + msg + ".")
	default:
		return errors.Join(append([]error{errors.New(msg)}, errs...)...)
	}
}

func parameterErrors(errs []error) error {
	var f gatehouse.Fields
	for _, err := range errs {
		d, ok := err.(huma.ErrorDetailer)
		if !ok {
			return err
		}
		detail := d.ErrorDetail()
		f.Add(parameterPointer(detail.Location), "%s", parameterDetail(detail.Message))
	}
	return Sorted(f)
}

// parameterPointer turns huma's "query.limit" into "?limit". Path and header
// parameters have no pointer notation of their own; their name stands alone.
func parameterPointer(location string) string {
	in, name, _ := strings.Cut(location, ".")
	if len(name) > longestName {
		name = "…"
	}
	if in == "query" {
		return "?" + name
	}
	return name
}

func parameterDetail(message string) string {
	switch {
	case strings.HasPrefix(message, "unknown query parameter"):
		return "is not a parameter of this call"
	case strings.HasPrefix(message, "invalid date/time"):
		return "must be an RFC 3339 time such as 2030-01-31T12:00:00Z"
	case message == "invalid integer":
		return "must be a whole number"
	case message == "invalid float":
		return "must be a number"
	case message == "invalid boolean":
		return "must be true or false"
	default:
		return plainly.Replace(message)
	}
}

// plainly puts what the library says about a parameter into the words of our
// own checks.
var plainly = strings.NewReplacer(
	"expected value to be one of ", "must be one of ",
	"expected number >= ", "must be at least ",
	"expected number <= ", "must be at most ",
	"expected ", "must be ",
)
