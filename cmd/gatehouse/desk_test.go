package main

import (
	"net/http"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/config"
	"gatehouse/internal/gatetest/oidctest"
	"gatehouse/internal/gatetest/smtptest"
	"gatehouse/internal/webui"
)

func TestFirstStartSaysHowToMakeTheFirstAdmin(t *testing.T) {
	r := start(t, t.TempDir(), "")
	block := r.block(t.Context())
	want := "gatehouse user create --email you@example.com --role admin"
	if webui.Built() {
		want = r.consoleAt.url + "/setup?code=ghu_"
	}
	if !strings.Contains(block, want) {
		t.Errorf("no %q in\n%s", want, block)
	}
	if _, err := r.control.CreateUser(t.Context(), byCommandLine(), gatehouse.User{Email: "dana@example.com", Role: gatehouse.Admin}, "a long enough password"); err != nil {
		t.Fatal(err)
	}
	if block := r.block(t.Context()); strings.Contains(block, want) {
		t.Errorf("with a user:\n%s", block)
	}
}

func TestInvitationIsMailed(t *testing.T) {
	sink := smtptest.Start(t)
	r := start(t, t.TempDir(), "", func(s *config.Settings) {
		s.SMTPURL, s.MailFrom = gatehouse.Secret("smtp://"+sink.Addr), "gatehouse@example.com"
	})
	i, err := r.control.CreateInvitedUser(t.Context(), byCommandLine(), gatehouse.User{Email: "dana@example.com", Role: gatehouse.Viewer})
	if err != nil || !strings.HasPrefix(i.URL.Reveal(), r.consoleAt.url+"/setup?invitation=ghi_") {
		t.Fatalf("%v, %v", i, err)
	}
	if got := sink.Next(t); got.To != "dana@example.com" || !strings.Contains(strings.ReplaceAll(got.Data, "=\r\n", ""), "invitation=3Dghi_") {
		t.Errorf("mail %+v", got)
	}
}

func TestConsoleLeadsToTheIssuer(t *testing.T) {
	issuer := oidctest.Start(t, "http://localhost/")
	r := start(t, t.TempDir(), "", func(s *config.Settings) {
		s.OIDCIssuer, s.OIDCClientID, s.OIDCName, s.OIDCRoleClaim = issuer.URL, oidctest.ClientID, "Northwind account", "groups"
		s.ConsoleURL = "https://console.example/gate"
	})
	if a := get(t, "http://"+r.consoleAt.Addr().String()+"/gate/api/v1/sign-in-options", nil); !strings.Contains(a.body, "Northwind account") {
		t.Errorf("%d %s", a.status, a.body)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get("http://" + r.consoleAt.Addr().String() + "/gate/api/v1/sign-in/oidc")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	to, err := resp.Location()
	if err != nil || !strings.HasPrefix(to.String(), issuer.URL) || to.Query().Get("redirect_uri") != "https://console.example/gate/api/v1/sign-in/oidc/callback" {
		t.Errorf("%d to %v, %v", resp.StatusCode, to, err)
	}
	if c := resp.Cookies()[0]; c.Path != "/gate/api/v1/sign-in/oidc" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %+v", c)
	}
}
