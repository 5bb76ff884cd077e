package livetail

import (
	"net/http"
	"strconv"
	"time"

	"gatehouse"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// The pace of a live tail.
const (
	batchEvery     = 50 * time.Millisecond // records of one look at the log arrive together
	admitEvery     = time.Second           // is the reader still welcome?
	heartbeatEvery = 15 * time.Second
	resumeMargin   = time.Second // between the end of a request and its way to the reader
)

// Why a tail ends.
const (
	stopping  = "Gatehouse is shutting down."
	unwelcome = "You may no longer read this. Sign in again."
)

// tail is one live tail on its way to a reader.
type tail struct {
	*Tails
	View
	*rest.Sender
	request *http.Request
	batch   []any
	again   map[string]bool // ids sent before the live ones began
}

func (t *tail) run(live <-chan requestlog.TailRecord, since time.Time) error {
	if err := t.Events(); err != nil {
		return err
	}
	if err := t.resume(since); err != nil {
		return err
	}
	return t.follow(live)
}

// resume sends what a reader missed that comes back.
func (t *tail) resume(since time.Time) error {
	if since.IsZero() {
		return nil
	}
	ctx := t.request.Context()
	missed, complete, err := t.Log.Ended(ctx, t.Filter, since.Add(-resumeMargin))
	if err != nil {
		t.Logger.ErrorContext(ctx, "resuming a live tail failed", "error", err)
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
		t.add(r)
	}
	return t.flush()
}

func (t *tail) follow(live <-chan requestlog.TailRecord) error {
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
			return t.end(stopping)
		case r, ok := <-live:
			if !ok {
				return t.end(stopping)
			}
			if err = t.take(r); due == nil {
				due = time.After(batchEvery)
			}
		case <-due:
			due, err = nil, t.flush()
		case <-admit.C:
			if !t.Welcome(t.request) && t.request.Context().Err() == nil {
				return t.end(unwelcome)
			}
		case now := <-heartbeat.C:
			t.again = nil
			err = t.Event("heartbeat", "", map[string]time.Time{"at": now.UTC()})
		}
		if err != nil {
			return err
		}
	}
}

func (t *tail) take(r requestlog.TailRecord) error {
	if r.Gap > 0 {
		if err := t.flush(); err != nil {
			return err
		}
		if err := t.gap(&r.Gap); err != nil {
			return err
		}
	}
	if !t.again[r.ID] {
		t.add(r.RequestRecord)
	}
	return nil
}

func (t *tail) add(r gatehouse.RequestRecord) {
	if item, own := t.Show(r); own {
		t.batch = append(t.batch, item)
	}
}

// flush sends the batch. The id is the moment, since records end in the order
// in which they come and start in any.
func (t *tail) flush() error {
	if len(t.batch) == 0 {
		return nil
	}
	err := t.Event("records", strconv.FormatInt(time.Now().UnixMilli(), 10), map[string]any{"items": t.batch})
	t.batch = t.batch[:0]
	return err
}

func (t *tail) gap(missed *int64) error {
	return t.Event("gap", "", map[string]*int64{"missed": missed})
}

func (t *tail) end(reason string) error {
	if err := t.flush(); err != nil {
		return err
	}
	return t.Event("end", "", map[string]string{"reason": reason})
}
