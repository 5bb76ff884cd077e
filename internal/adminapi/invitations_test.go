package adminapi

import (
	"net/http"
	"strings"
	"testing"

	"gatehouse/internal/manage"
	"gatehouse/internal/signin"
	"gatehouse/internal/store"
)

const anInvitee = `{"email":"kim@example.com","name":"Kim","role":"editor"}`

func codeOf(url string) string {
	_, code, _ := strings.Cut(url, "?invitation=")
	return code
}

func TestUserWithoutPasswordIsInvited(t *testing.T) {
	r := newRig(t)
	a := r.send("POST", "/users", anInvitee).must(201)
	url := a.text("invitation.url")
	if !strings.HasPrefix(url, "https://console.test/gate/setup?invitation=ghi_") || a.value("invitation.mailed") != false || a.value("has_password") != false || a.text("invited_until") == "" {
		t.Errorf("user: %s", a.body)
	}
	m := r.send("GET", "/outbox/"+a.text("invitation.mail_id"), "").must(200)
	if m.text("to") != "kim@example.com" || m.text("kind") != "invitation" || m.text("status") != "waiting" || !strings.Contains(m.text("text"), url) || !strings.Contains(m.text("html"), url) {
		t.Errorf("mail: %s", m.body)
	}
	for range 2 { // looking spends nothing
		seen := r.send("GET", "/invitations/"+codeOf(url), "", noKey).must(200)
		if seen.text("email") != "kim@example.com" || seen.text("role") != "editor" || seen.text("name") != "Kim" {
			t.Errorf("invitation: %s", seen.body)
		}
	}
	if a := r.send("POST", "/invitations/"+codeOf(url), `{"password":"short"}`, noKey).must(422); !strings.Contains(a.body, pointer("/password")) {
		t.Errorf("short password: %s", a.body)
	}
	accepted := r.send("POST", "/invitations/"+codeOf(url), `{"name":"Kim Park","password":"`+password+`"}`, noKey).must(201)
	cookie, _, _ := strings.Cut(accepted.header.Get("Set-Cookie"), ";")
	me := r.send("GET", "/me", "", noKey, "Cookie: "+cookie).must(200)
	if me.text("user.name") != "Kim Park" || me.text("role") != "editor" || me.value("user.has_password") != true || me.value("user.invited_until") != nil {
		t.Errorf("me: %s", me.body)
	}
	r.send("POST", "/invitations/"+codeOf(url), `{"password":"`+password+`"}`, noKey).must(404)
	r.send("GET", "/invitations/"+codeOf(url), "", noKey).must(404)
	r.send("POST", "/sessions", `{"email":"kim@example.com","password":"`+password+`"}`, noKey).must(201)
	r.send("POST", "/users/"+a.text("id")+"/invitation", "").must(409) // a password is set
}

func TestNewerInvitationReplacesTheOlder(t *testing.T) {
	r := newRig(t)
	a := r.send("POST", "/users", anInvitee).must(201)
	again := r.send("POST", "/users/"+a.text("id")+"/invitation", "", "Idempotency-Key: again").must(200)
	if r.send("POST", "/users/"+a.text("id")+"/invitation", "", "Idempotency-Key: again").must(200).value("url") != nil {
		t.Error("a replay shows the address")
	}
	r.send("GET", "/invitations/"+codeOf(a.text("invitation.url")), "", noKey).must(404)
	r.send("GET", "/invitations/"+codeOf(again.text("url")), "", noKey).must(200)
	r.send("GET", "/outbox/"+a.text("invitation.mail_id"), "").must(404) // it would have led nowhere
	if items := r.send("GET", "/outbox", "").must(200).value("items").([]any); len(items) != 1 {
		t.Errorf("outbox: %v", items)
	}
}

func TestInvitationEndsWithWhatItIsFor(t *testing.T) {
	for name, end := range map[string]func(r *rig, id string){
		"disabled": func(r *rig, id string) { r.send("PATCH", "/users/"+id, `{"status":"disabled"}`).must(200) },
		"deleted":  func(r *rig, id string) { r.send("DELETE", "/users/"+id, "").must(204) },
		"password": func(r *rig, id string) {
			r.send("PUT", "/users/"+id+"/password", `{"password":"`+password+`"}`).must(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			a := r.send("POST", "/users", anInvitee).must(201)
			end(r, a.text("id"))
			r.send("POST", "/invitations/"+codeOf(a.text("invitation.url")), `{"password":"`+password+`"}`, noKey).must(404)
		})
	}
	r := newRig(t)
	if a := r.send("POST", "/users", strings.Replace(anInvitee, `"editor"`, `"editor","status":"disabled"`, 1)).must(201); a.value("invitation") != nil {
		t.Errorf("a disabled user is invited: %s", a.body)
	}
}

func TestInvitationsCannotBeGuessed(t *testing.T) {
	r := newRig(t)
	for range 30 {
		r.send("GET", "/invitations/ghi_guess", "", noKey).must(404)
	}
	if a := r.send("GET", "/invitations/ghi_guess", "", noKey).must(429); a.header.Get("Retry-After") == "" {
		t.Errorf("%v", a.header)
	}
}

func TestInvitationCodeIsNowhere(t *testing.T) {
	r := newRig(t)
	a := r.send("POST", "/users", anInvitee).must(201)
	code := codeOf(a.text("invitation.url"))
	r.send("POST", "/invitations/"+code, `{"password":"`+password+`"}`, noKey).must(201)
	r.send("POST", "/invitations/"+code, `{`, noKey).must(400)
	log := r.send("GET", "/audit-logs?limit=200", "").must(200).body
	for _, want := range []string{"user.created", "mail.created", "user.invitation_accepted", `"name":"kim@example.com"`} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in %s", want, log)
		}
	}
	for _, text := range []string{log, r.log.String(), r.send("GET", "/users", "").body, r.send("GET", "/outbox", "").body} {
		for _, secret := range []string{code, code[4:12], password} {
			if strings.Contains(text, secret) {
				t.Errorf("a secret is in %s", text)
			}
		}
	}
}

// A fault in a call whose path is a credential is logged without it.
func TestPathOfAnOpenRouteIsLoggedAsItsTemplate(t *testing.T) {
	r := newRig(t)
	away, err := store.Open(t.Context(), store.Options{DataDir: t.TempDir(), Keys: r.control.Keys})
	check(t, err)
	check(t, away.Close())
	r.options.Desk = signin.New(signin.Options{Store: away, Keys: r.control.Keys, Control: manage.New(manage.Options{Store: away, Keys: r.control.Keys})})
	r.server.Config.Handler = New(r.options)
	req, err := http.NewRequestWithContext(t.Context(), "GET", r.server.URL+Prefix+"/invitations/ghi_canary", nil)
	check(t, err)
	r.do(req).must(500)
	if log := r.log.String(); !strings.Contains(log, Prefix+"/invitations/{code}") || strings.Contains(log, "canary") {
		t.Errorf("logged %s", log)
	}
}
