// Package oidctest is an OpenID Connect issuer for tests, made of a certified
// library's own example server: it speaks the real protocol on a loopback
// port, with accounts that the test brings.
package oidctest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// The one client of the issuer, and the password of all accounts.
const (
	ClientID     = "gatehouse"
	ClientSecret = "oidc-canary-secret"
	Password     = "very secure"
)

// Account is somebody whom the issuer knows.
type Account struct {
	ID, Email string
	Verified  bool     // the address
	Groups    []string // in the claim "groups" of the userinfo
}

// Issuer is a running issuer.
type Issuer struct {
	URL string
}

// Start runs an issuer that sends browsers back to one address.
func Start(t testing.TB, redirectURL string, accounts ...Account) *Issuer {
	t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	people := people{}
	for _, a := range accounts {
		people[a.ID] = a
	}
	client := storage.WebClient(ClientID, ClientSecret, redirectURL)
	keeper := keeper{storage.NewStorageWithClients(people, map[string]*storage.Client{ClientID: client}), people}
	handler = exampleop.SetupServer(server.URL, keeper, nil, false)
	return &Issuer{URL: server.URL}
}

// SignIn does what a person does at the issuer: it follows location there,
// fills in the form and returns where the browser is sent back to.
func (i *Issuer) SignIn(t testing.TB, location, accountID string) string {
	t.Helper()
	client := &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(r.URL.String(), i.URL) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	form, err := client.Get(location)
	if err != nil {
		t.Fatal(err)
	}
	defer form.Body.Close()
	id := form.Request.URL.Query().Get("authRequestID")
	if id == "" {
		text, _ := io.ReadAll(form.Body)
		t.Fatalf("the issuer shows no form at %s: %d %s", form.Request.URL, form.StatusCode, text)
	}
	back, err := client.PostForm(i.URL+"/login/username", url.Values{"username": {accountID}, "password": {Password}, "id": {id}})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Body.Close()
	to := back.Header.Get("Location")
	if to == "" {
		text, _ := io.ReadAll(back.Body)
		t.Fatalf("the issuer sends nobody back: %d %s", back.StatusCode, text)
	}
	return to
}

type people map[string]Account

func (p people) GetUserByID(id string) *storage.User {
	a, ok := p[id]
	if !ok {
		return nil
	}
	return &storage.User{ID: a.ID, Username: a.ID, Password: Password, FirstName: "Dana", LastName: "Kim", Email: a.Email, EmailVerified: a.Verified}
}

func (p people) GetUserByUsername(name string) *storage.User { return p.GetUserByID(name) }
func (p people) ExampleClientID() string                     { return "" }

// keeper adds groups to what the example tells about people.
type keeper struct {
	*storage.Storage
	people people
}

// SetUserinfoFromToken is what the userinfo endpoint asks for.
func (k keeper) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, tokenID, subject, origin string) error {
	info.AppendClaims("groups", k.people[subject].Groups)
	return k.Storage.SetUserinfoFromToken(ctx, info, tokenID, subject, origin)
}

var _ op.Storage = keeper{}
