package adminapi

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/store"
)

func TestPeopleAreInvitedToThePortal(t *testing.T) {
	r := newRig(t)
	client := r.client()
	path := "/clients/" + client
	r.send("POST", path+"/invites", "{}").must(409) // nobody is authorized yet
	r.send("PUT", path+"/portal-access", `{"emails":["dev@acme.example","ops@acme.example"]}`).must(200)
	a := r.send("POST", path+"/invites", `{"emails":["dev@acme.example"]}`).must(200)
	link, _ := first(a)["link"].(string)
	if !strings.HasPrefix(link, "https://portal.test/auth/verify/") || first(a)["mailed"] != false {
		t.Errorf("invited: %s", a.body)
	}
	people := r.send("GET", path+"/portal-access", "").must(200)
	if mail, _ := first(people)["mail"].(map[string]any); mail["kind"] != "portal_invitation" || mail["status"] != "waiting" || mail["id"] != first(a)["mail_id"] {
		t.Errorf("people: %s", people.body)
	}
	page := r.send("GET", path+"/portal-access?limit=1", "").must(200)
	further := r.send("GET", path+"/portal-access?limit=1&cursor="+page.text("next_cursor"), "").must(200)
	if first(page)["email"] != "dev@acme.example" || first(further)["email"] != "ops@acme.example" || further.value("next_cursor") != nil {
		t.Errorf("pages of one: %s %s", page.body, further.body)
	}
	code := link[strings.LastIndex(link, "/")+1:]
	for _, text := range []string{people.body, r.send("GET", "/audit-logs?limit=200", "").body, r.log.String()} {
		if strings.Contains(text, code) {
			t.Errorf("the link shows in %s", text)
		}
	}
	again := r.send("POST", path+"/invites", `{"emails":["dev@acme.example"]}`, "Idempotency-Key: invite-1").must(200)
	replayed := r.send("POST", path+"/invites", `{"emails":["dev@acme.example"]}`, "Idempotency-Key: invite-1").must(200)
	if first(again)["link"] == nil || first(replayed)["link"] != nil {
		t.Errorf("a repetition shows the link: %s", replayed.body)
	}
	r.send("POST", path+"/invites", `{"emails":["else@acme.example"]}`).must(422)
	r.send("POST", path+"/invites", "{}", "Authorization: Bearer "+r.keys[gatehouse.Viewer]).must(403)
	r.send("POST", "/clients/nobody/invites", "{}").must(404)
}

func TestPortalSessionsAreListedAndEnded(t *testing.T) {
	r := newRig(t)
	client := r.client()
	path := "/clients/" + client + "/portal-sessions"
	r.send("PUT", "/clients/"+client+"/portal-access", `{"emails":["dev@acme.example"]}`).must(200)
	other := r.send("POST", "/clients", `{"name":"partner-two"}`).must(201).text("id")
	ids := []string{}
	for i := range 3 {
		ids = append(ids, r.portalSession(client, fmt.Sprint("session ", i)))
	}
	if listed := r.send("GET", path, "").must(200); len(listed.value("items").([]any)) != 3 || first(listed)["email"] != "dev@acme.example" {
		t.Errorf("listed %s", listed.body)
	}
	r.send("DELETE", "/clients/"+other+"/portal-sessions/"+ids[0], "").must(404)
	r.send("DELETE", path+"/"+ids[0], "", "Authorization: Bearer "+r.keys[gatehouse.Viewer]).must(403)
	r.send("DELETE", path+"/"+ids[0], "").must(204)
	r.send("DELETE", path+"/"+ids[0], "").must(404)
	r.send("DELETE", path, "").must(204)
	if listed := r.send("GET", path, "").must(200); len(listed.value("items").([]any)) != 0 {
		t.Errorf("left: %s", listed.body)
	}
}

// portalSession is a sign-in of dev@acme.example, as the portal stores it.
func (r *rig) portalSession(client, hash string) string {
	r.t.Helper()
	s := gatehouse.PortalSession{Email: "dev@acme.example", ClientID: client, Hash: []byte(hash), ExpiresAt: time.Now().Add(time.Hour)}
	_, err := r.options.Store.Change(r.t.Context(), store.By{}, func(tx *store.Tx) ([]store.Event, error) {
		err := tx.InsertPortalSession(r.t.Context(), &s)
		return []store.Event{{Action: "portal_session.created", Resource: gatehouse.Resource{Type: "portal_session", ID: s.ID}}}, err
	})
	check(r.t, err)
	return s.ID
}

func TestRequestsForAccessAreListedAndAnswered(t *testing.T) {
	r := newRig(t)
	for _, email := range []string{"kim@new.example", "lee@new.example"} {
		a := gatehouse.AccessRequest{Email: email, Name: "<b>Kim</b>", Company: "New", Message: "please"}
		_, err := r.options.Store.Change(t.Context(), store.By{}, func(tx *store.Tx) ([]store.Event, error) {
			err := tx.InsertAccessRequest(t.Context(), &a)
			return []store.Event{{Action: "access_request.created", Resource: gatehouse.Resource{Type: "access_request", ID: a.ID}}}, err
		})
		check(t, err)
	}
	listed := r.send("GET", "/access-requests", "").must(200)
	if items := listed.value("items").([]any); len(items) != 2 || first(listed)["email"] != "lee@new.example" || first(listed)["name"] != "<b>Kim</b>" {
		t.Errorf("listed %s", listed.body)
	}
	id := first(listed)["id"].(string)
	r.send("DELETE", "/access-requests/"+id, "", "Authorization: Bearer "+r.keys[gatehouse.Viewer]).must(403)
	r.send("DELETE", "/access-requests/"+id, "").must(204)
	r.send("DELETE", "/access-requests/"+id, "").must(404)
	r.send("PUT", "/clients/"+r.client()+"/portal-access", `{"emails":["kim@new.example"]}`).must(200)
	if listed := r.send("GET", "/access-requests", "").must(200); len(listed.value("items").([]any)) != 0 {
		t.Errorf("authorizing the address left %s", listed.body)
	}
}

func TestSettingsThatWereNeverSavedHaveNoTimes(t *testing.T) {
	r := newRig(t)
	if a := r.send("GET", "/settings", "").must(200); a.value("created_at") != nil || a.value("version") != 1.0 {
		t.Errorf("defaults: %s", a.body)
	}
	if a := r.send("PATCH", "/settings", `{"request_access":true}`).must(200); a.text("created_at") == "" || a.value("version") != 2.0 {
		t.Errorf("saved: %s", a.body)
	}
}
