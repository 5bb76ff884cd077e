package manage_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// house is the use cases over a real store of their own.
type house struct {
	*manage.Control
	t     *testing.T
	store *store.Store
	keys  *seal.Keys
	now   time.Time
	poked []int64
}

func newHouse(t *testing.T) *house {
	t.Helper()
	dir := t.TempDir()
	keys, err := seal.LoadKeys(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, keys: keys, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	h.store, err = store.Open(t.Context(), store.Options{DataDir: dir, Keys: keys, Now: func() time.Time { return h.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	h.Control = manage.New(manage.Options{
		Store: h.store, Keys: keys, Poke: func(v int64) { h.poked = append(h.poked, v) },
		GatewayURL: "https://gw.example.com/", PortalURL: "https://portal.example.com",
		Listeners: []string{"[::]:8080", "127.0.0.1:8081", "https://gw.example.com"},
	})
	return h
}

var (
	admin   = callerOf(gatehouse.Admin)
	editor  = callerOf(gatehouse.Editor)
	viewer  = callerOf(gatehouse.Viewer)
	auditor = callerOf(gatehouse.Auditor)
)

func callerOf(r gatehouse.Role) manage.Caller {
	return manage.Caller{
		Actor: gatehouse.Actor{Type: gatehouse.ActorAPIKey, ID: "ak_" + string(r), Name: string(r), IP: "192.0.2.7"}, Role: r, RequestID: "req_1",
	}
}

// must ends the test where a step that has to work did not.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (h *house) client(name string) gatehouse.Client {
	h.t.Helper()
	return must(h.CreateClient(h.t.Context(), admin, gatehouse.Client{Name: name}))(h.t)
}

func (h *house) policy(name string) gatehouse.Policy {
	h.t.Helper()
	return must(h.CreatePolicy(h.t.Context(), admin, gatehouse.Policy{Name: name, Rate: &gatehouse.Rate{Requests: 200, Window: time.Minute}}))(h.t)
}

func (h *house) profile(clientID, name string) manage.CreatedProfile {
	h.t.Helper()
	in := gatehouse.Profile{Name: name, ClientID: clientID, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}}
	return must(h.CreateProfile(h.t.Context(), admin, in, &gatehouse.NewToken{Generate: true}))(h.t)
}

func draft(name string) gatehouse.Collection {
	return gatehouse.Collection{Name: name, Definition: gatehouse.Definition{
		Title: "The " + name, BasePath: "/" + name,
		Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: "https://192.0.2.1:8443", Weight: 1}}},
		Endpoints: []gatehouse.Endpoint{
			{Method: "POST", Path: "/"},
			{Method: "GET", Path: "/track/{number}", Example: gatehouse.Example{PathParameters: map[string]string{"number": "12345"}}},
		},
	}}
}

func (h *house) collection(name string) gatehouse.Collection {
	h.t.Helper()
	return must(h.CreateCollection(h.t.Context(), admin, draft(name)))(h.t)
}

// events are all audit events, the oldest first.
func (h *house) events() []gatehouse.AuditEvent {
	h.t.Helper()
	var all []gatehouse.AuditEvent
	for cursor := ""; ; {
		page, next, err := h.AuditEvents(h.t.Context(), admin, store.AuditQuery{Page: store.Page{Limit: 200, Cursor: cursor}})
		if err != nil {
			h.t.Fatal(err)
		}
		all = append(all, page...)
		if cursor = next; next == "" {
			slices.Reverse(all)
			return all
		}
	}
}

// since runs a step and returns the events it left.
func (h *house) since(step func()) []gatehouse.AuditEvent {
	h.t.Helper()
	before := len(h.events())
	step()
	return h.events()[before:]
}

// actions names events with their resources: "client.created acme".
func actions(events []gatehouse.AuditEvent) []string {
	out := []string{}
	for _, e := range events {
		out = append(out, e.Action+" "+e.Resource.Name)
	}
	return out
}

// changes writes an event's changes as lines: `/status "enabled" → "disabled"`.
func changes(e gatehouse.AuditEvent) []string {
	out := []string{}
	for _, c := range e.Changes {
		out = append(out, strings.Join([]string{c.Path, string(c.Before), "→", string(c.After)}, " "))
	}
	return out
}

func kindOf(err error) gatehouse.Kind {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		return e.Kind
	}
	return -1
}

// wantError checks kind and pointers of an error.
func wantError(t *testing.T, err error, kind gatehouse.Kind, pointers ...string) {
	t.Helper()
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok {
		t.Errorf("got error %v, want one of kind %v", err, kind)
		return
	}
	got := []string{}
	for _, f := range e.Fields {
		got = append(got, f.Pointer)
	}
	if e.Kind != kind || len(pointers) > 0 && !slices.Equal(got, pointers) {
		t.Errorf("got kind %v at %q (%v), want %v at %q", e.Kind, got, e, kind, pointers)
	}
}
