package portal

import (
	"context"
	"net/netip"
	"time"

	"gatehouse"
	"gatehouse/internal/limit"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// ProfileFields is a profile as its own partner sees it. The name is exported
// because huma looks past other ones where they are embedded.
type ProfileFields struct {
	ID                 string     `json:"id" doc:"Works as X-Profile-ID too." example:"pr_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name               string     `json:"name" doc:"The Profile ID." example:"acme-corp-standard"`
	Usable             bool       `json:"usable" doc:"Whether calls can be accepted at all."`
	Reason             *string    `json:"reason" doc:"Why not; null when usable."`
	Auth               string     `json:"auth" doc:"How a caller proves who it is: token, none, and so on." example:"token"`
	AllowedMethods     []string   `json:"allowed_methods" nullable:"true" doc:"Methods the profile may use; null: any."`
	IPAllowlist        []string   `json:"ip_allowlist" doc:"CIDR blocks it may be used from; empty: any address."`
	YourAddressAllowed bool       `json:"your_address_allowed" doc:"Whether the address of this call is among them."`
	ExpiresAt          *time.Time `json:"expires_at" doc:"When it stops working; null: never."`
	SelfService        bool       `json:"self_service" doc:"Whether its tokens can be made and rotated here."`
	LiveTokens         int        `json:"live_tokens" doc:"Tokens that work now."`
}

func profileOf(p manage.PortalProfile, from netip.Addr) ProfileFields {
	return ProfileFields{
		ID: p.Profile.ID, Name: p.Profile.Name, Usable: p.Usable, Reason: rest.OptionalText(p.Reason), Auth: string(p.Profile.Auth.Type),
		AllowedMethods: p.Profile.AllowedMethods, IPAllowlist: rest.Each(p.Profile.IPAllowlist, netip.Prefix.String),
		YourAddressAllowed: allows(p.Profile, from), ExpiresAt: rest.OptionalTime(p.Profile.ExpiresAt), SelfService: p.Profile.SelfService,
		LiveTokens: p.LiveTokens,
	}
}

func allows(p gatehouse.Profile, from netip.Addr) bool {
	for _, block := range p.IPAllowlist {
		if block.Contains(from.Unmap()) {
			return true
		}
	}
	return len(p.IPAllowlist) == 0
}

// chosen finds the profile that a page is about: by name or id, or the first
// one that can be used. nil: the client has none.
func (a *api) chosen(ctx context.Context, nameOrID string) ([]manage.PortalProfile, *manage.PortalProfile, error) {
	all, err := a.Control.PortalProfiles(ctx, by(ctx))
	if err != nil {
		return nil, nil, err
	}
	for i := range all {
		if p := &all[i]; nameOrID == p.Profile.ID || nameOrID == p.Profile.Name || nameOrID == "" && p.Usable {
			return all, p, nil
		}
	}
	switch {
	case nameOrID != "":
		return nil, nil, gatehouse.Errorf(gatehouse.NotFound, "There is no such profile.")
	case len(all) > 0:
		return all, &all[0], nil
	default:
		return all, nil, nil
	}
}

// limitJSON is one window, and what is left in it.
type limitJSON struct {
	Policy        string `json:"policy" doc:"Name of the policy." example:"standard-partner-200rpm"`
	Kind          string `json:"kind" enum:"rate,quota" doc:"A sliding window, or a calendar period."`
	Limit         int64  `json:"limit" doc:"Requests allowed." example:"200"`
	Remaining     int64  `json:"remaining" doc:"Requests still allowed now." example:"163"`
	WindowSeconds int64  `json:"window_seconds" doc:"Length of the window or of the running period." example:"60"`
	ResetSeconds  int64  `json:"reset_seconds" doc:"Until the oldest counted request leaves the window, or the period ends." example:"22"`
}

// limitsOf are the windows that the calls of a profile are counted in, the
// tightest first. Looking counts nothing.
func (a *api) limitsOf(clientID, profileID string) []limitJSON {
	client := a.Directory.Find(clientID)
	if client == nil {
		return []limitJSON{}
	}
	profile := client.Profile(profileID)
	if profile == nil {
		return []limitJSON{}
	}
	set, err := a.Directory.Limits(client, profile)
	if err != nil {
		return []limitJSON{} // the gateway refuses such calls and says so
	}
	var d limit.Decision
	set.Peek(time.Now(), &d)
	return rest.Each(d.Items, limitOf)
}

func limitOf(i limit.Item) limitJSON {
	out := limitJSON{
		Policy: i.Policy, Kind: "rate", Limit: i.Limit, Remaining: i.Remaining,
		WindowSeconds: wholeSeconds(i.Window), ResetSeconds: wholeSeconds(i.Reset),
	}
	if i.Quota {
		out.Kind = "quota"
	}
	return out
}

func wholeSeconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }
