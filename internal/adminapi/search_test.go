package adminapi

import (
	"strings"
	"testing"

	"gatehouse"
)

// found are the kinds and names that a search as a role offers.
func (r *rig) found(role gatehouse.Role, q string) (out []string) {
	r.t.Helper()
	a := r.send("GET", "/search?q="+q, "", "Authorization: Bearer "+r.keys[role]).must(200)
	items, _ := a.value("items").([]any)
	for _, item := range items {
		out = append(out, members(item)["kind"].(string)+" "+members(item)["name"].(string))
	}
	return out
}

func TestSearchFindsWhatTheRoleMayRead(t *testing.T) {
	r := newRig(t)
	client := r.client()
	profile := r.profile(client)
	r.send("POST", "/collections", aCollection).must(201)
	r.send("POST", "/policies", aPolicy).must(201)
	r.send("POST", "/users", `{"email":"dana@acme.example","role":"viewer","password":"correct horse battery"}`).must(201)
	r.send("PUT", "/clients/"+client+"/portal-access", `{"emails":["dev@acme.example"]}`).must(200)
	r.logged("req_1", nil)
	events := r.send("GET", "/audit-logs?action=client.created", "").must(200)
	event := "ev_" + strings.SplitN(strings.SplitN(events.body, `"ev_`, 2)[1], `"`, 2)[0]
	const all, nobody = "admin editor viewer auditor", ""
	for q, want := range map[string]struct{ item, roles string }{
		"partner-acme":         {"client partner-acme-corp", "admin editor viewer"},
		"logistics":            {"client partner-acme-corp", "admin editor viewer"},
		profile:                {"profile acme-corp-standard", "admin editor viewer"},
		"ship":                 {"collection shipments", "admin editor viewer"},
		"200rpm":               {"policy standard-partner-200rpm", "admin editor viewer"},
		"dev%40acme":           {"client partner-acme-corp", "admin editor viewer"},
		"dana":                 {"user dana@acme.example", "admin"},
		"req_1":                {"request_log GET /shipments/track/12345", all},
		"203.0.113.7":          {"address 203.0.113.7", all},
		"%3a%3affff%3a1.2.3.4": {"address 1.2.3.4", all},
		event:                  {"audit_log client.created", "admin editor auditor"},
		"req_2":                {"", nobody},
		"cl_none":              {"", nobody},
	} {
		for _, role := range roles {
			got := r.found(role, q)
			if may := strings.Contains(want.roles, string(role)); may && (len(got) != 1 || got[0] != want.item) || !may && len(got) > 0 {
				t.Errorf("%s as %s: %q", q, role, got)
			}
		}
	}
	r.send("GET", "/search", "").must(422)
	r.send("GET", "/search?q=", "").must(422)
}
