package adminapi

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
)

// TestFailuresBecomeProblems lets the one injected use case fail in every way
// a use case can.
func TestFailuresBecomeProblems(t *testing.T) {
	r := newRig(t)
	path := r.server.URL + Prefix + "/clients/" + r.client() + "/check"
	for name, tt := range map[string]struct {
		fail   func() error
		status int
		code   string
		retry  string
	}{
		"disk full":       {func() error { return gatehouse.Errorf(gatehouse.StorageFull, "The disk is full.") }, 507, "storage_full", ""},
		"store away":      {func() error { return gatehouse.Errorf(gatehouse.Unavailable, "The database is away.") }, 503, "unavailable", ""},
		"too often":       {func() error { return &gatehouse.Error{Kind: gatehouse.RateLimited, Retry: 1500 * time.Millisecond} }, 429, "rate_limited", "2"},
		"unforeseen":      {func() error { return errors.New("dial 10.0.0.5: hunter2") }, 500, "internal_error", ""},
		"internal":        {func() error { return gatehouse.Errorf(gatehouse.Internal, "hunter2") }, 500, "internal_error", ""},
		"panic":           {func() error { panic("hunter2") }, 500, "internal_error", ""},
		"call given up":   {func() error { return context.Canceled }, 500, "internal_error", ""},
		"code of its own": {func() error { return &gatehouse.Error{Kind: gatehouse.Conflict, Code: "policy_in_use"} }, 409, "policy_in_use", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r.options.Check = func(context.Context, manage.Caller, Check) (CheckResult, error) { return CheckResult{}, tt.fail() }
			r.server.Config.Handler = New(r.options)
			req, err := http.NewRequestWithContext(t.Context(), "POST", path, nil)
			check(t, err)
			req.Header.Set("Authorization", "Bearer "+r.keys["admin"])
			a := r.do(req)
			if a.status != tt.status || a.text("code") != tt.code || a.header.Get("Retry-After") != tt.retry {
				t.Errorf("%d, Retry-After %q: %s", a.status, a.header.Get("Retry-After"), a.body)
			}
			if id := a.text("request_id"); id == "" || id != a.header.Get("X-Request-ID") || strings.Contains(a.body, "hunter2") {
				t.Errorf("answer: %s", a.body)
			}
			if a.status >= 500 && !strings.Contains(r.log.String(), a.text("request_id")) {
				t.Error("the log does not name the call")
			}
		})
	}
}

func TestEveryAnswerIsKeptOutOfCaches(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/clients", "/openapi.json", "/nothing"} {
		a := r.send("GET", path, "")
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, a.header)
		}
	}
}

// TestSecretsComeBackOnce plants a secret wherever one may be written and
// looks for it wherever something can be read.
func TestSecretsComeBackOnce(t *testing.T) {
	r := newRig(t)
	const canary = "canary-canary-canary-canary-canary-canary"
	client := r.client()
	profile := r.profile(client)
	r.send("POST", "/profiles/"+profile+"/tokens", `{"value":"`+canary+`","hand_over_link":true}`, aKey).must(201)
	body := strings.Replace(aCollection, `"upstream":{`, `"upstream":{"credential":{"header":"X-Key","value":"`+canary+`"},`, 1)
	collection := r.send("POST", "/collections", body, aKey).must(201).text("id")
	r.send("POST", "/collections/"+collection+"/publish", "", aKey).must(200)
	r.send("POST", "/users", `{"email":"d@e.example","role":"viewer","password":"`+canary+`"}`, aKey).must(201)
	r.send("PUT", "/collections/"+collection+"/clients/"+client, "").must(200)
	for _, path := range []string{
		"/clients", "/profiles", "/profiles/" + profile + "/tokens", "/collections", "/collections/" + collection,
		"/collections/" + collection + "/revisions", "/clients/" + client + "/collections", "/clients/" + client + "/effective-access",
		"/users", "/api-keys", "/audit-logs?limit=200", "/settings", "/me", "/overview", "/request-logs",
	} {
		if a := r.send("GET", path, "").must(200); strings.Contains(a.body, canary) {
			t.Errorf("%s shows a secret", path)
		}
	}
	if a := r.send("POST", "/profiles/"+profile+"/tokens", `{"value":"`+canary+`","hand_over_link":true}`, aKey).must(201); strings.Contains(a.body, canary) {
		t.Error("a repetition shows a secret")
	}
	if strings.Contains(r.log.String(), canary) {
		t.Error("the log shows a secret")
	}
}
