package gatehouse

import (
	"encoding/json"
	"time"
)

// OnboardingDraft is an onboarding that somebody began and will finish. It
// holds what was typed so far and never a secret.
type OnboardingDraft struct {
	ID        string // "od_…"
	Name      string // of the partner, for lists; may be empty
	Step      string // of the guided flow, its own word
	Body      json.RawMessage
	OwnerID   string // who began it: id of a user or API key; empty for the command line
	OwnerName string
	Meta
}

// DraftLife is how long a draft is kept after its last change.
const DraftLife = 30 * 24 * time.Hour

// ExpiresAt is when the draft is forgotten unless it changes before.
func (d OnboardingDraft) ExpiresAt() time.Time { return d.UpdatedAt.Add(DraftLife) }

const (
	maxDraftName = 256
	maxDraftStep = 64
	maxDraftBody = 64 << 10
)

// Validate reports every wrong field as one [Invalid] error.
func (d OnboardingDraft) Validate() error {
	var f Fields
	checkText(&f, "/name", d.Name, maxDraftName)
	checkText(&f, "/step", d.Step, maxDraftStep)
	var object map[string]json.RawMessage
	if json.Unmarshal(d.Body, &object) != nil || object == nil {
		f.Add("/body", "must be an object")
	} else if len(d.Body) > maxDraftBody {
		f.Add("/body", "must be at most %d bytes long", maxDraftBody)
	}
	return f.Err()
}
