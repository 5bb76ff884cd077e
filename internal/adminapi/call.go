package adminapi

import (
	"context"

	"gatehouse/internal/manage"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// call is what the gates learned about one HTTP call.
type call struct {
	*rest.Call
	api    *api
	route  route
	caller manage.Caller          // nobody on a route that opens
	mark   *store.IdempotencyMark // nil without an Idempotency-Key
}

type callKey struct{}

// callOf returns the call of a handler's context.
func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// by returns who is calling, the way package manage wants to know it.
func by(ctx context.Context) manage.Caller { return callOf(ctx).caller }
