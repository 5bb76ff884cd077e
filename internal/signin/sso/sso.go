// Package sso signs people in with an account that they have elsewhere, by
// OpenID Connect.
//
// It speaks the authorization code flow with PKCE, state and nonce, and ends
// with an [Identity]: who the issuer says somebody is. Whether that person may
// come in, and as what, is decided by the caller. The issuer is asked for its
// addresses at the first sign-in and not before: one that is away must keep
// nobody from starting Gatehouse, or from signing in with a password.
package sso

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"gatehouse"
)

// Options are what an [Issuer] is reached by.
type Options struct {
	Name         string // for the button: "Northwind account"
	Issuer       string // URL, exactly as the issuer writes it
	ClientID     string
	ClientSecret gatehouse.Secret // empty: a public client
	RedirectURL  string           // where the issuer sends the browser back to
	RoleClaim    string           // claim that holds roles or groups; a dot leads into an object
	Roles        []gatehouse.RoleRule
}

// Issuer is where people have their accounts. It is safe for use by many
// goroutines.
type Issuer struct {
	Options
	client *http.Client

	mu       sync.Mutex
	provider *oidc.Provider // nil until the issuer has answered
}

// timeout bounds each call to the issuer.
const timeout = 10 * time.Second

// New returns an issuer without asking it anything.
func New(o Options) *Issuer { return &Issuer{Options: o, client: &http.Client{Timeout: timeout}} }

// Begun is a sign-in that waits for the browser to come back. All of it but
// the URL is for the browser to keep, sealed.
type Begun struct {
	URL      string // where to send the browser
	State    string
	Nonce    string
	Verifier string // PKCE, RFC 7636
}

// Begin starts a sign-in.
func (i *Issuer) Begin(ctx context.Context) (Begun, error) {
	config, _, err := i.config(ctx)
	if err != nil {
		return Begun{}, err
	}
	b := Begun{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	b.URL = config.AuthCodeURL(b.State, oidc.Nonce(b.Nonce), oauth2.S256ChallengeOption(b.Verifier))
	return b, nil
}

func (i *Issuer) config(ctx context.Context) (*oauth2.Config, *oidc.Provider, error) {
	provider, err := i.discover(ctx)
	if err != nil {
		return nil, nil, err
	}
	return &oauth2.Config{
		ClientID: i.ClientID, ClientSecret: i.ClientSecret.Reveal(), RedirectURL: i.RedirectURL,
		Endpoint: provider.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}, provider, nil
}

// discover asks the issuer for its addresses and keys, until it has answered.
func (i *Issuer) discover(ctx context.Context) (*oidc.Provider, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.provider != nil {
		return i.provider, nil
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), i.client), i.Issuer)
	if err != nil {
		return nil, away(err)
	}
	i.provider = provider
	return provider, nil
}

func away(err error) error {
	return &gatehouse.Error{
		Kind: gatehouse.Unavailable, Err: err,
		Detail: "The single sign-on does not answer. Try again shortly, or sign in with a password.",
	}
}

// Identity is who the issuer says somebody is.
type Identity struct {
	Issuer        string
	Subject       string // never reassigned by the issuer, unlike an email address
	Email         string // folded; empty: the issuer named none
	EmailVerified bool
	Name          string
	Role          gatehouse.Role // by the rules; empty: none applies
}

// Finish exchanges the code that the browser came back with. An answer that is
// not what was asked for is Unauthenticated.
func (i *Issuer) Finish(ctx context.Context, code string, b Begun) (Identity, error) {
	config, provider, err := i.config(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, i.client)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(b.Verifier))
	if err != nil {
		if _, answered := errors.AsType[*oauth2.RetrieveError](err); answered {
			return Identity{}, refused(err)
		}
		return Identity{}, away(err)
	}
	claims, idToken, err := i.claims(ctx, provider, token)
	if err != nil {
		return Identity{}, err
	}
	if idToken.Nonce != b.Nonce {
		return Identity{}, refused(errors.New("the nonce is another one"))
	}
	return i.identity(idToken, claims), nil
}

func refused(err error) error {
	return &gatehouse.Error{
		Kind: gatehouse.Unauthenticated, Err: err, Detail: "The single sign-on did not confirm who you are. Start over from the sign-in page.",
	}
}

// claims are those of the ID token and, since many issuers keep it small, of
// the userinfo endpoint. Where both name one, the signed token holds.
func (i *Issuer) claims(ctx context.Context, provider *oidc.Provider, token *oauth2.Token) (claims, *oidc.IDToken, error) {
	raw, _ := token.Extra("id_token").(string)
	idToken, err := provider.Verifier(&oidc.Config{ClientID: i.ClientID}).Verify(ctx, raw)
	if err != nil {
		return nil, nil, refused(err)
	}
	all := claims{}
	if provider.UserInfoEndpoint() != "" {
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return nil, nil, away(err)
		}
		if info.Subject != idToken.Subject { // OpenID Connect Core, section 5.3.2
			return nil, nil, refused(errors.New("the userinfo is about somebody else"))
		}
		if err := info.Claims(&all); err != nil {
			return nil, nil, refused(fmt.Errorf("reading the userinfo: %w", err))
		}
	}
	if err := idToken.Claims(&all); err != nil {
		return nil, nil, refused(fmt.Errorf("reading the ID token: %w", err))
	}
	return all, idToken, nil
}

func (i *Issuer) identity(t *oidc.IDToken, c claims) Identity {
	return Identity{
		Issuer: t.Issuer, Subject: t.Subject, Email: gatehouse.NormalizeEmail(c.text("email")),
		EmailVerified: c.holds("email_verified"), Name: c.text("name"), Role: gatehouse.RoleFor(i.Roles, c.values(i.RoleClaim)),
	}
}
