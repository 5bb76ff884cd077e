package adminapi

import (
	"strings"
	"testing"
)

const anOnboarding = `{
	"client":{"name":"partner-acme-corp","description":"Acme Corp logistics integration"},
	"profile":{"name":"acme-corp-standard","auth":{"type":"token"},"allowed_methods":["GET","POST"],"token":{"generate":true,"hand_over_link":true}},
	"collections":["shipments"],
	"policies":[{"name":"standard-partner-200rpm","rate":{"requests":200,"window":"1m"}}],
	"portal_emails":["dev@acme.example"]}`

func (r *rig) publish() {
	id := r.send("POST", "/collections", aCollection).must(201).text("id")
	r.send("POST", "/collections/"+id+"/publish", "").must(200)
}

func TestOnboardingDoesTheWholeRecipe(t *testing.T) {
	r := newRig(t)
	r.publish()
	a := r.send("POST", "/onboardings", anOnboarding).must(201)
	secret := a.text("hand_over.token")
	if !strings.HasPrefix(secret, "ght_") || secret != a.text("token.secret") || !strings.Contains(a.text("hand_over.curl"), secret) {
		t.Errorf("hand-over: %s", a.body)
	}
	if a.value("token.use_count") != 0.0 || a.value("token.last_used_at") != nil {
		t.Errorf("the token is not whole: %s", a.body)
	}
	if a.text("hand_over.profile_id") != "acme-corp-standard" || a.text("hand_over.client_id") != a.text("client.id") ||
		a.text("hand_over.base_url") != "https://api.test" || a.text("hand_over.link") == "" {
		t.Errorf("hand-over: %s", a.body)
	}
	client := r.send("GET", strings.TrimPrefix(a.header.Get("Location"), Prefix), "").must(200)
	for _, list := range []string{"policy_ids", "portal_emails", "collection_ids"} {
		if len(client.value(list).([]any)) != 1 {
			t.Errorf("%s: %s", list, client.body)
		}
	}
	if again := r.send("POST", "/onboardings", anOnboarding).must(409); !strings.Contains(again.body, pointer("/client/name")) {
		t.Errorf("again: %s", again.body)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	r := newRig(t)
	r.publish()
	a := r.send("POST", "/onboardings?dry_run=true", anOnboarding).must(200)
	for _, path := range []string{"client.id", "profile.id", "profile.client_id", "token.id", "token.secret", "token.link", "hand_over.token", "hand_over.client_id", "hand_over.curl", "hand_over.link"} {
		if v := a.value(path); v != nil {
			t.Errorf("%s is %v", path, v)
		}
	}
	if got := r.send("GET", "/clients", "").must(200); len(got.value("items").([]any)) != 0 {
		t.Errorf("clients: %s", got.body)
	}
	r.send("POST", "/onboardings", anOnboarding).must(201)
}

func TestRefusedOnboardingLeavesNothing(t *testing.T) {
	r := newRig(t)
	for name, tt := range map[string]struct{ old, new, pointer string }{
		"collection":      {`["shipments"]`, `["nothing"]`, "/collections/0"},
		"policy":          {`"requests":200`, `"requests":0`, "/policies/0/rate/requests"},
		"window":          {`"window":"1m"`, `"window":"1 minute"`, "/policies/0/rate/window"},
		"email":           {`dev@acme.example`, `nobody`, "/portal_emails/0"},
		"client":          {`"partner-acme-corp"`, `"Partner Acme"`, "/client/name"},
		"profile":         {`"acme-corp-standard"`, `"x"`, "/profile/name"},
		"token":           {`"generate":true`, `"value":"short"`, "/profile/token/value"},
		"policy's shape":  {`[{"name":"standard`, `[7,{"name":"standard`, "/policies/0"},
		"profile's owner": {`"profile":{`, `"profile":{"client_id":"cl_x",`, "/profile/client_id"},
	} {
		t.Run(name, func(t *testing.T) {
			r := *r
			r.t = t
			if a := r.send("POST", "/onboardings", strings.Replace(anOnboarding, tt.old, tt.new, 1)).must(422); !strings.Contains(a.body, pointer(tt.pointer)) {
				t.Errorf("%s is not in %s", tt.pointer, a.body)
			}
		})
	}
	for _, path := range []string{"/clients", "/profiles", "/policies"} {
		if a := r.send("GET", path, "").must(200); len(a.value("items").([]any)) != 0 {
			t.Errorf("%s: %s", path, a.body)
		}
	}
}

func TestHandOverIsWrittenAgainWithoutTheToken(t *testing.T) {
	r := newRig(t)
	r.publish()
	made := r.send("POST", "/onboardings", anOnboarding).must(201)
	secret, path := made.text("hand_over.token"), "/clients/"+made.text("client.id")+"/hand-over"
	again := r.send("GET", path, "").must(200)
	if want := strings.ReplaceAll(made.text("hand_over.curl"), secret, "<token>"); again.text("hand_over.curl") != want {
		t.Errorf("curl is %s, want %s", again.text("hand_over.curl"), want)
	}
	for _, same := range []string{"client.id", "profile.id", "hand_over.base_url", "hand_over.portal_url", "hand_over.profile_id"} {
		if again.text(same) != made.text(same) {
			t.Errorf("%s is %q, was %q", same, again.text(same), made.text(same))
		}
	}
	if again.value("hand_over.token") != nil || again.value("hand_over.link") != nil || again.value("token") != nil {
		t.Errorf("secrets in %s", again.body)
	}
	if a := r.send("GET", path+"?profile_id=other", "").must(422); !strings.Contains(a.body, `"pointer":"?profile_id"`) {
		t.Errorf("unknown profile: %s", a.body)
	}
}
