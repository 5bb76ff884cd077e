// Package livetail shows requests as they end, as server-sent events. What a
// reader may see, and whether it is still welcome, is the surface's to say; the
// pace, the gaps and how a reader resumes are the same for all.
package livetail

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"gatehouse"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// Doc documents the stream, for Markdown.
const Doc = `Server-sent events (` + "`EventSource`" + `), within half a second of each request:

- ` + "`records`" + `: ` + "`{\"items\":[…]}`" + `, in the order in which they ended, several at a time. Its id goes into ` + "`Last-Event-ID`" + ` when the reader comes back; what came meanwhile is then sent first. A record may come twice around that moment: compare ids.
- ` + "`gap`" + `: ` + "`{\"missed\":120}`" + `, records left out here because the reader was too slow; null: unknown how many, because it was away too long.
- ` + "`heartbeat`" + `: ` + "`{\"at\":\"…\"}`" + `, every 15 seconds.
- ` + "`end`" + `: ` + "`{\"reason\":\"…\"}`" + `, when the reader may no longer see this, or the process stops.

` + "`from`" + ` and ` + "`to`" + ` filter live records too.`

// MediaTypes are those of the stream.
var MediaTypes = []string{"text/event-stream"}

// mostOpen bounds the tails of one surface.
const mostOpen = 200

// Tails are the live tails of one surface.
type Tails struct {
	Log    *requestlog.Log
	Logger *slog.Logger
	Ending <-chan struct{} // closed when the process begins to shut down; nil: never

	open atomic.Int64
}

// View is what one reader sees.
type View struct {
	Filter  requestlog.Filter
	Show    func(gatehouse.RequestRecord) (item any, own bool) // not own: left out
	Welcome func(*http.Request) bool                           // asked again and again, as for a new call
}

// Resume is what a reader says that comes back.
type Resume struct {
	LastEventID string `header:"Last-Event-ID" doc:"Id of the last event that was received; a browser sends it when it connects again." example:"1767225600000"`
}

// since is when the last event that the reader has was sent; zero: none was.
func (r Resume) since() (time.Time, error) {
	if r.LastEventID == "" {
		return time.Time{}, nil
	}
	at, err := strconv.ParseInt(r.LastEventID, 10, 64)
	if err != nil || at < 0 {
		return time.Time{}, rest.Malformed("Last-Event-ID must be the id of an event of this stream.")
	}
	return time.UnixMilli(at), nil
}

// Open begins a tail. What can be refused is, before anything is sent.
func (t *Tails) Open(ctx context.Context, v View, resume Resume) (*rest.Stream, error) {
	since, err := resume.since()
	if err != nil {
		return nil, err
	}
	if t.open.Load() >= mostOpen {
		return nil, &gatehouse.Error{Kind: gatehouse.RateLimited, Retry: time.Minute, Detail: "Too many live views are open. Close one and try again."}
	}
	live, err := t.Log.Tail(ctx, v.Filter)
	if err != nil {
		return nil, err
	}
	return rest.Streamed(func(r *http.Request, w http.ResponseWriter) {
		t.open.Add(1)
		defer t.open.Add(-1)
		one := tail{Tails: t, View: v, request: r, Sender: rest.NewSender(w)}
		_ = one.run(live, since) // the reader is gone, which needs no words
	}), nil
}
