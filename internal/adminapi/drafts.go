package adminapi

import (
	"context"
	"encoding/json"
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// onboardingDraftJSON is an onboarding that somebody began.
type onboardingDraftJSON struct {
	ID        string          `json:"id" doc:"Id of the draft." example:"od_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name      string          `json:"name" doc:"Name of the partner, for lists; may be empty." example:"Acme Corp"`
	Step      string          `json:"step" doc:"Where in the guided flow it is; the flow's own word." example:"access"`
	Body      json.RawMessage `json:"body" doc:"What was typed so far; shaped as the flow wants it."`
	Owner     draftOwnerJSON  `json:"owner" doc:"Who began it."`
	ExpiresAt time.Time       `json:"expires_at" doc:"When it is forgotten: 30 days after the last change." example:"2026-03-31T09:30:00Z"`
	MetaJSON
}

type draftOwnerJSON struct {
	ID   string `json:"id" doc:"Id of the user or API key; empty for the command line." example:"us_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name string `json:"name" doc:"Email of a user, name of a key." example:"dana@example.com"`
}

func onboardingDraftOf(d gatehouse.OnboardingDraft) onboardingDraftJSON {
	return onboardingDraftJSON{d.ID, d.Name, d.Step, d.Body, draftOwnerJSON{d.OwnerID, d.OwnerName}, d.ExpiresAt().UTC(), metaOf(d.Meta)}
}

// newOnboardingDraftJSON is what a caller may say about a draft.
type newOnboardingDraftJSON struct {
	Name string          `json:"name,omitempty" maxLength:"256" doc:"Name of the partner, for lists." example:"Acme Corp"`
	Step string          `json:"step,omitempty" maxLength:"64" doc:"Where in the guided flow it is; the flow's own word." example:"access"`
	Body json.RawMessage `json:"body" doc:"What was typed so far: an object of at most 64 KiB, such as the body of POST /onboardings. A secret in it is a 422. A PATCH merges it."`
}

func (in newOnboardingDraftJSON) apply(d *gatehouse.OnboardingDraft) error {
	d.Name, d.Step, d.Body = in.Name, in.Step, in.Body
	return nil
}

func newOnboardingDraftOf(d gatehouse.OnboardingDraft) newOnboardingDraftJSON {
	return newOnboardingDraftJSON{d.Name, d.Step, d.Body}
}

type listDraftsIn struct {
	rest.Page
	Owner string `query:"owner" maxLength:"128" doc:"Only drafts that this user or API key began, by id." example:"us_01jd3w8m5z7n4q2v6x9k1b0c8e"`
}

func (a *api) listDrafts(ctx context.Context, in *listDraftsIn) (*rest.Answer[rest.List[onboardingDraftJSON]], error) {
	items, next, err := a.Control.Drafts(ctx, by(ctx), store.DraftQuery{OwnerID: in.Owner, Page: pageOf(in.Page)})
	if err != nil {
		return nil, err
	}
	return rest.Listed(items, next, onboardingDraftOf), nil
}

func (a *api) createDraft(ctx context.Context, in *struct {
	Body rest.Body[newOnboardingDraftJSON]
},
) (*created[onboardingDraftJSON], error) {
	draft, err := taking(in.Body, newOnboardingDraftJSON.apply)
	if err != nil {
		return nil, err
	}
	d, err := a.Control.CreateDraft(ctx, by(ctx), draft)
	if err != nil {
		return nil, err
	}
	return made("/onboarding-drafts/"+d.ID, d.Version, onboardingDraftOf(d)), nil
}

func (a *api) getDraft(ctx context.Context, in *getIn) (*found[onboardingDraftJSON], error) {
	d, err := a.Control.Draft(ctx, by(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return showUnless(in.Cached, d.Version, onboardingDraftOf(d)), nil
}

func (a *api) updateDraft(ctx context.Context, in *editIn[newOnboardingDraftJSON]) (*found[onboardingDraftJSON], error) {
	version, edit, err := editing(in, newOnboardingDraftOf, newOnboardingDraftJSON.apply)
	if err != nil {
		return nil, err
	}
	d, err := a.Control.UpdateDraft(ctx, by(ctx), in.ID, version, edit)
	if err != nil {
		return nil, err
	}
	return show(d.Version, onboardingDraftOf(d)), nil
}

func (a *api) deleteDraft(ctx context.Context, in *deleteIn) (*nothing, error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return &nothing{}, a.Control.DeleteDraft(ctx, by(ctx), in.ID, version)
}
