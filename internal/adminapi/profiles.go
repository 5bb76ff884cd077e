package adminapi

import (
	"net/netip"
	"strconv"
	"time"

	"gatehouse/internal/rest"

	"gatehouse"
)

// ProfileJSON says how and from where a client may call.
type ProfileJSON struct {
	ID       string `json:"id" doc:"Generated id; works as X-Profile-ID too." example:"pr_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ClientID string `json:"client_id" doc:"The client it belongs to." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ProfileFieldsJSON
	MetaJSON
}

// ProfileFieldsJSON is a profile but for its ids and version.
type ProfileFieldsJSON struct {
	Name           string     `json:"name" doc:"The Profile ID that the partner sends as X-Profile-ID; unique in the client." example:"acme-corp-standard"`
	Status         string     `json:"status" enum:"enabled,disabled" doc:"A disabled profile is refused with 403 profile_disabled." example:"enabled"`
	Auth           authJSON   `json:"auth" doc:"How a caller proves who it is."`
	AllowedMethods []string   `json:"allowed_methods" nullable:"true" doc:"Methods the profile may use, sorted; null: any. GET includes HEAD." example:"[\"GET\",\"POST\"]"`
	IPAllowlist    []string   `json:"ip_allowlist" doc:"CIDR blocks the profile may be used from; empty: any address." example:"[\"203.0.113.0/24\"]"`
	PolicyIDs      []string   `json:"policy_ids" doc:"Policies counted for this profile alone." example:"[]"`
	ExpiresAt      *time.Time `json:"expires_at" doc:"When the profile stops working; null: never." example:"2027-03-01T09:30:00Z"`
	SelfService    bool       `json:"self_service" doc:"The partner may make and rotate the profile's tokens in the portal." example:"false"`
}

type authJSON struct {
	Type string `json:"type" enum:"none,token" doc:"token: Authorization: Bearer with one of the profile's tokens. none: the two id headers alone." example:"token"`
}

// createdProfileJSON is a new profile with the token made for it.
type createdProfileJSON struct {
	ProfileJSON
	Token *issuedTokenJSON `json:"token" doc:"The token that was asked for, with its secret this once; null when none was."`
}

func profileOf(p gatehouse.Profile) ProfileJSON {
	return ProfileJSON{p.ID, p.ClientID, profileFieldsOf(p), metaOf(p.Meta)}
}

func profileFieldsOf(p gatehouse.Profile) ProfileFieldsJSON {
	return ProfileFieldsJSON{
		Name: p.Name, Status: string(p.Status), Auth: authJSON{string(p.Auth.Type)},
		AllowedMethods: p.AllowedMethods, IPAllowlist: rest.Each(p.IPAllowlist, netip.Prefix.String),
		PolicyIDs: rest.OrEmpty(p.PolicyIDs), ExpiresAt: rest.OptionalTime(p.ExpiresAt), SelfService: p.SelfService,
	}
}

// newProfileJSON is what a caller may say about a profile.
type newProfileJSON struct {
	Name           string        `json:"name" fixed:"true" pattern:"^[a-z0-9][a-z0-9-]{1,62}$" doc:"The Profile ID that the partner sends; unique in the client; never changes." example:"acme-corp-standard"`
	ClientID       string        `json:"client_id" fixed:"true" doc:"The client it belongs to." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Status         string        `json:"status,omitempty" clear:"false" enum:"enabled,disabled" default:"enabled" doc:"A disabled profile is refused with 403 profile_disabled."`
	Auth           authJSON      `json:"auth" doc:"How a caller proves who it is."`
	AllowedMethods []string      `json:"allowed_methods,omitempty" enum:"DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT" minItems:"1" doc:"Methods the profile may use; null or left out: any. GET includes HEAD." example:"[\"GET\",\"POST\"]"`
	IPAllowlist    []string      `json:"ip_allowlist,omitempty" doc:"Addresses and CIDR blocks the profile may be used from; empty: any address." example:"[\"203.0.113.0/24\"]"`
	PolicyIDs      []string      `json:"policy_ids,omitempty" doc:"Policies counted for this profile alone." example:"[]"`
	ExpiresAt      *time.Time    `json:"expires_at,omitempty" doc:"When the profile stops working; left out: never." example:"2027-03-01T09:30:00Z"`
	SelfService    bool          `json:"self_service,omitempty" doc:"The partner may make and rotate the profile's tokens in the portal." example:"false"`
	Token          *newTokenJSON `json:"token,omitempty" fixed:"true" doc:"Make a token with the profile, where auth.type is token."`
}

func (in newProfileJSON) apply(p *gatehouse.Profile) error {
	var f gatehouse.Fields
	p.Name, p.ClientID, p.Status = in.Name, in.ClientID, statusOf(in.Status)
	p.Auth = gatehouse.Auth{Type: gatehouse.AuthType(in.Auth.Type)}
	p.AllowedMethods, p.PolicyIDs, p.ExpiresAt, p.SelfService = in.AllowedMethods, in.PolicyIDs, timeOf(in.ExpiresAt), in.SelfService
	p.IPAllowlist = allowlist(&f, in.IPAllowlist)
	return f.Err()
}

func allowlist(f *gatehouse.Fields, entries []string) []netip.Prefix {
	var out []netip.Prefix
	for i, entry := range entries {
		prefix, wrong := gatehouse.ParseAllowlistEntry(entry)
		if wrong != nil {
			f.Add("/ip_allowlist/"+strconv.Itoa(i), "%s", wrong.Detail)
		}
		out = append(out, prefix)
	}
	return out
}

func newProfileOf(p gatehouse.Profile) newProfileJSON {
	return newProfileJSON{
		Name: p.Name, ClientID: p.ClientID, Status: string(p.Status), Auth: authJSON{string(p.Auth.Type)},
		AllowedMethods: p.AllowedMethods, IPAllowlist: rest.Each(p.IPAllowlist, netip.Prefix.String),
		PolicyIDs: p.PolicyIDs, ExpiresAt: rest.OptionalTime(p.ExpiresAt), SelfService: p.SelfService,
	}
}
