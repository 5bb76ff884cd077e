package gateway

import (
	"net/http"
	"strings"
	"testing"

	"gatehouse"
)

const origin = "https://app.example.com"

func listed(d *gatehouse.Definition) { d.CORS.Origins = []string{"https://other.example.com", origin} }

// bare removes the credentials, as a browser's preflight has none.
var bare = []string{"X-Client-ID", "", "X-Profile-ID", "", "Authorization", ""}

func preflight(from string, more ...string) []string {
	return append(append([]string{"Origin", from, "Access-Control-Request-Method", "POST"}, bare...), more...)
}

func TestPreflightOfAListedOriginIsAnswered(t *testing.T) {
	f := newFixture(t, limited(5), collection(listed))
	for _, path := range []string{"/shipments/orders", "/shipments/nowhere"} { // which paths exist is not told
		r := f.send("OPTIONS", path, preflight(origin, "Access-Control-Request-Headers", "authorization,x-client-id")...).expect(204, "")
		r.header("Access-Control-Allow-Origin", origin).header("Access-Control-Allow-Headers", "authorization,x-client-id")
		r.header("Access-Control-Allow-Credentials", "").header("RateLimit", "")
		if !strings.Contains(r.Header.Get("Access-Control-Allow-Methods"), "POST") || !strings.Contains(strings.Join(r.Header.Values("Vary"), ","), "Origin") {
			t.Errorf("%v", r.Header)
		}
	}
	if got := f.log.nth(t, 1); got.Status != 204 || got.Step != "" || got.Code != "" {
		t.Errorf("logged %d %s %s", got.Status, got.Step, got.Code)
	}
	if f.upstream.count() > 0 {
		t.Error("the upstream was asked")
	}
	f.send("GET", "/shipments/track/1").header("RateLimit", `"standard-partner";r=4;t=60`)
}

func TestOtherPreflightsMeetTheChecks(t *testing.T) {
	f := newFixture(t, collection(listed))
	f.send("OPTIONS", "/shipments/orders", preflight("https://evil.example")...).expect(401, "client_id_missing").header("Access-Control-Allow-Origin", "")
	f.send("OPTIONS", "/shipments/orders", append([]string{"Origin", origin}, bare...)...).expect(401, "client_id_missing")
	f.send("OPTIONS", "/nowhere", preflight(origin)...).expect(401, "client_id_missing").header("Access-Control-Allow-Origin", "")
	f.send("OPTIONS", "/shipments/orders", preflight(origin, "Access-Control-Request-Headers", "x y")...).expect(204, "").
		header("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Client-ID, X-Profile-ID")
}

func TestCollectionWithoutOriginsHasNoCORS(t *testing.T) {
	f := newFixture(t)
	f.send("OPTIONS", "/shipments/orders", preflight(origin)...).expect(401, "client_id_missing")
	f.upstream.answer(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Access-Control-Allow-Origin", "*") })
	f.send("GET", "/shipments/track/1", "Origin", origin).expect(200, "").header("Access-Control-Allow-Origin", "*")
}

func TestScriptsOfAListedOriginMayReadTheAnswer(t *testing.T) {
	f := newFixture(t, collection(listed))
	f.upstream.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Credentials", "true")
	})
	for _, r := range []*reply{
		f.send("GET", "/shipments/track/1", "Origin", origin).expect(200, ""),
		f.send("GET", "/shipments/track/1", "Origin", origin, "Authorization", "").expect(401, "credentials_missing"),
	} {
		r.header("Access-Control-Allow-Origin", origin).header("Access-Control-Allow-Credentials", "").header("Vary", "Origin")
		for _, name := range []string{"RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"} {
			if !strings.Contains(r.Header.Get("Access-Control-Expose-Headers"), name) {
				t.Errorf("%s is not exposed", name)
			}
		}
	}
	f.send("GET", "/shipments/track/1", "Origin", "https://evil.example").expect(200, "").
		header("Access-Control-Allow-Origin", "").header("Vary", "Origin")
}
