package limit

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"
)

// failures counts how many of n failures from an address were let through.
func failures(g *Guard, now time.Time, from string, n int) (passed int) {
	for range n {
		if g.Failed(now, netip.MustParseAddr(from)) == 0 {
			passed++
		}
	}
	return passed
}

func TestGuardRefusesFailuresBeyondTheLimitForAMinute(t *testing.T) {
	g := NewGuard(10, epoch)
	if n := failures(g, epoch.Add(4*time.Second), "192.0.2.1", 12); n != 10 {
		t.Fatalf("%d failures passed, want 10", n)
	}
	if n := failures(g, epoch.Add(63*time.Second), "192.0.2.1", 1); n != 0 {
		t.Error("a failure passed within a minute of ten others")
	}
	wait := g.Failed(epoch.Add(4*time.Second), netip.MustParseAddr("192.0.2.1"))
	if wait < time.Minute || wait > 65*time.Second {
		t.Errorf("told to wait %s, want a minute to 65 s", wait)
	}
	if n := failures(g, epoch.Add(4*time.Second+wait), "192.0.2.1", 12); n != 10 {
		t.Errorf("%d failures passed after the wait, want 10", n)
	}
}

func TestGuardCountsAddressesApartAndIPv6ByNetwork(t *testing.T) {
	g := NewGuard(2, epoch)
	failures(g, epoch, "2001:db8:0:1::1", 2)
	failures(g, epoch, "192.0.2.1", 2)
	tests := []struct {
		from   string
		passed int
	}{
		{"2001:db8:0:1::1", 0},
		{"2001:db8:0:1:ffff::2", 0}, // same /64
		{"2001:db8:0:2::1", 1},
		{"::ffff:192.0.2.1", 0}, // the same machine on a dual-stack socket
		{"192.0.2.2", 1},
		{"::1", 1},
	}
	for _, tt := range tests {
		if n := failures(g, epoch, tt.from, 1); n != tt.passed {
			t.Errorf("%s: %d passed, want %d", tt.from, n, tt.passed)
		}
	}
}

func TestGuardOfZeroNeverRefuses(t *testing.T) {
	if n := failures(NewGuard(0, epoch), epoch, "192.0.2.1", 1000); n != 1000 {
		t.Errorf("%d of 1000 passed", n)
	}
}

func TestGuardStaysClosedWhenTheClockGoesBack(t *testing.T) {
	g := NewGuard(2, epoch)
	failures(g, epoch.Add(time.Hour), "192.0.2.1", 2)
	for _, at := range []time.Time{epoch, epoch.Add(-time.Hour), epoch.Add(time.Hour)} {
		if failures(g, at, "192.0.2.1", 1) != 0 {
			t.Errorf("a failure passed at %s", at.Sub(epoch))
		}
	}
}

func TestGuardForgetsTheFewestFailuresFirst(t *testing.T) {
	g := NewGuard(50, epoch)
	failures(g, epoch, "192.0.2.1", 50)
	var a [16]byte
	for i := range uint64(200_000) {
		binary.BigEndian.PutUint64(a[:], i)
		g.Failed(epoch, netip.AddrFrom16(a))
	}
	if failures(g, epoch, "192.0.2.1", 1) != 0 {
		t.Error("200,000 addresses made the guard forget the one that matters")
	}
}
