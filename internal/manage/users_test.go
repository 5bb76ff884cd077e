package manage_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/store"
)

const goodPassword = "a long enough password"

func (h *house) user(email string, role gatehouse.Role) gatehouse.User {
	h.t.Helper()
	return must(h.CreateUser(h.t.Context(), admin, gatehouse.User{Email: email, Role: role}, goodPassword))(h.t)
}

func TestUserErrorsNameTheField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.user("dana@example.com", gatehouse.Admin)
	_, err := h.CreateUser(t.Context(), admin, gatehouse.User{Email: " DANA@example.com", Role: gatehouse.Viewer}, goodPassword)
	wantError(t, err, gatehouse.Conflict, "/email")
	_, err = h.CreateUser(t.Context(), admin, gatehouse.User{Email: "x", Role: "owner"}, "short")
	wantError(t, err, gatehouse.Invalid, "/email", "/role", "/password")
	wantError(t, h.ResetPassword(t.Context(), admin, "us_unknown", goodPassword), gatehouse.NotFound)
}

func TestTheLastEnabledAdminStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	dana := h.user("dana@example.com", gatehouse.Admin)
	disable := func(u *gatehouse.User) error { u.Status = gatehouse.Disabled; return nil }
	demote := func(u *gatehouse.User) error { u.Role = gatehouse.Editor; return nil }
	losing := func() map[string]error {
		return map[string]error{
			"disable": second(h.UpdateUser(t.Context(), admin, dana.ID, 0, disable)),
			"demote":  second(h.UpdateUser(t.Context(), admin, dana.ID, 0, demote)),
			"delete":  h.DeleteUser(t.Context(), admin, dana.ID, 0),
		}
	}
	for name, err := range losing() {
		if kindOf(err) != gatehouse.Conflict {
			t.Errorf("%s: got %v", name, err)
		}
	}
	spare := h.user("spare@example.com", gatehouse.Admin)
	must(h.UpdateUser(t.Context(), admin, spare.ID, 0, disable))(t)
	for name, err := range losing() {
		if kindOf(err) != gatehouse.Conflict {
			t.Errorf("%s with a disabled second admin: got %v", name, err)
		}
	}
	must(h.UpdateUser(t.Context(), admin, spare.ID, 0, func(u *gatehouse.User) error { u.Status = gatehouse.Enabled; return nil }))(t)
	if err := h.DeleteUser(t.Context(), admin, dana.ID, 0); err != nil {
		t.Error(err)
	}
}

func TestDisabledUserAndNewPasswordEndSessions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.user("root@example.com", gatehouse.Admin)
	u := h.user("dana@example.com", gatehouse.Editor)
	sessions := func() (n int) {
		_ = h.store.View(t.Context(), func(tx *store.Tx) error {
			found, _, err := tx.ListSessions(t.Context(), store.SessionQuery{UserID: u.ID})
			n = len(found)
			return err
		})
		return n
	}
	begin := func(id string) {
		_, err := h.store.Change(t.Context(), store.By{}, func(tx *store.Tx) ([]store.Event, error) {
			s := gatehouse.Session{ID: id, UserID: u.ID, Hash: []byte(id), ExpiresAt: h.now.Add(time.Hour)}
			return []store.Event{{Action: "session.created"}}, tx.InsertSession(t.Context(), &s)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	begin("se_1")
	begin("se_2")
	self := callerOf(gatehouse.Editor)
	self.Actor, self.SessionID = gatehouse.Actor{Type: gatehouse.ActorUser, ID: u.ID, Name: u.Email}, "se_1"
	if err := h.ChangeOwnPassword(t.Context(), self, goodPassword+"!"); err != nil || sessions() != 1 {
		t.Errorf("changing one's password: %v, %d sessions left", err, sessions())
	}
	if err := h.ResetPassword(t.Context(), admin, u.ID, goodPassword); err != nil || sessions() != 0 {
		t.Errorf("reset by an admin: %v, %d sessions left", err, sessions())
	}
	begin("se_3")
	must(h.UpdateUser(t.Context(), admin, u.ID, 0, func(u *gatehouse.User) error { u.Status = gatehouse.Disabled; return nil }))(t)
	if sessions() != 0 {
		t.Error("a disabled user is still signed in")
	}
}

func TestFirstAdminIsCreatedOnlyWithoutUsers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	by := callerOf(gatehouse.Admin)
	u := must(h.CreateFirstAdmin(t.Context(), by, gatehouse.User{Email: "dana@example.com", Role: gatehouse.Viewer}, goodPassword))(t)
	if u.Role != gatehouse.Admin || u.PasswordHash != "" {
		t.Errorf("got %+v", u)
	}
	_, err := h.CreateFirstAdmin(t.Context(), by, gatehouse.User{Email: "eve@example.com"}, goodPassword)
	wantError(t, err, gatehouse.Conflict)
}

func TestAPIKeyIsShownOnceAndRevokedForGood(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var key gatehouse.APIKey
	events := h.since(func() {
		issued := must(h.CreateAPIKey(t.Context(), admin, gatehouse.APIKey{Name: "ci", Role: gatehouse.Editor}))(t)
		key = issued.APIKey
		if secret := issued.Secret.Reveal(); secret[:4] != "ghk_" || key.Prefix != secret[:8] {
			t.Errorf("got %+v", key)
		}
		for range 2 {
			if err := h.RevokeAPIKey(t.Context(), admin, key.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
	if diff := cmp.Diff([]string{"api_key.created ci", "api_key.revoked ci"}, actions(events)); diff != "" {
		t.Error(diff)
	}
	_, err := h.CreateAPIKey(t.Context(), admin, gatehouse.APIKey{Name: "ci", Role: gatehouse.Editor})
	wantError(t, err, gatehouse.Conflict, "/name")
	_, err = h.CreateAPIKey(t.Context(), admin, gatehouse.APIKey{Name: "C I", Role: "root", ExpiresAt: h.now})
	wantError(t, err, gatehouse.Invalid, "/name", "/role", "/expires_at")
}

func TestSettingsAreEdited(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	events := h.since(func() {
		s := must(h.UpdateSettings(t.Context(), admin, 1, func(s *gatehouse.Settings) error {
			s.Retention.RequestLogAge, s.RequestAccess = 7*24*time.Hour, true
			return nil
		}))(t)
		if s.Version != 2 {
			t.Errorf("got %+v", s)
		}
	})
	if diff := cmp.Diff([]string{"/request_access false → true", `/retention/request_log_age "30d" → "7d"`}, changes(events[0])); diff != "" {
		t.Error(diff)
	}
	if got := must(h.Settings(t.Context(), admin))(t); !got.RequestAccess {
		t.Errorf("got %+v", got)
	}
	_, err := h.UpdateSettings(t.Context(), admin, 0, func(s *gatehouse.Settings) error { s.Support.Email = "x"; return nil })
	wantError(t, err, gatehouse.Invalid, "/support/email")
}

func TestMeIsWhoeverCalls(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	u := h.user("dana@example.com", gatehouse.Auditor)
	if me := must(h.Me(t.Context(), auditor))(t); me.User != nil || me.Role != gatehouse.Auditor {
		t.Errorf("got %+v", me)
	}
	self := auditor
	self.Actor = gatehouse.Actor{Type: gatehouse.ActorUser, ID: u.ID}
	if me := must(h.Me(t.Context(), self))(t); me.User == nil || me.User.Email != "dana@example.com" || me.User.PasswordHash != "" {
		t.Errorf("got %+v", me)
	}
}
