package manage_test

import (
	"testing"

	"gatehouse"
	"gatehouse/internal/store"
)

func TestAuthorizingAnAddressAnswersItsRequest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stock()
	ask := func(email string) {
		t.Helper()
		if err := h.AddAccessRequest(t.Context(), gatehouse.AccessRequest{Email: email, Name: "Kim", IP: "198.51.100.7"}, "req_1"); err != nil {
			t.Fatal(err)
		}
	}
	for _, email := range []string{"kim@acme.example", "dev@acme.example", "lee@other.example"} {
		ask(email)
	}
	c := h.client("acme")
	events := h.since(func() {
		must(h.SetPortalEmails(t.Context(), editor, c.ID, 0, []string{"Kim@acme.example"}))(t)
	})
	if got := actions(events); len(got) != 2 || got[1] != "access_request.deleted kim@acme.example" {
		t.Errorf("got %q", got)
	}
	must(h.Onboard(t.Context(), editor, recipe(), false))(t) // authorizes dev@acme.example
	left, _, err := h.AccessRequests(t.Context(), viewer, store.AccessRequestQuery{})
	if err != nil || len(left) != 1 || left[0].Email != "lee@other.example" {
		t.Errorf("left %+v, %v", left, err)
	}
}
