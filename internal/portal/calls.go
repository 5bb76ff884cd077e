package portal

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// callJSON is one call that the gateway saw.
type callJSON struct {
	ID          string    `json:"id" doc:"The request id." example:"req_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	At          time.Time `json:"at" doc:"When its head had been read."`
	Method      string    `json:"method" doc:"Request method." example:"GET"`
	Path        string    `json:"path" doc:"Without the query." example:"/shipments/track/12345"`
	Collection  *string   `json:"collection" doc:"Name of the collection; null when no base path matched, or it is not yours." example:"shipments"`
	Endpoint    *string   `json:"endpoint" doc:"Path template of the endpoint; null when none matched."`
	ProfileName *string   `json:"profile_name" doc:"The Profile ID; null when unknown."`
	Status      int       `json:"status" doc:"What was answered; 499: the caller had left." example:"200"`
	Code        *string   `json:"code" doc:"Problem code; null when the API behind answered."`
	Step        *string   `json:"step" doc:"The check that refused; null when none did."`
	LatencyMS   float64   `json:"latency_ms" doc:"Head read to last byte written."`
	Source      string    `json:"source" enum:"gateway,portal" doc:"From outside, or by try-it."`
	Verified    bool      `json:"verified" doc:"false: it named your Client ID and was refused before that was proven."`
	Reason      *string   `json:"reason" doc:"The refusal in words; null when there was none."`
}

// caller is what is known of the client while its calls are shown.
type caller struct {
	profiles map[string]gatehouse.Profile // by id
	assigned map[string]bool              // names of collections
}

func (a *api) callerOf(ctx context.Context, profiles []manage.PortalProfile) (caller, error) {
	c := caller{profiles: map[string]gatehouse.Profile{}, assigned: map[string]bool{}}
	if profiles == nil {
		var err error
		if profiles, err = a.Control.PortalProfiles(ctx, by(ctx)); err != nil {
			return c, err
		}
	}
	for _, p := range profiles {
		c.profiles[p.Profile.ID] = p.Profile
	}
	collections, err := a.Control.PortalCollections(ctx, by(ctx))
	for _, co := range collections {
		c.assigned[co.Name] = true
	}
	return c, err
}

// call shows a record. Which collections there are beside one's own is not for
// a partner: a call that hit one shows its path alone.
func (c caller) call(r gatehouse.RequestRecord) callJSON {
	out := callJSON{
		ID: r.ID, At: r.At.UTC(), Method: r.Method, Path: r.Path, ProfileName: rest.OptionalText(r.ProfileName), Status: r.Status,
		Code: rest.OptionalText(r.Code), Step: rest.OptionalText(r.Step), LatencyMS: rest.Milliseconds(r.Latency), Source: string(r.Source),
		Verified: r.ClientVerified, Reason: rest.OptionalText(c.refusal(r).reason()),
	}
	if c.assigned[r.Collection] {
		out.Collection, out.Endpoint = rest.OptionalText(r.Collection), rest.OptionalText(r.Endpoint)
	}
	return out
}

func (c caller) refusal(r gatehouse.RequestRecord) refused {
	out := refused{code: r.Code, method: r.Method, profile: c.profiles[r.ProfileID]}
	if r.ClientVerified && r.ClientIP.IsValid() {
		out.address = r.ClientIP.String()
	}
	return out
}

// own reports whether a record is for the partner to see. Proofs of access are
// the operator's own calls.
func own(clientID string, r gatehouse.RequestRecord) bool {
	return r.ClientID == clientID && r.Source != gatehouse.SourceCheck
}

// search reads a page of the client's calls, newest first. It looks further
// while proofs of access alone fill a page.
func (a *api) search(ctx context.Context, q requestlog.Query) (found []gatehouse.RequestRecord, next string, err error) {
	q.Client = by(ctx).Client.ID
	for range 5 {
		page, cursor, err := a.Log.Search(ctx, q)
		if err != nil {
			return nil, "", err
		}
		for _, r := range page {
			if own(q.Client, r) {
				found = append(found, r)
			}
		}
		next = cursor
		if len(found) > 0 || cursor == "" {
			break
		}
		q.Cursor = cursor
	}
	return found, next, nil
}
