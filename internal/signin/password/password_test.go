package password_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/signin/password"
)

func TestHashIsMatchedByItsPasswordAlone(t *testing.T) {
	t.Parallel()
	hash, err := password.Hash(t.Context(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash is not in PHC form: %s", hash)
	}
	for _, tc := range []struct {
		password gatehouse.Secret
		want     bool
	}{{"correct horse battery", true}, {"correct horse batterz", false}, {"", false}} {
		got, err := password.Check(t.Context(), hash, tc.password)
		if err != nil || got != tc.want {
			t.Errorf("Check(%d bytes) = %v, %v; want %v", len(tc.password.Reveal()), got, err, tc.want)
		}
	}
}

func TestTwoHashesOfOnePasswordDiffer(t *testing.T) {
	t.Parallel()
	a, errA := password.Hash(t.Context(), "correct horse battery")
	b, errB := password.Hash(t.Context(), "correct horse battery")
	if err := errors.Join(errA, errB); err != nil || a == b {
		t.Fatalf("the salt is not random (%v)", err)
	}
}

func TestUnreadableHashMatchesNothing(t *testing.T) {
	t.Parallel()
	zero := strings.Repeat("A", 22) + "$" + strings.Repeat("A", 43)
	for _, hash := range []string{
		"", "x", "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2i$v=19$m=19456,t=2,p=1$" + zero,
		"$argon2id$v=19$m=4294967295,t=2,p=1$" + zero, "$argon2id$v=19$m=19456,t=0,p=1$" + zero, "$argon2id$v=19$m=19456,t=2,p=0$" + zero,
	} {
		if got, err := password.Check(t.Context(), hash, ""); got || err != nil {
			t.Errorf("Check(%q) = %v, %v", hash, got, err)
		}
	}
}

// An address that has no user must not be told by the time of the answer. The
// two computations are the same code with the same cost; that the fall-back is
// reached at all shows as time well above a string comparison.
func TestUnknownUserCostsTheSameWork(t *testing.T) {
	t.Parallel()
	hash, err := password.Hash(t.Context(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	known, unknown := time.Hour, time.Hour
	for round := range 50 { // the quickest of each come together, however busy the machine is
		known, unknown = min(known, took(t, hash)), min(unknown, took(t, ""))
		if round >= 5 && unknown >= known/2 && unknown <= known*2 {
			return
		}
	}
	t.Errorf("a known user takes %v, an unknown one %v", known, unknown)
}

func took(t *testing.T, hash string) time.Duration {
	t.Helper()
	start := time.Now()
	if _, err := password.Check(t.Context(), hash, "wrong password"); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}

func TestEndedContextDoesNotHash(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := password.Check(ctx, "", "wrong password"); !errors.Is(err, context.Canceled) {
		t.Errorf("Check = %v", err)
	}
}

func BenchmarkHash(b *testing.B) {
	for b.Loop() {
		if _, err := password.Hash(b.Context(), gatehouse.Secret(fmt.Sprint("password ", b.N))); err != nil {
			b.Fatal(err)
		}
	}
}
