package gateway

import (
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/http1"
)

// typical is a request as a partner's HTTP library sends it.
func typical() *Request {
	return &Request{
		Method: "GET", Path: "/shipments/track/12345", Query: "?expand=events", Host: "api.example.com", Major: 1, Minor: 1,
		Peer: netip.MustParseAddrPort("203.0.113.7:51234"),
		Header: http1.Header{
			{Name: "Accept", Value: "application/json"},
			{Name: "Accept-Encoding", Value: "gzip, deflate, br"},
			{Name: "User-Agent", Value: "acme-logistics/2.4 (+https://acme.example)"},
			{Name: "X-Client-ID", Value: partnerID},
			{Name: "X-Profile-ID", Value: profileName},
			{Name: "Authorization", Value: "Bearer " + partnerToken},
			{Name: "Cache-Control", Value: "no-cache"},
			{Name: "Connection", Value: "keep-alive"},
			{Name: "X-Correlation", Value: "4711"},
		},
	}
}

// discard is a downstream that keeps nothing.
type discard struct{ canceler http1.Canceler }

func (*discard) Interim(int, http1.Header) error             { return nil }
func (*discard) WriteHead(int, http1.Header, int64) error    { return nil }
func (*discard) Write(p []byte) (int, error)                 { return len(p), nil }
func (*discard) Flush() error                                { return nil }
func (*discard) Trailer(http1.Header)                        {}
func (*discard) Upgrade(http1.Header) (*http1.Duplex, error) { return nil, errNoUpgrade }
func (d *discard) Canceler() *http1.Canceler                 { return &d.canceler }

// instant is a transport that answers at once.
type instant struct {
	body   nothing
	header http1.Header
}

type nothing struct{ strings.Reader }

func (*nothing) Close() error { return nil }

func (i *instant) RoundTrip(_ *Call, a *Answer) error {
	i.header = append(i.header[:0], http1.Field{Name: "Content-Type", Value: "application/json"}, http1.Field{Name: "Date", Value: "Mon, 23 Nov 2026 10:00:00 GMT"})
	i.body.Reset(`{"ok":true}`)
	*a = Answer{Status: 200, Header: i.header, ContentLength: 11, Body: &i.body, Whole: true}
	return nil
}

// checks are the steps from identify to limit.
var checks = steps[2:7]

func passChecks(tb testing.TB, x *Exchange) {
	for i := range checks {
		if err := checks[i].do(x); err != nil {
			tb.Fatal(err)
		}
	}
}

func afterMatch(tb testing.TB, f *fixture) *Exchange {
	x := f.gateway.exchange(typical(), &discard{})
	for _, s := range steps[:2] {
		if err := s.do(x); err != nil {
			tb.Fatal(err)
		}
	}
	return x
}

func TestChecksAllocateNothing(t *testing.T) {
	f := newFixture(t, limited(gatehouse.MaxPolicyRequests))
	x := afterMatch(t, f)
	passChecks(t, x) // the first request of a profile makes its meters
	if n := testing.AllocsPerRun(1000, func() { passChecks(t, x) }); n > 0 {
		t.Errorf("%v allocations from identify to limit", n)
	}
}

// reportCPU adds the processor time of an operation, which says more than the
// time on the clock where a machine is shared.
func reportCPU(b *testing.B) {
	cpu := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := cpu()
	b.Cleanup(func() { b.ReportMetric(float64(cpu()-before)/float64(b.N), "cpu-ns/op") })
}

func BenchmarkChecks(b *testing.B) {
	f := newFixture(b, limited(gatehouse.MaxPolicyRequests))
	x := afterMatch(b, f)
	passChecks(b, x)
	b.ReportAllocs()
	reportCPU(b)
	for b.Loop() {
		passChecks(b, x)
	}
}

func BenchmarkServe(b *testing.B) {
	f := newFixture(b, limited(gatehouse.MaxPolicyRequests), func(_ *fixture, o *Options) {
		o.Transport, o.Log = &instant{}, func(*gatehouse.RequestRecord) {}
	})
	req, down := typical(), &discard{}
	b.ReportAllocs()
	reportCPU(b)
	for b.Loop() {
		if err := f.gateway.Serve(req, down); err != nil {
			b.Fatal(err)
		}
	}
}
