package manage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

func TestDeletedPolicyIsReplacedWhereverItWasAttached(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	gold, silver, bronze := h.policy("gold"), h.policy("silver"), h.policy("bronze")
	direct, through := h.client("direct"), h.client("through")
	must(h.SetClientPolicies(t.Context(), admin, direct.ID, 0, []string{gold.ID, bronze.ID}))(t)
	profile := h.profile(through.ID, "through-standard")
	must(h.UpdateProfile(t.Context(), admin, profile.ID, 0, func(p *gatehouse.Profile) error {
		p.PolicyIDs = []string{gold.ID, silver.ID}
		return nil
	}))(t)
	events := h.since(func() {
		if err := h.DeletePolicy(t.Context(), editor, "gold", 0, "silver"); err != nil {
			t.Fatal(err)
		}
	})
	if diff := cmp.Diff([]string{"client.updated direct", "profile.updated through-standard", "policy.deleted gold"}, actions(events)); diff != "" {
		t.Error(diff)
	}
	want := []string{silver.ID, bronze.ID}
	if got := must(h.Client(t.Context(), viewer, "direct"))(t).PolicyIDs; !sameSet(got, want) {
		t.Errorf("the client has %q, want %q", got, want)
	}
	if got := must(h.Client(t.Context(), viewer, "through"))(t).PolicyIDs; len(got) != 0 {
		t.Errorf("the other client has %q", got)
	}
	if got := must(h.Profile(t.Context(), viewer, profile.ID))(t).PolicyIDs; !sameSet(got, []string{silver.ID}) {
		t.Errorf("the profile has %q", got)
	}
}

func TestReplacementMustBeAnotherPolicy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	gold, c := h.policy("gold"), h.client("acme")
	must(h.SetClientPolicies(t.Context(), admin, c.ID, 0, []string{gold.ID}))(t)
	for _, replacement := range []string{"gold", gold.ID, "nobody"} {
		wantError(t, h.DeletePolicy(t.Context(), editor, "gold", 0, replacement), gatehouse.Invalid, "?replacement")
	}
	if got := must(h.Client(t.Context(), viewer, "acme"))(t).PolicyIDs; !sameSet(got, []string{gold.ID}) {
		t.Errorf("the client has %q", got)
	}
}

func sameSet(a, b []string) bool {
	in := func(s []string) map[string]bool {
		m := map[string]bool{}
		for _, v := range s {
			m[v] = true
		}
		return m
	}
	return cmp.Equal(in(a), in(b))
}
