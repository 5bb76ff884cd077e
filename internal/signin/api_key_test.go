package signin_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/manage"
)

func TestAPIKeySaysWhoCalls(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	k := d.key("ci", time.Time{})
	got, err := d.APIKey(t.Context(), k.Secret, here)
	want := manage.Caller{
		Actor: gatehouse.Actor{Type: gatehouse.ActorAPIKey, ID: k.ID, Name: "ci", IP: "198.51.100.7"}, Role: gatehouse.Viewer,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestKeyThatDoesNotWorkIsRefusedAlike(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	expired, revoked := d.key("expired", d.now.Add(time.Hour)), d.key("revoked", time.Time{})
	if err := d.control.RevokeAPIKey(t.Context(), root, revoked.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := d.APIKey(t.Context(), expired.Secret, here); err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(time.Hour)
	_, want := d.APIKey(t.Context(), "", here)
	if kindOf(want) != gatehouse.Unauthenticated {
		t.Fatalf("got %v", want)
	}
	for name, secret := range map[string]gatehouse.Secret{"expired": expired.Secret, "revoked": revoked.Secret, "unknown": "ghk_x"} {
		if _, err := d.APIKey(t.Context(), secret, here); err == nil || err.Error() != want.Error() {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
}

func TestTooManyWrongKeysHaveToWaitAndValidOnesDoNot(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	k := d.key("ci", time.Time{})
	var err error
	for range 30 {
		if _, err = d.APIKey(t.Context(), "wrong", here); kindOf(err) != gatehouse.Unauthenticated {
			t.Fatal(err)
		}
		d.now = d.now.Add(time.Second)
	}
	if _, err = d.APIKey(t.Context(), "wrong", here); wait(err) != 30*time.Second {
		t.Errorf("got %v, wait %v", err, wait(err))
	}
	if _, err := d.APIKey(t.Context(), k.Secret, here); err != nil {
		t.Errorf("a valid key was refused: %v", err)
	}
	if _, err := d.APIKey(t.Context(), "wrong", there); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("another address was refused: %v", err)
	}
	d.now = d.now.Add(31 * time.Second)
	if _, err := d.APIKey(t.Context(), "wrong", here); kindOf(err) != gatehouse.Unauthenticated {
		t.Errorf("after the wait: %v", err)
	}
}

func TestOneIPv6NetworkIsOnePlace(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var err error
	for i := range 31 {
		from := netip.MustParseAddr(fmt.Sprintf("2001:db8::%x", i+1))
		_, err = d.APIKey(t.Context(), "wrong", from)
	}
	if wait(err) == 0 {
		t.Errorf("got %v", err)
	}
	if _, err := d.APIKey(t.Context(), "wrong", netip.MustParseAddr("2001:db8:0:1::1")); wait(err) != 0 {
		t.Errorf("the next network was refused: %v", err)
	}
}

func TestUseOfAKeyIsNotedOnceAMinute(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	k := d.key("ci", time.Time{})
	version, err := d.store.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	start := d.now
	for _, step := range []struct{ after, want time.Duration }{{0, 0}, {30 * time.Second, 0}, {61 * time.Second, 61 * time.Second}} {
		d.now = start.Add(step.after)
		if _, err := d.APIKey(t.Context(), k.Secret, here); err != nil {
			t.Fatal(err)
		}
		stored, err := d.control.APIKey(t.Context(), root, k.ID)
		if err != nil || !stored.LastUsedAt.Equal(start.Add(step.want)) || stored.Version != 1 {
			t.Errorf("after %v: %v, %+v", step.after, err, stored)
		}
	}
	if now, err := d.store.Version(t.Context()); err != nil || now != version {
		t.Errorf("the configuration moved from %d to %d (%v)", version, now, err)
	}
}
