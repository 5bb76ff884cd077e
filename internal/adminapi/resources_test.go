package adminapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCreatedResourceIsWhereLocationSays(t *testing.T) {
	r := newRig(t)
	for path, body := range map[string]string{
		"/clients": aClient, "/policies": aPolicy, "/collections": aCollection,
		"/users":    `{"email":"Dana@Example.com","role":"editor","password":"correct horse battery"}`,
		"/api-keys": `{"name":"deploy","role":"viewer"}`,
	} {
		a := r.send("POST", path, body).must(http.StatusCreated)
		location := strings.TrimPrefix(a.header.Get("Location"), Prefix)
		got := r.send("GET", location, "").must(http.StatusOK)
		if got.text("id") != a.text("id") || got.header.Get("ETag") != `"1"` || a.header.Get("ETag") != `"1"` {
			t.Errorf("%s: created %q, ETag %s; found %q, ETag %s", path, a.text("id"), a.header.Get("ETag"), got.text("id"), got.header.Get("ETag"))
		}
		if got.value("secret") != nil {
			t.Errorf("%s: a secret can be read again", path)
		}
		r.send("DELETE", location, "").must(http.StatusNoContent)
	}
}

func TestPatchTellsNullFromAbsent(t *testing.T) {
	r := newRig(t)
	id := r.send("POST", "/clients", `{"name":"acme","description":"d","contact_email":"a@b.example","labels":{"tier":"gold","region":"eu"}}`).must(201).text("id")
	a := r.send("PATCH", "/clients/"+id, `{"contact_email":null,"labels":{"tier":null,"team":"x"}}`).must(200)
	if a.text("description") != "d" || a.text("contact_email") != "" {
		t.Errorf("description %q, contact_email %q", a.text("description"), a.text("contact_email"))
	}
	want := map[string]any{"region": "eu", "team": "x"}
	if diff := cmp.Diff(want, a.value("labels")); diff != "" {
		t.Error(diff)
	}
	if a.header.Get("ETag") != `"2"` {
		t.Errorf("ETag %s", a.header.Get("ETag"))
	}
}

func TestPatchMergesNestedObjects(t *testing.T) {
	r := newRig(t)
	id := r.send("POST", "/policies", aPolicy).must(201).text("id")
	a := r.send("PATCH", "/policies/"+id, `{"rate":{"requests":300}}`, "Content-Type: application/merge-patch+json").must(200)
	if a.value("rate.requests") != 300.0 || a.text("rate.window") != "1m" || a.value("quota.requests") != 50000.0 {
		t.Errorf("merged to %s", a.body)
	}
	a = r.send("PATCH", "/policies/"+id, `{"quota":null}`).must(200)
	if a.value("quota") != nil {
		t.Errorf("quota is still %v", a.value("quota"))
	}
	r.send("PATCH", "/policies/"+id, `{"quota":{"requests":5}}`).must(422) // period is missing now
	r.send("PATCH", "/policies/"+id, `{"rate":null}`).must(422)            // nothing would be left
}

func TestPatchKeepsTheUpstreamCredential(t *testing.T) {
	r := newRig(t)
	body := strings.Replace(aCollection, `"upstream":{`, `"upstream":{"credential":{"header":"Authorization","value":"Basic hunter2"},`, 1)
	id := r.send("POST", "/collections", body).must(201).text("id")
	a := r.send("PATCH", "/collections/"+id, `{"upstream":{"credential":{"header":"X-Api-Key"},"connect_timeout":"2s"}}`).must(200)
	if a.text("upstream.credential.header") != "X-Api-Key" || a.value("upstream.credential.value") != nil || a.text("upstream.connect_timeout") != "2s" {
		t.Errorf("patched to %s", a.body)
	}
	// Publishing needs the value: it would be refused had the merge lost it.
	r.send("POST", "/collections/"+id+"/publish", "").must(200)
	if a := r.send("GET", "/collections/"+id+"/revisions", "").must(200); strings.Contains(a.body, "hunter2") {
		t.Error("the credential is in a revision")
	}
	r.send("PATCH", "/collections/"+id, `{"upstream":{"credential":null}}`).must(200)
}

func TestUnchangedWriteMakesNoVersion(t *testing.T) {
	r := newRig(t)
	id := r.client()
	a := r.send("PATCH", "/clients/"+id, `{"name":"partner-acme-corp"}`, `If-Match: "1"`).must(200)
	if a.header.Get("ETag") != `"1"` {
		t.Errorf("ETag %s", a.header.Get("ETag"))
	}
	before := r.send("GET", "/audit-logs", "").must(200).value("items").([]any)
	r.send("PUT", "/clients/"+id+"/policies", `{"policy_ids":[]}`).must(200)
	if after := r.send("GET", "/audit-logs", "").must(200).value("items").([]any); len(after) != len(before) {
		t.Errorf("%d events became %d", len(before), len(after))
	}
}

func TestConditionalGetIsNotModified(t *testing.T) {
	r := newRig(t)
	id := r.client()
	if a := r.send("GET", "/clients/"+id, "", `If-None-Match: W/"1", "9"`).must(304); a.body != "" || a.header.Get("ETag") != `"1"` {
		t.Errorf("body %q, ETag %s", a.body, a.header.Get("ETag"))
	}
	r.send("GET", "/clients/"+id, "", `If-None-Match: "2"`).must(200)
}

func TestListsArePaged(t *testing.T) {
	r := newRig(t)
	want := []any{"client-e", "client-d", "client-c", "client-b", "client-a"}
	for i := range want {
		r.send("POST", "/clients", `{"name":"`+want[len(want)-1-i].(string)+`"}`).must(201)
	}
	var got []any
	for path := "/clients?limit=2"; path != ""; {
		a := r.send("GET", path, "").must(200)
		for _, item := range a.value("items").([]any) {
			got = append(got, at(item, "name"))
		}
		path = ""
		if next := a.text("next_cursor"); next != "" {
			path = "/clients?limit=2&cursor=" + next
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a := r.send("GET", "/clients?q=CLIENT-C", "").must(200); len(a.value("items").([]any)) != 1 {
		t.Errorf("searched: %s", a.body)
	}
}

func TestCollectionGoesThroughItsLife(t *testing.T) {
	r := newRig(t)
	client := r.client()
	a := r.send("POST", "/collections", aCollection).must(201)
	path, endpoint := "/collections/"+a.text("id"), at(a.value("endpoints").([]any)[0], "id").(string)
	if a.text("status") != "draft" || a.value("published_revision") != nil {
		t.Errorf("a new collection is %s", a.body)
	}
	r.send("PUT", path+"/clients/"+client, "").must(200)
	r.send("PUT", path+"/clients/"+client, "").must(200)
	if a := r.send("POST", path+"/publish", "").must(200); a.text("status") != "published" || a.value("published_revision") != 1.0 {
		t.Errorf("published: %s", a.body)
	}
	r.send("DELETE", path, "").must(409)
	a = r.send("PATCH", path, `{"title":"Tracking","endpoints":[{"id":"`+endpoint+`","method":"GET","path":"/track/{n}"}]}`).must(200)
	if a.value("has_unpublished_changes") != true || at(a.value("endpoints").([]any)[0], "id") != endpoint {
		t.Errorf("edited: %s", a.body)
	}
	r.send("POST", path+"/publish", "").must(200)
	a = r.send("GET", path+"/revisions", "").must(200)
	if items := a.value("items").([]any); len(items) != 2 || at(items[0], "published") != true || at(items[1], "published") != false {
		t.Errorf("revisions: %s", a.body)
	}
	if a := r.send("POST", path+"/revisions/1/restore", "").must(200); a.text("title") != "shipments" {
		t.Errorf("restored: %s", a.body)
	}
	r.send("POST", path+"/revisions/7/restore", "").must(404)
	if a := r.send("GET", "/clients/"+client+"/effective-access", "").must(200); !strings.Contains(a.body, `"base_path":"/shipments"`) {
		t.Errorf("effective access: %s", a.body)
	}
	for _, list := range []string{path + "/clients", "/clients/" + client + "/collections"} {
		if a := r.send("GET", list, "").must(200); len(a.value("items").([]any)) != 1 {
			t.Errorf("%s: %s", list, a.body)
		}
	}
	r.send("DELETE", path+"/clients/"+client, "").must(204)
	r.send("DELETE", path+"/clients/"+client, "").must(404)
	r.send("POST", path+"/unpublish", "").must(200)
	r.send("DELETE", path, "").must(204)
}

func TestTokensRotateAndAreRevoked(t *testing.T) {
	r := newRig(t)
	a := r.send("POST", "/profiles", profileBody(r.client())).must(201)
	path, first := "/profiles/"+a.text("id"), a.text("token.id")
	if !strings.HasPrefix(a.text("token.secret"), "ght_") || a.text("token.prefix") != a.text("token.secret")[:8] {
		t.Errorf("token: %s", a.body)
	}
	pasted := "hunter2-hunter2-hunter2-hunter2-hunter2"
	a = r.send("POST", path+"/rotate", `{"overlap":"24h","value":"`+pasted+`","hand_over_link":true}`).must(201)
	if a.text("secret") != pasted || !strings.HasPrefix(a.text("link.url"), "https://portal.test/reveal/") {
		t.Errorf("rotated: %s", a.body)
	}
	a = r.send("GET", path+"/tokens", "").must(200)
	var statuses []any
	for _, token := range a.value("items").([]any) {
		statuses = append(statuses, at(token, "status"))
	}
	if diff := cmp.Diff([]any{"active", "retiring"}, statuses); diff != "" || strings.Contains(a.body, pasted) {
		t.Errorf("tokens: %s", a.body)
	}
	r.send("DELETE", path+"/tokens/"+first, "").must(204)
	if a := r.send("GET", path+"/tokens?limit=1", "").must(200); a.text("next_cursor") == "" {
		t.Errorf("no second page: %s", a.body)
	}
	r.send("POST", path+"/tokens", `{"generate":true}`).must(201)
	r.send("DELETE", path+"/tokens/tk_none", "").must(404)
}

func TestDeletedClientTakesItsProfilesAlong(t *testing.T) {
	r := newRig(t)
	client := r.client()
	profile := r.profile(client)
	r.send("DELETE", "/clients/"+client, "", `If-Match: "1"`).must(204)
	r.send("GET", "/profiles/"+profile, "").must(404)
}

func TestPolicyInUseIsKept(t *testing.T) {
	r := newRig(t)
	client, policy := r.client(), r.send("POST", "/policies", aPolicy).must(201).text("id")
	a := r.send("PUT", "/clients/"+client+"/policies", `{"policy_ids":["`+policy+`"]}`).must(200)
	if diff := cmp.Diff([]any{policy}, a.value("policy_ids")); diff != "" {
		t.Error(diff)
	}
	r.send("DELETE", "/policies/"+policy, "").must(409)
	if a := r.send("GET", "/policies/"+policy+"/clients", "").must(200); len(a.value("items").([]any)) != 1 {
		t.Errorf("clients of the policy: %s", a.body)
	}
}
