package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/sampleapi"
	"gatehouse/internal/store"
)

// The names of the demo's things.
const (
	demoAdmin   = "admin@gatehouse.example"
	demoKey     = "demo"
	demoPolicy  = "standard-partner-200rpm"
	demoClient  = "partner-acme-corp"
	demoProfile = "acme-corp-standard"
	demoEmail   = "dev@acme.example"
)

// demoShown is what the demo prints; as JSON it is one line.
type demoShown struct {
	GatewayURL    string `json:"gateway_url"`
	ConsoleURL    string `json:"console_url"`
	PortalURL     string `json:"portal_url"`
	AdminEmail    string `json:"admin_email"`
	AdminPassword string `json:"admin_password"`
	APIKey        string `json:"api_key"`
	ClientID      string `json:"client_id"`
	ProfileID     string `json:"profile_id"`
	Token         string `json:"token"`
}

func (s demoShown) text(h *house, kept string) string {
	var b strings.Builder
	where := "a temporary folder that goes when this ends"
	if kept != "" {
		where = kept
	}
	fmt.Fprintf(&b, "Gatehouse %s demo, on 127.0.0.1 alone, in %s\n", version, where)
	for _, l := range h.listeners() {
		fmt.Fprintf(&b, "  %-8s %s\n", l.name, l.url)
	}
	fmt.Fprintf(&b, "\nSign-in   %s\nPassword  %s\nAPI key   %s\n", s.AdminEmail, s.AdminPassword, s.APIKey)
	fmt.Fprintf(&b, "\nA call as the partner %s:\n\n  %s\n\nControl-C ends the demo.\n", demoClient, s.curl())
	return b.String()
}

func (s demoShown) curl() string {
	return fmt.Sprintf(`curl -i %s/shipments/track/12345 -H "X-Client-ID: %s" -H "Authorization: Bearer %s" -H "X-Profile-ID: %s"`,
		s.GatewayURL, s.ClientID, s.Token, s.ProfileID)
}

// seed makes everything the demo shows, or brings what a reused folder holds
// up to date: the upstream has another port, and secrets cannot be read again.
func (h *house) seed(ctx context.Context, upstream string) (demoShown, error) {
	s := demoShown{
		GatewayURL: h.gatewayAt.url, ConsoleURL: h.consoleAt.url, PortalURL: h.portalAt.url,
		AdminEmail: demoAdmin, AdminPassword: rand.Text(), ProfileID: demoProfile,
	}
	d := demoSeed{h.control, byCommandLine()}
	err := d.collections(ctx, upstream)
	if err == nil {
		err = d.policy(ctx)
	}
	if err == nil {
		err = d.admin(ctx, gatehouse.Secret(s.AdminPassword))
	}
	if err == nil {
		s.APIKey, err = d.key(ctx)
	}
	if err == nil {
		s.ClientID, s.Token, err = d.partner(ctx)
	}
	return s, err
}

// demoSeed fills a house through the same use cases as everybody.
type demoSeed struct {
	*manage.Control
	by manage.Caller
}

func (d demoSeed) collections(ctx context.Context, upstream string) error {
	samples, err := sampleapi.Collections(upstream)
	if err != nil {
		return err
	}
	for _, sample := range samples {
		c, err := d.Collection(ctx, d.by, sample.Name)
		if missing(err) {
			c, err = d.CreateCollection(ctx, d.by, sample)
		} else if err == nil {
			c, err = d.UpdateCollection(ctx, d.by, c.ID, 0, func(c *gatehouse.Collection) error {
				c.Upstream.Targets = sample.Upstream.Targets
				return nil
			})
		}
		if err != nil {
			return err
		}
		if _, err := d.Publish(ctx, d.by, c.ID, 0); err != nil {
			return err
		}
	}
	return nil
}

func (d demoSeed) policy(ctx context.Context) error {
	if _, err := d.Policy(ctx, d.by, demoPolicy); !missing(err) {
		return err
	}
	_, err := d.CreatePolicy(ctx, d.by, gatehouse.Policy{
		Name: demoPolicy, Description: "What every partner gets",
		Rate:  &gatehouse.Rate{Requests: 200, Window: time.Minute},
		Quota: &gatehouse.Quota{Requests: 50_000, Period: gatehouse.Day, TimeZone: "UTC"},
	})
	return err
}

func (d demoSeed) admin(ctx context.Context, password gatehouse.Secret) error {
	u, err := d.UserByEmail(ctx, d.by, demoAdmin)
	if missing(err) {
		_, err = d.CreateUser(ctx, d.by, gatehouse.User{Email: demoAdmin, Name: "Admin", Role: gatehouse.Admin, Status: gatehouse.Enabled}, password)
		return err
	}
	if err != nil {
		return err
	}
	return d.ResetPassword(ctx, d.by, u.ID, password)
}

func (d demoSeed) key(ctx context.Context) (string, error) {
	name := demoKey
	old, err := d.APIKey(ctx, d.by, demoKey)
	if err == nil {
		name = demoKey + "-" + strings.ToLower(rand.Text()[:8])
		if old.RevokedAt.IsZero() {
			err = d.RevokeAPIKey(ctx, d.by, old.ID)
		}
	}
	if err != nil && !missing(err) {
		return "", err
	}
	key, err := d.CreateAPIKey(ctx, d.by, gatehouse.APIKey{Name: name, Role: gatehouse.Admin})
	return key.Secret.Reveal(), err
}

func (d demoSeed) partner(ctx context.Context) (clientID, token string, err error) {
	c, err := d.Client(ctx, d.by, demoClient)
	if missing(err) {
		return d.onboard(ctx)
	}
	if err != nil {
		return "", "", err
	}
	profiles, _, err := d.Profiles(ctx, d.by, store.ProfileQuery{ClientID: c.ID, Page: store.Page{Limit: 200}})
	if err != nil {
		return "", "", err
	}
	for _, p := range profiles {
		if p.Name == demoProfile {
			issued, err := d.RotateToken(ctx, d.by, p.ID, manage.Rotation{Token: gatehouse.NewToken{Generate: true}})
			return c.ID, issued.Secret.Reveal(), err
		}
	}
	return "", "", fmt.Errorf("the profile %s of %s is gone; use another folder", demoProfile, demoClient)
}

func (d demoSeed) onboard(ctx context.Context) (clientID, token string, err error) {
	done, err := d.Onboard(ctx, d.by, manage.Onboarding{
		Client: gatehouse.Client{Name: demoClient, Description: "Acme Corp logistics integration", Status: gatehouse.Enabled},
		Profile: gatehouse.Profile{
			Name: demoProfile, Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}, AllowedMethods: []string{"GET", "POST"},
		},
		Token:        &gatehouse.NewToken{Generate: true},
		Collections:  []string{"shipments", "orders"},
		Policies:     []manage.PolicyChoice{{IDOrName: demoPolicy}},
		PortalEmails: []string{demoEmail},
	}, false)
	if err != nil {
		return "", "", err
	}
	return done.Client.ID, done.Token.Secret.Reveal(), nil
}

func missing(err error) bool {
	e, ok := errors.AsType[*gatehouse.Error](err)
	return ok && e.Kind == gatehouse.NotFound
}
