package adminapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"gatehouse/internal/manage"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/signin"
	"gatehouse/internal/store"
)

// Options are the parts that the API is a shell over.
type Options struct {
	Control *manage.Control
	Desk    *signin.Desk
	Store   *store.Store // for Idempotency-Keys alone
	Log     *requestlog.Log
	Check   CheckFunc // the access proof; nil: POST /clients/{id}/check does not exist

	Installation Installation // what runs, and how it was started

	Ending <-chan struct{} // closed when the process begins to shut down: live tails end then; nil: never

	ConsoleURL string                           // public, for cookies and for where a sign-in comes back to
	PortalURL  string                           // public, for the type links of problems
	ClientAddr func(r *http.Request) netip.Addr // address of a caller, through trusted proxies; nil: the peer's
	Logger     *slog.Logger                     // nil: slog.Default()
	Now        func() time.Time                 // nil: the clock
}

func noCheck(context.Context, manage.Caller, Check) (CheckResult, error) { return CheckResult{}, nil }
