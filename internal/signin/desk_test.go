package signin_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/seal"
	"gatehouse/internal/signin"
	"gatehouse/internal/store"
)

// desk is a desk over a real store, with a clock that the test moves.
type desk struct {
	*signin.Desk
	t       *testing.T
	store   *store.Store
	control *manage.Control
	now     time.Time
}

const goodPassword gatehouse.Secret = "a long enough password"

var (
	here  = netip.MustParseAddr("198.51.100.7")
	there = netip.MustParseAddr("203.0.113.9")
	root  = manage.Caller{Actor: gatehouse.Actor{Type: gatehouse.ActorCLI}, Role: gatehouse.Admin}
)

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	keys, err := seal.LoadKeys(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return d.now }
	d.store, err = store.Open(t.Context(), store.Options{DataDir: dir, Keys: keys, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.store.Close() })
	d.control = manage.New(manage.Options{Store: d.store, Keys: keys})
	d.Desk = signin.New(signin.Options{Store: d.store, Keys: keys, Control: d.control, Now: clock})
	return d
}

func (d *desk) user(email string) gatehouse.User {
	d.t.Helper()
	u, err := d.control.CreateUser(d.t.Context(), root, gatehouse.User{Email: email, Role: gatehouse.Editor}, goodPassword)
	if err != nil {
		d.t.Fatal(err)
	}
	return u
}

func (d *desk) key(name string, expires time.Time) manage.IssuedAPIKey {
	d.t.Helper()
	k, err := d.control.CreateAPIKey(d.t.Context(), root, gatehouse.APIKey{Name: name, Role: gatehouse.Viewer, ExpiresAt: expires})
	if err != nil {
		d.t.Fatal(err)
	}
	return k
}

func attempt(email string, p gatehouse.Secret) signin.Attempt {
	return signin.Attempt{Email: email, Password: p, From: here, UserAgent: "test"}
}

func kindOf(err error) gatehouse.Kind {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok {
		return e.Kind
	}
	return -1
}

func wait(err error) time.Duration {
	if e, ok := errors.AsType[*gatehouse.Error](err); ok && e.Kind == gatehouse.RateLimited {
		return e.Retry
	}
	return 0
}

// audit is the whole audit log as text.
func (d *desk) audit() string {
	d.t.Helper()
	events, _, err := d.control.AuditEvents(d.t.Context(), root, store.AuditQuery{Page: store.Page{Limit: 200}})
	if err != nil {
		d.t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %s by %s from %s: %s\n", e.Action, e.Resource.Name, e.Actor.Name, e.Actor.IP, e.Changes)
	}
	return b.String()
}
