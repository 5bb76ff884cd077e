package gatehouse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoleRulesAreReadAndTheFirstCounts(t *testing.T) {
	rules, err := ParseRoleRules([]string{" gateway-admins = admin", "cn=ops,dc=example=viewer"})
	want := []RoleRule{{"gateway-admins", Admin}, {"cn=ops,dc=example", Viewer}}
	if diff := cmp.Diff(want, rules); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for role, held := range map[Role][]string{Admin: {"cn=ops,dc=example", "gateway-admins"}, Viewer: {"x", "cn=ops,dc=example"}, "": {"x"}} {
		if got := RoleFor(rules, held); got != role {
			t.Errorf("%v: %q, want %q", held, got, role)
		}
	}
	for _, bad := range []string{"", "=", "=admin", "x", "x=", "x=root", "x=admin=", " =admin"} {
		if _, err := ParseRoleRules([]string{bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
