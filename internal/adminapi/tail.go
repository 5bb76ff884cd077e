package adminapi

import (
	"context"
	"net/http"

	"gatehouse"
	"gatehouse/internal/livetail"
	"gatehouse/internal/rest"
)

type tailIn struct {
	RequestFilter
	livetail.Resume
}

func (a *api) tailRequestLogs(ctx context.Context, in *tailIn) (*rest.Stream, error) {
	row := callOf(ctx).route
	return a.tails.Open(ctx, livetail.View{
		Filter: in.filter(),
		Show:   func(r gatehouse.RequestRecord) (any, bool) { return requestLogOf(r), true },
		// A key or session may have ended, a role may have changed.
		Welcome: func(r *http.Request) bool {
			caller, err := a.authenticate(r)
			return err == nil && row.admits(caller) == nil
		},
	}, in.Resume)
}
