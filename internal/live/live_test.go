package live_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/directory"
	"gatehouse/internal/limit"
	"gatehouse/internal/live"
	"gatehouse/internal/live/lastgood"
	"gatehouse/internal/manage"
	"gatehouse/internal/ops"
	"gatehouse/internal/seal"
	"gatehouse/internal/store"
)

// node is one gateway process: a store of its own over a data folder, what it
// keeps in memory, and the use cases. Several may share a database.
type node struct {
	t         testing.TB
	data      string
	keys      *seal.Keys
	store     *store.Store
	directory *directory.Directory
	follower  *live.Follower
	control   *manage.Control
	settings  []gatehouse.Settings
}

var admin = manage.Caller{Role: gatehouse.Admin, Actor: gatehouse.Actor{Type: gatehouse.ActorCLI, Name: "test"}}

func newNode(t testing.TB, data string) *node {
	t.Helper()
	keys, err := seal.LoadKeys(data, "")
	if err != nil {
		t.Fatal(err)
	}
	copies, err := lastgood.Open(data, "SQLite", keys)
	if err != nil {
		t.Fatal(err)
	}
	n := &node{t: t, data: data, keys: keys, directory: directory.New(limit.New(time.Now()))}
	n.follower = live.New(live.Options{
		Directory: n.directory, LastGood: copies, Logger: slog.New(slog.DiscardHandler),
		Settings: func(s gatehouse.Settings) { n.settings = append(n.settings, s) },
	})
	return n
}

// open opens the store and loads what is in it.
func (n *node) open() *node {
	n.t.Helper()
	var err error
	if n.store, err = store.Open(context.Background(), store.Options{DataDir: n.data, Keys: n.keys}); err != nil {
		n.t.Fatal(err)
	}
	n.control = manage.New(manage.Options{Store: n.store, Keys: n.keys, Poke: n.follower.Poke})
	if err := n.follower.Load(context.Background(), n.store); err != nil {
		n.t.Fatal(err)
	}
	return n
}

func (n *node) close() {
	n.t.Helper()
	if err := n.store.Close(); err != nil {
		n.t.Error(err)
	}
}

func (n *node) client(name string) gatehouse.Client {
	n.t.Helper()
	c, err := n.control.CreateClient(context.Background(), admin, gatehouse.Client{Name: name, Status: gatehouse.Enabled})
	if err != nil {
		n.t.Fatal(err)
	}
	return c
}

func (n *node) profile(clientID string) manage.CreatedProfile {
	n.t.Helper()
	p, err := n.control.CreateProfile(context.Background(), admin, gatehouse.Profile{
		Name: "standard", ClientID: clientID, Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken},
	}, &gatehouse.NewToken{Generate: true})
	if err != nil {
		n.t.Fatal(err)
	}
	return p
}

func definition(basePath string) gatehouse.Definition {
	return gatehouse.Definition{
		BasePath: basePath, Upstream: gatehouse.Upstream{
			Targets:    []gatehouse.Target{{URL: "http://192.0.2.1:9000", Weight: 1}},
			Credential: &gatehouse.Credential{Header: "X-Api-Key", Value: "upstream-secret"},
		},
		Endpoints: []gatehouse.Endpoint{{Method: "GET", Path: "/track/{n}"}},
	}
}

func (n *node) publish(name string) gatehouse.Collection {
	n.t.Helper()
	c, err := n.control.CreateCollection(context.Background(), admin, gatehouse.Collection{Name: name, Definition: definition("/" + name)})
	if err != nil {
		n.t.Fatal(err)
	}
	if c, err = n.control.Publish(context.Background(), admin, c.ID, 0); err != nil {
		n.t.Fatal(err)
	}
	return c
}

// part returns one part of what /readyz shows.
func (n *node) part(name string) ops.Part {
	n.t.Helper()
	for _, p := range n.follower.Parts() {
		if p.Name == name {
			return p
		}
	}
	n.t.Fatalf("no part %s", name)
	return ops.Part{}
}

func (n *node) serves(path string) bool {
	table := n.follower.Table()
	if table == nil {
		return false
	}
	c, _ := table.Match(path)
	return c != nil
}

func TestAChangeHoldsWhenItsCallReturns(t *testing.T) {
	n := newNode(t, t.TempDir()).open()
	defer n.close()
	c := n.client("acme")
	if found := n.directory.Find(c.ID); found == nil || !found.Enabled() {
		t.Fatal("a new client is not known")
	}
	p := n.profile(c.ID)
	if found := n.directory.Find(c.ID).Profile("standard"); found == nil || len(found.Tokens()) != 1 {
		t.Fatal("its profile is not known")
	}
	if err := n.control.RevokeToken(context.Background(), admin, p.ID, p.Token.ID); err != nil {
		t.Fatal(err)
	}
	if found := n.directory.Find(c.ID).Profile("standard"); len(found.Tokens()) != 0 {
		t.Error("a revoked token is still there")
	}
	shipments := n.publish("shipments")
	if !n.serves("/shipments/track/1") {
		t.Error("a published collection is not served")
	}
	if _, err := n.control.GiveAccess(context.Background(), admin, shipments.ID, c.ID); err != nil {
		t.Fatal(err)
	}
	if !n.directory.Find(c.ID).MayCall(shipments.ID) {
		t.Error("access that was given does not hold")
	}
	if _, err := n.control.Unpublish(context.Background(), admin, shipments.ID, 0); err != nil {
		t.Fatal(err)
	}
	if n.serves("/shipments/track/1") {
		t.Error("a collection that was unpublished is served")
	}
	if err := n.control.DeleteClient(context.Background(), admin, c.ID, 0); err != nil {
		t.Fatal(err)
	}
	if n.directory.Find(c.ID) != nil {
		t.Error("a deleted client is still known")
	}
}

func TestEverythingIsThereAfterAStart(t *testing.T) {
	data := t.TempDir()
	first := newNode(t, data).open()
	c := first.client("acme")
	first.profile(c.ID)
	first.publish("shipments")
	first.close()

	second := newNode(t, data)
	if got := second.part("configuration"); got.Status != ops.Unready {
		t.Errorf("before loading: %+v", got)
	}
	second.open()
	defer second.close()
	if found := second.directory.Find(c.ID); found == nil || found.Profile("standard") == nil {
		t.Error("the client is gone")
	}
	table := second.follower.Table()
	found, _ := table.Match("/shipments/track/1")
	if found == nil || found.Credential == nil || found.Credential.Value.Reveal() != "upstream-secret" {
		t.Error("the collection or its credential is gone")
	}
	if second.follower.Version() != first.follower.Version() {
		t.Errorf("version %d, want %d", second.follower.Version(), first.follower.Version())
	}
	for _, p := range second.follower.Parts() {
		if p.Status != ops.Ready {
			t.Errorf("%+v", p)
		}
	}
	if len(second.settings) != 1 {
		t.Errorf("settings were told %d times", len(second.settings))
	}
}

func TestACollectionThatCannotBeCompiledRefusesAndIsNamed(t *testing.T) {
	n := newNode(t, t.TempDir()).open()
	defer n.close()
	n.publish("orders")
	broken := gatehouse.Collection{Name: "broken", Definition: definition("/broken")}
	broken.Endpoints = append(broken.Endpoints, gatehouse.Endpoint{Method: "GET", Path: "/track/{other}"}) // clashes, as no use case would allow
	version, err := n.store.Change(t.Context(), store.By{Actor: admin.Actor}, func(tx *store.Tx) ([]store.Event, error) {
		if err := tx.InsertCollection(t.Context(), &broken); err != nil {
			return nil, err
		}
		_, err := tx.Publish(t.Context(), &broken, admin.Actor)
		return []store.Event{{Action: "collection.published"}}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	n.follower.Poke(version)
	got := n.part("collections")
	if got.Status != ops.Degraded || len(n.follower.Problems()) != 1 || n.follower.Problems()[0].Collection != "broken" {
		t.Errorf("%+v", got)
	}
	if c, _ := n.follower.Table().Match("/broken/track/1"); c == nil || c.Refusal() == nil {
		t.Error("it does not refuse")
	}
	if c, _ := n.follower.Table().Match("/orders/track/1"); c == nil || c.Refusal() != nil {
		t.Error("the other one is not served")
	}
}

func TestARestoredBackupReplacesEverything(t *testing.T) {
	n := newNode(t, t.TempDir()).open()
	defer n.close()
	kept := n.client("kept")
	backup := filepath.Join(t.TempDir(), "backup")
	n.export(backup)
	n.client("made-later")
	gone := n.client("gone")
	n.restore(backup)
	version, err := n.store.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.follower.Poke(version)
	if n.directory.Find(kept.ID) == nil || n.directory.Find(gone.ID) != nil || n.directory.Len() != 1 {
		t.Errorf("%d clients are known after the restore", n.directory.Len())
	}
}

// alwaysOneByOneAndMore is beyond what a follower reads one by one.
const alwaysOneByOneAndMore = 1100

func TestAChangeOfManyClientsIsAppliedWhole(t *testing.T) {
	n := newNode(t, t.TempDir()).open()
	defer n.close()
	before := n.client("before")
	n.fill(alwaysOneByOneAndMore)
	version, err := n.store.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.follower.Poke(version)
	if n.directory.Len() != alwaysOneByOneAndMore+1 || n.directory.Find(before.ID) == nil || n.follower.Version() != version {
		t.Errorf("%d clients are known at version %d, want %d at %d", n.directory.Len(), n.follower.Version(), alwaysOneByOneAndMore+1, version)
	}
}
