package adminapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// newOnboardingJSON is the whole recipe for one partner.
type newOnboardingJSON struct {
	Client       newClientJSON      `json:"client" doc:"The client to create."`
	Profile      partnerProfileJSON `json:"profile" doc:"Its first profile."`
	Collections  []string           `json:"collections,omitempty" doc:"Ids or names of the collections the client may call." example:"[\"shipments\",\"orders\"]"`
	Policies     []policyChoice     `json:"policies,omitempty" doc:"Policies to attach to the client: an id, a name, or a whole new policy."`
	PortalEmails []string           `json:"portal_emails,omitempty" doc:"Addresses that may sign in to the portal for this client." example:"[\"dev@acme.example\"]"`
}

// partnerProfileJSON is a profile whose client is made in the same call.
type partnerProfileJSON struct {
	Name           string        `json:"name" pattern:"^[a-z0-9][a-z0-9-]{1,62}$" doc:"The Profile ID that the partner sends; never changes." example:"acme-corp-standard"`
	Status         string        `json:"status,omitempty" clear:"false" enum:"enabled,disabled" default:"enabled" doc:"A disabled profile is refused with 403 profile_disabled."`
	Auth           *authJSON     `json:"auth,omitempty" doc:"How a caller proves who it is; token when left out."`
	AllowedMethods []string      `json:"allowed_methods,omitempty" enum:"DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT" minItems:"1" doc:"Methods the profile may use; null or left out: any. GET includes HEAD." example:"[\"GET\",\"POST\"]"`
	IPAllowlist    []string      `json:"ip_allowlist,omitempty" doc:"Addresses and CIDR blocks the profile may be used from; empty: any address." example:"[\"203.0.113.0/24\"]"`
	PolicyIDs      []string      `json:"policy_ids,omitempty" doc:"Ids of policies counted for this profile alone." example:"[]"`
	ExpiresAt      *time.Time    `json:"expires_at,omitempty" doc:"When the profile stops working; left out: never." example:"2027-03-01T09:30:00Z"`
	SelfService    bool          `json:"self_service,omitempty" doc:"The partner may make and rotate the profile's tokens in the portal." example:"false"`
	Token          *newTokenJSON `json:"token,omitempty" doc:"The token. Left out where auth.type is token: one is generated, or, with self_service, none, and the partner makes it in the portal."`
}

// policyChoice is an id or name of a policy, or a new one.
type policyChoice struct {
	idOrName string
	policy   *newPolicyJSON
}

// Schema documents both forms.
func (policyChoice) Schema(r huma.Registry) *huma.Schema {
	name := &huma.Schema{Type: huma.TypeString, Description: "Id or name of a policy.", Examples: []any{"standard-partner-200rpm"}}
	return &huma.Schema{AnyOf: []*huma.Schema{name, r.Schema(reflect.TypeFor[newPolicyJSON](), true, "")}}
}

func (policyChoice) CheckShape(v any, at string, f *gatehouse.Fields) {
	if _, ok := v.(map[string]any); !ok {
		if _, ok := v.(string); !ok {
			f.Add(at, "must be the id or name of a policy, or a policy")
			return
		}
		rest.CheckShape[string](v, at, f)
		return
	}
	rest.CheckShape[newPolicyJSON](v, at, f)
}

// UnmarshalJSON reads what checkShape let through.
func (c *policyChoice) UnmarshalJSON(raw []byte) error {
	if raw[0] == '"' {
		return json.Unmarshal(raw, &c.idOrName)
	}
	c.policy = &newPolicyJSON{}
	return json.Unmarshal(raw, c.policy)
}

func (in newOnboardingJSON) onboarding() (manage.Onboarding, error) {
	var f gatehouse.Fields
	o := manage.Onboarding{Collections: in.Collections, PortalEmails: in.PortalEmails, Token: in.Profile.Token.asked()}
	collect(&f, "/client", in.Client.apply(&o.Client))
	collect(&f, "/profile", in.Profile.apply(&o.Profile))
	for i, choice := range in.Policies {
		named := manage.PolicyChoice{IDOrName: choice.idOrName}
		if choice.policy != nil {
			named.New = &gatehouse.Policy{}
			collect(&f, fmt.Sprintf("/policies/%d", i), choice.policy.apply(named.New))
		}
		o.Policies = append(o.Policies, named)
	}
	return o, f.Err()
}

func (in partnerProfileJSON) apply(p *gatehouse.Profile) error {
	auth := authJSON{string(gatehouse.AuthToken)}
	if in.Auth != nil {
		auth = *in.Auth
	}
	return newProfileJSON{
		Name: in.Name, Status: in.Status, Auth: auth, AllowedMethods: in.AllowedMethods,
		IPAllowlist: in.IPAllowlist, PolicyIDs: in.PolicyIDs, ExpiresAt: in.ExpiresAt, SelfService: in.SelfService,
	}.apply(p)
}

type onboardIn struct {
	DryRun bool   `query:"dry_run" doc:"Check everything and show what would be made, with ids and secrets null; nothing is written and the answer is 200."`
	Draft  string `query:"draft" maxLength:"128" doc:"Id of the onboarding draft that this finishes; it is deleted in the same transaction. One that is gone is a 422, so that nobody finishes it twice." example:"od_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Body   rest.Body[newOnboardingJSON]
}

type onboardOut struct {
	Status   int
	Location string `header:"Location" doc:"Path of the new client." example:"/api/v1/clients/cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Body     onboardingJSON
}

func (a *api) onboard(ctx context.Context, in *onboardIn) (*onboardOut, error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	onboarding, err := sent.onboarding()
	if err != nil {
		return nil, err
	}
	onboarding.Draft = in.Draft
	done, err := a.Control.Onboard(ctx, by(ctx), onboarding, in.DryRun)
	if err != nil {
		return nil, err
	}
	out := &onboardOut{Status: http.StatusOK, Body: onboardingOf(done)}
	if !in.DryRun {
		out.Status, out.Location = http.StatusCreated, Prefix+"/clients/"+done.Client.ID
	}
	return out, nil
}

type sheetIn struct {
	rest.ByID
	ProfileID string `query:"profile_id" maxLength:"128" doc:"Id or name of the profile; left out: the client's only one." example:"acme-corp-standard"`
}

func (a *api) handOverSheet(ctx context.Context, in *sheetIn) (*rest.Answer[onboardingJSON], error) {
	sheet, err := a.Control.Sheet(ctx, by(ctx), in.ID, in.ProfileID)
	if err != nil {
		return nil, err
	}
	return rest.Shown(onboardingOf(sheet)), nil
}
