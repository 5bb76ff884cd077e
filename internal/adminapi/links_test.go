package adminapi

import (
	"strings"
	"testing"
)

func TestOneTimeLinkIsListedAndRevokedWithoutItsAddress(t *testing.T) {
	r := newRig(t)
	r.publish()
	made := r.send("POST", "/onboardings", anOnboarding).must(201)
	url, id := made.text("hand_over.link"), made.text("token.link.id")
	links := "/clients/" + made.text("client.id") + "/one-time-links"
	listed := r.send("GET", links, "").must(200)
	if link := first(listed); link["id"] != id || link["status"] != "waiting" || link["token_id"] != made.text("token.id") {
		t.Errorf("listed %s", listed.body)
	}
	if code := url[strings.LastIndex(url, "/")+1:]; strings.Contains(listed.body, code) {
		t.Error("the list shows the address")
	}
	r.send("DELETE", "/one-time-links/"+id, "").must(204)
	if again := r.send("GET", links, "").must(200); first(again)["status"] != "revoked" {
		t.Errorf("revoked, but %s", again.body)
	}
	r.send("POST", "/profiles/"+made.text("profile.id")+"/rotate", `{"overlap":"0s","hand_over_link":true}`).must(201)
	newest := r.send("GET", links+"?limit=1", "").must(200)
	further := r.send("GET", links+"?limit=1&cursor="+newest.text("next_cursor"), "").must(200)
	if first(newest)["status"] != "waiting" || first(further)["id"] != id || further.value("next_cursor") != nil {
		t.Errorf("pages of one: %s %s", newest.body, further.body)
	}
	r.send("DELETE", "/one-time-links/"+id, "").must(404)
	r.send("GET", "/clients/nobody/one-time-links", "").must(404)
}

func first(list reply) map[string]any { return list.value("items").([]any)[0].(map[string]any) }
