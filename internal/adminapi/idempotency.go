package adminapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gatehouse"
	"gatehouse/internal/problem"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// claims are the Idempotency-Keys whose first call is running in this process.
type claims struct {
	mu      sync.Mutex
	running map[claim]bool
}

type claim struct{ actor, route, key string }

// take claims a key, unless a call with it is running.
func (c *claims) take(k claim) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running[k] {
		return false
	}
	if c.running == nil {
		c.running = map[claim]bool{}
	}
	c.running[k] = true
	return true
}

func (c *claims) release(k claim) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.running, k)
}

// once is the third gate: a POST with an Idempotency-Key runs once, however
// often it is sent. The claim in memory covers the time it runs; the mark that
// the store commits together with the change covers all time after. Between
// the commit and the moment the answer is kept, a crash leaves a mark without
// an answer; see lost.
func (a *api) once(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	c := callOf(ctx.Context())
	key := r.Header.Get("Idempotency-Key")
	// Nothing tells callers apart who have not signed in, so a key of theirs
	// would be everybody's.
	if r.Method != http.MethodPost || key == "" || c.route.access == opens {
		next(ctx)
		return
	}
	mark, err := c.markOf(r, key)
	if err != nil {
		rest.Refuse(w, r, err)
		return
	}
	k := claim{mark.ActorID, mark.Route, mark.Key}
	if !a.claims.take(k) {
		rest.Refuse(w, r, stillRunning())
		return
	}
	defer a.claims.release(k)
	earlier, err := a.Store.IdempotentCall(r.Context(), mark)
	switch e, ok := errors.AsType[*gatehouse.Error](err); {
	case err == nil:
		a.repeat(ctx, earlier)
	case ok && e.Kind == gatehouse.NotFound:
		c.mark, c.caller.Idempotency = mark, mark
		next(ctx)
	default:
		rest.Refuse(w, r, err)
	}
}

const longestKey = 255

// idempotencyKey documents the header; once reads it.
func idempotencyKey() *huma.Param {
	longest := longestKey
	return &huma.Param{
		Name: "Idempotency-Key", In: "header", Example: "8e03978e-40d5-43e8-bc93-6894a57f9324",
		Description: "Any text that is new for each intended call. For 24 hours, a repetition with the same body gets the first answer again and changes nothing.",
		Schema:      &huma.Schema{Type: huma.TypeString, MaxLength: &longest},
	}
}

func (c *call) markOf(r *http.Request, key string) (*store.IdempotencyMark, error) {
	for _, b := range []byte(key) {
		if b < ' ' || b > '~' || len(key) > longestKey {
			return nil, rest.Malformed("Idempotency-Key must be 1 to 255 printable ASCII characters.")
		}
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("reading a body in memory: %w", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	hash := sha256.New()
	fmt.Fprintf(hash, "%s\n", r.URL.RequestURI()) // another id in the path is another request
	hash.Write(raw)
	return &store.IdempotencyMark{
		ActorID: c.caller.Actor.ID, Route: c.route.method + " " + c.route.path, Key: key, BodyHash: hash.Sum(nil),
	}, nil
}

func stillRunning() error {
	p := problem.New("idempotency_in_progress")
	p.Retry = time.Second
	return p
}

// kept is an answer as the store keeps it, without secrets.
type kept struct {
	Location string          `json:"location,omitempty"`
	ETag     string          `json:"etag,omitempty"`
	Body     json.RawMessage `json:"body"`
}

// settle keeps the answer of a call that carried an Idempotency-Key. A failure
// to do so is no failure of the call, which is committed: a repetition then
// takes the way of a lost answer.
func (c *call) settle(ctx context.Context, out any) {
	if c.mark == nil {
		return
	}
	status, answer, err := withoutSecrets(out, c.route.status())
	if err == nil {
		err = c.api.Store.SaveIdempotentResponse(context.WithoutCancel(ctx), c.mark, status, answer)
	}
	if err != nil {
		c.api.Logger.ErrorContext(ctx, "keeping the answer of an idempotent call failed", "request_id", c.RequestID, "error", err)
	}
}

// withoutSecrets encodes a copy of an output, so that the caller still gets
// the secrets.
func withoutSecrets(out any, status int) (int, []byte, error) {
	v := reflect.ValueOf(out).Elem()
	body := v.FieldByName("Body")
	raw, err := json.Marshal(body.Interface())
	if err != nil {
		return 0, nil, fmt.Errorf("encoding an answer to keep: %w", err)
	}
	clean := reflect.New(body.Type())
	if err := json.Unmarshal(raw, clean.Interface()); err != nil {
		return 0, nil, fmt.Errorf("copying an answer to keep: %w", err)
	}
	strike(clean)
	k := kept{}
	if k.Body, err = json.Marshal(clean.Interface()); err != nil {
		return 0, nil, fmt.Errorf("encoding an answer to keep: %w", err)
	}
	if f := v.FieldByName("Location"); f.IsValid() {
		k.Location = f.String()
	}
	if f := v.FieldByName("ETag"); f.IsValid() {
		k.ETag = f.String()
	}
	if f := v.FieldByName("Status"); f.IsValid() {
		status = int(f.Int())
	}
	raw, err = json.Marshal(k)
	return status, raw, err
}

// repeat answers a call whose key was used before.
func (a *api) repeat(ctx huma.Context, earlier store.IdempotentCall) {
	r, w := humago.Unwrap(ctx)
	status, raw, err := earlier.Status, earlier.Response, error(nil)
	switch {
	case !earlier.SameBody:
		err = problem.New("idempotency_mismatch")
	case !earlier.Answered():
		status, raw, err = a.lost(ctx.Context(), earlier)
	}
	var k kept
	if err == nil {
		err = json.Unmarshal(raw, &k)
	}
	if err != nil {
		rest.Refuse(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Idempotency-Replayed", "true")
	h.Set("Content-Type", "application/json")
	for name, value := range map[string]string{"Location": k.Location, "ETag": k.ETag} {
		if value != "" {
			h.Set(name, value)
		}
	}
	w.WriteHeader(status)
	_, _ = w.Write(append(k.Body, '\n')) // a caller that left needs no answer
}
