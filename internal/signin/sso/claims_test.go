package sso

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestRoleClaimIsFoundInEveryShape(t *testing.T) {
	t.Parallel()
	var c claims
	err := json.Unmarshal([]byte(`{"groups":["a","b",7],"role":"a","https://x.example/roles":["ns"],"realm_access":{"roles":["deep"]},"n":7,"o":{"p":null}}`), &c)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"groups": {"a", "b"}, "role": {"a"}, "https://x.example/roles": {"ns"}, "realm_access.roles": {"deep"},
		"n": nil, "o.p": nil, "o.p.q": nil, "missing": nil, "groups.a": nil, "": nil,
	} {
		if got := c.values(name); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestOnlyTrueIsTrue(t *testing.T) {
	t.Parallel()
	for _, v := range []any{true, "true"} {
		if !(claims{"v": v}).holds("v") {
			t.Errorf("%v is not held", v)
		}
	}
	for _, v := range []any{nil, false, "false", "", 1.0, "True "} {
		if (claims{"v": v}).holds("v") {
			t.Errorf("%v is held", v)
		}
	}
}
