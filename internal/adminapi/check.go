package adminapi

import (
	"context"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
)

// CheckFunc runs the access proof of a client.
type CheckFunc func(ctx context.Context, by manage.Caller, in Check) (CheckResult, error)

// Check says what to prove: that a client can call what it was given, and
// nothing else.
type Check struct {
	ClientID  string
	ProfileID string           // id or name; empty: the client's only profile
	Token     gatehouse.Secret // empty: a credential made for the check
}

// CheckResult is the proof.
type CheckResult struct {
	Passed bool // every check passed or was skipped
	Checks []CheckItem
}

// CheckItem is one call of the proof.
type CheckItem struct {
	Name       string // "valid credentials"
	Collection string // name; empty where none is concerned
	Expected   string // "200"
	Actual     string // empty when skipped
	Passed     bool
	Skipped    bool
	Reason     string // why it failed or was skipped; empty when passed
	RequestID  string // in the request log; empty when skipped
}

type checkJSON struct {
	ProfileID string `json:"profile_id,omitempty" maxLength:"128" doc:"Id or name of the profile; left out: the client's only one." example:"acme-corp-standard"`
	Token     string `json:"token,omitempty" writeOnly:"true" doc:"A token to prove; left out: a credential made for the check, valid for 60 seconds."`
}

type checkResultJSON struct {
	Passed bool            `json:"passed" doc:"Every check passed or was skipped." example:"true"`
	Checks []checkItemJSON `json:"checks" doc:"One for each call."`
}

type checkItemJSON struct {
	Name       string  `json:"name" doc:"What is proven." example:"valid credentials"`
	Collection *string `json:"collection" doc:"Name of the collection; null where none is concerned." example:"shipments"`
	Expected   string  `json:"expected" doc:"What the gateway must answer." example:"200"`
	Actual     *string `json:"actual" doc:"What it answered; null when skipped." example:"200"`
	Passed     bool    `json:"passed" doc:"It answered as expected." example:"true"`
	Skipped    bool    `json:"skipped" doc:"Could not be tried; see reason." example:"false"`
	Reason     *string `json:"reason" doc:"Why it failed or was skipped; null when passed."`
	RequestID  *string `json:"request_id" doc:"The call in the request log; null when skipped." example:"req_01jd3w8m5z7n4q2v6x9k1b0c8e"`
}

func checkItemOf(c CheckItem) checkItemJSON {
	return checkItemJSON{
		Name: c.Name, Collection: rest.OptionalText(c.Collection), Expected: c.Expected, Actual: rest.OptionalText(c.Actual),
		Passed: c.Passed, Skipped: c.Skipped, Reason: rest.OptionalText(c.Reason), RequestID: rest.OptionalText(c.RequestID),
	}
}

type checkIn struct {
	rest.ByID
	Body rest.Body[checkJSON]
}

func (a *api) check(ctx context.Context, in *checkIn) (*rest.Answer[checkResultJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	client, err := a.Control.Client(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	r, err := a.Check(ctx, by(ctx), Check{ClientID: client.ID, ProfileID: sent.ProfileID, Token: gatehouse.Secret(sent.Token)})
	if err != nil {
		return nil, err
	}
	return rest.Shown(checkResultJSON{r.Passed, rest.Each(r.Checks, checkItemOf)}), nil
}
