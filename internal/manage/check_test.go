package manage_test

import (
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
)

func TestCheckCredentialIsAuditedAndATokenIsNot(t *testing.T) {
	h := newHouse(t)
	client := h.client("partner-acme-corp")
	profile := h.profile(client.ID, "acme-corp-standard")
	h.collection("shipments")
	must(h.GiveAccess(t.Context(), admin, "shipments", client.ID))(t)
	before := len(h.events())

	scope := must(h.BeginCheck(t.Context(), editor, client.ID, "", true))(t)
	if scope.Profile.ID != profile.ID || !scope.ExpiresAt.IsZero() || len(h.events()) != before {
		t.Errorf("proving a token: %+v", scope)
	}
	scope = must(h.BeginCheck(t.Context(), editor, client.Name, profile.Name, false))(t)
	if scope.ExpiresAt.Sub(h.now) != time.Minute || len(scope.Collections) != 1 || scope.Collections[0].Name != "shipments" {
		t.Errorf("with a credential: %+v", scope)
	}
	events := h.events()
	if len(events) != before+1 {
		t.Fatalf("%d events for one credential", len(events)-before)
	}
	if last := events[before]; last.Action != "check_credential.created" || last.Actor.ID != editor.Actor.ID || last.Resource.Name != profile.Name {
		t.Errorf("event %+v", last)
	}
}

func TestCheckNeedsOneProfileOfTheClient(t *testing.T) {
	h := newHouse(t)
	client, other := h.client("partner-acme-corp"), h.client("other")
	theirs := h.profile(other.ID, "theirs")
	refused := func(profile string) {
		t.Helper()
		_, err := h.BeginCheck(t.Context(), admin, client.ID, profile, false)
		if kindOf(err) != gatehouse.Invalid {
			t.Errorf("profile %q: %v", profile, err)
		}
	}
	refused("")
	h.profile(client.ID, "one")
	h.profile(client.ID, "two")
	refused("")
	refused(theirs.ID)
	refused("theirs")
	must(h.BeginCheck(t.Context(), admin, client.ID, "two", false))(t)
	for _, by := range []manage.Caller{viewer, auditor} {
		if _, err := h.BeginCheck(t.Context(), by, client.ID, "two", true); kindOf(err) != gatehouse.Forbidden {
			t.Errorf("%s may check: %v", by.Role, err)
		}
	}
	if _, err := h.BeginCheck(t.Context(), admin, "nobody", "", true); kindOf(err) != gatehouse.NotFound {
		t.Errorf("an unknown client: %v", err)
	}
}
