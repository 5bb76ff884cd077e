package adminapi

import (
	"strings"
	"testing"
)

func TestClientsAreFiltered(t *testing.T) {
	r := newRig(t)
	acme := r.client()
	r.send("POST", "/clients", `{"name":"globex","status":"disabled","labels":{"region":"eu"}}`).must(201)
	policy := r.send("POST", "/policies", aPolicy).must(201).text("id")
	collection := r.send("POST", "/collections", aCollection).must(201).text("id")
	r.send("PUT", "/clients/"+acme+"/policies", `{"policy_ids":["`+policy+`"]}`).must(200)
	r.send("PUT", "/collections/"+collection+"/clients/"+acme, "").must(200)
	for query, want := range map[string]string{
		"status=disabled": "globex", "status=enabled": "partner-acme-corp", "label=region:eu": "globex", "label=region": "globex",
		"policy=" + policy: "partner-acme-corp", "policy=standard-partner-200rpm": "partner-acme-corp",
		"collection=shipments": "partner-acme-corp", "collection=" + collection + "&status=enabled": "partner-acme-corp",
	} {
		a := r.send("GET", "/clients?"+query, "").must(200)
		if items := a.value("items").([]any); len(items) != 1 || at(items[0], "name") != want {
			t.Errorf("%s: %s", query, a.body)
		}
	}
	for query, at := range map[string]string{"status=gone": "?status", "policy=none": "?policy", "collection=none": "?collection"} {
		if a := r.send("GET", "/clients?"+query, "").must(422); !strings.Contains(a.body, `"`+at+`"`) {
			t.Errorf("%s: %s", query, a.body)
		}
	}
}
