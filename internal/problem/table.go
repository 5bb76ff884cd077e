package problem

import (
	"net/http"
	"slices"

	"gatehouse"
)

// Entry is what one code means. The texts are for a partner's developer: no
// word of how the gateway works inside, no value that was sent.
type Entry struct {
	Code    string // stable, snake_case
	Status  int    // HTTP status
	Title   string // the same for every occurrence
	Detail  string // what to do, in one or two sentences
	Meaning string // for the page of the code: what happened
	Remedy  string // for the page of the code: how to get past it
}

const internalError = "internal_error"

// kinds gives each kind of domain error its code.
var kinds = map[gatehouse.Kind]string{
	gatehouse.Internal:        internalError,
	gatehouse.Malformed:       "malformed",
	gatehouse.Unauthenticated: "unauthenticated",
	gatehouse.Forbidden:       "forbidden",
	gatehouse.NotFound:        "not_found",
	gatehouse.Conflict:        "conflict",
	gatehouse.Stale:           "stale",
	gatehouse.TooLarge:        "payload_too_large",
	gatehouse.Invalid:         "invalid",
	gatehouse.RateLimited:     "rate_limited",
	gatehouse.Unavailable:     "unavailable",
	gatehouse.StorageFull:     "storage_full",
}

var byCode = func() map[string]Entry {
	m := make(map[string]Entry)
	for _, e := range All() {
		m[e.Code] = e
	}
	return m
}()

// All returns every code, those of partner traffic first, in the order in which
// the gateway's steps can give them.
func All() []Entry { return slices.Concat(gatewayEntries, adminEntries) }

// Lookup returns what a code means, and whether there is such a code.
func Lookup(code string) (Entry, bool) {
	e, ok := byCode[code]
	return e, ok
}

// StatusClientGone stands in the request log for a partner that left before it
// could be answered. It is never sent.
const StatusClientGone = 499

// adminEntries are the codes of the admin API and the portal's own API.
var adminEntries = []Entry{
	{
		"malformed", http.StatusBadRequest, "Malformed request",
		"Send a body that is valid JSON, with Content-Type: application/json.",
		"The request could not be read as what it claims to be: its JSON is broken, cut short, or of another media type.",
		"Check the body with a JSON parser, send it as UTF-8 and with Content-Type: application/json. Where errors are listed, each names the place.",
	}, {
		"unauthenticated", http.StatusUnauthorized, "Not signed in",
		"Send an API key as Authorization: Bearer ghk_…, or sign in to the console.",
		"The call carries no API key and no session, or one that was revoked, has expired or belongs to a disabled user.",
		"Create an API key in the console under Settings, or with `gatehouse apikey create`, and send it as Authorization: Bearer ghk_…. In a browser, sign in again.",
	}, {
		"forbidden", http.StatusForbidden, "Not allowed for your role",
		"Ask an admin to make this change, or to give you a role that may.",
		"You are signed in, but your role may not do this.",
		"Viewers read, auditors read audit and request logs, editors change everything but users, API keys and settings, admins may do everything. Ask an admin.",
	}, {
		"not_found", http.StatusNotFound, "Not found",
		"Check the id or name; the resource may have been deleted.",
		"There is no resource of that id or name, or no such path in the API.",
		"List the resources to find the id, and compare the path with the OpenAPI document at /api/v1/openapi.json.",
	}, {
		"conflict", http.StatusConflict, "Conflict with the current state",
		"Read the detail: a name is taken, or the resource is still in use.",
		"The request is valid, but what exists now stands in its way: a name or base path is taken, a policy is still attached, or a published collection was to be deleted.",
		"Choose another name, detach or unpublish first, then repeat the call.",
	}, {
		"stale", http.StatusPreconditionFailed, "Changed by someone else",
		"Fetch the resource again, apply your change to it and retry with its new ETag.",
		"The If-Match header names an older version than the one stored: someone changed the resource after you read it.",
		"GET the resource, merge your change into what it holds now, and send it with the new ETag in If-Match.",
	}, {
		"invalid", http.StatusUnprocessableEntity, "Some fields are not valid",
		"Correct the fields listed in errors and send the request again.",
		"The request could be read, but one or more fields or parameters are wrong or unknown. Nothing was changed.",
		"Each item of errors has a JSON pointer to the field and says what would be right; a pointer that starts with ? names a query parameter.",
	}, {
		"idempotency_mismatch", http.StatusUnprocessableEntity, "Idempotency key used for another request",
		"Use a new Idempotency-Key for a new request.",
		"This Idempotency-Key was already used within 24 hours for the same call with another body.",
		"Repeat the first request exactly to get its answer again, or choose a new key.",
	}, {
		"idempotency_in_progress", http.StatusConflict, "Request still running",
		"Wait a moment and repeat the request with the same Idempotency-Key.",
		"A request with the same Idempotency-Key has started and not finished.",
		"Retry after a short wait: you get the first request's answer.",
	}, {
		"rate_limited", http.StatusTooManyRequests, "Too many requests",
		"Wait for the time given in Retry-After and try again.",
		"There were too many attempts in a short time.",
		"Wait for the seconds given in Retry-After. Repeating earlier does not help.",
	}, {
		"sign_in_code_wrong", http.StatusUnauthorized, "Wrong sign-in code",
		"Type the six digits of the newest mail.",
		"The code that was typed is not the one of the newest sign-in mail.",
		"Look for the newest mail and type its six digits where you asked for it, or open its link. Five wrong codes end both.",
	}, {
		"sign_in_ended", http.StatusUnauthorized, "This sign-in has ended",
		"Ask for a new sign-in mail.",
		"A sign-in mail works once and for fifteen minutes; five wrong codes end it too.",
		"Ask for a new mail on the sign-in page.",
	}, {
		"unavailable", http.StatusServiceUnavailable, "Temporarily unavailable",
		"Try again in a moment; if it stays, tell the operator the request id.",
		"A part that Gatehouse depends on, such as its database, did not answer. Partner traffic goes on with the last configuration.",
		"Retry with the same Idempotency-Key, so that nothing is done twice. The operator finds the reason at /readyz.",
	}, {
		"storage_full", http.StatusInsufficientStorage, "Storage is full",
		"Tell the operator to free disk space; the change was not made.",
		"The disk under the store is full, so the change could not be kept. Partner traffic is not affected.",
		"Free space or enlarge the volume, then repeat the call; no restart is needed.",
	}, {
		internalError, http.StatusInternalServerError, "Internal error",
		"Try again; if it happens again, give the request id to the operator.",
		"Something failed inside Gatehouse that should not have. The reason is in the operator's log under the request id.",
		"Retry once. If it stays, report the request id to the operator of this Gatehouse.",
	},
}
