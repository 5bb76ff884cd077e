package directory

import (
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gatehouse"
	"gatehouse/internal/limit"
)

var epoch = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func empty() *Directory { return New(limit.New(epoch)) }

// partner is a client with one profile of method token and one token.
func partner(n int) gatehouse.Partner {
	client, profile := fmt.Sprintf("cl_%026d", n), fmt.Sprintf("pr_%026d", n)
	return gatehouse.Partner{
		Client: gatehouse.Client{
			ID: client, Name: fmt.Sprint("partner-", n), Status: gatehouse.Enabled,
			CollectionIDs: []string{"co_orders", "co_shipments"}, PolicyIDs: []string{"po_standard"},
		},
		Profiles: []gatehouse.Profile{{
			ID: profile, Name: fmt.Sprint("standard-", n), ClientID: client, Status: gatehouse.Enabled,
			Auth: gatehouse.Auth{Type: gatehouse.AuthToken}, AllowedMethods: []string{"GET", "POST"},
		}},
		Tokens: []gatehouse.Token{{ID: fmt.Sprintf("tk_%026d", n), ProfileID: profile, ClientID: client, Hash: hashOfToken(n)}},
	}
}

func hashOfToken(n int) []byte {
	h := make([]byte, hashSize)
	copy(h, fmt.Sprint("hash of ", n))
	return h
}

func TestEntryHoldsWhatThePartnerIs(t *testing.T) {
	p := partner(1)
	p.Profiles[0].IPAllowlist = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	p.Profiles[0].ExpiresAt = epoch
	p.Profiles = append(p.Profiles, gatehouse.Profile{ID: "pr_open", Name: "a-first", Status: gatehouse.Disabled, Auth: gatehouse.Auth{Type: gatehouse.AuthNone}})
	p.Tokens = append(p.Tokens,
		gatehouse.Token{ID: "tk_2", ProfileID: p.Profiles[0].ID, Hash: hashOfToken(2), ExpiresAt: epoch},
		gatehouse.Token{ID: "tk_revoked", ProfileID: p.Profiles[0].ID, Hash: hashOfToken(3), RevokedAt: epoch},
		gatehouse.Token{ID: "tk_odd", ProfileID: p.Profiles[0].ID, Hash: []byte("short")})
	d := empty()
	d.Put(p)
	c := d.Find(p.Client.ID)
	if c == nil || c.ID() != p.Client.ID || c.Name() != "partner-1" || !c.Enabled() {
		t.Fatalf("found %+v", c)
	}
	if !c.MayCall("co_orders") || c.MayCall("co_other") || c.MayCall("") {
		t.Error("access is not what was assigned")
	}
	std := c.Profile("standard-1")
	if std == nil || std != c.Profile(p.Profiles[0].ID) || std.Name() != "standard-1" || std.Auth() != gatehouse.AuthToken {
		t.Fatalf("profile %+v", std)
	}
	if got := std.Methods().String(); got != "GET, HEAD, POST" {
		t.Errorf("methods %s", got)
	}
	if !std.Usable(epoch.Add(-time.Millisecond)) || std.Usable(epoch) {
		t.Error("the profile does not expire at its expiry")
	}
	if ids := tokenIDs(std); !slices.Equal(ids, []string{p.Tokens[0].ID, "tk_2"}) {
		t.Errorf("tokens %v", ids)
	}
	if std.Tokens()[0].Expired(epoch.AddDate(99, 0, 0)) || !std.Tokens()[1].Expired(epoch) {
		t.Error("tokens do not expire as they should")
	}
	open := c.Profile("a-first")
	if open.Auth() != gatehouse.AuthNone || open.Usable(epoch) || open.Methods() != gatehouse.AnyMethod || len(open.Tokens()) != 0 {
		t.Errorf("profile %+v", open)
	}
	if c.Profile("standard-2") != nil || c.Profile("") != nil || d.Find("cl_other") != nil || d.Find("") != nil {
		t.Error("found what is not there")
	}
}

func tokenIDs(p *Profile) (ids []string) {
	for i := range p.Tokens() {
		ids = append(ids, p.Tokens()[i].ID())
	}
	return ids
}

func TestAllowlistIsCheckedInBothFamilies(t *testing.T) {
	p := partner(1)
	p.Profiles[0].IPAllowlist = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	d := empty()
	d.Put(p)
	profile := d.Find(p.Client.ID).Profile("standard-1")
	for address, want := range map[string]bool{
		"192.0.2.7": true, "::ffff:192.0.2.7": true, "192.0.3.1": false, "2001:db8::1": true, "2001:db9::1": false, "2001:db8::1%eth0": true,
	} {
		if got := profile.AllowsAddress(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: allowed %t", address, got)
		}
	}
	if profile.AllowsAddress(netip.Addr{}) {
		t.Error("an unknown address passes the allowlist")
	}
}

func TestUnknownMethodOfAuthenticationIsNotTakenForAnother(t *testing.T) {
	p := partner(1)
	p.Profiles[0].Auth.Type = "mtls"
	d := empty()
	d.Put(p)
	if got := d.Find(p.Client.ID).Profile("standard-1").Auth(); got != "" {
		t.Errorf("auth is %q", got)
	}
}

// The directory under random writes always says what a map would say.
func TestDirectoryIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, oracle := empty(), map[string]string{}
		for range rapid.IntRange(0, 600).Draw(t, "writes") {
			p := partner(rapid.IntRange(0, 150).Draw(t, "client"))
			switch rapid.IntRange(0, 2).Draw(t, "write") {
			case 0:
				d.Delete(p.Client.ID)
				delete(oracle, p.Client.ID)
			default:
				p.Client.Name = fmt.Sprint("name-", rapid.IntRange(0, 9).Draw(t, "name"))
				d.Put(p)
				oracle[p.Client.ID] = p.Client.Name
			}
		}
		got := map[string]string{}
		for n := range 151 {
			if c := d.Find(partner(n).Client.ID); c != nil {
				got[c.ID()] = c.Name()
			}
		}
		if diff := cmp.Diff(oracle, got); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
		if d.Len() != len(oracle) {
			t.Fatalf("Len is %d, want %d", d.Len(), len(oracle))
		}
	})
}

func TestListsAreKeptOnceAndLetGo(t *testing.T) {
	d := empty()
	for n := range 100 {
		d.Put(partner(n))
		d.Put(partner(n))
	}
	if len(d.lists) != 2 {
		t.Errorf("%d lists for 100 clients with the same two", len(d.lists))
	}
	for n := range 100 {
		d.Delete(partner(n).Client.ID)
	}
	if len(d.lists) != 0 {
		t.Errorf("%d lists are left without a client", len(d.lists))
	}
}

func TestRetainForgetsTheRest(t *testing.T) {
	d := empty()
	for n := range 100 {
		d.Put(partner(n))
	}
	keep := partner(42).Client.ID
	d.Retain(func(id string) bool { return id == keep })
	if d.Len() != 1 || d.Find(keep) == nil || d.Find(partner(41).Client.ID) != nil {
		t.Errorf("%d clients left, want only the one to keep", d.Len())
	}
}

func TestEntryDoesNotChangeUnderARequest(t *testing.T) {
	d, p := empty(), partner(1)
	d.Put(p)
	pinned := d.Find(p.Client.ID)
	p.Client.Status, p.Client.CollectionIDs[0] = gatehouse.Disabled, "co_zzz"
	p.Profiles[0].AllowedMethods[0] = "DELETE"
	d.Put(p)
	if !pinned.Enabled() || !pinned.MayCall("co_orders") || !pinned.Profile("standard-1").Methods().Has("GET") {
		t.Error("the pinned entry changed")
	}
	if d.Find(p.Client.ID).Enabled() {
		t.Error("the change is not seen by the next request")
	}
}

// Readers must find every client that stays, whatever writers do around it,
// and never one that is half of two versions.
func TestReadersNeverMissAClientWhileOthersComeAndGo(t *testing.T) {
	d := empty()
	for n := range 50 {
		d.Put(partner(n))
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for n := 0; ; n = (n + 1) % 50 {
				select {
				case <-done:
					return
				default:
				}
				p := partner(n)
				c := d.Find(p.Client.ID)
				if c == nil {
					t.Error("a client that stays was not found")
					return
				}
				if profile := c.Profile(p.Profiles[0].Name); profile == nil || profile.ID() != p.Profiles[0].ID {
					t.Errorf("client %s has profile %v", c.Name(), profile)
					return
				}
			}
		})
	}
	for n := range 3000 {
		d.Put(partner(n % 50))
		d.Put(partner(1000 + n))
		if n%3 > 0 {
			d.Delete(partner(1000 + n).Client.ID)
		}
	}
	close(done)
	readers.Wait()
}
