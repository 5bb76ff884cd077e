package manage_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

func recipe() manage.Onboarding {
	return manage.Onboarding{
		Client:      gatehouse.Client{Name: "partner-acme-corp"},
		Profile:     gatehouse.Profile{Name: "acme-corp-standard", Auth: gatehouse.Auth{Type: gatehouse.AuthToken}, AllowedMethods: []string{"GET", "POST"}},
		Token:       &gatehouse.NewToken{Generate: true, HandOverLink: true},
		Collections: []string{"shipments", "orders"},
		Policies: []manage.PolicyChoice{
			{New: &gatehouse.Policy{Name: "standard-partner-200rpm", Rate: &gatehouse.Rate{Requests: 200, Window: time.Minute}}},
			{IDOrName: "gold"},
		},
		PortalEmails: []string{"Dev@acme.example"},
	}
}

func (h *house) stock() {
	h.t.Helper()
	h.policy("gold")
	for _, name := range []string{"shipments", "orders"} {
		h.collection(name)
		must(h.Publish(h.t.Context(), admin, name, 0))(h.t)
	}
}

func TestOnboardingDoesTheWholeRecipe(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stock()
	var out manage.Onboarded
	events := h.since(func() { out = must(h.Onboard(t.Context(), editor, recipe(), false))(t) })
	want := []string{
		"client.created partner-acme-corp", "policy.created standard-partner-200rpm", "profile.created acme-corp-standard",
		"token.created " + out.Token.Prefix, "one_time_link.created ", "access.created shipments/partner-acme-corp", "access.created orders/partner-acme-corp",
	}
	if diff := cmp.Diff(want, actions(events)); diff != "" {
		t.Error(diff)
	}
	for _, e := range events {
		if e.CorrelationID != events[0].CorrelationID {
			t.Errorf("%s has another correlation id", e.Action)
		}
	}
	c := must(h.Client(t.Context(), viewer, "partner-acme-corp"))(t)
	if diff := cmp.Diff(c, out.Client); diff != "" || len(c.PolicyIDs) != 2 || len(c.CollectionIDs) != 2 || c.PortalEmails[0] != "dev@acme.example" {
		t.Errorf("%s\n%+v", diff, c)
	}
	sheet := out.HandOver
	if sheet.BaseURL != "https://gw.example.com" || sheet.ClientID != c.ID || sheet.ProfileID != "acme-corp-standard" || sheet.Token != out.Token.Secret ||
		sheet.Link != out.Token.Link.URL || len(sheet.Policies) != 2 || sheet.PortalURL != "https://portal.example.com" {
		t.Errorf("got sheet %+v", sheet)
	}
	wantFirst := manage.HandOverCollection{
		Name: "shipments", Title: "The shipments", URL: "https://gw.example.com/shipments", PortalURL: "https://portal.example.com/collections/shipments",
	}
	if diff := cmp.Diff(wantFirst, sheet.Collections[0]); diff != "" {
		t.Error(diff)
	}
	wantCurl := "curl -i 'https://gw.example.com/shipments/track/12345' -H 'X-Client-ID: " + c.ID +
		"' -H 'X-Profile-ID: acme-corp-standard' -H 'Authorization: Bearer " + out.Token.Secret.Reveal() + "'"
	if diff := cmp.Diff(wantCurl, sheet.Curl.Reveal()); diff != "" {
		t.Error(diff)
	}
}

func TestDryRunHasTheSameShapeAndWritesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stock()
	version := must(h.store.Version(t.Context()))(t)
	var out manage.Onboarded
	in := recipe()
	in.Client.ID = "cl_mine"
	if events := h.since(func() { out = must(h.Onboard(t.Context(), editor, in, true))(t) }); len(events) != 0 {
		t.Errorf("left %q", actions(events))
	}
	if v := must(h.store.Version(t.Context()))(t); v != version {
		t.Errorf("version moved from %d to %d", version, v)
	}
	if _, err := h.Client(t.Context(), admin, "partner-acme-corp"); kindOf(err) != gatehouse.NotFound {
		t.Errorf("the client exists: %v", err)
	}
	for name, value := range map[string]string{
		"client id": out.Client.ID, "profile id": out.Profile.ID, "profile's client": out.Profile.ClientID, "token id": out.Token.ID,
		"secret": out.Token.Secret.Reveal(), "sheet's client": out.HandOver.ClientID,
		"sheet's token": out.HandOver.Token.Reveal(), "sheet's link": out.HandOver.Link.Reveal(), "curl": out.HandOver.Curl.Reveal(),
		"new policy": out.HandOver.Policies[0].ID,
	} {
		if value != "" {
			t.Errorf("%s is %q in a dry run", name, value)
		}
	}
	if out.Token.Link != nil {
		t.Errorf("a dry run has the link %+v", out.Token.Link)
	}
	if out.Client.Name != "partner-acme-corp" || len(out.HandOver.Collections) != 2 || out.HandOver.Policies[1].ID == "" || len(out.Client.PolicyIDs) != 1 {
		t.Errorf("got %+v", out)
	}
}

func TestOnboardingIsAllOrNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stock()
	h.client("taken")
	for name, tc := range map[string]struct {
		edit     func(*manage.Onboarding)
		kind     gatehouse.Kind
		pointers []string
	}{
		"client name taken": {func(o *manage.Onboarding) { o.Client.Name = "taken" }, gatehouse.Conflict, []string{"/client/name"}},
		"policy name taken": {func(o *manage.Onboarding) { o.Policies[0].New.Name = "gold" }, gatehouse.Conflict, []string{"/policies/0/name"}},
		"same policy twice": {func(o *manage.Onboarding) {
			o.Policies[1] = manage.PolicyChoice{New: &gatehouse.Policy{Name: "standard-partner-200rpm", Rate: o.Policies[0].New.Rate}}
		}, gatehouse.Conflict, []string{"/policies/1/name"}},
		"everything wrong": {func(o *manage.Onboarding) {
			o.Client.Name, o.Profile.Name = "X", "Y"
			o.Token = &gatehouse.NewToken{Value: "short"}
			o.Collections = []string{"shipments", "nowhere"}
			o.Policies[0].New.Rate.Requests, o.Policies[1].IDOrName = 0, "nothing"
			o.PortalEmails = []string{"a@b.example", "nobody"}
		}, gatehouse.Invalid, []string{
			"/client/name", "/profile/name", "/profile/token/value", "/portal_emails/1", "/collections/1", "/policies/0/rate/requests", "/policies/1",
		}},
		"profile's policy": {func(o *manage.Onboarding) { o.Profile.PolicyIDs = []string{"po_no"} }, gatehouse.Invalid, []string{"/profile/policy_ids/0"}},
		"unbuilt method":   {func(o *manage.Onboarding) { o.Profile.Auth.Type, o.Token = "kerberos", nil }, gatehouse.Invalid, []string{"/profile/auth/type"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, dryRun := range []bool{false, true} {
				in := recipe()
				tc.edit(&in)
				events := h.since(func() {
					_, err := h.Onboard(t.Context(), editor, in, dryRun)
					wantError(t, err, tc.kind, tc.pointers...)
				})
				if len(events) != 0 {
					t.Errorf("left %q", actions(events))
				}
			}
		})
	}
	if n := must(h.Overview(t.Context(), viewer))(t); n.Counts != (store.Counts{Clients: 1, EnabledClients: 1, Collections: 2, PublishedCollections: 2, Policies: 1}) {
		t.Errorf("left behind: %+v", n)
	}
}

func TestOnboardingWithoutTokenGeneratesOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := manage.Onboarding{Client: gatehouse.Client{Name: "one"}, Profile: gatehouse.Profile{Name: "standard", Auth: gatehouse.Auth{Type: gatehouse.AuthToken}}}
	if out := must(h.Onboard(t.Context(), editor, in, false))(t); out.Token == nil || !strings.HasSuffix(out.HandOver.Curl.Reveal(), "Bearer "+out.Token.Secret.Reveal()+"'") {
		t.Errorf("got %+v", out)
	}
	in.Client.Name, in.Profile.Auth.Type = "two", gatehouse.AuthNone
	if out := must(h.Onboard(t.Context(), editor, in, false))(t); out.Token != nil || strings.Contains(out.HandOver.Curl.Reveal(), "Authorization") {
		t.Errorf("got %+v", out)
	}
}

// The line is given to a real shell, which must see every word unchanged.
func TestCurlLineCanBePasted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	co := draft("shipments")
	co.Endpoints = []gatehouse.Endpoint{{Method: "GET", Path: "/it's/{a}/*", Example: gatehouse.Example{
		PathParameters: map[string]string{"a": "x y$(touch pwned)`id`", "*": "deep/er"}, Query: "q=a&b='c'&d[]=1", Headers: map[string]string{"X-Note": `it's "so" \ $HOME`},
	}}}
	must(h.CreateCollection(t.Context(), admin, co))(t)
	in := recipe()
	in.Collections, in.Policies = []string{"shipments"}, nil
	out := must(h.Onboard(t.Context(), editor, in, false))(t)
	script := "curl() { for word in \"$@\"; do printf '%s\\n' \"$word\"; done; }\n" + out.HandOver.Curl.Reveal()
	words, err := exec.CommandContext(t.Context(), "sh", "-c", script).Output()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"-i", "-g", "https://gw.example.com/shipments/it's/x%20y$%28touch%20pwned%29%60id%60/deep/er?q=a&b='c'&d[]=1",
		"-H", "X-Client-ID: " + out.Client.ID, "-H", "X-Profile-ID: acme-corp-standard",
		"-H", "Authorization: Bearer " + out.Token.Secret.Reveal(), "-H", `X-Note: it's "so" \ $HOME`, "",
	}
	if diff := cmp.Diff(want, strings.Split(string(words), "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestPartnerWhoMakesTheTokenGetsASheetWithoutOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stock()
	in := recipe()
	in.Token, in.Profile.SelfService = nil, true
	out := must(h.Onboard(t.Context(), editor, in, false))(t)
	if out.Token != nil || out.HandOver.Token != "" || !out.Profile.SelfService {
		t.Errorf("got token %v, sheet %+v", out.Token, out.HandOver)
	}
	sheet := must(h.Sheet(t.Context(), viewer, out.Client.ID, ""))(t)
	if want := " -H 'Authorization: Bearer " + manage.TokenPlaceholder + "'"; !strings.HasSuffix(out.HandOver.Curl.Reveal(), want) || sheet.HandOver.Curl != out.HandOver.Curl {
		t.Errorf("got %s and %s", out.HandOver.Curl.Reveal(), sheet.HandOver.Curl.Reveal())
	}
}
