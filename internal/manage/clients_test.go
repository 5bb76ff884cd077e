package manage_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/store"
)

func TestClientIsCreatedWithOneEvent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	events := h.since(func() {
		c := must(h.CreateClient(t.Context(), editor, gatehouse.Client{Name: "partner-acme-corp", Description: "Acme", PolicyIDs: []string{"po_x"}}))(t)
		if c.ID == "" || c.Status != gatehouse.Enabled || c.Version != 1 || len(c.PolicyIDs) != 0 {
			t.Errorf("created %+v", c)
		}
	})
	if len(events) != 1 || events[0].Action != "client.created" || events[0].Actor != editor.Actor || events[0].RequestID != "req_1" {
		t.Fatalf("got events %+v", events)
	}
	want := []string{`/description  → "Acme"`, `/name  → "partner-acme-corp"`, `/status  → "enabled"`}
	if diff := cmp.Diff(want, changes(events[0])); diff != "" {
		t.Error(diff)
	}
}

func TestUpdateNotesWhatDiffersAndPokesTheGateway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.client("acme")
	h.poked = nil
	events := h.since(func() {
		out := must(h.UpdateClient(t.Context(), editor, c.ID, c.Version, func(c *gatehouse.Client) error {
			c.Status, c.Labels, c.ID = gatehouse.Disabled, map[string]string{"tier": "gold"}, "cl_other"
			return nil
		}))(t)
		if out.ID != c.ID || out.Version != 2 {
			t.Errorf("got %+v", out)
		}
	})
	if diff := cmp.Diff([]string{`/labels  → {"tier":"gold"}`, `/status "enabled" → "disabled"`}, changes(events[0])); diff != "" {
		t.Error(diff)
	}
	version := must(h.store.Version(t.Context()))(t)
	if !slices.Contains(h.poked, version) {
		t.Errorf("gateway was told %v, not version %d", h.poked, version)
	}
}

func TestWriteThatChangesNothingLeavesNoTrace(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, p, co := h.client("acme"), h.policy("gold"), h.collection("shipments")
	must(h.SetClientPolicies(t.Context(), admin, c.ID, 0, []string{p.ID}))(t)
	must(h.SetPortalEmails(t.Context(), admin, c.ID, 0, []string{"dev@acme.example"}))(t)
	must(h.GiveAccess(t.Context(), admin, co.ID, c.ID))(t)
	must(h.Publish(t.Context(), admin, co.ID, 0))(t)
	before, version := must(h.Client(t.Context(), admin, c.ID))(t), must(h.store.Version(t.Context()))(t)
	events := h.since(func() {
		must(h.UpdateClient(t.Context(), admin, c.ID, 0, func(*gatehouse.Client) error { return nil }))(t)
		must(h.SetClientPolicies(t.Context(), admin, c.ID, 0, []string{p.ID, p.ID}))(t)
		must(h.SetPortalEmails(t.Context(), admin, c.ID, 0, []string{" DEV@acme.example "}))(t)
		must(h.GiveAccess(t.Context(), admin, co.ID, c.ID))(t)
		must(h.Publish(t.Context(), admin, co.ID, 0))(t)
		must(h.UpdateCollection(t.Context(), admin, co.ID, 0, func(*gatehouse.Collection) error { return nil }))(t)
		must(h.UpdatePolicy(t.Context(), admin, p.ID, 0, func(*gatehouse.Policy) error { return nil }))(t)
	})
	after := must(h.Client(t.Context(), admin, c.ID))(t)
	if len(events) != 0 || must(h.store.Version(t.Context()))(t) != version {
		t.Errorf("left %q", actions(events))
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

func TestStaleWriteIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, p, co := h.client("acme"), h.policy("gold"), h.collection("shipments")
	pr := h.profile(c.ID, "standard")
	const old = 99
	for name, err := range map[string]error{
		"client":     second(h.UpdateClient(t.Context(), admin, c.ID, old, func(*gatehouse.Client) error { return nil })),
		"policies":   second(h.SetClientPolicies(t.Context(), admin, c.ID, old, nil)),
		"emails":     second(h.SetPortalEmails(t.Context(), admin, c.ID, old, nil)),
		"profile":    second(h.UpdateProfile(t.Context(), admin, pr.ID, old, func(*gatehouse.Profile) error { return nil })),
		"policy":     second(h.UpdatePolicy(t.Context(), admin, p.ID, old, func(*gatehouse.Policy) error { return nil })),
		"collection": second(h.UpdateCollection(t.Context(), admin, co.ID, old, func(*gatehouse.Collection) error { return nil })),
		"publish":    second(h.Publish(t.Context(), admin, co.ID, old)),
		"settings":   second(h.UpdateSettings(t.Context(), admin, old, func(*gatehouse.Settings) error { return nil })),
		"delete":     h.DeleteClient(t.Context(), admin, c.ID, old),
	} {
		if kindOf(err) != gatehouse.Stale {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestClientErrorsNameTheField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.client("acme")
	_, err := h.CreateClient(t.Context(), admin, gatehouse.Client{Name: "acme"})
	wantError(t, err, gatehouse.Conflict, "/name")
	_, err = h.CreateClient(t.Context(), admin, gatehouse.Client{Name: "A", ContactEmail: "nobody"})
	wantError(t, err, gatehouse.Invalid, "/name", "/contact_email")
	_, err = h.SetClientPolicies(t.Context(), admin, c.ID, 0, []string{"po_unknown"})
	wantError(t, err, gatehouse.Invalid, "/policy_ids/0")
	_, err = h.SetPortalEmails(t.Context(), admin, c.ID, 0, []string{"a@b.example", "x"})
	wantError(t, err, gatehouse.Invalid, "/emails/1")
	_, err = h.Client(t.Context(), admin, "cl_unknown")
	wantError(t, err, gatehouse.NotFound)
}

func TestDeletingAClientReportsAllThatGoesWithIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, co := h.client("acme"), h.collection("shipments")
	pr := h.profile(c.ID, "standard")
	must(h.GiveAccess(t.Context(), admin, "shipments", "acme"))(t)
	events := h.since(func() {
		if err := h.DeleteClient(t.Context(), editor, c.ID, 0); err != nil {
			t.Fatal(err)
		}
	})
	want := []string{"client.deleted acme", "access.deleted shipments/acme", "profile.deleted standard", "token.deleted " + pr.Token.Prefix}
	if diff := cmp.Diff(want, actions(events)); diff != "" {
		t.Error(diff)
	}
	for _, e := range events {
		if e.CorrelationID == "" || e.CorrelationID != events[0].CorrelationID {
			t.Errorf("%s has correlation id %q", e.Action, e.CorrelationID)
		}
	}
	if _, err := h.Profile(t.Context(), admin, pr.ID); kindOf(err) != gatehouse.NotFound {
		t.Errorf("profile is still there: %v", err)
	}
	left, _, err := h.CollectionClients(t.Context(), admin, co.ID, store.Page{})
	if err != nil || len(left) != 0 {
		t.Errorf("access is left: %v, %v", left, err)
	}
}
