package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"gatehouse/internal/config"
)

type onboardCmd struct {
	config.Remote
	Client     string   `help:"Name of the new client." required:"" placeholder:"NAME"`
	Profile    string   `help:"Name of its profile: the Profile ID that the partner sends." required:"" placeholder:"NAME"`
	Collection []string `help:"Collection to give access to, by name or id; may be repeated." placeholder:"NAME"`
	Policy     []string `help:"Policy to attach to the client, by name or id; may be repeated." placeholder:"NAME"`
	Email      []string `help:"Address that may sign in to the portal; may be repeated." placeholder:"EMAIL"`
	Method     []string `help:"Method the profile may use; may be repeated; none: any." placeholder:"METHOD"`
	DryRun     bool     `help:"Check everything and write nothing."`
	JSON       bool     `help:"Print the answer of the admin API."`
}

func (onboardCmd) Help() string {
	return `Creates client, profile, token, access, policies and portal access together or not at all, through the admin
API of a running server, and prints the hand-over sheet. The token is shown this once.

Examples:

    export GATEHOUSE_URL=http://127.0.0.1:8081 GATEHOUSE_API_KEY=ghk_…
    gatehouse onboard --client partner-acme-corp --profile acme-corp-standard \
        --collection shipments --collection orders --policy standard-partner-200rpm \
        --method GET --method POST --email dev@acme.example
    gatehouse onboard --client partner-acme-corp --profile acme-corp-standard --dry-run --json`
}

// onboarding is the body of POST /onboardings.
type onboarding struct {
	Client       onboardingClient  `json:"client"`
	Profile      onboardingProfile `json:"profile"`
	Collections  []string          `json:"collections"`
	Policies     []string          `json:"policies"`
	PortalEmails []string          `json:"portal_emails"`
}

type onboardingClient struct {
	Name string `json:"name"`
}

type onboardingProfile struct {
	Name           string            `json:"name"`
	Auth           map[string]string `json:"auth"`
	AllowedMethods []string          `json:"allowed_methods,omitempty"`
	Token          map[string]bool   `json:"token"`
}

func (c *onboardCmd) body() onboarding {
	return onboarding{
		Client: onboardingClient{c.Client},
		Profile: onboardingProfile{
			Name: c.Profile, Auth: map[string]string{"type": "token"}, AllowedMethods: c.Method,
			Token: map[string]bool{"generate": true},
		},
		Collections: orEmpty(c.Collection), Policies: orEmpty(c.Policy), PortalEmails: orEmpty(c.Email),
	}
}

// orEmpty makes an absent list an empty one, which JSON shows as [].
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (c *onboardCmd) Run(p *process) error {
	r, err := openRemote(c.Remote)
	if err != nil {
		return err
	}
	path := "/onboardings"
	if c.DryRun {
		path += "?dry_run=true"
	}
	answer, err := r.post(context.Background(), path, c.body())
	if err != nil {
		return err
	}
	if c.JSON {
		_, err := fmt.Fprintln(p.stdout, strings.TrimSpace(string(answer)))
		return err
	}
	var done struct {
		HandOver sheet `json:"hand_over"`
	}
	if err := json.Unmarshal(answer, &done); err != nil {
		return fmt.Errorf("reading the answer of the admin API: %w", err)
	}
	if c.DryRun {
		fmt.Fprintln(p.stdout, "Dry run: nothing was written. The hand-over sheet would be:")
	}
	done.HandOver.print(p.stdout)
	return nil
}

// sheet is the hand-over sheet.
type sheet struct {
	BaseURL     string `json:"base_url"`
	ClientID    string `json:"client_id"`
	ProfileID   string `json:"profile_id"`
	Token       string `json:"token"`
	Collections []struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	} `json:"collections"`
	Policies []struct {
		Name string `json:"name"`
		Rate *struct {
			Requests int64  `json:"requests"`
			Window   string `json:"window"`
		} `json:"rate"`
		Quota *struct {
			Requests int64  `json:"requests"`
			Period   string `json:"period"`
		} `json:"quota"`
	} `json:"policies"`
	PortalURL string `json:"portal_url"`
	Curl      string `json:"curl"`
	Link      string `json:"link"`
}

func (s *sheet) print(w io.Writer) {
	line := func(name, value string) {
		if value == "" {
			value = "(made when this is run for real)"
		}
		fmt.Fprintf(w, "%-12s %s\n", name, value)
	}
	line("Base URL", s.BaseURL)
	line("Client ID", s.ClientID)
	line("Profile ID", s.ProfileID)
	line("Token", s.Token)
	for _, c := range s.Collections {
		line("Collection", c.Name+"  "+c.URL)
	}
	for _, p := range s.Policies {
		terms := []string{p.Name}
		if p.Rate != nil {
			terms = append(terms, fmt.Sprintf("%d requests per %s", p.Rate.Requests, p.Rate.Window))
		}
		if p.Quota != nil {
			terms = append(terms, fmt.Sprintf("%d per %s", p.Quota.Requests, p.Quota.Period))
		}
		line("Policy", strings.Join(terms, ", "))
	}
	line("Portal", s.PortalURL)
	if s.Curl != "" {
		fmt.Fprintf(w, "\n%s\n", s.Curl)
	}
}
