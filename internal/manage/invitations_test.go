package manage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/store"
)

func codeOf(i manage.Invitation) gatehouse.Secret {
	_, code, _ := strings.Cut(i.URL.Reveal(), "invitation=")
	return gatehouse.Secret(code)
}

func (h *house) invited(email string) manage.Invitation {
	h.t.Helper()
	return must(h.CreateInvitedUser(h.t.Context(), admin, gatehouse.User{Email: email, Role: gatehouse.Editor}))(h.t)
}

func TestInvitationLeavesAnEventForUserAndMail(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var i manage.Invitation
	made := h.since(func() { i = h.invited("dana@example.com") })
	if diff := cmp.Diff([]string{"user.created dana@example.com", "mail.created dana@example.com"}, actions(made)); diff != "" || made[0].CorrelationID != made[1].CorrelationID {
		t.Error(diff)
	}
	again := h.since(func() { must(h.InviteUser(t.Context(), admin, i.User.ID))(t) }) // at the same moment
	if diff := cmp.Diff([]string{"user.invited dana@example.com", "mail.created dana@example.com"}, actions(again)); diff != "" {
		t.Error(diff)
	}
	if lines := strings.Join(changes(again[0]), "\n"); !strings.Contains(lines, `/invitation "fp_`) {
		t.Errorf("changes:\n%s", lines)
	}
}

func TestInvitationEndsAfterThreeDays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	i := h.invited("dana@example.com")
	h.now = h.now.Add(72*time.Hour - time.Millisecond)
	if _, err := h.Invited(t.Context(), codeOf(i)); err != nil {
		t.Error(err)
	}
	h.now = h.now.Add(time.Millisecond)
	_, err := h.AcceptInvitation(t.Context(), manage.Caller{}, codeOf(i), manage.Chosen{Password: goodPassword})
	wantError(t, err, gatehouse.NotFound)
}

func TestAcceptedInvitationIsTheUsersOwnDoing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	i := h.invited("dana@example.com")
	accept := func(p gatehouse.Secret) error {
		_, err := h.AcceptInvitation(t.Context(), manage.Caller{Actor: gatehouse.Actor{IP: "192.0.2.9"}}, codeOf(i), manage.Chosen{Name: "Dana", Password: p})
		return err
	}
	wantError(t, accept("short"), gatehouse.Invalid, "/password")
	done := h.since(func() {
		if err := accept(goodPassword); err != nil {
			t.Fatal(err)
		}
	})
	if len(done) != 1 || done[0].Action != "user.invitation_accepted" || done[0].Actor.ID != i.User.ID || done[0].Actor.IP != "192.0.2.9" {
		t.Errorf("events %+v", done)
	}
	u := must(h.User(t.Context(), admin, i.User.ID))(t)
	if u.Name != "Dana" || !u.HasPassword || !u.InvitedUntil.IsZero() || u.Role != gatehouse.Editor {
		t.Errorf("user %+v", u)
	}
	wantError(t, accept(goodPassword), gatehouse.NotFound)
	_, err := h.InviteUser(t.Context(), admin, i.User.ID)
	wantError(t, err, gatehouse.Conflict)
}

func TestFailedCauseLeavesNoMail(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.invited("dana@example.com")
	_, err := h.CreateInvitedUser(t.Context(), admin, gatehouse.User{Email: "Dana@example.com", Role: gatehouse.Editor})
	wantError(t, err, gatehouse.Conflict, "/email")
	mails, _, err := h.Mails(t.Context(), admin, store.MailQuery{Q: "dana"})
	if err != nil || len(mails) != 1 {
		t.Errorf("%v, %v", mails, err)
	}
}

func TestAccountFollowsItsGroupsAndChangesNothingWhenNothingChanged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := manage.Account{Issuer: "https://id.example", Subject: "42", Email: "dana@example.com", Name: "Dana", Role: gatehouse.Viewer, Mapped: true}
	u := must(h.UserOfAccount(t.Context(), admin, a))(t)
	if same := h.since(func() { must(h.UserOfAccount(t.Context(), admin, a))(t) }); len(same) != 0 {
		t.Errorf("events %v", actions(same))
	}
	a.Role, a.Email = gatehouse.Editor, "dana.kim@example.com" // the address there has changed; the account has not
	changed := h.since(func() {
		if got := must(h.UserOfAccount(t.Context(), admin, a))(t); got.ID != u.ID || got.Role != gatehouse.Editor || got.Email != "dana@example.com" {
			t.Errorf("user %+v", got)
		}
	})
	if diff := cmp.Diff([]string{`/role "viewer" → "editor"`}, changes(changed[0])); diff != "" {
		t.Error(diff)
	}
	a.Role = ""
	_, err := h.UserOfAccount(t.Context(), admin, a)
	wantError(t, err, gatehouse.Forbidden)
}
