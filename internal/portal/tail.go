package portal

import (
	"context"
	"net/http"

	"gatehouse"
	"gatehouse/internal/livetail"
	"gatehouse/internal/rest"
)

type tailIn struct {
	CallFilter
	livetail.Resume
}

func (a *api) tailCalls(ctx context.Context, in *tailIn) (*rest.Stream, error) {
	who, err := a.callerOf(ctx, nil)
	if err != nil {
		return nil, err
	}
	client := by(ctx).Client.ID
	return a.tails.Open(ctx, livetail.View{
		Filter: in.of(ctx, who),
		Show: func(r gatehouse.RequestRecord) (any, bool) {
			if !own(client, r) {
				return nil, false
			}
			return who.call(r), true
		},
		// Access may have been taken away, or another client chosen.
		Welcome: func(r *http.Request) bool {
			u, err := a.caller(r)
			return err == nil && u.Client.ID == client
		},
	}, in.Resume)
}
