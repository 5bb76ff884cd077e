package sso_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/gatetest/oidctest"
	"gatehouse/internal/signin/sso"
)

const back = "http://127.0.0.1:9/callback"

func newIssuer(t *testing.T) (*sso.Issuer, *oidctest.Issuer) {
	t.Helper()
	real := oidctest.Start(t, back, oidctest.Account{ID: "dana", Email: "dana@example.com", Verified: true, Groups: []string{"ops"}})
	return sso.New(sso.Options{
		Issuer: real.URL, ClientID: oidctest.ClientID, ClientSecret: oidctest.ClientSecret, RedirectURL: back,
		RoleClaim: "groups", Roles: []gatehouse.RoleRule{{Value: "ops", Role: gatehouse.Viewer}},
	}), real
}

// codeFor begins a sign-in and does the person's part at the issuer.
func codeFor(t *testing.T, i *sso.Issuer, real *oidctest.Issuer) (string, sso.Begun) {
	t.Helper()
	b, err := i.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(real.SignIn(t, b.URL, "dana"))
	if err != nil || to.Query().Get("state") != b.State {
		t.Fatalf("sent back to %s, %v", to, err)
	}
	return to.Query().Get("code"), b
}

func TestIdentityIsWhatTheIssuerSays(t *testing.T) {
	t.Parallel()
	i, real := newIssuer(t)
	code, b := codeFor(t, i, real)
	got, err := i.Finish(t.Context(), code, b)
	want := sso.Identity{
		Issuer: real.URL, Subject: "dana", Email: "dana@example.com", EmailVerified: true, Name: "Dana Kim", Role: gatehouse.Viewer,
	}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	wantRefusal(t, "a code used twice", i, code, b)
}

func TestAnswerToAnotherQuestionIsRefused(t *testing.T) {
	t.Parallel()
	i, real := newIssuer(t)
	for name, change := range map[string]func(*sso.Begun){
		"another nonce":    func(b *sso.Begun) { b.Nonce = "x" },
		"no nonce":         func(b *sso.Begun) { b.Nonce = "" },
		"another verifier": func(b *sso.Begun) { b.Verifier = strings.Repeat("x", 43) },
	} {
		code, b := codeFor(t, i, real)
		change(&b)
		wantRefusal(t, name, i, code, b)
	}
	_, b := codeFor(t, i, real)
	wantRefusal(t, "a made-up code", i, "made-up", b)
}

func wantRefusal(t *testing.T, name string, i *sso.Issuer, code string, b sso.Begun) {
	t.Helper()
	got, err := i.Finish(t.Context(), code, b)
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || e.Kind != gatehouse.Unauthenticated || got != (sso.Identity{}) {
		t.Errorf("%s: %+v, %v", name, got, err)
	}
	if strings.Contains(err.Error(), "canary") {
		t.Errorf("%s: a secret is in %v", name, err)
	}
}
