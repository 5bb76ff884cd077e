package adminapi

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/rest"
)

// conditional are the actions that take an If-Match.
var conditional = []string{"publishCollection", "unpublishCollection", "restoreRevision", "reimportCollection"}

// refusals are the statuses a route can refuse with.
func (r route) refusals() []int {
	codes := []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity,
		http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
	}
	if strings.Contains(r.path, "{") {
		codes = append(codes, http.StatusNotFound)
	}
	if r.access == writes {
		codes = append(codes, http.StatusConflict, http.StatusInsufficientStorage)
	}
	if r.hasBody() {
		codes = append(codes, http.StatusRequestEntityTooLarge)
	}
	if r.method == http.MethodPatch || r.method == http.MethodPut || r.method == http.MethodDelete || slices.Contains(conditional, r.id) {
		codes = append(codes, http.StatusPreconditionFailed)
	}
	return codes
}

// refusalTexts say when each status comes, and which code of package problem
// is the example.
var refusalTexts = map[int]struct{ name, code, when string }{
	http.StatusBadRequest:            {"Malformed", "malformed", "The request cannot be read: broken JSON, a field sent twice, a malformed If-Match."},
	http.StatusUnauthorized:          {"Unauthenticated", "unauthenticated", "No API key or session, or one that does not work."},
	http.StatusForbidden:             {"Forbidden", "forbidden", "The caller's role may not do this."},
	http.StatusNotFound:              {"NotFound", "not_found", "There is no such resource."},
	http.StatusConflict:              {"Conflict", "conflict", "What exists stands in the way: a name taken, a policy in use, a published collection deleted, the same Idempotency-Key still running."},
	http.StatusPreconditionFailed:    {"Stale", "stale", "If-Match names another version than the one stored."},
	http.StatusRequestEntityTooLarge: {"TooLarge", "payload_too_large", "The body is larger than this call accepts."},
	http.StatusUnprocessableEntity:   {"Invalid", "invalid", "A field or query parameter is wrong or unknown; see `errors`. Also an Idempotency-Key used for another request."},
	http.StatusTooManyRequests:       {"RateLimited", "rate_limited", "Too many attempts; see Retry-After."},
	http.StatusInternalServerError:   {"Internal", "internal_error", "A fault inside Gatehouse; the operator finds it by the request id."},
	http.StatusServiceUnavailable:    {"Unavailable", "unavailable", "A part that Gatehouse depends on is away."},
	http.StatusInsufficientStorage:   {"StorageFull", "storage_full", "The disk under the store is full; nothing was changed."},
}

func refusalName(code int) string { return refusalTexts[code].name }

func refusals() map[string]*huma.Response {
	out := map[string]*huma.Response{}
	for _, text := range refusalTexts {
		p := problem.New(text.code)
		if text.code == "invalid" {
			p.Errors = gatehouse.Fields{{Pointer: "/rate/requests", Detail: "must be 1 to 1000000000000"}}
		}
		out[text.name] = &huma.Response{Description: text.when, Headers: everyAnswer(), Content: map[string]*huma.MediaType{
			problem.ContentType: {
				Schema:  &huma.Schema{Ref: rest.Schemas + "Problem"},
				Example: json.RawMessage(p.JSON("https://portal.example.com", "req_01jd3w8m5z7n4q2v6x9k1b0c8e")),
			},
		}}
	}
	return out
}

// everyAnswer are the headers that no answer lacks.
func everyAnswer() map[string]*huma.Header {
	return map[string]*huma.Header{"X-Request-ID": {
		Description: "Id of the call, also in its audit events.",
		Schema:      &huma.Schema{Type: huma.TypeString, Examples: []any{"req_01jd3w8m5z7n4q2v6x9k1b0c8e"}},
	}}
}
