package rest

import (
	"context"
	"net/http"
	"net/netip"

	"gatehouse/internal/problem"
)

// Call is what is known about one call from its head alone. It travels in the
// request's context because huma hands a handler nothing else.
type Call struct {
	RequestID string
	From      netip.Addr
	UserAgent string
	Path      string // for the log; a gate replaces one that holds a credential

	api *API
	err error // what the call was refused with, for the log
}

type callKey struct{}

func withCall(ctx context.Context, c *Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// CallOf returns the call of a context, or nil outside of one.
func CallOf(ctx context.Context) *Call {
	c, _ := ctx.Value(callKey{}).(*Call)
	return c
}

// Failed notes why a call failed whose answer is no problem document.
func (c *Call) Failed(err error) { c.err = err }

// Refuse answers a call before its handler was reached.
func Refuse(w http.ResponseWriter, r *http.Request, err error) {
	c := CallOf(r.Context())
	c.err = err
	problem.Write(w, err, c.api.PortalURL, c.RequestID)
}
