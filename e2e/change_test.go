package e2e

import (
	"strings"
	"syscall"
	"testing"
)

// Each change holds for the very next request.

func TestARotatedTokenLivesOnForTheOverlap(t *testing.T) {
	h := start(t)
	old := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	fresh := old
	fresh.token = h.api(201, "POST", "/profiles/"+old.profileID+"/rotate", `{"overlap":"24h"}`).text("secret")
	want200(t, h.call(old, "/shipments/track/1"))
	want200(t, h.call(fresh, "/shipments/track/1"))

	statuses := map[string]int{}
	for _, token := range h.api(200, "GET", "/profiles/"+old.profileID+"/tokens", "").items() {
		statuses[token.text("status")]++
	}
	if statuses["active"] != 1 || statuses["retiring"] != 1 {
		t.Errorf("tokens by status: %v", statuses)
	}

	last := fresh
	last.token = h.api(201, "POST", "/profiles/"+old.profileID+"/rotate", `{"overlap":"0s"}`).text("secret")
	want200(t, h.call(last, "/shipments/track/1"))
	wantRefusal(t, h.call(fresh, "/shipments/track/1"), 401, "credentials_expired")
	wantRefusal(t, h.call(old, "/shipments/track/1"), 401, "credentials_expired")
}

func TestARevokedTokenIsRefusedAtOnce(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	want200(t, h.call(acme, "/shipments/track/1"))
	id := h.api(200, "GET", "/profiles/"+acme.profileID+"/tokens", "").items()[0].text("id")
	h.api(204, "DELETE", "/profiles/"+acme.profileID+"/tokens/"+id, "")
	wantRefusal(t, h.call(acme, "/shipments/track/1"), 401, "credentials_invalid")
}

func TestPastedTokensWork(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	pasted := strings.Repeat("partner-chosen.", 3)
	if a := h.apiAnswer("POST", "/profiles/"+acme.profileID+"/tokens", `{"value":"12345"}`); a.status != 422 || strings.Contains(a.body, "12345") || !strings.Contains(a.body, "/value") {
		t.Errorf("a token of 5 characters: %d %s", a.status, a.body)
	}
	h.api(201, "POST", "/profiles/"+acme.profileID+"/tokens", `{"value":"`+pasted+`"}`)
	acme.token = pasted
	want200(t, h.call(acme, "/shipments/track/1"))
}

func TestDisabledAndUnassignedClientsAreRefused(t *testing.T) {
	h := start(t)
	shipments := h.publish("shipments", newUpstream(t).URL)
	acme := h.onboard("partner-acme-corp", shipments)

	h.api(200, "PATCH", "/clients/"+acme.clientID, `{"status":"disabled"}`)
	wantRefusal(t, h.call(acme, "/shipments/track/1"), 403, "client_disabled")
	h.api(200, "PATCH", "/clients/"+acme.clientID, `{"status":"enabled"}`)
	want200(t, h.call(acme, "/shipments/track/1"))

	h.api(200, "PATCH", "/profiles/"+acme.profileID, `{"status":"disabled"}`)
	wantRefusal(t, h.call(acme, "/shipments/track/1"), 403, "profile_disabled")
	h.api(200, "PATCH", "/profiles/"+acme.profileID, `{"status":"enabled"}`)

	h.api(204, "DELETE", "/collections/"+shipments+"/clients/"+acme.clientID, "")
	wantRefusal(t, h.call(acme, "/shipments/track/1"), 403, "collection_not_assigned")
	h.api(200, "PUT", "/collections/"+shipments+"/clients/"+acme.clientID, "")
	want200(t, h.call(acme, "/shipments/track/1"))
}

func TestTheIPAllowlistAdmitsOnlyWhoIsOnIt(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	h.api(200, "PATCH", "/profiles/"+acme.profileID, `{"ip_allowlist":["203.0.113.0/24"]}`)
	wantRefusal(t, h.call(acme, "/shipments/track/1"), 403, "ip_not_allowed")
	wantRefusal(t, h.call(acme, "/shipments/track/1", "-H", "X-Forwarded-For: 203.0.113.7"), 403, "ip_not_allowed")
	h.api(200, "PATCH", "/profiles/"+acme.profileID, `{"ip_allowlist":["203.0.113.0/24","127.0.0.1"]}`)
	want200(t, h.call(acme, "/shipments/track/1"))
	if a := h.apiAnswer("PATCH", "/profiles/"+acme.profileID, `{"ip_allowlist":["10.0.0.0/33"]}`); a.status != 422 || !strings.Contains(a.body, `"/ip_allowlist/0"`) {
		t.Errorf("a CIDR of 33 bits: %d %s", a.status, a.body)
	}
}

func TestNobodyLearnsWhichIdsAndPathsExist(t *testing.T) {
	h := start(t)
	shipments := h.publish("shipments", newUpstream(t).URL)
	acme, other := h.onboard("partner-acme-corp", shipments), h.onboard("partner-other", shipments)

	stolen, unknown, noProfile := acme, acme, acme
	stolen.profile = other.profile
	unknown.clientID = "cl_00000000000000000000000000"
	noProfile.profile = "no-such-profile"
	wrong := acme
	wrong.token = "ght_" + strings.Repeat("0", 49)
	var first answer
	for i, p := range []partner{wrong, stolen, unknown, noProfile} {
		for _, path := range []string{"/shipments/track/1", "/no/such/path"} {
			a := h.call(p, path)
			wantRefusal(t, a, 401, "credentials_invalid")
			if i == 0 {
				first = a
			}
			if got, want := shape(a), shape(first); got != want {
				t.Errorf("answers differ:\n%s\n%s", got, want)
			}
		}
	}
	wantRefusal(t, h.call(acme, "/no/such/path"), 404, "route_not_found")
	wantRefusal(t, h.call(acme, "/shipments/nothing"), 404, "route_not_found")
}

// shape is an answer without what is its own by right: id and date.
func shape(a answer) string {
	body := strings.ReplaceAll(a.body, a.header.Get("X-Request-Id"), "")
	var names []string
	for name, values := range a.header {
		if name != "X-Request-Id" && name != "Date" {
			names = append(names, name+"="+strings.Join(values, ","))
		}
	}
	return strings.Join(sorted(names), "\n") + "\n" + body
}

func TestDraftsAreNotServed(t *testing.T) {
	h := start(t)
	up := newUpstream(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", up.URL))
	draft := h.api(201, "POST", "/collections", `{"name":"orders","title":"Orders","base_path":"/orders","upstream":{"targets":[{"url":"`+up.URL+`"}]},"endpoints":[{"method":"GET","path":"/"}]}`)
	h.api(200, "PUT", "/collections/"+draft.text("id")+"/clients/"+acme.clientID, "")
	wantRefusal(t, h.call(acme, "/orders"), 404, "route_not_found")
	h.api(200, "POST", "/collections/"+draft.text("id")+"/publish", "")
	want200(t, h.call(acme, "/orders"))

	h.api(200, "PATCH", "/collections/"+draft.text("id"), `{"endpoints":[{"method":"GET","path":"/all"}]}`)
	want200(t, h.call(acme, "/orders"))
	wantRefusal(t, h.call(acme, "/orders/all"), 404, "route_not_found")
	h.api(200, "POST", "/collections/"+draft.text("id")+"/unpublish", "")
	wantRefusal(t, h.call(acme, "/orders"), 404, "route_not_found")
}

func TestARestartKeepsEverything(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	want200(t, h.call(acme, "/shipments/track/1"))
	h.restart(syscall.SIGTERM)
	want200(t, h.call(acme, "/shipments/track/2"))
	h.restart(syscall.SIGKILL)
	want200(t, h.call(acme, "/shipments/track/3"))
	if n := len(h.api(200, "GET", "/request-logs?client=partner-acme-corp&path=/shipments/track/1", "").items()); n != 1 {
		t.Errorf("%d records of the first call after two restarts, want 1", n)
	}
	h.cli("audit", "verify")
}
