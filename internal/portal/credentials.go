package portal

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// CredentialFields are what a profile has on the page of credentials. The name
// is exported because huma looks past other ones.
type CredentialFields struct {
	Headers []headerJSON `json:"headers" doc:"What every call needs; the token stands as $GATEWAY_TOKEN."`
	Tokens  []tokenJSON  `json:"tokens" doc:"Newest first."`
}

type credentialJSON struct {
	ProfileFields
	CredentialFields
}

type tokenJSON struct {
	ID         string     `json:"id" doc:"Id of the token." example:"tk_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Prefix     string     `json:"prefix" doc:"First characters of the secret." example:"ght_7Kq2"`
	Status     string     `json:"status" enum:"active,retiring,expired,revoked" doc:"Where in its life it is; a retiring one still works."`
	CreatedAt  time.Time  `json:"created_at" doc:"When it was made."`
	ExpiresAt  *time.Time `json:"expires_at" doc:"When it stops working; null: never."`
	LastUsedAt *time.Time `json:"last_used_at" doc:"null: never; at most a minute behind."`
	LastUsedIP *string    `json:"last_used_ip" doc:"Where from."`
	UseCount   int64      `json:"use_count" doc:"Accepted calls."`
}

type credentialsJSON struct {
	Client  refJSON          `json:"client" doc:"The client."`
	BaseURL string           `json:"base_url" doc:"Where the gateway answers."`
	Items   []credentialJSON `json:"items" doc:"The profiles, by name."`
}

func tokenOf(t gatehouse.Token, now time.Time) tokenJSON {
	return tokenJSON{
		t.ID, t.Prefix, string(t.Status(now)), t.CreatedAt.UTC(), rest.OptionalTime(t.ExpiresAt), rest.OptionalTime(t.LastUsedAt), rest.OptionalText(t.LastUsedIP), t.UseCount,
	}
}

func (a *api) credentials(ctx context.Context, _ *struct{}) (*rest.Answer[credentialsJSON], error) {
	u, from, now := by(ctx), rest.CallOf(ctx).From, time.Now()
	profiles, err := a.Control.PortalProfiles(ctx, u)
	if err != nil {
		return nil, err
	}
	items := rest.Each(profiles, func(p manage.PortalProfile) credentialJSON {
		tokens := rest.Each(p.Tokens, func(t gatehouse.Token) tokenJSON { return tokenOf(t, now) })
		return credentialJSON{profileOf(p, from), CredentialFields{identity(u.Client.ID, p.Profile), tokens}}
	})
	return rest.Shown(credentialsJSON{clientRef(u.Client), a.GatewayURL, items}), nil
}

// newTokenJSON asks for a token.
type newTokenJSON struct {
	Overlap   string     `json:"overlap,omitempty" doc:"How long the present tokens go on working: 0s to 90d; 24h when left out." example:"24h"`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"When the new token stops working; left out: never."`
}

// issuedJSON is a token in the one answer that shows its secret.
type issuedJSON struct {
	ID        string         `json:"id" doc:"Id of the token."`
	Prefix    string         `json:"prefix" doc:"First characters of the secret."`
	Secret    string         `json:"secret" doc:"Shown this once and nowhere else."`
	CreatedAt time.Time      `json:"created_at" doc:"When it was made."`
	ExpiresAt *time.Time     `json:"expires_at" doc:"When it stops working; null: never."`
	Retiring  []retiringJSON `json:"retiring" doc:"Older tokens that still work for a while."`
}

type retiringJSON struct {
	ID        string     `json:"id" doc:"Id of the token."`
	Prefix    string     `json:"prefix" doc:"First characters of the secret."`
	ExpiresAt *time.Time `json:"expires_at" doc:"When it stops working."`
}

const defaultOverlap = 24 * time.Hour

func (a *api) makeToken(ctx context.Context, in *struct {
	rest.ByID
	Body rest.Body[newTokenJSON]
},
) (*rest.Answer[issuedJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	rotation := manage.Rotation{Overlap: defaultOverlap}
	if sent.Overlap != "" {
		if rotation.Overlap, err = gatehouse.ParseDuration(sent.Overlap); err != nil {
			return nil, gatehouse.Fields{{Pointer: "/overlap", Detail: `must be a whole number and a unit of s, m, h or d, such as "24h"`}}.Err()
		}
	}
	if sent.ExpiresAt != nil {
		rotation.Token.ExpiresAt = sent.ExpiresAt.UTC()
	}
	issued, err := a.Control.PortalSelfService(ctx, by(ctx), in.ID, rotation)
	if err != nil {
		return nil, err
	}
	out := issuedJSON{issued.ID, issued.Prefix, issued.Secret.Reveal(), issued.CreatedAt.UTC(), rest.OptionalTime(issued.ExpiresAt), []retiringJSON{}}
	profiles, err := a.Control.PortalProfiles(ctx, by(ctx))
	for _, p := range profiles {
		for _, t := range p.Tokens {
			if p.Profile.ID == issued.ProfileID && t.Status(time.Now()) == gatehouse.TokenRetiring {
				out.Retiring = append(out.Retiring, retiringJSON{t.ID, t.Prefix, rest.OptionalTime(t.ExpiresAt)})
			}
		}
	}
	return rest.Shown(out), err
}
