package adminapi

import (
	"strings"
	"testing"
)

func TestStandingsComeInTheOrderAskedFor(t *testing.T) {
	r := newRig(t)
	client := r.client()
	profile := r.profile(client)
	policy := r.send("POST", "/policies", aPolicy).must(201).text("id")
	collection := r.send("POST", "/collections", aCollection).must(201).text("id")
	r.send("PUT", "/clients/"+client+"/policies", `{"policy_ids":["`+policy+`"]}`).must(200)
	r.send("PUT", "/collections/"+collection+"/clients/"+client, "").must(200)
	for path, want := range map[string]string{
		"clients?ids=cl_none," + client: `[{"id":"cl_none","last_used_at":null,"credentials":false,"collection":false,"policy":false,"portal":false},` +
			`{"id":"` + client + `","last_used_at":null,"credentials":true,"collection":true,"policy":true,"portal":false}]`,
		"policies?ids=po_none," + policy:  `[{"id":"po_none","clients":0},{"id":"` + policy + `","clients":1}]`,
		"collections?ids=" + collection:   `[{"id":"` + collection + `","clients":1}]`,
		"profiles?ids=pr_none," + profile: `[{"id":"pr_none","token_prefix":null,"last_used_at":null},{"id":"` + profile + `","token_prefix":"ght_`,
	} {
		if a := r.send("GET", "/standing/"+path, "").must(200); !strings.Contains(a.body, want) {
			t.Errorf("%s: %s", path, a.body)
		}
	}
	for _, query := range []string{"", "?ids=", "?ids=a" + strings.Repeat(",a", 200)} {
		if a := r.send("GET", "/standing/clients"+query, "").must(422); !strings.Contains(a.body, pointer("?ids")) {
			t.Errorf("%s: %s", query, a.body)
		}
	}
}
