package manage

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"gatehouse"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// Draft returns an onboarding draft by id.
func (c *Control) Draft(ctx context.Context, by Caller, id string) (gatehouse.OnboardingDraft, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (gatehouse.OnboardingDraft, error) {
		return tx.Draft(ctx, id)
	})
}

// Drafts lists onboarding drafts, whoever began them: a colleague may finish
// what another began.
func (c *Control) Drafts(ctx context.Context, by Caller, q store.DraftQuery) ([]gatehouse.OnboardingDraft, string, error) {
	return list(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) ([]gatehouse.OnboardingDraft, string, error) {
		return tx.ListDrafts(ctx, q)
	})
}

// CreateDraft keeps an onboarding that was begun. A secret in it is Invalid.
func (c *Control) CreateDraft(ctx context.Context, by Caller, in gatehouse.OnboardingDraft) (gatehouse.OnboardingDraft, error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return gatehouse.OnboardingDraft{}, err
	}
	in.ID, in.OwnerID, in.OwnerName = "", by.Actor.ID, by.Actor.Name
	if err := checkDraft(in); err != nil {
		return gatehouse.OnboardingDraft{}, err
	}
	err := c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		if err := tx.InsertDraft(ctx, &in); err != nil {
			return err
		}
		t.created(draftResource(in), draftDocument(in))
		return nil
	})
	return in, err
}

// UpdateDraft edits an onboarding draft; its owner stays.
func (c *Control) UpdateDraft(ctx context.Context, by Caller, id string, ifMatch int64, edit func(*gatehouse.OnboardingDraft) error) (out gatehouse.OnboardingDraft, err error) {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return out, err
	}
	err = c.change(ctx, by, func(tx *store.Tx, t *trail) error {
		kept, err := tx.Draft(ctx, id)
		if err != nil {
			return err
		}
		if err := matches(kept.Meta, ifMatch); err != nil {
			return err
		}
		out = kept
		if err := edit(&out); err != nil {
			return err
		}
		out.ID, out.OwnerID, out.OwnerName, out.Meta = kept.ID, kept.OwnerID, kept.OwnerName, kept.Meta
		if err := checkDraft(out); err != nil {
			return err
		}
		if !t.updated(draftResource(out), draftDocument(kept), draftDocument(out)) {
			return nil
		}
		return tx.UpdateDraft(ctx, &out)
	})
	return out, err
}

// DeleteDraft throws an onboarding draft away.
func (c *Control) DeleteDraft(ctx context.Context, by Caller, id string, ifMatch int64) error {
	if err := by.MayWrite(gatehouse.AreaPartners); err != nil {
		return err
	}
	return c.change(ctx, by, func(tx *store.Tx, t *trail) error { return deleteDraft(ctx, tx, t, id, ifMatch) })
}

func deleteDraft(ctx context.Context, tx *store.Tx, t *trail, id string, ifMatch int64) error {
	d, err := tx.Draft(ctx, id)
	if err != nil {
		return err
	}
	if err := matches(d.Meta, ifMatch); err != nil {
		return err
	}
	t.deleted(draftResource(d), draftDocument(d))
	return tx.DeleteDraft(ctx, id)
}

func checkDraft(d gatehouse.OnboardingDraft) error {
	if err := d.Validate(); err != nil {
		return err
	}
	var body any
	if err := json.Unmarshal(d.Body, &body); err != nil {
		return err // Validate has read it
	}
	var f gatehouse.Fields
	findSecrets(body, "/body", &f)
	return f.Err()
}

// secretMembers are where the bodies of this API take secrets.
var secretMembers = []string{"value", "secret", "password"}

// findSecrets names every place of a draft that holds a secret, by the name of
// the member or by the form of one of ours. A draft is stored in clear and
// everybody may read it.
func findSecrets(v any, at string, f *gatehouse.Fields) {
	switch v := v.(type) {
	case string:
		if seal.CheckToken(v) {
			f.Add(at, "must not be a secret: a draft holds none")
		}
	case []any:
		for i, item := range v {
			findSecrets(item, at+"/"+strconv.Itoa(i), f)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			below := at + "/" + gatehouse.EscapePointer(name)
			text, isText := v[name].(string)
			if isText && text != "" && (slices.Contains(secretMembers, name) || name == "token") {
				f.Add(below, "must be left out: a draft holds no secrets")
				continue
			}
			findSecrets(v[name], below, f)
		}
	}
}

func draftResource(d gatehouse.OnboardingDraft) gatehouse.Resource {
	return gatehouse.Resource{Type: "onboarding_draft", ID: d.ID, Name: d.Name}
}

func draftDocument(d gatehouse.OnboardingDraft) document {
	out := document{}
	out.set("/name", d.Name)
	out.set("/step", d.Step)
	var body map[string]any
	_ = json.Unmarshal(d.Body, &body) // checked when it came in
	out.setObject("/body", "/body", body)
	return out
}
