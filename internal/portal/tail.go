package portal

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
	"gatehouse/internal/requestlog"
)

const tailDoc = "Server-sent events: `records` {items}, calls in the order in which they ended; `gap` {missed}, calls left out because the reader was too slow; `heartbeat` {at}, every 15 seconds; `end` {reason}, when the session ends, another client is chosen or the process stops."

var eventStream = map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}

// The pace of a live tail.
const (
	batchEvery     = 100 * time.Millisecond
	admitEvery     = time.Second // is the reader still welcome?
	heartbeatEvery = 15 * time.Second
	maxTails       = 200
)

type tailIn struct{ CallFilter }

func (a *api) tailCalls(ctx context.Context, in *tailIn) (*stream, error) {
	if a.tails.Load() >= maxTails {
		return nil, &gatehouse.Error{Kind: gatehouse.RateLimited, Retry: time.Minute, Detail: "Too many live views are open. Close one and try again."}
	}
	who, err := a.callerOf(ctx, nil)
	if err != nil {
		return nil, err
	}
	live, err := a.Log.Tail(ctx, in.of(ctx))
	if err != nil {
		return nil, err
	}
	return streamed(func(r *http.Request, w http.ResponseWriter) {
		a.tails.Add(1)
		defer a.tails.Add(-1)
		h := w.Header()
		h.Set("Content-Type", "text/event-stream")
		h.Set("X-Accel-Buffering", "no") // nginx would hold events back
		t := tail{api: a, w: w, r: r, who: who, client: by(ctx).Client.ID}
		_ = t.follow(live) // the reader is gone, which needs no words
	}), nil
}

// tail is one live view on its way to a reader.
type tail struct {
	*api
	w      http.ResponseWriter
	r      *http.Request
	who    caller
	client string
	batch  []callJSON
}

func (t *tail) follow(live <-chan requestlog.TailRecord) error {
	admit, heartbeat := time.NewTicker(admitEvery), time.NewTicker(heartbeatEvery)
	defer admit.Stop()
	defer heartbeat.Stop()
	err := send(t.w, "retry: 2000\n\n")
	var due <-chan time.Time // when the batch goes out; nil while there is none
	for err == nil {
		select {
		case <-t.r.Context().Done():
			return t.r.Context().Err()
		case <-t.Ending:
			return t.event("end", map[string]string{"reason": "Gatehouse is shutting down."})
		case r, ok := <-live:
			if !ok {
				return t.event("end", map[string]string{"reason": "Gatehouse is shutting down."})
			}
			if err = t.take(r); due == nil {
				due = time.After(batchEvery)
			}
		case <-due:
			due, err = nil, t.flush()
		case <-admit.C:
			// Asked as for a new call: access may have been taken away.
			if u, refused := t.caller(t.r); refused != nil || u.Client.ID != t.client {
				return t.event("end", map[string]string{"reason": "This view has ended. Reload the page."})
			}
		case now := <-heartbeat.C:
			err = t.event("heartbeat", map[string]time.Time{"at": now.UTC()})
		}
	}
	return err
}

func (t *tail) take(r requestlog.TailRecord) error {
	if own(t.client, r.RequestRecord) {
		t.batch = append(t.batch, t.who.call(r.RequestRecord))
	}
	if r.Gap > 0 {
		return t.event("gap", map[string]int64{"missed": r.Gap})
	}
	return nil
}

func (t *tail) flush() error {
	if len(t.batch) == 0 {
		return nil
	}
	err := t.event("records", map[string]any{"items": t.batch})
	t.batch = t.batch[:0]
	return err
}

func (t *tail) event(kind string, data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return send(t.w, "event: "+kind+"\nid: "+strconv.FormatInt(time.Now().UnixMilli(), 10)+"\ndata: "+string(raw)+"\n\n")
}
