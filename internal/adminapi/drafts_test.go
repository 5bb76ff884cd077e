package adminapi

import (
	"net/http"
	"strings"
	"testing"
)

const aDraft = `{"name":"Acme Corp","step":"access","body":{"client":{"name":"partner-acme-corp"},"profile":{"name":"acme-corp-standard","token":{"generate":true}},"later":[1,null]}}`

func TestDraftIsKeptUntilItIsFinished(t *testing.T) {
	r := newRig(t)
	d := r.send("POST", "/onboarding-drafts", aDraft).must(201)
	path := "/onboarding-drafts/" + d.text("id")
	if d.text("owner.name") != "key-admin" || d.text("expires_at") == "" || d.header.Get("Location") != Prefix+path {
		t.Errorf("draft: %s", d.body)
	}
	edited := r.send("PATCH", path, `{"step":"portal","body":{"client":{"description":"logistics"},"later":null}}`, `If-Match: "1"`).must(200)
	if edited.text("body.client.name") != "partner-acme-corp" || edited.text("body.client.description") != "logistics" || edited.value("body.later") != nil {
		t.Errorf("merged: %s", edited.body)
	}
	r.send("PATCH", path, `{"step":"review"}`, `If-Match: "1"`).must(412)
	body := `{"client":{"name":"partner-acme-corp"},"profile":{"name":"acme-corp-standard"}}`
	r.send("POST", "/onboardings?dry_run=true&draft="+d.text("id"), body).must(200)
	if list := r.send("GET", "/onboarding-drafts", "").must(200); !strings.Contains(list.body, `"portal"`) {
		t.Errorf("after a dry run: %s", list.body)
	}
	r.send("POST", "/onboardings?draft="+d.text("id"), body).must(201)
	r.send("GET", path, "").must(404)
	again := strings.ReplaceAll(body, "acme", "globex")
	if a := r.send("POST", "/onboardings?draft="+d.text("id"), again).must(422); !strings.Contains(a.body, pointer("?draft")) {
		t.Errorf("twice: %s", a.body)
	}
	r.send("GET", "/clients/partner-globex-corp", "").must(404)
	log := r.send("GET", "/audit-logs?resource_type=onboarding_draft", "").must(200).body
	for _, action := range []string{"onboarding_draft.created", "onboarding_draft.updated", "onboarding_draft.deleted"} {
		if strings.Count(log, action) != 1 {
			t.Errorf("%s is not noted once in %s", action, log)
		}
	}
}

func TestDraftHoldsNoSecret(t *testing.T) {
	r := newRig(t)
	id := r.send("POST", "/onboarding-drafts", aDraft).must(201).text("id")
	const pasted = "0123456789abcdefghijklmnopqrstuvwxyz"
	for body, at := range map[string]string{
		`{"body":{"profile":{"token":{"value":"` + pasted + `"}}}}`: "/body/profile/token/value",
		`{"body":{"token":"` + pasted + `"}}`:                       "/body/token",
		`{"body":{"notes":["` + r.keys["admin"] + `"]}}`:            "/body/notes/0",
		`{"body":{"a/b":{"password":"x"}}}`:                         "/body/a~1b/password",
		`{"body":[]}`:                                               "/body",
		`{"body":{},"step":"` + strings.Repeat("x", 65) + `"}`:      "/step",
		`{"body":{"long":"` + strings.Repeat("x", 1<<16) + `"}}`:    "/body",
		`{"body":{},"owner":{"id":"us_1"}}`:                         "/owner",
		`{"name":"only"}`:                                           "/body",
	} {
		a := r.send("POST", "/onboarding-drafts", body).must(422)
		if !strings.Contains(a.body, pointer(at)) || strings.Contains(a.body, pasted) {
			t.Errorf("%.80s: %s", body, a.body)
		}
	}
	r.send("PATCH", "/onboarding-drafts/"+id, `{"body":{"profile":{"token":{"value":"`+pasted+`"}}}}`).must(422)
	r.send("DELETE", "/onboarding-drafts/"+id, "").must(http.StatusNoContent)
	r.send("DELETE", "/onboarding-drafts/"+id, "").must(http.StatusNotFound)
}
