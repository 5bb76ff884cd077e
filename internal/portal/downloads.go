package portal

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/seal"
)

// downloads keep answers that were too large or no text, for a short while, to
// be fetched once by the session that made the call. They are in the memory of
// this process: what is lost can be called again.
type downloads struct {
	mu    sync.Mutex
	bytes int
	kept  []download // oldest first
}

type download struct {
	id, session, filename string
	body                  []byte
	expires               time.Time
}

const (
	maxDownloads = 64 << 20 // bytes, of all
	downloadLife = 5 * time.Minute
)

type downloadJSON struct {
	ID        string    `json:"id" doc:"For GET /try/downloads/{id}, once."`
	Filename  string    `json:"filename" doc:"To save it as."`
	Bytes     int       `json:"bytes" doc:"Length of what was kept."`
	Complete  bool      `json:"complete" doc:"false: the answer was longer than 16 MiB, of which the beginning is kept."`
	ExpiresAt time.Time `json:"expires_at" doc:"When it is forgotten."`
}

func (d *downloads) keep(session, requestID string, body []byte, complete bool, now time.Time) *downloadJSON {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.kept) > 0 && (d.bytes+len(body) > maxDownloads || !now.Before(d.kept[0].expires)) {
		d.bytes -= len(d.kept[0].body)
		d.kept = d.kept[1:]
	}
	one := download{seal.NewID("dl"), session, requestID + ".bin", body, now.Add(downloadLife)}
	d.kept = append(d.kept, one)
	d.bytes += len(body)
	return &downloadJSON{one.id, one.filename, len(body), complete, one.expires.UTC()}
}

// take hands a download to its session and forgets it.
func (d *downloads) take(session, id string, now time.Time) (download, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, one := range d.kept {
		if one.id == id && one.session == session && now.Before(one.expires) {
			d.bytes -= len(one.body)
			d.kept = append(d.kept[:i:i], d.kept[i+1:]...)
			return one, true
		}
	}
	return download{}, false
}

var octets = []string{"application/octet-stream"}

func (a *api) getDownload(ctx context.Context, in *struct{ rest.ByID }) (*rest.Stream, error) {
	one, ok := a.downloads.take(by(ctx).Session.ID, in.ID, time.Now())
	if !ok {
		return nil, gatehouse.Errorf(gatehouse.NotFound, "There is no such download; it can be fetched once, for five minutes.")
	}
	return rest.Streamed(func(_ *http.Request, w http.ResponseWriter) {
		rest.Attachment(w, "application/octet-stream", one.filename)
		w.Header().Set("Content-Length", strconv.Itoa(len(one.body)))
		_, _ = w.Write(one.body) // an attachment of unknown type, which no browser renders
	}), nil
}
