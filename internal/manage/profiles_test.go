package manage_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/manage"
)

func tokenProfile(clientID, name string) gatehouse.Profile {
	return gatehouse.Profile{Name: name, ClientID: clientID, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}}
}

func TestProfileIsCreatedWithItsToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.client("acme")
	in := tokenProfile(c.ID, "acme-corp-standard")
	in.AllowedMethods = []string{"POST", "GET", "POST"}
	in.IPAllowlist = []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}
	var out manage.CreatedProfile
	events := h.since(func() {
		out = must(h.CreateProfile(t.Context(), editor, in, &gatehouse.NewToken{Generate: true, HandOverLink: true}))(t)
	})
	if diff := cmp.Diff([]string{"GET", "POST"}, out.AllowedMethods); diff != "" {
		t.Error(diff)
	}
	secret := out.Token.Secret.Reveal()
	if !strings.HasPrefix(secret, "ght_") || out.Token.Prefix != secret[:8] || out.Token.ClientID != c.ID {
		t.Errorf("got token %+v", out.Token)
	}
	if !strings.HasPrefix(out.Token.Link.URL.Reveal(), "https://portal.example.com/reveal/") {
		t.Errorf("got link %s", out.Token.Link.URL.Reveal())
	}
	want := []string{"profile.created acme-corp-standard", "token.created " + secret[:8], "one_time_link.created "}
	if diff := cmp.Diff(want, actions(events)); diff != "" {
		t.Error(diff)
	}
	if shown := strings.Join(changes(events[1]), "\n"); !strings.Contains(shown, `/secret  → "`+h.keys.SecretFingerprint(secret)+`"`) {
		t.Errorf("the token's event has no fingerprint:\n%s", shown)
	}
}

func TestProfileErrorsNameTheField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.client("acme")
	taken := strings.Repeat("t", 40)
	p := must(h.CreateProfile(t.Context(), admin, tokenProfile(c.ID, "taken"), &gatehouse.NewToken{Value: gatehouse.Secret(taken)}))(t)
	generate := &gatehouse.NewToken{Generate: true}
	for name, tc := range map[string]struct {
		edit    func(*gatehouse.Profile)
		token   *gatehouse.NewToken
		kind    gatehouse.Kind
		pointer string
	}{
		"unknown client":      {func(p *gatehouse.Profile) { p.ClientID = "cl_unknown" }, generate, gatehouse.Invalid, "/client_id"},
		"client by its name":  {func(p *gatehouse.Profile) { p.ClientID = "acme" }, generate, gatehouse.Invalid, "/client_id"},
		"name taken":          {func(p *gatehouse.Profile) { p.Name = "taken" }, generate, gatehouse.Conflict, "/name"},
		"no method allowed":   {func(p *gatehouse.Profile) { p.AllowedMethods = []string{} }, generate, gatehouse.Invalid, "/allowed_methods"},
		"unbuilt method":      {func(p *gatehouse.Profile) { p.Auth.Type = "kerberos" }, nil, gatehouse.Invalid, "/auth/type"},
		"expired at birth":    {func(p *gatehouse.Profile) { p.ExpiresAt = h.now }, generate, gatehouse.Invalid, "/expires_at"},
		"unknown policy":      {func(p *gatehouse.Profile) { p.PolicyIDs = []string{"po_unknown"} }, generate, gatehouse.Invalid, "/policy_ids/0"},
		"short pasted token":  {nil, &gatehouse.NewToken{Value: "short"}, gatehouse.Invalid, "/token/value"},
		"token without value": {nil, &gatehouse.NewToken{}, gatehouse.Invalid, "/token"},
		"token in the past":   {nil, &gatehouse.NewToken{Generate: true, ExpiresAt: h.now}, gatehouse.Invalid, "/token/expires_at"},
		"token without use":   {func(p *gatehouse.Profile) { p.Auth.Type = gatehouse.AuthNone }, generate, gatehouse.Invalid, "/token"},
	} {
		in := tokenProfile(c.ID, "standard")
		if tc.edit != nil {
			tc.edit(&in)
		}
		_, err := h.CreateProfile(t.Context(), admin, in, tc.token)
		t.Run(name, func(t *testing.T) { wantError(t, err, tc.kind, tc.pointer) })
	}
	_, err := h.CreateToken(t.Context(), admin, p.ID, gatehouse.NewToken{Value: gatehouse.Secret(taken)})
	wantError(t, err, gatehouse.Conflict, "/value")
}

func TestProfileNameAndClientNeverChange(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, other := h.client("acme"), h.client("other")
	p := h.profile(c.ID, "standard")
	_, err := h.UpdateProfile(t.Context(), admin, p.ID, 0, func(p *gatehouse.Profile) error {
		p.Name, p.ClientID = "renamed", other.ID
		return nil
	})
	wantError(t, err, gatehouse.Invalid, "/name", "/client_id")
}

func TestProfileIsEditedAndDeleted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, po := h.client("acme"), h.policy("gold")
	p := h.profile(c.ID, "standard")
	events := h.since(func() {
		out := must(h.UpdateProfile(t.Context(), editor, p.ID, p.Version, func(p *gatehouse.Profile) error {
			p.PolicyIDs, p.Status = []string{po.ID, po.ID}, gatehouse.Disabled
			return nil
		}))(t)
		if out.Version != 2 || len(out.PolicyIDs) != 1 {
			t.Errorf("got %+v", out)
		}
		if err := h.DeleteProfile(t.Context(), editor, p.ID, 2); err != nil {
			t.Fatal(err)
		}
	})
	if diff := cmp.Diff([]string{"profile.updated standard", "profile.deleted standard", "token.deleted " + p.Token.Prefix}, actions(events)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{`/policy_ids [] → ["` + po.ID + `"]`, `/status "enabled" → "disabled"`}, changes(events[0])); diff != "" {
		t.Error(diff)
	}
}

func TestEffectiveAccessSaysWhyAProfileCannotBeUsed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, co := h.client("acme"), h.collection("shipments")
	p := h.profile(c.ID, "standard")
	reason := func() string {
		t.Helper()
		e := must(h.EffectiveAccess(t.Context(), viewer, "acme"))(t)
		if e.Profiles[0].Usable != (e.Profiles[0].Reason == "") {
			t.Errorf("usable and reason disagree: %+v", e.Profiles[0])
		}
		return e.Profiles[0].Reason
	}
	if got := reason(); !strings.Contains(got, "no access to any collection") {
		t.Errorf("got %q", got)
	}
	must(h.GiveAccess(t.Context(), admin, co.ID, c.ID))(t)
	if got := reason(); got != "" {
		t.Errorf("got %q", got)
	}
	if err := h.RevokeToken(t.Context(), admin, p.ID, p.Token.ID); err != nil {
		t.Fatal(err)
	}
	if got := reason(); !strings.Contains(got, "no token") {
		t.Errorf("got %q", got)
	}
	e := must(h.EffectiveAccess(t.Context(), viewer, c.ID))(t)
	if len(e.Collections) != 1 || e.Collections[0].Published || len(e.Collections[0].Endpoints) != 0 {
		t.Errorf("a draft shows as %+v", e.Collections)
	}
	must(h.UpdateProfile(t.Context(), admin, p.ID, 0, func(p *gatehouse.Profile) error {
		p.ExpiresAt = h.now.Add(time.Hour)
		return nil
	}))(t)
	h.now = h.now.Add(2 * time.Hour)
	if got := reason(); !strings.Contains(got, "expired") {
		t.Errorf("got %q", got)
	}
}
