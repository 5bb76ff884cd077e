package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/gatetest/pgtest"
	"gatehouse/internal/seal"

	"github.com/google/go-cmp/cmp"
)

// engines is what every test of a Tx method runs over.
var engines = []struct {
	name string
	url  func(testing.TB) string
}{
	{"SQLite", func(testing.TB) string { return "" }},
	{"PostgreSQL", pgtest.URL},
}

// fixture is an open store with the clock in the test's hand.
type fixture struct {
	*Store
	testing.TB
	options Options
	clock   time.Time
}

var testActor = gatehouse.Actor{Type: gatehouse.ActorUser, ID: "us_1", Name: "dana@example.com", IP: "192.0.2.7"}

func onEachEngine(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) { test(t, newFixture(t, e.url(t))) })
	}
}

func newFixture(t testing.TB, url string) *fixture {
	t.Helper()
	f := &fixture{TB: t, clock: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	dir := t.TempDir()
	keys, err := seal.LoadKeys(dir, "0707070707070707070707070707070707070707070707070707070707070707")
	if err != nil {
		t.Fatal(err)
	}
	f.options = Options{DataDir: dir, DatabaseURL: url, Keys: keys, Now: func() time.Time { return f.clock }}
	f.open()
	t.Cleanup(f.shut)
	return f
}

func (f *fixture) open() {
	f.Helper()
	s, err := Open(context.Background(), f.options)
	if err != nil {
		f.Fatal(err)
	}
	f.Store = s
}

func (f *fixture) shut() {
	f.Helper()
	if f.Store == nil {
		return
	}
	if err := f.Close(); err != nil {
		f.Error(err)
	}
	f.Store = nil
}

func (f *fixture) reopen() {
	f.Helper()
	f.shut()
	f.open()
}

// change runs fn as a change with one event and fails the test when it fails.
func (f *fixture) change(fn func(tx *Tx) error) int64 {
	f.Helper()
	version, err := f.try(fn)
	if err != nil {
		f.Fatal(err)
	}
	return version
}

func (f *fixture) try(fn func(tx *Tx) error) (int64, error) {
	return f.Change(context.Background(), By{Actor: testActor, RequestID: "req_1"}, func(tx *Tx) ([]Event, error) {
		return []Event{{Action: "test.done", Resource: gatehouse.Resource{Type: "test", ID: "t1", Name: "one"}}}, fn(tx)
	})
}

func (f *fixture) view(fn func(tx *Tx) error) {
	f.Helper()
	if err := f.View(context.Background(), fn); err != nil {
		f.Fatal(err)
	}
}

// read returns what a reading method returns in a snapshot of its own.
func read[T any](f *fixture, fn func(ctx context.Context, tx *Tx) (T, error)) (got T) {
	f.Helper()
	f.view(func(tx *Tx) (err error) {
		got, err = fn(context.Background(), tx)
		return err
	})
	return got
}

// exec runs a statement behind the store's back.
func (f *fixture) exec(query string, args ...any) {
	f.Helper()
	if _, err := f.engine.write.ExecContext(context.Background(), query, args...); err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) addClient(name string) gatehouse.Client {
	f.Helper()
	c := gatehouse.Client{Name: name, Status: gatehouse.Enabled}
	f.change(func(tx *Tx) error { return tx.InsertClient(context.Background(), &c) })
	return c
}

func (f *fixture) addProfile(c gatehouse.Client, name string) gatehouse.Profile {
	f.Helper()
	p := gatehouse.Profile{Name: name, ClientID: c.ID, Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}}
	f.change(func(tx *Tx) error { return tx.InsertProfile(context.Background(), &p) })
	return p
}

func (f *fixture) addToken(p gatehouse.Profile, secret string) gatehouse.Token {
	f.Helper()
	hash := f.keys.Hash(secret)
	tk := gatehouse.Token{ClientID: p.ClientID, ProfileID: p.ID, Prefix: "ght_1234", Hash: hash[:]}
	f.change(func(tx *Tx) error { return tx.InsertToken(context.Background(), &tk) })
	return tk
}

func (f *fixture) addPolicy(name string) gatehouse.Policy {
	f.Helper()
	p := gatehouse.Policy{Name: name, Rate: &gatehouse.Rate{Requests: 200, Window: time.Minute}}
	f.change(func(tx *Tx) error { return tx.InsertPolicy(context.Background(), &p) })
	return p
}

func (f *fixture) addCollection(name string) gatehouse.Collection {
	f.Helper()
	c := gatehouse.Collection{Name: name, Definition: someDefinition("/" + name)}
	f.change(func(tx *Tx) error { return tx.InsertCollection(context.Background(), &c) })
	return c
}

func someDefinition(basePath string) gatehouse.Definition {
	return gatehouse.Definition{
		Title: "Shipments", Description: "Where **parcels** are.", BasePath: basePath,
		Upstream: gatehouse.Upstream{
			Targets:        []gatehouse.Target{{URL: "http://127.0.0.1:9000", Weight: 1}},
			Credential:     &gatehouse.Credential{Header: "X-Api-Key", Value: "upstream-canary"},
			ConnectTimeout: time.Second,
		},
		CORS: gatehouse.CORS{Origins: []string{"https://app.example.com"}}, ValidateRequests: true, MaxBodyBytes: 1 << 20,
		Endpoints: []gatehouse.Endpoint{{
			ID: "ep_1", Method: "GET", Path: "/track/{n}", UpstreamPath: "/v2/{n}", Summary: "Track", WebSocket: true,
			Parameters: []byte(`[{"name":"n"}]`), Example: gatehouse.Example{PathParameters: map[string]string{"n": "12345"}, Query: "a=b"},
		}},
	}
}

// wantKind fails the test unless err is of a kind, with a field at pointer
// where one is given.
func wantKind(t testing.TB, err error, kind gatehouse.Kind, pointer string) {
	t.Helper()
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || e.Kind != kind {
		t.Errorf("error %v (%T); want kind %d", err, err, kind)
		return
	}
	if pointer != "" && (len(e.Fields) != 1 || e.Fields[0].Pointer != pointer) {
		t.Errorf("fields %v; want one at %s", e.Fields, pointer)
	}
}

// same fails the test when two values differ, secrets included.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	reveal := cmp.Transformer("Reveal", func(s gatehouse.Secret) string { return s.Reveal() })
	if diff := cmp.Diff(want, got, reveal, cmp.Comparer(equalPrefix), cmp.AllowUnexported(member{})); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
