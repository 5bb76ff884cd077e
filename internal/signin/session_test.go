package signin_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/signin"
)

func (d *desk) signIn(email string) (signin.Started, manage.Caller) {
	d.t.Helper()
	s, err := d.SignIn(d.t.Context(), attempt(email, goodPassword))
	if err != nil {
		d.t.Fatal(err)
	}
	by, err := d.Session(d.t.Context(), s.Cookie, here)
	if err != nil {
		d.t.Fatal(err)
	}
	return s, by
}

func TestSessionBeginsLastsTwelveHoursAndEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	u := d.user("dana@example.com")
	s, by := d.signIn(" Dana@example.com")
	if by.Actor.ID != u.ID || by.Actor.Type != gatehouse.ActorUser || by.Role != gatehouse.Editor || by.Actor.IP != here.String() || s.User.PasswordHash != "" {
		t.Errorf("got %+v, %+v", by, s)
	}
	d.now = d.now.Add(12*time.Hour - time.Second)
	if _, err := d.Session(t.Context(), s.Cookie, here); err != nil {
		t.Error(err)
	}
	d.now = d.now.Add(time.Second)
	if _, err := d.Session(t.Context(), s.Cookie, here); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("after twelve hours: %v", err)
	}
	s, by = d.signIn("dana@example.com")
	if err := d.EndSession(t.Context(), by, by.SessionID); err != nil {
		t.Fatal(err)
	}
	if err := d.EndSession(t.Context(), by, by.SessionID); kindOf(err) != gatehouse.NotFound {
		t.Errorf("a second end: %v", err)
	}
	if _, err := d.Session(t.Context(), s.Cookie, here); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("after signing out: %v", err)
	}
	log := d.audit()
	for _, want := range []string{"session.created dana@example.com by dana@example.com from 198.51.100.7", "session.deleted dana@example.com"} {
		if !strings.Contains(log, want) {
			t.Errorf("no %q in\n%s", want, log)
		}
	}
	stored, err := d.control.User(t.Context(), root, u.ID)
	if err != nil || !stored.LastSignInAt.Equal(d.now) || stored.Version != 1 {
		t.Errorf("%v, %+v", err, stored)
	}
}

func TestSignInIsRefusedAlikeWhateverIsWrong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.user("dana@example.com")
	off := d.user("off@example.com")
	if _, err := d.control.UpdateUser(t.Context(), root, off.ID, 0, func(u *gatehouse.User) error { u.Status = gatehouse.Disabled; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := d.control.CreateUser(t.Context(), root, gatehouse.User{Email: "none@example.com", Role: gatehouse.Viewer}, ""); err != nil {
		t.Fatal(err)
	}
	_, want := d.SignIn(t.Context(), attempt("dana@example.com", "wrong password"))
	for email, p := range map[string]gatehouse.Secret{"off@example.com": goodPassword, "none@example.com": "", "nobody@example.com": goodPassword} {
		if _, err := d.SignIn(t.Context(), attempt(email, p)); kindOf(err) != gatehouse.Unauthenticated || err.Error() != want.Error() {
			t.Errorf("%s: got %v, want %v", email, err, want)
		}
	}
}

func TestDisabledUserIsOutAtOnceAndANewRoleHoldsAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	u := d.user("dana@example.com")
	s, _ := d.signIn("dana@example.com")
	edit := func(edit func(*gatehouse.User)) {
		t.Helper()
		if _, err := d.control.UpdateUser(t.Context(), root, u.ID, 0, func(u *gatehouse.User) error { edit(u); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	edit(func(u *gatehouse.User) { u.Role = gatehouse.Auditor })
	if by, err := d.Session(t.Context(), s.Cookie, here); err != nil || by.Role != gatehouse.Auditor {
		t.Errorf("got %+v, %v", by, err)
	}
	edit(func(u *gatehouse.User) { u.Status = gatehouse.Disabled })
	if _, err := d.Session(t.Context(), s.Cookie, here); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("got %v", err)
	}
}

func TestSignInAttemptsAreLimitedByEmail(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.user("dana@example.com")
	d.user("eve@example.com")
	a := attempt("dana@example.com", "wrong password")
	for i := range 10 {
		a.From = a.From.Next() // from everywhere
		if _, err := d.SignIn(t.Context(), a); kindOf(err) != gatehouse.Unauthenticated {
			t.Fatalf("attempt %d: %v", i, err)
		}
	}
	a.Password = goodPassword
	if _, err := d.SignIn(t.Context(), a); wait(err) != 15*time.Minute {
		t.Errorf("got %v", err)
	}
	d.signIn("eve@example.com")
	d.now = d.now.Add(15 * time.Minute)
	d.signIn("dana@example.com")
}

func TestSignInAttemptsAreLimitedByAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.user("dana@example.com")
	var err error
	for i := range 31 {
		_, err = d.SignIn(t.Context(), attempt(strings.Repeat("x", i+1)+"@example.com", "wrong password"))
	}
	if wait(err) == 0 {
		t.Errorf("got %v", err)
	}
	a := attempt("dana@example.com", goodPassword)
	a.From = there
	if _, err := d.SignIn(t.Context(), a); err != nil {
		t.Errorf("another address: %v", err)
	}
}

func TestGoodSignInsAreNotCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.user("dana@example.com")
	for range 12 {
		d.signIn("dana@example.com")
	}
}

func TestPasswordChangeEndsOtherSessions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.user("dana@example.com")
	other, _ := d.signIn("dana@example.com")
	own, by := d.signIn("dana@example.com")
	err := d.ChangePassword(t.Context(), by, "not my password", "another good password")
	if e, ok := errors.AsType[*gatehouse.Error](err); !ok || e.Kind != gatehouse.Invalid || e.Fields[0].Pointer != "/current_password" {
		t.Errorf("got %v", err)
	}
	if err := d.ChangePassword(t.Context(), by, goodPassword, "another good password"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Session(t.Context(), own.Cookie, here); err != nil {
		t.Errorf("the session that changed it: %v", err)
	}
	if _, err := d.Session(t.Context(), other.Cookie, here); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("the other session: %v", err)
	}
	if _, err := d.SignIn(t.Context(), attempt("dana@example.com", goodPassword)); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("the old password: %v", err)
	}
}

func TestSetUpMakesTheFirstAdminOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if _, err := d.SetUp(t.Context(), "", "Dana", attempt("dana@example.com", goodPassword)); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("without an open set-up: %v", err)
	}
	code, err := d.SetUpCode(t.Context())
	if err != nil || code == "" {
		t.Fatal(err)
	}
	if _, err := d.SetUp(t.Context(), "ghu_wrong", "Dana", attempt("dana@example.com", goodPassword)); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("with a wrong code: %v", err)
	}
	for _, p := range []gatehouse.Secret{"", "short"} {
		if _, err := d.SetUp(t.Context(), code, "Dana", attempt("dana@example.com", p)); kindOf(err) != gatehouse.Invalid {
			t.Errorf("with a bad password: %v", err)
		}
	}
	s, err := d.SetUp(t.Context(), code, "Dana", attempt("dana@example.com", goodPassword))
	if err != nil || s.User.Role != gatehouse.Admin {
		t.Fatalf("%+v, %v", s, err)
	}
	if by, err := d.Session(t.Context(), s.Cookie, here); err != nil || by.Role != gatehouse.Admin {
		t.Errorf("%+v, %v", by, err)
	}
	if _, err := d.SetUp(t.Context(), code, "Eve", attempt("eve@example.com", goodPassword)); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("a second time: %v", err)
	}
	if code, err := d.SetUpCode(t.Context()); err != nil || code != "" {
		t.Errorf("a set-up was opened over a user: %v", err)
	}
}

func TestNoSecretIsInTheAuditLog(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code, err := d.SetUpCode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.SetUp(t.Context(), code, "Dana", attempt("dana@example.com", goodPassword))
	if err != nil {
		t.Fatal(err)
	}
	by, err := d.Session(t.Context(), s.Cookie, here)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.ChangePassword(t.Context(), by, goodPassword, "another good password"); err != nil {
		t.Fatal(err)
	}
	k := d.key("ci", time.Time{})
	log := d.audit()
	for _, secret := range []gatehouse.Secret{code, s.Cookie, goodPassword, "another good password", k.Secret, "argon2id"} {
		if strings.Contains(log, secret.Reveal()) {
			t.Errorf("a secret is in the log:\n%s", log)
		}
	}
}
