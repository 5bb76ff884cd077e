package gatehouse_test

import (
	"fmt"
	"strings"
	"testing"

	"gatehouse"
)

// pointers lists the fields that an error names, in order.
func pointers(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	e, ok := err.(*gatehouse.Error) //nolint:errorlint // Validate promises this very type
	if !ok || e.Kind != gatehouse.Invalid {
		t.Fatalf("got %T %v, want an Invalid error", err, err)
	}
	var all []string
	for _, f := range e.Fields {
		all = append(all, f.Pointer)
	}
	return strings.Join(all, " ")
}

func TestNamesAreShortLowerCaseSlugs(t *testing.T) {
	for name, want := range map[string]bool{
		"partner-acme-corp": true, "a1": true, "0": false, "a": false, "": false, "-ab": false, "Acme": false, "a b": false,
		"a_b": false, "ab\n": false, strings.Repeat("a", 63): true, strings.Repeat("a", 64): false, "ümlaut": false,
	} {
		if got := gatehouse.ValidName(name); got != want {
			t.Errorf("ValidName(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestClientNamesEachWrongField(t *testing.T) {
	valid := gatehouse.Client{Name: "partner-acme-corp", Status: gatehouse.Enabled}
	for _, c := range []struct {
		change func(*gatehouse.Client)
		want   string
	}{
		{func(*gatehouse.Client) {}, ""},
		{func(c *gatehouse.Client) { c.ContactEmail = "dev@acme.example" }, ""},
		{func(c *gatehouse.Client) { c.Name = "Acme Corp" }, "/name"},
		{func(c *gatehouse.Client) { c.Status = "on" }, "/status"},
		{func(c *gatehouse.Client) { c.ContactEmail = "Dev <dev@acme.example>" }, "/contact_email"},
		{func(c *gatehouse.Client) { c.Description = strings.Repeat("x", 4097) }, "/description"},
		{func(c *gatehouse.Client) { c.Labels = map[string]string{"": "x"} }, "/labels"},
		{func(c *gatehouse.Client) { c.Name, c.Status = "", "" }, "/name /status"},
	} {
		client := valid
		c.change(&client)
		if got := pointers(t, client.Validate()); got != c.want {
			t.Errorf("%+v: wrong fields %q, want %q", client, got, c.want)
		}
	}
}

func TestPortalEmailsAreFoldedSortedAndUnique(t *testing.T) {
	got, err := gatehouse.PortalEmails([]string{"Zoe@acme.example", "dev@Acme.example ", "dev@acme.example"})
	if err != nil || fmt.Sprint(got) != "[dev@acme.example zoe@acme.example]" {
		t.Errorf("got %v, %v", got, err)
	}
	_, err = gatehouse.PortalEmails([]string{"dev@acme.example", "not an address"})
	if got := pointers(t, err); got != "/emails/1" {
		t.Errorf("wrong fields %q, want /emails/1", got)
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	s := gatehouse.Secret("canary-7f3a")
	text, _ := s.MarshalText()
	for _, shown := range []string{
		fmt.Sprint(s), fmt.Sprintf("%v %s %q %x %d %#v", s, s, s, s, s, s), fmt.Sprintf("%+v", struct{ T gatehouse.Secret }{s}),
		s.LogValue().String(), string(text),
	} {
		if strings.Contains(shown, "canary") || strings.Contains(shown, "63616e617279") {
			t.Errorf("a secret shows in %q", shown)
		}
	}
	if s.Reveal() != "canary-7f3a" {
		t.Error("Reveal does not give the value")
	}
}

func TestRolesMayDoWhatTheContractSays(t *testing.T) {
	type may struct{ read, write string }
	want := map[gatehouse.Role]may{
		gatehouse.Admin:   {"partners request_logs audit_logs system self", "partners request_logs audit_logs system self"},
		gatehouse.Editor:  {"partners request_logs audit_logs self", "partners request_logs self"},
		gatehouse.Viewer:  {"partners request_logs self", "self"},
		gatehouse.Auditor: {"request_logs audit_logs self", "self"},
		"root":            {"", ""},
	}
	areas := []gatehouse.Area{gatehouse.AreaPartners, gatehouse.AreaRequestLogs, gatehouse.AreaAuditLogs, gatehouse.AreaSystem, gatehouse.AreaSelf}
	for role, w := range want {
		var read, write []string
		for _, a := range areas {
			if role.MayRead(a) {
				read = append(read, string(a))
			}
			if role.MayWrite(a) {
				write = append(write, string(a))
			}
		}
		if got := (may{strings.Join(read, " "), strings.Join(write, " ")}); got != w {
			t.Errorf("%s: %+v, want %+v", role, got, w)
		}
	}
}

func TestNobodyCoversARoleAboveTheirOwn(t *testing.T) {
	for pair, want := range map[[2]gatehouse.Role]bool{
		{gatehouse.Admin, gatehouse.Admin}: true, {gatehouse.Admin, gatehouse.Auditor}: true, {gatehouse.Editor, gatehouse.Viewer}: true,
		{gatehouse.Editor, gatehouse.Admin}: false, {gatehouse.Viewer, gatehouse.Editor}: false, {gatehouse.Viewer, gatehouse.Auditor}: false,
		{gatehouse.Auditor, gatehouse.Viewer}: false, {"root", gatehouse.Viewer}: false, {gatehouse.Admin, "root"}: false,
	} {
		if got := pair[0].Covers(pair[1]); got != want {
			t.Errorf("%s covers %s: %v, want %v", pair[0], pair[1], got, want)
		}
	}
}
