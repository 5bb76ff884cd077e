package adminapi

import (
	"net/netip"
	"strings"
	"testing"

	"gatehouse/internal/signin"
)

const password = "correct horse battery"

// session makes a user of a role and signs them in.
func (r *rig) session(role string) (cookie string) {
	r.t.Helper()
	r.send("POST", "/users", `{"email":"dana@example.com","name":"Dana","role":"`+role+`","password":"`+password+`"}`).must(201)
	started, err := r.options.Desk.SignIn(r.t.Context(), signin.Attempt{
		Email: "dana@example.com", Password: password, From: netip.MustParseAddr("127.0.0.1"),
	})
	check(r.t, err)
	return "Cookie: " + SessionCookie + "=" + started.Cookie.Reveal()
}

func TestSessionSignsIn(t *testing.T) {
	r := newRig(t)
	cookie := r.session("editor")
	a := r.send("GET", "/me", "", "Authorization: ", cookie).must(200)
	if a.text("user.email") != "dana@example.com" || a.text("role") != "editor" || a.text("actor.type") != "user" {
		t.Errorf("me: %s", a.body)
	}
	r.send("POST", "/clients", aClient, "Authorization: ", cookie).must(201)
	r.send("GET", "/users", "", "Authorization: ", cookie).must(403)
	r.send("GET", "/me", "", "Authorization: ", "Cookie: "+SessionCookie+"=ghs_none").must(401)
}

func TestPageOfAnotherOriginCannotUseASession(t *testing.T) {
	r := newRig(t)
	cookie := r.session("editor")
	for _, header := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"} {
		r.send("POST", "/clients", aClient, "Authorization: ", cookie, header).must(403)
	}
	r.send("GET", "/me", "", "Authorization: ", cookie, "Sec-Fetch-Site: cross-site").must(200)
	r.send("POST", "/clients", aClient, "Authorization: ", cookie, "Sec-Fetch-Site: same-origin").must(201)
}

func TestPasswordChangeNeedsTheOldOne(t *testing.T) {
	r := newRig(t)
	cookie := r.session("viewer")
	wrong := `{"current_password":"wrong wrong wrong","password":"a new long password"}`
	if a := r.send("PUT", "/me/password", wrong, "Authorization: ", cookie); a.status < 400 || a.status >= 500 || strings.Contains(a.body, "wrong wrong") {
		t.Errorf("wrong password: %d %s", a.status, a.body)
	}
	right := strings.Replace(wrong, "wrong wrong wrong", password, 1)
	r.send("PUT", "/me/password", right, "Authorization: ", cookie).must(200)
	r.send("GET", "/me", "", "Authorization: ", cookie).must(200)
	r.send("PUT", "/me/password", right).must(403) // a key has none
}

func TestRevokedKeyIsRefused(t *testing.T) {
	r := newRig(t)
	a := r.send("POST", "/api-keys", `{"name":"deploy","role":"viewer"}`).must(201)
	key := "Authorization: Bearer " + a.text("secret")
	r.send("GET", "/clients", "", key).must(200)
	r.send("DELETE", "/api-keys/"+a.text("id"), "").must(204)
	refused := r.send("GET", "/clients", "", key).must(401)
	if got := refused.header.Get("WWW-Authenticate"); got != `Bearer realm="gatehouse", error="invalid_token"` {
		t.Errorf("WWW-Authenticate %s", got)
	}
	if a := r.send("GET", "/api-keys/deploy", "").must(200); a.text("status") != "revoked" {
		t.Errorf("key: %s", a.body)
	}
}

func TestUserIsManaged(t *testing.T) {
	r := newRig(t)
	cookie := r.session("admin")
	id := at(r.send("GET", "/users?q=dana", "").must(200).value("items").([]any)[0], "id").(string)
	r.send("PATCH", "/users/"+id, `{"role":"viewer"}`).must(409) // the last admin
	r.send("PATCH", "/users/"+id, `{"name":"Dana Kim"}`, `If-Match: "1"`)
	r.send("PUT", "/users/"+id+"/password", `{"password":"short"}`).must(422)
	r.send("PUT", "/users/"+id+"/password", `{"password":"another long password"}`).must(200)
	r.send("GET", "/me", "", "Authorization: ", cookie).must(401) // signed out
}

func TestSettingsArePatched(t *testing.T) {
	r := newRig(t)
	a := r.send("PATCH", "/settings", `{"branding":{"name":"Northwind","accent_color":"#1a5fb4"},"retention":{"request_log_age":"7d"}}`, "If-Match: "+r.send("GET", "/settings", "").must(200).header.Get("ETag")).must(200)
	if a.text("branding.name") != "Northwind" || a.text("retention.request_log_age") != "7d" {
		t.Errorf("settings: %s", a.body)
	}
	a = r.send("PATCH", "/settings", `{"branding":{"accent_color":null}}`).must(200)
	if a.text("branding.accent_color") != "" || a.text("branding.name") != "Northwind" {
		t.Errorf("settings: %s", a.body)
	}
	r.send("PATCH", "/settings", `{"branding":{"logo_url":"javascript:alert(1)"}}`).must(422)
	r.send("GET", "/settings", "", "If-None-Match: "+a.header.Get("ETag")).must(304)
}

func TestAuditLogTellsWhoDidWhat(t *testing.T) {
	r := newRig(t)
	a := r.send("POST", "/clients", aClient).must(201)
	log := r.send("GET", "/audit-logs?action=client.created&actor=key-admin&resource_id="+a.text("id"), "").must(200)
	items := log.value("items").([]any)
	if len(items) != 1 || at(items[0], "request_id") != a.header.Get("X-Request-ID") || at(items[0], "actor", "ip") != "127.0.0.1" {
		t.Fatalf("audit log: %s", log.body)
	}
	r.send("GET", "/audit-logs/"+at(items[0], "id").(string), "").must(200)
	if v := r.send("GET", "/audit-logs/verify", "").must(200); v.value("intact") != true {
		t.Errorf("verify: %s", v.body)
	}
	r.send("GET", "/overview", "").must(200)
}
