package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

func TestEveryCodeHasAllTexts(t *testing.T) {
	snake := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	seen := map[string]bool{}
	for _, e := range All() {
		if !snake.MatchString(e.Code) || seen[e.Code] {
			t.Errorf("code %q is misspelled or there twice", e.Code)
		}
		seen[e.Code] = true
		if e.Status < 400 || e.Status > 599 || e.Title == "" || e.Detail == "" || e.Meaning == "" || e.Remedy == "" {
			t.Errorf("%s lacks a status or a text: %+v", e.Code, e)
		}
	}
}

func TestCodesHaveTheStatusOfTheContract(t *testing.T) {
	want := map[string]int{
		"request_malformed": 400, "payload_too_large": 413, "uri_too_long": 414, "headers_too_large": 431,
		"client_id_missing": 401, "profile_id_missing": 401,
		"credentials_missing": 401, "credentials_invalid": 401, "credentials_expired": 401, "too_many_failures": 429,
		"ip_not_allowed": 403, "client_disabled": 403, "profile_disabled": 403, "collection_not_assigned": 403,
		"route_not_found": 404, "method_not_allowed": 405,
		"rate_limit_exceeded": 429, "quota_exceeded": 429, "request_invalid": 400, "config_invalid": 503,
		"upstream_unreachable": 502, "upstream_invalid_response": 502, "upstream_unavailable": 503,
		"upstream_timeout": 504, "client_gone": 499,
	}
	for code, status := range want {
		if e, ok := Lookup(code); !ok || e.Status != status {
			t.Errorf("%s: status %d, want %d", code, e.Status, status)
		}
	}
}

func TestEveryKindOfErrorHasItsStatus(t *testing.T) {
	want := map[gatehouse.Kind]int{
		gatehouse.Internal: 500, gatehouse.Malformed: 400, gatehouse.Unauthenticated: 401, gatehouse.Forbidden: 403,
		gatehouse.NotFound: 404, gatehouse.Conflict: 409, gatehouse.Stale: 412, gatehouse.TooLarge: 413,
		gatehouse.Invalid: 422, gatehouse.RateLimited: 429, gatehouse.Unavailable: 503, gatehouse.StorageFull: 507,
	}
	for kind, status := range want {
		if p := Of(gatehouse.Errorf(kind, "x")); p.Status != status {
			t.Errorf("kind %d: status %d, want %d", kind, p.Status, status)
		}
	}
}

func TestInternalCausesAreNotShown(t *testing.T) {
	causes := []error{
		errors.New("dial tcp 10.0.0.5: hunter2"),
		&gatehouse.Error{Kind: gatehouse.Internal, Detail: "hunter2", Err: errors.New("hunter2")},
		&gatehouse.Error{Kind: gatehouse.Conflict, Detail: "The name is taken.", Err: errors.New("hunter2")},
	}
	for _, cause := range causes {
		body := string(Of(fmt.Errorf("saving client: %w", cause)).JSON("https://portal", "req_1"))
		if regexp.MustCompile("hunter2").MatchString(body) {
			t.Errorf("the cause is in the answer: %s", body)
		}
	}
}

func TestDocumentHasTheMembersOfTheContract(t *testing.T) {
	p := New("rate_limit_exceeded")
	p.Limit, p.Policy, p.Retry = 200, "standard-partner-200rpm", 21*time.Second+time.Millisecond
	got := map[string]any{}
	if err := json.Unmarshal(p.JSON("https://portal.example/", "req_1"), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"type": "https://portal.example/problems/rate_limit_exceeded", "title": p.Title, "status": 429.0,
		"detail": p.Entry.Detail, "code": "rate_limit_exceeded", "request_id": "req_1",
		"limit": 200.0, "policy": "standard-partner-200rpm", "retry_after": 22.0,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlaceholdersInADetailCanBeRead(t *testing.T) {
	if got := string(New("credentials_missing").JSON("", "req_1")); !strings.Contains(got, "Bearer <token>") {
		t.Error(got)
	}
}

func TestHeadersFollowTheProblem(t *testing.T) {
	tests := []struct {
		name         string
		problem      *Problem
		header, want string
	}{
		{"401 without a token", New("credentials_missing"), "WWW-Authenticate", `Bearer realm="gatehouse"`},
		{"401 with a token", &Problem{Entry: Entry{Status: 401}, TokenSent: true}, "WWW-Authenticate", `Bearer realm="gatehouse", error="invalid_token"`},
		{"405", &Problem{Entry: Entry{Status: 405}, AllowedMethods: []string{"GET", "HEAD"}}, "Allow", "GET, HEAD"},
		{"405 with nothing allowed", &Problem{Entry: Entry{Status: 405}, AllowedMethods: []string{}}, "Allow", ""},
		{"retry", &Problem{Entry: Entry{Status: 429}, Retry: 1500 * time.Millisecond}, "Retry-After", "2"},
		{"type", New("conflict"), "Content-Type", "application/problem+json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			Write(w, tt.problem, "", "req_1")
			got, ok := w.Result().Header[http.CanonicalHeaderKey(tt.header)]
			if !ok || got[0] != tt.want {
				t.Errorf("%s: %q, want %q", tt.header, got, tt.want)
			}
			if w.Header().Get("X-Request-ID") != "req_1" {
				t.Error("no request id")
			}
		})
	}
}

func TestEmptyAllowedMethodsAreSentAsAnEmptyList(t *testing.T) {
	p := New("method_not_allowed")
	p.AllowedMethods = []string{}
	if !regexp.MustCompile(`"allowed_methods":\[\]`).Match(p.JSON("", "")) {
		t.Error("allowed_methods is missing")
	}
}

func TestUnknownCodeOfAnErrorKeepsItsKind(t *testing.T) {
	p := Of(&gatehouse.Error{Kind: gatehouse.Conflict, Code: "policy_in_use", Detail: "Detach it first."})
	if p.Code != "policy_in_use" || p.Status != 409 || p.Detail != "Detach it first." {
		t.Errorf("%+v", p)
	}
}
