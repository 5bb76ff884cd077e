package store

import (
	"context"

	"gatehouse"
)

// drafts are onboardings in progress. The gateway knows nothing of them, so
// their writes touch nothing.
var drafts = table[gatehouse.OnboardingDraft]{
	name:    "onboarding_drafts",
	noun:    "onboarding draft",
	columns: "id, name, step, body, owner_id, owner_name, created_at, updated_at, version",
	fields: func(d *gatehouse.OnboardingDraft) []any {
		return []any{
			&d.ID, &d.Name, &d.Step,
			asJSON{&d.Body},
			&d.OwnerID, &d.OwnerName,
			ms{&d.CreatedAt},
			ms{&d.UpdatedAt},
			&d.Version,
		}
	},
}

// Draft reads an onboarding draft; one that was forgotten is NotFound.
func (tx *Tx) Draft(ctx context.Context, id string) (gatehouse.OnboardingDraft, error) {
	return drafts.get(ctx, tx, "WHERE id = $1 AND updated_at > $2", id, tx.forgotten())
}

// forgotten is the last change of the newest draft that is too old.
func (tx *Tx) forgotten() int64 { return millis(tx.now.Add(-gatehouse.DraftLife)) }

// DraftQuery selects onboarding drafts; empty fields do not filter.
type DraftQuery struct {
	Page
	OwnerID string
}

// ListDrafts reads a page of onboarding drafts, newest first, and the next
// cursor.
func (tx *Tx) ListDrafts(ctx context.Context, q DraftQuery) ([]gatehouse.OnboardingDraft, string, error) {
	var f filter
	f.and("updated_at > ?", tx.forgotten())
	if q.OwnerID != "" {
		f.and("owner_id = ?", q.OwnerID)
	}
	rest, err := q.byID("drafts", &f)
	if err != nil {
		return nil, "", err
	}
	found, err := drafts.list(ctx, tx, rest, f.args...)
	found, next := cut(q.Page, "drafts", found, func(d *gatehouse.OnboardingDraft) []string { return []string{d.ID} })
	return found, next, err
}

// CountDrafts returns how many onboarding drafts there are.
func (tx *Tx) CountDrafts(ctx context.Context) (int64, error) {
	return tx.count(ctx, "SELECT COUNT(*) FROM onboarding_drafts WHERE updated_at > $1", tx.forgotten())
}

// InsertDraft stores a new onboarding draft and fills in its id, times and
// version. Forgotten ones are swept away.
func (tx *Tx) InsertDraft(ctx context.Context, d *gatehouse.OnboardingDraft) error {
	if _, err := tx.exec(ctx, "DELETE FROM onboarding_drafts WHERE updated_at <= $1", tx.forgotten()); err != nil {
		return err
	}
	tx.created(&d.ID, gatehouse.DraftIDPrefix, &d.Meta)
	return drafts.insert(ctx, tx, d)
}

// UpdateDraft stores an onboarding draft, if its version is the stored one.
func (tx *Tx) UpdateDraft(ctx context.Context, d *gatehouse.OnboardingDraft) error {
	return drafts.updateVersion(ctx, tx, d, &d.Meta)
}

// DeleteDraft deletes an onboarding draft.
func (tx *Tx) DeleteDraft(ctx context.Context, id string) error { return drafts.delete(ctx, tx, id) }
