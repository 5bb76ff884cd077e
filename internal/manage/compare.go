package manage

import (
	"context"

	"gatehouse"
	"gatehouse/internal/store"
)

// Comparison is how the draft of a collection differs from a revision.
type Comparison struct {
	Revision int64 // that the draft is compared with; 0: with nothing, since nothing is published
	Changes  []gatehouse.Change
}

// CompareDraft lists what publishing would change: the draft against what the
// gateway serves, or against another revision. The value of an upstream
// credential stands as a fingerprint.
func (c *Control) CompareDraft(ctx context.Context, by Caller, idOrName string, revision int64) (Comparison, error) {
	return read(ctx, c, by, gatehouse.AreaPartners, func(tx *store.Tx) (out Comparison, err error) {
		co, err := tx.Collection(ctx, idOrName)
		if err != nil {
			return out, err
		}
		if out.Revision = revision; revision == 0 {
			out.Revision = co.PublishedRevision
		}
		var before document
		if out.Revision > 0 {
			r, err := tx.Revision(ctx, co.ID, out.Revision)
			if err != nil {
				return out, err
			}
			was := co
			was.Definition = r.Definition
			before = collectionDocument(was, c.keys)
		}
		out.Changes = diff(before, collectionDocument(co, c.keys))
		return out, nil
	})
}
