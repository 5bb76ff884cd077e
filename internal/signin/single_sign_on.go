package signin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/signin/sso"
)

// SingleSignOnLife is how long a browser may take to come back from the
// issuer.
const SingleSignOnLife = 10 * time.Minute

// kept is what the browser keeps, sealed, until it comes back.
type kept struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Next     string    `json:"next"`
	Until    time.Time `json:"until"`
}

const keptPurpose = "single sign-on under way"

// SingleSignOn is the name of the single sign-on; empty: there is none.
func (d *Desk) SingleSignOn() string {
	if d.sso == nil {
		return ""
	}
	return d.sso.Name
}

// BeginSingleSignOn returns where to send a browser, and what it must bring
// back. Next is the path of the console to end at.
func (d *Desk) BeginSingleSignOn(ctx context.Context, next string) (location string, cookie gatehouse.Secret, err error) {
	b, err := d.sso.Begin(ctx)
	if err != nil {
		return "", "", err
	}
	plain, err := json.Marshal(kept{b.State, b.Nonce, b.Verifier, localPath(next), d.now().Add(SingleSignOnLife)})
	if err != nil {
		return "", "", fmt.Errorf("encoding a sign-in under way: %w", err)
	}
	sealed, err := d.keys.Seal(keptPurpose, plain)
	return b.URL, gatehouse.Secret(base64.RawURLEncoding.EncodeToString(sealed)), err
}

// localPath is a path of the console, and "/" for anything that a browser
// could take for another place.
func localPath(next string) string {
	other := func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsFunc(next, other) || len(next) > 2048 {
		return "/"
	}
	return next
}

// Returned is what a browser brings back from the issuer.
type Returned struct {
	Cookie gatehouse.Secret
	State  string
	Code   gatehouse.Secret
	Error  string // the issuer's word for why there is no code
}

var (
	errReturned   = gatehouse.Errorf(gatehouse.Unauthenticated, "This sign-in took too long or was begun in another browser. Start over from the sign-in page.")
	errDenied     = gatehouse.Errorf(gatehouse.Unauthenticated, "The single sign-on was cancelled or refused. Start over from the sign-in page.")
	errUnverified = gatehouse.Errorf(gatehouse.Forbidden, "The single sign-on has not verified your email address. Verify it there and try again.")
)

// FinishSingleSignOn signs in whoever comes back from the issuer, and returns
// the path of the console to end at.
func (d *Desk) FinishSingleSignOn(ctx context.Context, r Returned, a Attempt) (s Started, next string, err error) {
	if wait := d.keyFailures.take(place(a.From), d.now()); wait > 0 {
		return s, "", tooMany(wait)
	}
	k, err := d.keptBy(r)
	if err != nil {
		return s, "", err
	}
	if r.Error != "" || r.Code == "" {
		return s, "", errDenied
	}
	identity, err := d.sso.Finish(ctx, r.Code.Reveal(), sso.Begun{State: k.State, Nonce: k.Nonce, Verifier: k.Verifier})
	if err != nil {
		return s, "", err
	}
	if !identity.EmailVerified || !gatehouse.ValidEmail(identity.Email) {
		return s, "", errUnverified
	}
	d.keyFailures.forgive(place(a.From))
	user, err := d.userOf(ctx, identity, a)
	if err != nil {
		return s, "", err
	}
	s, err = d.start(ctx, user, a)
	return s, k.Next, err
}

func (d *Desk) keptBy(r Returned) (k kept, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(r.Cookie.Reveal())
	if err != nil {
		return k, errReturned
	}
	plain, err := d.keys.Open(keptPurpose, sealed)
	if err != nil || json.Unmarshal(plain, &k) != nil {
		return k, errReturned
	}
	if !sameHash(d.keys.Hash(k.State), d.keys.Hash(r.State)) || !d.now().Before(k.Until) {
		return k, errReturned
	}
	return k, nil
}

func (d *Desk) userOf(ctx context.Context, i sso.Identity, a Attempt) (gatehouse.User, error) {
	by := manage.Caller{Actor: gatehouse.Actor{Type: gatehouse.ActorSystem, Name: "single sign-on", IP: ip(a.From)}, RequestID: a.RequestID}
	return d.control.UserOfAccount(ctx, by, manage.Account{
		Issuer: i.Issuer, Subject: i.Subject, Email: i.Email, Name: firstBytes(i.Name, 256), Role: i.Role, Mapped: len(d.sso.Roles) > 0,
	})
}
