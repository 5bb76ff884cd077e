package adminapi

import (
	"context"
	"net/netip"

	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

// call is what the gates learned about one HTTP call. It travels in the
// request's context because huma hands a handler nothing else.
type call struct {
	api       *api
	route     route
	requestID string
	from      netip.Addr
	userAgent string
	caller    manage.Caller          // nobody on a route that opens
	mark      *store.IdempotencyMark // nil without an Idempotency-Key
	err       error                  // what the call was refused with, for the log
}

type callKey struct{}

func withCall(ctx context.Context, c *call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// callOf returns the call of a context, or nil outside of one.
func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// by returns who is calling, the way package manage wants to know it.
func by(ctx context.Context) manage.Caller { return callOf(ctx).caller }
