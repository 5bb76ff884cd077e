package adminapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
	"gatehouse/internal/requestlog"
)

const tailDoc = `Server-sent events (` + "`EventSource`" + `), within half a second of each request:

- ` + "`records`" + `: ` + "`{\"items\":[…]}`" + `, request logs in the order in which they ended, several at a time. Its id goes into ` + "`Last-Event-ID`" + ` when the reader comes back; what came meanwhile is then sent first. A record may come twice around that moment: compare ids.
- ` + "`gap`" + `: ` + "`{\"missed\":120}`" + `, records left out here because the reader was too slow; null: unknown how many, because it was away too long.
- ` + "`heartbeat`" + `: ` + "`{\"at\":\"…\"}`" + `, every 15 seconds.
- ` + "`end`" + `: ` + "`{\"reason\":\"…\"}`" + `, when the session or key no longer works, or the process stops.

` + "`from`" + ` and ` + "`to`" + ` filter live records too.`

var eventStream = map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}

// The pace of a live tail.
const (
	batchEvery     = 50 * time.Millisecond // records of one look at the log arrive together
	admitEvery     = time.Second           // is the caller still welcome?
	heartbeatEvery = 15 * time.Second
	resumeMargin   = time.Second // between the end of a request and its way to the reader
	maxTails       = 200
)

type tailIn struct {
	RequestFilter
	LastEventID string `header:"Last-Event-ID" doc:"Id of the last event that was received; a browser sends it when it connects again." example:"1767225600000"`
}

func (a *api) tailRequestLogs(ctx context.Context, in *tailIn) (*stream, error) {
	since, err := in.since()
	if err != nil {
		return nil, err
	}
	if a.tails.Load() >= maxTails {
		return nil, &gatehouse.Error{Kind: gatehouse.RateLimited, Retry: time.Minute, Detail: "Too many live tails are open. Close one and try again."}
	}
	live, err := a.Log.Tail(ctx, in.filter())
	if err != nil {
		return nil, err
	}
	return streamed(func(r *http.Request, w http.ResponseWriter) {
		a.tails.Add(1)
		defer a.tails.Add(-1)
		t := tailWriter{api: a, request: r, sender: newSender(w), filter: in.filter()}
		_ = t.run(live, since) // the reader is gone, which needs no words
	}), nil
}

// since is when the last event that the reader has was sent; zero: none was.
func (in *tailIn) since() (time.Time, error) {
	if in.LastEventID == "" {
		return time.Time{}, nil
	}
	at, err := strconv.ParseInt(in.LastEventID, 10, 64)
	if err != nil || at < 0 {
		return time.Time{}, malformed("", "Last-Event-ID must be the id of an event of this stream.")
	}
	return time.UnixMilli(at), nil
}

// tailWriter is one live tail on its way to a reader.
type tailWriter struct {
	*api
	*sender
	request *http.Request
	filter  requestlog.Filter
	batch   []requestLogJSON
	again   map[string]bool // ids sent before the live ones began
}

func (t *tailWriter) run(live <-chan requestlog.TailRecord, since time.Time) error {
	h := t.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	t.w.WriteHeader(http.StatusOK)
	if err := t.send([]byte("retry: 2000\n\n")); err != nil {
		return err
	}
	if err := t.resume(since); err != nil {
		return err
	}
	return t.follow(live)
}

// resume sends what a reader missed that comes back.
func (t *tailWriter) resume(since time.Time) error {
	if since.IsZero() {
		return nil
	}
	missed, complete, err := t.Log.Ended(t.request.Context(), t.filter, since.Add(-resumeMargin))
	if err != nil {
		t.Logger.ErrorContext(t.request.Context(), "resuming a live tail failed", "error", err)
		return err
	}
	if !complete {
		if err := t.gap(nil); err != nil {
			return err
		}
	}
	t.again = make(map[string]bool, len(missed))
	for _, r := range missed {
		t.again[r.ID] = true
		t.batch = append(t.batch, requestLogOf(r))
	}
	return t.flush()
}

func (t *tailWriter) follow(live <-chan requestlog.TailRecord) error {
	admit, heartbeat := time.NewTicker(admitEvery), time.NewTicker(heartbeatEvery)
	defer admit.Stop()
	defer heartbeat.Stop()
	var due <-chan time.Time // when the batch goes out; nil while there is none
	for {
		var err error
		select {
		case <-t.request.Context().Done():
			return t.request.Context().Err()
		case <-t.Ending:
			return t.end("Gatehouse is shutting down.")
		case r, ok := <-live:
			if !ok {
				return t.end("Gatehouse is shutting down.")
			}
			if err = t.take(r); due == nil {
				due = time.After(batchEvery)
			}
		case <-due:
			due, err = nil, t.flush()
		case <-admit.C:
			if refused := t.stillWelcome(); refused != "" {
				return t.end(refused)
			}
		case now := <-heartbeat.C:
			t.again = nil
			err = t.event("heartbeat", "", map[string]time.Time{"at": now.UTC()})
		}
		if err != nil {
			return err
		}
	}
}

// stillWelcome asks as for a new call whether the caller may read this, and
// says why not: a key or session may have ended, a role may have changed.
func (t *tailWriter) stillWelcome() string {
	caller, err := t.authenticate(t.request)
	if err == nil {
		err = callOf(t.request.Context()).route.admits(caller)
	}
	if err != nil && t.request.Context().Err() == nil {
		return "You may no longer read this. Sign in again."
	}
	return ""
}

func (t *tailWriter) take(r requestlog.TailRecord) error {
	if r.Gap > 0 {
		if err := t.flush(); err != nil {
			return err
		}
		if err := t.gap(&r.Gap); err != nil {
			return err
		}
	}
	if !t.again[r.ID] {
		t.batch = append(t.batch, requestLogOf(r.RequestRecord))
	}
	return nil
}

// flush sends the batch. The id is the moment, since records end in the order
// in which they come and start in any.
func (t *tailWriter) flush() error {
	if len(t.batch) == 0 {
		return nil
	}
	err := t.event("records", strconv.FormatInt(time.Now().UnixMilli(), 10), map[string]any{"items": t.batch})
	t.batch = t.batch[:0]
	return err
}

func (t *tailWriter) gap(missed *int64) error {
	return t.event("gap", "", map[string]*int64{"missed": missed})
}

func (t *tailWriter) end(reason string) error {
	if err := t.flush(); err != nil {
		return err
	}
	return t.event("end", "", map[string]string{"reason": reason})
}

func (t *tailWriter) event(name, id string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encoding an event: %w", err)
	}
	text := "event: " + name + "\n"
	if id != "" {
		text += "id: " + id + "\n"
	}
	return t.send([]byte(text + "data: " + string(body) + "\n\n"))
}
