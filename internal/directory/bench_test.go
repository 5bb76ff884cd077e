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
	const clients = 50_000
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

// BenchmarkRequest is what a request asks of the directory and the limiter, by
// random clients of which each has called before. Of "hot" there are a
// thousand; of "all", as many as the directory has, so that with a million
// nearly every look misses the processor's caches: the worst there is.
func BenchmarkRequest(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		d, ids := populated(n)
		now, rng := epoch, rand.New(rand.NewPCG(1, 2))
		var dec limit.Decision
		for _, id := range ids {
			request(b, d, id, now, &dec)
		}
		for _, of := range []int{1000, n} {
			b.Run(fmt.Sprintf("%d/from-%d", n, of), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					now = now.Add(time.Microsecond)
					request(b, d, ids[rng.IntN(of)*(n/of)], now, &dec)
				}
			})
		}
	}
}

func request(b *testing.B, d *Directory, id string, now time.Time, dec *limit.Decision) {
	c := d.Find(id)
	p := &c.Profiles()[0]
	set, err := d.Limits(c, c.Profile(p.ID()))
	if err != nil || !c.Enabled() || !p.Usable(now) || !p.AllowsAddress(netip.Addr{}) || !c.MayCall("co_shipments") {
		b.Fatal("refused")
	}
	d.Use(&p.Tokens()[0], now, netip.Addr{})
	set.Take(now, dec)
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
