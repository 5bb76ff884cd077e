package adminapi

import (
	"net/http"
	"strings"
	"testing"

	"gatehouse/internal/signin"
)

const noKey = "Authorization: "

const danasCredentials = `{"email":"Dana@Example.com","password":"` + password + `"}`

// signIn signs in over the API and returns the cookie as a header line.
func (r *rig) signIn(credentials string) (cookie string, session reply) {
	r.t.Helper()
	a := r.send("POST", "/sessions", credentials, noKey).must(201)
	value, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	return "Cookie: " + value, a
}

func TestSignInSetsACookieOfTheConsoleAlone(t *testing.T) {
	r := newRig(t)
	r.session("editor")
	cookie, a := r.signIn(danasCredentials)
	set, err := http.ParseSetCookie(a.header.Get("Set-Cookie"))
	check(t, err)
	if set.Name != "gatehouse_console" || set.Path != "/gate" || !set.HttpOnly || !set.Secure || set.SameSite != http.SameSiteLaxMode || set.MaxAge != 12*60*60 {
		t.Errorf("cookie %+v", set)
	}
	if strings.Contains(a.body, set.Value) || a.text("user.email") != "dana@example.com" || a.value("current") != true ||
		a.value("user.has_password") != true || a.text("user.last_sign_in_at") != a.text("created_at") {
		t.Errorf("session: %s", a.body)
	}
	r.send("GET", strings.TrimPrefix(a.header.Get("Location"), Prefix), "", noKey, cookie).must(200)
	if me := r.send("GET", "/me", "", noKey, cookie).must(200); me.text("user.email") != "dana@example.com" {
		t.Errorf("me: %s", me.body)
	}
}

func TestPlainConsoleGetsACookieThatWorksThere(t *testing.T) {
	if c := signin.CookieAt(SessionCookie, "http://localhost:8081").Empty(); c.Secure || c.Path != "/" {
		t.Errorf("cookie %+v", c)
	}
}

func TestSignInIsRefusedAlike(t *testing.T) {
	r := newRig(t)
	r.session("viewer")
	wrong := r.send("POST", "/sessions", strings.Replace(danasCredentials, "correct", "incorrect", 1), noKey).must(401)
	nobody := r.send("POST", "/sessions", strings.Replace(danasCredentials, "Dana", "nobody", 1), noKey).must(401)
	if wrong.text("detail") != nobody.text("detail") || wrong.header.Get("Set-Cookie") != "" {
		t.Errorf("%s\n%s", wrong.body, nobody.body)
	}
}

func TestSignInAttemptsAreLimited(t *testing.T) {
	r := newRig(t)
	r.session("viewer")
	wrong := strings.Replace(danasCredentials, "correct", "incorrect", 1)
	for range 10 {
		r.send("POST", "/sessions", wrong, noKey).must(401)
	}
	a := r.send("POST", "/sessions", danasCredentials, noKey).must(429)
	if a.header.Get("Retry-After") == "" || a.text("code") != "too_many_failures" {
		t.Errorf("%v %s", a.header, a.body)
	}
}

func TestAnotherPageCannotSignABrowserIn(t *testing.T) {
	r := newRig(t)
	r.session("viewer")
	for _, header := range []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"} {
		r.send("POST", "/sessions", danasCredentials, noKey, header).must(403)
	}
	r.send("POST", "/sessions", danasCredentials, noKey, "Origin: https://console.test").must(201) // behind a proxy that rewrites Host
}

func TestSessionsAreOnesOwn(t *testing.T) {
	r := newRig(t)
	r.session("admin")
	first, _ := r.signIn(danasCredentials)
	second, a := r.signIn(danasCredentials)
	r.send("POST", "/users", `{"email":"eve@example.com","role":"admin","password":"`+password+`"}`).must(201)
	eve, _ := r.signIn(strings.Replace(danasCredentials, "Dana", "Eve", 1))

	items := r.send("GET", "/sessions", "", noKey, second).must(200).value("items").([]any)
	if len(items) != 3 || at(items[0], "id") != a.text("id") || at(items[0], "current") != true || at(items[1], "current") != false {
		t.Errorf("sessions: %v", items)
	}
	r.send("GET", "/sessions/"+a.text("id"), "", noKey, eve).must(404)
	r.send("DELETE", "/sessions/"+a.text("id"), "", noKey, eve).must(404)
	other := at(items[1], "id").(string)
	if a := r.send("DELETE", "/sessions/"+other, "", noKey, second).must(204); a.header.Get("Set-Cookie") != "" {
		t.Errorf("the own cookie went: %v", a.header)
	}
	r.send("GET", "/me", "", noKey, first).must(401)
	if keys := r.send("GET", "/sessions", "").must(200).value("items").([]any); len(keys) != 0 {
		t.Errorf("sessions of a key: %v", keys)
	}
	r.send("DELETE", "/sessions/current", "").must(404)
}

func TestSigningOutEndsTheSessionAndItsCookie(t *testing.T) {
	r := newRig(t)
	r.session("auditor")
	cookie, _ := r.signIn(danasCredentials)
	r.send("DELETE", "/sessions/current", "", noKey, cookie, "Sec-Fetch-Site: cross-site").must(403)
	set, err := http.ParseSetCookie(r.send("DELETE", "/sessions/current", "", noKey, cookie).must(204).header.Get("Set-Cookie"))
	check(t, err)
	if set.Name != "gatehouse_console" || set.MaxAge >= 0 || set.Path != "/gate" {
		t.Errorf("cookie %+v", set)
	}
	r.send("GET", "/me", "", noKey, cookie).must(401)
}

func TestFirstAdminIsMadeByTheSetUpLink(t *testing.T) {
	r := newRig(t)
	if a := r.send("GET", "/sign-in-options", "", noKey).must(200); a.value("setup_required") != true || a.value("single_sign_on") != nil {
		t.Errorf("options: %s", a.body)
	}
	code, err := r.options.Desk.SetUpCode(t.Context())
	check(t, err)
	body := func(code, pass string) string {
		return `{"code":"` + code + `","name":"Dana","email":"dana@example.com","password":"` + pass + `"}`
	}
	r.send("POST", "/setup", body("ghu_wrong", password), noKey).must(401)
	if a := r.send("POST", "/setup", body(code.Reveal(), "short"), noKey).must(422); !strings.Contains(a.body, pointer("/password")) {
		t.Errorf("short password: %s", a.body)
	}
	a := r.send("POST", "/setup", body(code.Reveal(), password), noKey).must(201)
	value, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	if me := r.send("GET", "/me", "", noKey, "Cookie: "+value).must(200); me.text("role") != "admin" {
		t.Errorf("me: %s", me.body)
	}
	r.send("POST", "/setup", body(code.Reveal(), password), noKey).must(401)
	if a := r.send("GET", "/sign-in-options", "", noKey).must(200); a.value("setup_required") != false {
		t.Errorf("options: %s", a.body)
	}
}

// A key of somebody who has not signed in would be everybody's: the second
// caller would get the first one's answer.
func TestIdempotencyKeyMeansNothingBeforeSignIn(t *testing.T) {
	r := newRig(t)
	r.session("viewer")
	first := r.send("POST", "/sessions", danasCredentials, noKey, "Idempotency-Key: one").must(201)
	second := r.send("POST", "/sessions", danasCredentials, noKey, "Idempotency-Key: one").must(201)
	if first.text("id") == second.text("id") || second.header.Get("Idempotency-Replayed") != "" {
		t.Errorf("replayed: %s", second.body)
	}
}
