package directory

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/limit"
)

// populated is a directory of so many partners, and their ids.
func populated(n int) (*Directory, []string) {
	d := empty()
	_ = d.PutPolicies([]gatehouse.Policy{policyOf("po_standard", 1, gatehouse.MaxPolicyRequests)})
	ids := make([]string, n)
	for i := range n {
		p := partner(i)
		d.Put(p)
		ids[i] = p.Client.ID
	}
	return d, ids
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// The budget of the quality document is 500 bytes at a million clients; what
// a client takes does not depend on how many there are, but for the table's
// spare room, which is counted in full here.
func TestAClientTakesAtMost500Bytes(t *testing.T) {
	const clients = 200_000
	before := heap()
	d := empty()
	for i := range clients {
		d.Put(partner(i))
	}
	each := float64(heap()-before) / clients
	t.Logf("%.0f bytes a client, table %.0f of them", each, float64(8*len(d.table.Load().slots))/clients)
	if each > 500 {
		t.Errorf("a client takes %.0f bytes", each)
	}
	runtime.KeepAlive(d)
}

// BenchmarkRequest is what a request asks of the directory, by random clients
// of which each has called before. "hot" is a thousand of them, "all" is any,
// so that nearly every look misses the processor's caches.
func BenchmarkRequest(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		d, ids := populated(n)
		from, now := netip.MustParseAddr("192.0.2.1"), epoch
		for callers, of := range map[string]int{"hot": 1000, "all": n} {
			b.Run(fmt.Sprintf("%d/%s", n, callers), func(b *testing.B) {
				rng := rand.New(rand.NewPCG(1, 2))
				var dec limit.Decision
				b.ReportAllocs()
				for b.Loop() {
					now = now.Add(time.Microsecond)
					c := d.Find(ids[rng.IntN(of)*(n/of)])
					p := &c.Profiles()[0]
					set, err := d.Limits(c, c.Profile(p.ID()))
					if err != nil || !c.Enabled() || !p.Usable(now) || !p.AllowsAddress(from) || !c.MayCall("co_shipments") {
						b.Fatal("refused")
					}
					d.Use(&p.Tokens()[0], now, from)
					set.Take(now, &dec)
				}
			})
		}
	}
}

func BenchmarkPut(b *testing.B) {
	d, _ := populated(1_000_000)
	p := partner(77)
	b.ReportAllocs()
	for b.Loop() {
		d.Put(p)
	}
}

func BenchmarkLost(b *testing.B) {
	d, ids := populated(10_000)
	c := d.Find(ids[7])
	g := &Grant{c, &c.profiles[0], &c.profiles[0].tokens[0], "co_shipments"}
	for b.Loop() {
		if d.Lost(g, epoch) != "" {
			b.Fatal("lost")
		}
	}
}
