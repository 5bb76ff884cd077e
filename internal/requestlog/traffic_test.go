package requestlog

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"time"

	"gatehouse"

	"github.com/oklog/ulid/v2"
)

// traffic makes records as a gateway of many partners would: clients of very
// different weight, a few endpoints each, paths with ids in them, mostly 200.
type traffic struct {
	rnd     *rand.Rand
	zipf    *rand.Zipf
	clients []gatehouse.RequestRecord
	now     time.Time
	step    time.Duration
}

const manyClients = 1000

func newTraffic(start time.Time, step time.Duration) *traffic {
	rnd := rand.New(rand.NewPCG(1, 2))
	t := &traffic{rnd: rnd, zipf: rand.NewZipf(rnd, 1.1, 8, manyClients-1), now: start, step: step}
	agents := []string{"curl/8.5.0", "Go-http-client/1.1", "okhttp/4.12.0", "python-requests/2.32.3", "Apache-HttpClient/5.3.1 (Java/17.0.12)", "axios/1.7.7"}
	for i := range manyClients {
		collection := []string{"shipments", "orders", "invoices", "stock", "returns"}[rnd.IntN(5)]
		t.clients = append(t.clients, gatehouse.RequestRecord{
			ClientID: t.id("cl_"), ClientName: fmt.Sprintf("partner-%d-corp", i), ClientVerified: true,
			ProfileID: t.id("pr_"), ProfileName: fmt.Sprintf("corp-%d-standard", i),
			Collection: collection, UserAgent: agents[rnd.IntN(len(agents))],
			ClientIP: netip.AddrFrom4([4]byte{203, byte(rnd.IntN(256)), byte(rnd.IntN(256)), byte(rnd.IntN(256))}),
			Source:   gatehouse.SourceGateway,
		})
	}
	return t
}

func (t *traffic) id(prefix string) string {
	var id ulid.ULID
	_ = id.SetTime(uint64(t.now.UnixMilli()))
	for i := 6; i < 16; i++ {
		id[i] = byte(t.rnd.Uint32())
	}
	b, _ := id.MarshalText()
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return prefix + string(b)
}

// next makes the next record, one step later.
func (t *traffic) next() gatehouse.RequestRecord {
	t.now = t.now.Add(time.Duration(float64(t.step) * 2 * t.rnd.Float64()))
	r := t.clients[t.zipf.Uint64()]
	r.At = t.now
	r.ID = t.id("req_")
	r.ConfigVersion = 117
	r.Status, r.BytesOut = 200, 200+int64(t.rnd.ExpFloat64()*900)
	r.Upstream = time.Duration(2e6 + t.rnd.ExpFloat64()*2e7)
	r.Latency = r.Upstream + time.Duration(5e4+t.rnd.ExpFloat64()*1e5)
	t.route(&r)
	switch n := t.rnd.IntN(100); {
	case n < 3:
		r.Status, r.Code, r.Step, r.Upstream, r.BytesOut = 429, "rate_limit_exceeded", "limit", 0, 310
	case n < 5:
		r.Status, r.Code, r.Step, r.Upstream, r.ClientVerified, r.BytesOut = 401, "credentials_invalid", "authenticate", 0, false, 280
	case n < 6:
		r.Status, r.BytesOut = 404, 31
	case n < 7:
		r.Status, r.Code, r.Step = 502, "upstream_unreachable", "forward"
	}
	t.headers(&r)
	return r
}

func (t *traffic) route(r *gatehouse.RequestRecord) {
	base := "/" + r.Collection
	switch t.rnd.IntN(4) {
	case 0:
		r.Method, r.Endpoint, r.Path = "POST", "/", base
		r.BytesIn = 150 + int64(t.rnd.IntN(800))
	case 1:
		r.Method, r.Endpoint, r.Path = "GET", "/search", base+"/search"
		r.QueryNames = []string{"from", "status", "limit"}
	default:
		r.Method, r.Endpoint = "GET", "/track/{trackingNumber}"
		r.Path = fmt.Sprintf("%s/track/%07d", base, t.rnd.IntN(1e7))
	}
}

// headers are those of a gateway that shows what is on its allow-list.
func (t *traffic) headers(r *gatehouse.RequestRecord) {
	shown := func(name, value string) gatehouse.HeaderField {
		return gatehouse.HeaderField{Name: name, Value: value, Shown: true}
	}
	r.RequestHeaders = []gatehouse.HeaderField{
		shown("Host", "api.example.com"), shown("User-Agent", r.UserAgent), shown("Accept", "application/json"),
		shown("Accept-Encoding", "gzip"),
		{Name: "Authorization"},
		shown("X-Client-ID", r.ClientID), shown("X-Profile-ID", r.ProfileName),
	}
	if r.Method == "POST" {
		r.RequestHeaders = append(r.RequestHeaders, shown("Content-Type", "application/json"), shown("Content-Length", fmt.Sprint(r.BytesIn)))
	}
	if r.UserAgent[0] == 'o' {
		r.RequestHeaders = append(r.RequestHeaders, shown("Traceparent", fmt.Sprintf("00-%016x%016x-%016x-01", t.rnd.Uint64(), t.rnd.Uint64(), t.rnd.Uint64())))
	}
	r.ResponseHeaders = []gatehouse.HeaderField{
		shown("Content-Type", "application/json"), shown("Content-Length", fmt.Sprint(r.BytesOut)),
		shown("Date", t.now.UTC().Format(http.TimeFormat)), shown("Cache-Control", "no-store"),
		shown("RateLimit-Policy", `"standard-partner-200rpm";q=200;w=60, "standard-partner-200rpm.quota";q=50000;w=86400`),
		shown("RateLimit", fmt.Sprintf(`"standard-partner-200rpm";r=%d;t=%d, "standard-partner-200rpm.quota";r=%d;t=%d`,
			t.rnd.IntN(200), t.rnd.IntN(60), t.rnd.IntN(50000), 86400-t.now.Unix()%86400)),
		shown("X-Request-ID", r.ID),
	}
}
