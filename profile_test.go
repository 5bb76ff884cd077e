package gatehouse_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse"
)

func TestProfileNamesEachWrongField(t *testing.T) {
	valid := gatehouse.Profile{
		Name: "acme-corp-standard", ClientID: "cl_1", Status: gatehouse.Enabled,
		Auth: gatehouse.Auth{Type: gatehouse.AuthToken}, AllowedMethods: []string{"GET", "POST"},
	}
	for _, c := range []struct {
		change func(*gatehouse.Profile)
		want   string
	}{
		{func(*gatehouse.Profile) {}, ""},
		{func(p *gatehouse.Profile) { p.AllowedMethods = nil }, ""},
		{func(p *gatehouse.Profile) { p.AllowedMethods = []string{} }, "/allowed_methods"},
		{func(p *gatehouse.Profile) { p.AllowedMethods = []string{"GET", "get"} }, "/allowed_methods/1"},
		{func(p *gatehouse.Profile) { p.AllowedMethods = []string{"TRACE"} }, "/allowed_methods/0"},
		{func(p *gatehouse.Profile) { p.Auth.Type = "" }, "/auth/type"},
		{func(p *gatehouse.Profile) { p.Auth.Type = "jwt" }, "/auth/type"},
		{func(p *gatehouse.Profile) { p.ClientID = "" }, "/client_id"},
	} {
		p := valid
		c.change(&p)
		if got := pointers(t, p.Validate()); got != c.want {
			t.Errorf("%+v: wrong fields %q, want %q", p, got, c.want)
		}
	}
}

func TestAllowedMethodsIncludeHeadWithGet(t *testing.T) {
	get := gatehouse.Profile{AllowedMethods: []string{"GET"}}
	post := gatehouse.Profile{AllowedMethods: []string{"POST"}}
	anything := gatehouse.Profile{}
	if !get.AllowsMethod("HEAD") || post.AllowsMethod("HEAD") || get.AllowsMethod("POST") || !anything.AllowsMethod("DELETE") {
		t.Error("GET must include HEAD, POST must not, and no list must allow all")
	}
}

func TestAllowlistEntriesAreAddressesOrCleanBlocks(t *testing.T) {
	for in, want := range map[string]string{
		"203.0.113.7": "203.0.113.7/32", "203.0.113.0/24": "203.0.113.0/24", "2001:db8::/32": "2001:db8::/32",
		"2001:db8::1": "2001:db8::1/128", "0.0.0.0/0": "0.0.0.0/0", "::ffff:203.0.113.7": "203.0.113.7/32",
		"10.0.0.0/33": "", "10.0.0.1/8": "", "10.0.0": "", "": "", "fe80::1%eth0": "", "203.0.113.07": "", "localhost": "",
	} {
		got, wrong := gatehouse.ParseAllowlistEntry(in)
		if (wrong == nil) != (want != "") || wrong == nil && got.String() != want {
			t.Errorf("%q: %v, %v; want %q", in, got, wrong, want)
		}
	}
}

func TestTokenLife(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for want, token := range map[gatehouse.TokenStatus]gatehouse.Token{
		gatehouse.TokenActive:   {ExpiresAt: now.Add(time.Second)},
		gatehouse.TokenRetiring: {RetiredAt: now.Add(-time.Hour), ExpiresAt: now.Add(time.Hour)},
		gatehouse.TokenExpired:  {RetiredAt: now.Add(-time.Hour), ExpiresAt: now},
		gatehouse.TokenRevoked:  {RevokedAt: now, ExpiresAt: now.Add(-time.Hour)},
	} {
		if got := token.Status(now); got != want {
			t.Errorf("%+v is %s, want %s", token, got, want)
		}
	}
}

func TestPastedTokensAreLongB64Tokens(t *testing.T) {
	for in, ok := range map[string]bool{
		"12345": false, strings.Repeat("a", 31): false, strings.Repeat("a", 32): true, strings.Repeat("a", 512): true,
		strings.Repeat("a", 513): false, strings.Repeat("a", 30) + "==": true, "=" + strings.Repeat("a", 40): false,
		strings.Repeat("a", 32) + " b": false, strings.Repeat("a", 32) + "\n": false, "abc._~+/-" + strings.Repeat("A", 32): true,
	} {
		if wrong := gatehouse.CheckPastedToken(in); (wrong == nil) != ok {
			t.Errorf("%q: %v, want ok=%v", in, wrong, ok)
		}
	}
}

func TestANewTokenIsEitherGeneratedOrPasted(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	long := gatehouse.Secret(strings.Repeat("a", 32))
	for _, c := range []struct {
		in   gatehouse.NewToken
		want string
	}{
		{gatehouse.NewToken{Generate: true}, ""},
		{gatehouse.NewToken{Value: long, ExpiresAt: now.Add(time.Hour)}, ""},
		{gatehouse.NewToken{}, ""},
		{gatehouse.NewToken{Generate: true, Value: long}, "/value"},
		{gatehouse.NewToken{Value: "short"}, "/value"},
		{gatehouse.NewToken{Generate: true, ExpiresAt: now}, "/expires_at"},
	} {
		fields := c.in.Validate(now)
		wantWrong := c.want != "" || c.in == gatehouse.NewToken{}
		if (len(fields) > 0) != wantWrong || wantWrong && fields[0].Pointer != c.want {
			t.Errorf("%+v: %v, want %q", c.in, fields, c.want)
		}
	}
}
