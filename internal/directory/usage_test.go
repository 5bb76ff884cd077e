package directory

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"gatehouse"
)

func TestUsageIsDrainedOnce(t *testing.T) {
	d := empty()
	d.Put(partner(1))
	d.Put(partner(2))
	token := func(n int) *Token { return &d.Find(partner(n).Client.ID).profiles[0].tokens[0] }
	first, second := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	d.Use(token(1), epoch, first)
	d.Use(token(1), epoch.Add(2500*time.Millisecond), second)
	d.Put(partner(1)) // a new entry goes on counting
	d.Use(token(1), epoch.Add(2600*time.Millisecond), first)
	want := []Usage{{partner(1).Tokens[0].ID, 3, epoch.Add(2 * time.Second), second}}
	if diff := cmp.Diff(want, d.DrainUsage(), cmpopts.EquateComparable(netip.Addr{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if again := d.DrainUsage(); again != nil {
		t.Errorf("drained twice: %+v", again)
	}
	d.Use(token(1), epoch.Add(time.Minute), first)
	d.Use(token(2), epoch.Add(time.Minute), first)
	if again := d.DrainUsage(); len(again) != 2 {
		t.Errorf("drained %+v, want both tokens", again)
	}
}

func TestNoUseIsLostBetweenDrains(t *testing.T) {
	d, p := empty(), partner(1)
	d.Put(p)
	const users, uses = 8, 5000
	var running sync.WaitGroup
	var busy atomic.Int32
	for range users {
		busy.Add(1)
		running.Go(func() {
			defer busy.Add(-1)
			for range uses {
				d.Use(&d.Find(p.Client.ID).profiles[0].tokens[0], epoch, netip.IPv4Unspecified())
			}
		})
	}
	var total int64
	drain := func() {
		for _, u := range d.DrainUsage() {
			total += u.Count
		}
	}
	for busy.Load() > 0 {
		drain()
		d.Put(p)
	}
	running.Wait()
	drain()
	if total != users*uses {
		t.Errorf("%d uses were drained, want %d", total, users*uses)
	}
}

func TestGrantIsLostAsSoonAsARequestWouldBeRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*gatehouse.Partner)
		want   string
	}{
		{"nothing", func(*gatehouse.Partner) {}, ""},
		{"renamed", func(p *gatehouse.Partner) { p.Client.Name = "x" }, ""},
		{"client disabled", func(p *gatehouse.Partner) { p.Client.Status = gatehouse.Disabled }, "client_disabled"},
		{"profile disabled", func(p *gatehouse.Partner) { p.Profiles[0].Status = gatehouse.Disabled }, "profile_disabled"},
		{"profile expired", func(p *gatehouse.Partner) { p.Profiles[0].ExpiresAt = epoch }, "profile_disabled"},
		{"profile deleted", func(p *gatehouse.Partner) { p.Profiles = nil }, "credentials_invalid"},
		{"another method", func(p *gatehouse.Partner) { p.Profiles[0].Auth.Type = gatehouse.AuthNone }, "credentials_invalid"},
		{"token revoked", func(p *gatehouse.Partner) { p.Tokens[0].RevokedAt = epoch }, "credentials_invalid"},
		{"token replaced", func(p *gatehouse.Partner) { p.Tokens[0].Hash = hashOfToken(9) }, "credentials_invalid"},
		{"token expired", func(p *gatehouse.Partner) { p.Tokens[0].ExpiresAt = epoch }, "credentials_expired"},
		{"token retired with overlap", func(p *gatehouse.Partner) { p.Tokens[0].ExpiresAt = epoch.Add(time.Hour) }, ""},
		{"access removed", func(p *gatehouse.Partner) { p.Client.CollectionIDs = []string{"co_orders"} }, "collection_not_assigned"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := empty()
			d.Put(partner(1))
			c := d.Find(partner(1).Client.ID)
			g := &Grant{c, &c.profiles[0], &c.profiles[0].tokens[0], "co_shipments"}
			if got := d.Lost(g, epoch); got != "" {
				t.Fatalf("lost before anything changed: %s", got)
			}
			p := partner(1)
			tt.change(&p)
			d.Put(p)
			if got := d.Lost(g, epoch); got != tt.want {
				t.Errorf("lost with %q, want %q", got, tt.want)
			}
		})
	}
}

func TestGrantIsLostByTimeAndByDeletion(t *testing.T) {
	d, p := empty(), partner(1)
	p.Tokens[0].ExpiresAt = epoch.Add(time.Hour)
	d.Put(p)
	c := d.Find(p.Client.ID)
	g := &Grant{c, &c.profiles[0], &c.profiles[0].tokens[0], "co_shipments"}
	if got := d.Lost(g, epoch.Add(time.Hour)); got != "credentials_expired" {
		t.Errorf("after the expiry: %q", got)
	}
	d.Delete(p.Client.ID)
	if got := d.Lost(g, epoch); got != "credentials_invalid" {
		t.Errorf("after the deletion: %q", got)
	}
}
