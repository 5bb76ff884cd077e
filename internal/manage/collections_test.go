package manage_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/store"
)

func TestCollectionLivesFromDraftToDeletion(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.client("acme")
	events := h.since(func() {
		co := h.collection("shipments")
		must(h.GiveAccess(t.Context(), editor, co.ID, "acme"))(t)
		co = must(h.Publish(t.Context(), editor, co.ID, 0))(t)
		if co.PublishedRevision != 1 || co.HasUnpublishedChanges {
			t.Errorf("published %+v", co)
		}
		wantError(t, h.DeleteCollection(t.Context(), editor, co.ID, 0), gatehouse.Conflict)
		must(h.UpdateCollection(t.Context(), editor, co.ID, co.Version, func(c *gatehouse.Collection) error {
			c.Title, c.PublishedRevision = "Tracking", 7
			return nil
		}))(t)
		if co = must(h.Publish(t.Context(), editor, co.ID, 0))(t); co.PublishedRevision != 2 {
			t.Errorf("published %+v", co)
		}
		if co = must(h.RestoreRevision(t.Context(), editor, co.ID, 1, 0))(t); co.Title != "The shipments" || co.PublishedRevision != 2 || !co.HasUnpublishedChanges {
			t.Errorf("restored %+v", co)
		}
		must(h.Unpublish(t.Context(), editor, co.ID, 0))(t)
		if err := h.DeleteCollection(t.Context(), editor, co.ID, 0); err != nil {
			t.Fatal(err)
		}
	})
	want := []string{
		"collection.created shipments", "access.created shipments/acme", "collection.published shipments", "collection.updated shipments",
		"collection.published shipments", "collection.restored shipments", "collection.unpublished shipments",
		"collection.deleted shipments", "access.deleted shipments/acme",
	}
	if diff := cmp.Diff(want, actions(events)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"/published_revision 1 → 2"}, changes(events[4])); diff != "" {
		t.Error(diff)
	}
}

func TestCollectionErrorsNameTheField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.collection("shipments")
	for name, tc := range map[string]struct {
		edit    func(*gatehouse.Collection)
		kind    gatehouse.Kind
		pointer string
	}{
		"base path taken":    {func(c *gatehouse.Collection) { c.BasePath = "/shipments" }, gatehouse.Conflict, "/base_path"},
		"name taken":         {func(c *gatehouse.Collection) { c.Name = "shipments" }, gatehouse.Conflict, "/name"},
		"url with password":  {func(c *gatehouse.Collection) { c.Upstream.Targets[0].URL = "https://u:p@x.example" }, gatehouse.Invalid, "/upstream/targets/0/url"},
		"link-local target":  {func(c *gatehouse.Collection) { c.Upstream.Targets[0].URL = "http://169.254.169.254" }, gatehouse.Invalid, "/upstream/targets/0/url"},
		"our own gateway":    {func(c *gatehouse.Collection) { c.Upstream.Targets[0].URL = "http://localhost:8080" }, gatehouse.Invalid, "/upstream/targets/0/url"},
		"clashing endpoints": {func(c *gatehouse.Collection) { c.Endpoints[0] = gatehouse.Endpoint{Method: "GET", Path: "/track/{id}"} }, gatehouse.Invalid, ""},
	} {
		in := draft("orders")
		tc.edit(&in)
		_, err := h.CreateCollection(t.Context(), admin, in)
		t.Run(name, func(t *testing.T) {
			if tc.pointer != "" {
				wantError(t, err, tc.kind, tc.pointer)
			} else if e, ok := err.(*gatehouse.Error); !ok || !strings.HasPrefix(e.Fields[0].Pointer, "/endpoints/") { //nolint:errorlint // a test of this very type
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := h.UpdateCollection(t.Context(), admin, "shipments", 0, func(c *gatehouse.Collection) error {
		c.Name = "renamed"
		return nil
	}); true {
		wantError(t, err, gatehouse.Invalid, "/name")
	}
}

func TestNestedBasePathIsAllowed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.collection("shipments")
	nested := draft("tracking")
	nested.BasePath = "/shipments/tracking"
	must(h.CreateCollection(t.Context(), admin, nested))(t)
	for _, name := range []string{"shipments", "tracking"} {
		must(h.Publish(t.Context(), admin, name, 0))(t)
	}
}

// A draft may have taken a base path that another collection still serves.
func TestPublishedBasePathsNeverClash(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.collection("shipments")
	must(h.Publish(t.Context(), admin, "shipments", 0))(t)
	must(h.UpdateCollection(t.Context(), admin, "shipments", 0, func(c *gatehouse.Collection) error {
		c.BasePath = "/moved"
		return nil
	}))(t)
	other := draft("orders")
	other.BasePath = "/shipments"
	must(h.CreateCollection(t.Context(), admin, other))(t)
	_, err := h.Publish(t.Context(), admin, "orders", 0)
	wantError(t, err, gatehouse.Conflict, "/base_path")
}

func TestEndpointIDsSurviveEdits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	co := h.collection("shipments")
	post, get := co.Endpoints[0].ID, co.Endpoints[1].ID
	edit := func(endpoints ...gatehouse.Endpoint) ([]string, []gatehouse.AuditEvent) {
		t.Helper()
		var ids []string
		events := h.since(func() {
			out := must(h.UpdateCollection(t.Context(), admin, co.ID, 0, func(c *gatehouse.Collection) error {
				c.Endpoints = slices.Clone(endpoints)
				return nil
			}))(t)
			for _, e := range out.Endpoints {
				ids = append(ids, e.ID)
			}
		})
		return ids, events
	}
	// One in front, the old ones recognised by method and path, one of them moved.
	ids, events := edit(gatehouse.Endpoint{Method: "PUT", Path: "/new"},
		gatehouse.Endpoint{Method: "GET", Path: "/track/{number}", Summary: "Track"}, gatehouse.Endpoint{Method: "POST", Path: "/"})
	if ids[1] != get || ids[2] != post || ids[0] == "" || ids[0] == get || ids[0] == post {
		t.Errorf("got ids %q, had %q and %q", ids, post, get)
	}
	var paths []string
	for _, c := range events[0].Changes {
		paths = append(paths, c.Path)
	}
	if diff := cmp.Diff([]string{"/endpoints", "/endpoints/0", "/endpoints/1/example", "/endpoints/1/summary"}, paths); diff != "" {
		t.Error(diff)
	}
	// An id that is named stays with the endpoint through a change of its path.
	if ids, _ = edit(gatehouse.Endpoint{ID: get, Method: "GET", Path: "/trace/{number}"}, gatehouse.Endpoint{Method: "GET", Path: "/track/{number}"}); ids[0] != get || ids[1] == get {
		t.Errorf("got ids %q, had %q", ids, get)
	}
	_, err := h.UpdateCollection(t.Context(), admin, co.ID, 0, func(c *gatehouse.Collection) error {
		c.Endpoints = []gatehouse.Endpoint{{ID: "ep_foreign", Method: "GET", Path: "/a"}, {ID: get, Method: "GET", Path: "/b"}, {ID: get, Method: "GET", Path: "/c"}}
		return nil
	})
	wantError(t, err, gatehouse.Invalid, "/endpoints/0/id", "/endpoints/2/id")
}

func TestUpstreamCredentialIsWriteOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := draft("shipments")
	in.Upstream.Credential = &gatehouse.Credential{Header: "X-Api-Key", Value: "first secret"}
	co := must(h.CreateCollection(t.Context(), admin, in))(t)
	if co.Upstream.Credential.Value != "" || in.Upstream.Credential.Value == "" {
		t.Errorf("the answer holds the value, or the input was changed")
	}
	stored := func() (value string) {
		_ = h.store.View(t.Context(), func(tx *store.Tx) error {
			c, err := tx.Collection(t.Context(), co.ID)
			value = c.Upstream.Credential.Value.Reveal()
			return err
		})
		return value
	}
	set := func(header string, value gatehouse.Secret) []gatehouse.AuditEvent {
		return h.since(func() {
			must(h.UpdateCollection(t.Context(), admin, co.ID, 0, func(c *gatehouse.Collection) error {
				if c.Upstream.Credential.Value != "" {
					t.Error("the edit sees the value")
				}
				c.Upstream.Credential = &gatehouse.Credential{Header: header, Value: value}
				return nil
			}))(t)
		})
	}
	set("X-Other-Key", "")
	if stored() != "first secret" {
		t.Errorf("an edit without a value lost the stored one")
	}
	events := set("X-Other-Key", "second secret")
	want := []string{`/upstream/credential/value "` + h.keys.SecretFingerprint("first secret") + `" → "` + h.keys.SecretFingerprint("second secret") + `"`}
	if diff := cmp.Diff(want, changes(events[0])); diff != "" || stored() != "second secret" {
		t.Error(diff)
	}
}

func TestAccessIsGivenListedAndRemoved(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, co := h.client("acme"), h.collection("shipments")
	given := must(h.GiveAccess(t.Context(), editor, "shipments", "acme"))(t)
	if given.Client.ID != c.ID || !given.Since.Equal(h.now) {
		t.Errorf("gave %+v", given)
	}
	clients, _, err := h.CollectionClients(t.Context(), viewer, co.ID, store.Page{})
	if err != nil || len(clients) != 1 || clients[0].Client.Name != "acme" {
		t.Errorf("got %+v, %v", clients, err)
	}
	collections, _, err := h.ClientCollections(t.Context(), viewer, c.ID, store.Page{})
	if err != nil || len(collections) != 1 || collections[0].ID != co.ID {
		t.Errorf("got %+v, %v", collections, err)
	}
	if err := h.RemoveAccess(t.Context(), editor, co.ID, c.ID); err != nil {
		t.Fatal(err)
	}
	wantError(t, h.RemoveAccess(t.Context(), editor, co.ID, c.ID), gatehouse.NotFound)
	_, err = h.GiveAccess(t.Context(), editor, co.ID, "cl_unknown")
	wantError(t, err, gatehouse.NotFound)
}

func TestPolicyInUseCannotBeDeleted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, p := h.client("acme"), h.policy("gold")
	must(h.SetClientPolicies(t.Context(), editor, c.ID, 0, []string{p.ID}))(t)
	wantError(t, h.DeletePolicy(t.Context(), editor, p.ID, 0, ""), gatehouse.Conflict)
	users, _, err := h.PolicyClients(t.Context(), viewer, "gold", store.Page{})
	if err != nil || len(users) != 1 || users[0].ID != c.ID {
		t.Errorf("got %+v, %v", users, err)
	}
	must(h.SetClientPolicies(t.Context(), editor, c.ID, 0, nil))(t)
	if err := h.DeletePolicy(t.Context(), editor, p.ID, 0, ""); err != nil {
		t.Error(err)
	}
}

func TestPolicyEventsShowTheParts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.policy("gold")
	events := h.since(func() {
		out := must(h.UpdatePolicy(t.Context(), editor, p.ID, 0, func(p *gatehouse.Policy) error {
			p.Rate.Requests = 300
			p.Quota = &gatehouse.Quota{Requests: 50000, Period: gatehouse.Day}
			return nil
		}))(t)
		if out.Quota.TimeZone != "UTC" {
			t.Errorf("got %+v", out.Quota)
		}
	})
	want := []string{`/quota  → {"period":"day","requests":50000,"time_zone":"UTC"}`, "/rate/requests 200 → 300"}
	if diff := cmp.Diff(want, changes(events[0])); diff != "" {
		t.Error(diff)
	}
	_, err := h.CreatePolicy(t.Context(), editor, gatehouse.Policy{Name: "gold", Rate: &gatehouse.Rate{Window: 1}})
	wantError(t, err, gatehouse.Invalid, "/rate/requests", "/rate/window")
}
