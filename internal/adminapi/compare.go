package adminapi

import (
	"context"

	"gatehouse/internal/rest"
)

// comparisonJSON is how a draft differs from a revision.
type comparisonJSON struct {
	Revision *int64       `json:"revision" doc:"Number of the revision that the draft is compared with; null: nothing is published, so that everything is new." example:"3"`
	Changes  []changeJSON `json:"changes" doc:"Each field of the revision (before) and of the draft (after). An endpoint that comes or goes is one change; a credential stands as a fingerprint."`
}

type compareIn struct {
	rest.ByID
	Revision int64 `query:"revision" minimum:"1" doc:"Number of the revision to compare with; left out: the published one." example:"2"`
}

func (a *api) compareCollection(ctx context.Context, in *compareIn) (*rest.Answer[comparisonJSON], error) {
	c, err := a.Control.CompareDraft(ctx, by(ctx), in.ID, in.Revision)
	if err != nil {
		return nil, err
	}
	j := comparisonJSON{Changes: rest.Each(c.Changes, changeOf)}
	if c.Revision > 0 {
		j.Revision = &c.Revision
	}
	return rest.Shown(j), nil
}
