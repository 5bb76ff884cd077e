package lastgood_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse"
	"gatehouse/internal/live/lastgood"
	"gatehouse/internal/seal"
)

type config struct {
	Revisions []gatehouse.Revision
	Policies  []gatehouse.Policy
	Partners  []gatehouse.Partner
}

func (c *config) sink() lastgood.Sink {
	return lastgood.Sink{
		Revision: func(r gatehouse.Revision) { c.Revisions = append(c.Revisions, r) },
		Policy:   func(p gatehouse.Policy) { c.Policies = append(c.Policies, p) },
		Partner:  func(p gatehouse.Partner) { c.Partners = append(c.Partners, p) },
	}
}

func (c *config) fill(w *lastgood.Writer) error {
	for _, r := range c.Revisions {
		if err := w.Revision(r); err != nil {
			return err
		}
	}
	for _, p := range c.Policies {
		if err := w.Policy(p); err != nil {
			return err
		}
	}
	for _, p := range c.Partners {
		if err := w.Partner(p); err != nil {
			return err
		}
	}
	return nil
}

const credential = "canary-upstream-credential"

func sample() *config {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	return &config{
		Revisions: []gatehouse.Revision{{
			CollectionID: "co_1", CollectionName: "shipments", Number: 3, PublishedAt: now,
			Definition: gatehouse.Definition{
				BasePath: "/shipments",
				Upstream: gatehouse.Upstream{
					Targets:    []gatehouse.Target{{URL: "https://up.example", Weight: 1}},
					Credential: &gatehouse.Credential{Header: "X-Api-Key", Value: credential},
				},
				Endpoints: []gatehouse.Endpoint{{ID: "ep_1", Method: "GET", Path: "/track/{n}", Parameters: []byte(`[]`)}},
			},
		}, {CollectionID: "co_2", CollectionName: "orders", Number: 1}},
		Policies: []gatehouse.Policy{{ID: "po_1", Name: "p", Rate: &gatehouse.Rate{Requests: 200, Window: time.Minute}}},
		Partners: []gatehouse.Partner{{
			Client: gatehouse.Client{ID: "cl_1", Name: "acme", Status: gatehouse.Enabled, CollectionIDs: []string{"co_1"}, PolicyIDs: []string{"po_1"}},
			Profiles: []gatehouse.Profile{{
				ID: "pr_1", Name: "acme-standard", ClientID: "cl_1", Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken},
				AllowedMethods: []string{"GET"}, IPAllowlist: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, ExpiresAt: now,
			}},
			Tokens: []gatehouse.Token{{ID: "tk_1", ProfileID: "pr_1", ClientID: "cl_1", Hash: bytes.Repeat([]byte{7}, 32)}},
		}},
	}
}

func open(t *testing.T, dir, store string) *lastgood.Folder {
	t.Helper()
	keys, err := seal.LoadKeys(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	f, err := lastgood.Open(dir, store, keys)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhatWasSavedIsLoaded(t *testing.T) {
	f, want := open(t, t.TempDir(), "sqlite"), sample()
	saved := sample()
	saved.Partners[0].Client.ContactEmail = "dana@acme.example" // decides no request, so it is not kept
	saved.Partners[0].Client.Labels = map[string]string{"tier": "gold"}
	if err := f.Save(42, saved.fill); err != nil {
		t.Fatal(err)
	}
	var got config
	version, err := f.Load(got.sink())
	if err != nil || version != 42 {
		t.Fatalf("loaded version %d: %v", version, err)
	}
	// Secret does not show itself to a comparison by format, but does by value.
	if diff := cmp.Diff(want, &got, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func TestNoSecretIsInTheFile(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir, "sqlite").Save(1, sample().fill); err != nil {
		t.Fatal(err)
	}
	for _, name := range files(t, dir) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(credential)) {
			t.Errorf("%s holds the credential in clear", name)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
	}
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, lastgood.Name, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestADamagedFileIsPassedOverForTheOneBefore(t *testing.T) {
	damage := map[string]func(data []byte) []byte{
		"one bit":  func(d []byte) []byte { d[len(d)/2] ^= 1; return d },
		"cut":      func(d []byte) []byte { return d[:len(d)-7] },
		"empty":    func([]byte) []byte { return nil },
		"appended": func(d []byte) []byte { return append(d, 0) },
	}
	for name, hurt := range damage {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			f := open(t, dir, "sqlite")
			for v := range int64(2) {
				if err := f.Save(v+1, sample().fill); err != nil {
					t.Fatal(err)
				}
			}
			newest := filepath.Join(dir, lastgood.Name, fmt.Sprintf("%020d.config", 2))
			data, err := os.ReadFile(newest)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(newest, hurt(data), 0o600); err != nil {
				t.Fatal(err)
			}
			var got config
			if version, err := f.Load(got.sink()); err != nil || version != 1 || len(got.Partners) != 1 {
				t.Errorf("loaded version %d with %d partners: %v", version, len(got.Partners), err)
			}
		})
	}
}

func TestAnotherStoreOrKeyIsNeverUsed(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir, "postgres db1/gatehouse").Save(1, sample().fill); err != nil {
		t.Fatal(err)
	}
	var got config
	if _, err := open(t, dir, "postgres db2/gatehouse").Load(got.sink()); !errors.Is(err, lastgood.ErrNone) {
		t.Errorf("another store's: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, seal.KeyFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, dir, "postgres db1/gatehouse").Load(got.sink()); !errors.Is(err, lastgood.ErrNone) {
		t.Errorf("another key's: %v", err)
	}
	if len(got.Partners)+len(got.Policies)+len(got.Revisions) > 0 {
		t.Errorf("something was handed on: %+v", got)
	}
}

func TestTheLastThreeAreKept(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir, "sqlite")
	for v := range int64(5) {
		if err := f.Save(v+8, sample().fill); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"00000000000000000010.config", "00000000000000000011.config", "00000000000000000012.config"}
	var got []string
	for _, name := range files(t, dir) {
		got = append(got, filepath.Base(name))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFailedSaveKeepsTheOldOne(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir, "sqlite")
	if err := f.Save(1, sample().fill); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the store went away")
	if err := f.Save(2, func(*lastgood.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("Save: %v", err)
	}
	if names := files(t, dir); len(names) != 1 {
		t.Errorf("files: %v", names)
	}
}

func BenchmarkSave100kClients(b *testing.B) {
	dir := b.TempDir()
	keys, err := seal.LoadKeys(dir, "")
	if err != nil {
		b.Fatal(err)
	}
	f, err := lastgood.Open(dir, "sqlite", keys)
	if err != nil {
		b.Fatal(err)
	}
	p := sample().Partners[0]
	for b.Loop() {
		err := f.Save(1, func(w *lastgood.Writer) error {
			for range 100_000 {
				if err := w.Partner(p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Load((&config{}).sink()); err != nil {
			b.Fatal(err)
		}
	}
}
