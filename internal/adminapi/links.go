package adminapi

import (
	"context"
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
)

// oneTimeLinkJSON is a one-time link after it was handed out: what became of
// it, without its address.
type oneTimeLinkJSON struct {
	ID         string     `json:"id" doc:"Id of the link." example:"ln_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	TokenID    string     `json:"token_id" doc:"The token it reveals." example:"tk_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Status     string     `json:"status" enum:"waiting,revealed,revoked,expired" doc:"Whether it can still be opened." example:"waiting"`
	CreatedAt  time.Time  `json:"created_at" doc:"When it was made." example:"2026-03-01T09:30:00Z"`
	ExpiresAt  time.Time  `json:"expires_at" doc:"24 hours after it was made." example:"2026-03-02T09:30:00Z"`
	RevealedAt *time.Time `json:"revealed_at" doc:"When the partner opened it; null: not yet." example:"2026-03-01T10:12:00Z"`
}

func oneTimeLinkOf(l gatehouse.OneTimeLink, now time.Time) oneTimeLinkJSON {
	status := "waiting"
	switch {
	case !l.RevealedAt.IsZero():
		status = "revealed"
	case !l.RevokedAt.IsZero():
		status = "revoked"
	case !l.ExpiresAt.After(now):
		status = "expired"
	}
	return oneTimeLinkJSON{l.ID, l.TokenID, status, l.CreatedAt.UTC(), l.ExpiresAt.UTC(), rest.OptionalTime(l.RevealedAt)}
}

func (a *api) listLinks(ctx context.Context, in *listOfIn) (*rest.Answer[rest.List[oneTimeLinkJSON]], error) {
	links, next, err := a.Control.Links(ctx, by(ctx), in.ID, pageOf(in.Page))
	if err != nil {
		return nil, err
	}
	now := time.Now()
	return rest.Listed(links, next, func(l gatehouse.OneTimeLink) oneTimeLinkJSON { return oneTimeLinkOf(l, now) }), nil
}

func (a *api) revokeLink(ctx context.Context, in *rest.ByID) (*nothing, error) {
	return &nothing{}, a.Control.RevokeLink(ctx, by(ctx), in.ID)
}
