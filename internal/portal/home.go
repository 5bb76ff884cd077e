package portal

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// homeJSON is the first page.
type homeJSON struct {
	Client      refJSON           `json:"client" doc:"The client."`
	BaseURL     string            `json:"base_url" doc:"Where the gateway answers." example:"https://api.northwind.example"`
	YourAddress *string           `json:"your_address" doc:"Address of this call; null: unknown."`
	Profile     *ProfileFields    `json:"profile" doc:"The profile that the page is about; null: the client has none."`
	Profiles    []ProfileFields   `json:"profiles" doc:"All profiles, by name."`
	Headers     []headerJSON      `json:"headers" doc:"What every call needs; the token stands as $GATEWAY_TOKEN."`
	Checklist   checklistJSON     `json:"checklist" doc:"How far the partner has come."`
	FirstCall   *firstCallJSON    `json:"first_call" doc:"What to try first; null: nothing can be called."`
	Collections []CollectionBrief `json:"collections" doc:"What may be called."`
	Limits      []limitJSON       `json:"limits" doc:"Windows of the profile, the tightest first."`
	Recent      []callJSON        `json:"recent" doc:"The newest calls."`
	Notices     []noticeJSON      `json:"notices" doc:"What wants attention."`
}

type checklistJSON struct {
	TestCall    *callJSON `json:"test_call" doc:"The newest try-it call that the API behind answered; null: none yet."`
	OwnCall     *callJSON `json:"own_call" doc:"The newest call from outside that the API behind answered; null: none yet."`
	LastRefused *callJSON `json:"last_refused" doc:"The newest refused call from outside, while there is no own call."`
}

type firstCallJSON struct {
	Collection  string `json:"collection" doc:"Name of the collection." example:"shipments"`
	OperationID string `json:"operation_id" doc:"Id of the operation."`
	Method      string `json:"method" doc:"Request method." example:"GET"`
	URL         string `json:"url" doc:"The whole URL."`
	Curl        string `json:"curl" doc:"A line for a shell, with the token from $GATEWAY_TOKEN."`
}

type noticeJSON struct {
	Kind      string     `json:"kind" enum:"token_expiring,profile_expiring,no_token,not_usable" doc:"What it is about."`
	Severity  string     `json:"severity" enum:"info,warning,error" doc:"How much it matters."`
	Text      string     `json:"text" doc:"In words."`
	ProfileID *string    `json:"profile_id" doc:"The profile it is about."`
	At        *time.Time `json:"at" doc:"When it happens."`
}

// ForProfile says which profile a page is about.
type ForProfile struct {
	Profile string `query:"profile" maxLength:"128" doc:"Name or id of a profile; left out: the first usable one."`
}

func (a *api) home(ctx context.Context, in *struct{ ForProfile }) (*rest.Answer[homeJSON], error) {
	u, from := by(ctx), rest.CallOf(ctx).From
	profiles, chosen, err := a.chosen(ctx, in.Profile)
	if err != nil {
		return nil, err
	}
	served, err := a.Control.PortalCollections(ctx, u)
	if err != nil {
		return nil, err
	}
	who, err := a.callerOf(ctx, profiles)
	if err != nil {
		return nil, err
	}
	out := homeJSON{
		Client: clientRef(u.Client), BaseURL: a.GatewayURL, YourAddress: rest.OptionalText(u.From), Limits: []limitJSON{},
		Profiles: rest.Each(profiles, func(p manage.PortalProfile) ProfileFields { return profileOf(p, from) }),
		Headers:  []headerJSON{}, Notices: notices(profiles, time.Now()), Collections: []CollectionBrief{},
	}
	var profile gatehouse.Profile
	if chosen != nil {
		shown := profileOf(*chosen, from)
		profile = chosen.Profile
		out.Profile, out.Headers = &shown, identity(u.Client.ID, profile)
		out.Limits = a.limitsOf(u.Client.ID, profile.ID)
		out.FirstCall = a.firstCall(u.Client.ID, served, profile)
	}
	for _, co := range served {
		out.Collections = append(out.Collections, a.briefOf(co, profile))
	}
	recent, _, err := a.search(ctx, requestlog.Query{Limit: 10})
	if err != nil {
		return nil, err
	}
	out.Recent = rest.Each(recent, who.call)
	out.Checklist, err = a.checklist(ctx, who)
	return rest.Shown(out), err
}

func (a *api) firstCall(clientID string, served []manage.PortalCollection, p gatehouse.Profile) *firstCallJSON {
	co, e, ok := manage.PortalFirstCall(served, p)
	if !ok {
		return nil
	}
	r := exampleRequest(co, e)
	r.Header = append(identity(clientID, p), r.Header...)
	return &firstCallJSON{co.Name, e.ID, e.Method, r.url(a.GatewayURL), r.curl(a.GatewayURL)}
}

// checklist looks for the newest calls that tell how far the partner is. An
// answer of the API behind is what counts, whatever its status: the gateway
// let the call through.
func (a *api) checklist(ctx context.Context, who caller) (out checklistJSON, err error) {
	if out.TestCall, err = a.newest(ctx, who, gatehouse.SourcePortal, true); err != nil {
		return out, err
	}
	if out.OwnCall, err = a.newest(ctx, who, gatehouse.SourceGateway, true); err != nil || out.OwnCall != nil {
		return out, err
	}
	out.LastRefused, err = a.newest(ctx, who, gatehouse.SourceGateway, false)
	return out, err
}

// newest is the newest call from a source that was let through, or was not.
// It looks at the newest 200.
func (a *api) newest(ctx context.Context, who caller, source gatehouse.Source, through bool) (*callJSON, error) {
	found, _, err := a.search(ctx, requestlog.Query{Filter: requestlog.Filter{Source: source}, Limit: requestlog.MaxLimit})
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		if (r.Code == "") == through {
			shown := who.call(r)
			return &shown, nil
		}
	}
	return nil, nil //nolint:nilnil // no call yet is an answer
}

func notices(profiles []manage.PortalProfile, now time.Time) []noticeJSON {
	out := []noticeJSON{}
	for _, p := range profiles {
		id := p.Profile.ID
		switch {
		case p.Profile.Auth.Type == gatehouse.AuthToken && p.LiveTokens == 0 && p.Profile.SelfService:
			out = append(out, noticeJSON{"no_token", "info", "Profile " + p.Profile.Name + " has no token yet. Generate one under Credentials.", &id, nil})
		case !p.Usable:
			out = append(out, noticeJSON{"not_usable", "error", "Calls with profile " + p.Profile.Name + " are refused: " + p.Reason, &id, nil})
		case soon(p.Profile.ExpiresAt, now):
			out = append(out, noticeJSON{"profile_expiring", "warning", "Profile " + p.Profile.Name + " stops working soon. Ask your contact to extend it.", &id, rest.OptionalTime(p.Profile.ExpiresAt)})
		}
		if at := lastExpiry(p, now); soon(at, now) {
			out = append(out, noticeJSON{"token_expiring", "warning", "The last token of profile " + p.Profile.Name + " expires soon.", &id, rest.OptionalTime(at)})
		}
	}
	return out
}

func soon(at, now time.Time) bool {
	return !at.IsZero() && now.Before(at) && at.Sub(now) < manage.ExpiringSoon
}

// lastExpiry is when the last of a profile's live tokens ends; zero: never, or
// it has none.
func lastExpiry(p manage.PortalProfile, now time.Time) (last time.Time) {
	for _, t := range p.Tokens {
		switch s := t.Status(now); {
		case s != gatehouse.TokenActive && s != gatehouse.TokenRetiring:
		case t.ExpiresAt.IsZero():
			return time.Time{}
		case t.ExpiresAt.After(last):
			last = t.ExpiresAt
		}
	}
	return last
}
