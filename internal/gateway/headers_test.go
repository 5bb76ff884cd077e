package gateway

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"gatehouse"
)

// sent is what the upstream got of one header, by its name in any spelling.
func (f *fixture) sent(name string) string {
	f.Helper()
	var values []string
	for n, v := range f.upstream.last(f).Header {
		if strings.EqualFold(strings.ReplaceAll(n, "_", "-"), name) {
			values = append(values, v...)
		}
	}
	return strings.Join(values, " | ")
}

// Each row is one rule about what the upstream must see.
func TestUpstreamSeesOnlyWhatItMay(t *testing.T) {
	tests := []struct {
		name, path string
		send       []string
		header     string
		want       string
	}{
		{"Authorization is the partner's secret", "", nil, "Authorization", ""},
		{"Client ID as verified", "", nil, "X-Client-ID", partnerID},
		{"Profile ID is the name", "", []string{"X-Profile-ID", "pr_01hzstandard"}, "X-Profile-ID", profileName},
		{"look-alike of the Client ID", "", []string{"X_Client_ID", "cl_evil", "X-Client_ID", "cl_evil"}, "X-Client-ID", partnerID},
		{"look-alike of the Profile ID", "", []string{"x_profile_id", "evil"}, "X-Profile-ID", profileName},
		{"look-alike of the request id", "", []string{"X_Request_ID", "evil"}, "X-Request-ID", "="},
		{"inbound request id of a stranger", "", []string{"X-Request-ID", "chosen-by-me"}, "X-Request-ID", "="},
		{"client address", "", []string{"X-Forwarded-For", "6.6.6.6"}, "X-Forwarded-For", "127.0.0.1"},
		{"look-alike of the client address", "", []string{"X_Forwarded_For", "6.6.6.6"}, "X-Forwarded-For", "127.0.0.1"},
		{"protocol", "", []string{"X-Forwarded-Proto", "https"}, "X-Forwarded-Proto", "http"},
		{"Forwarded is rebuilt", "", []string{"Forwarded", "for=6.6.6.6"}, "Forwarded", `for=127.0.0.1;host="@";proto=http`},
		{"other X-Forwarded fields", "", []string{"X-Forwarded-Prefix", "/evil", "x_forwarded_port", "1"}, "X-Forwarded-Prefix", ""},
		{"X-Real-IP", "", []string{"X-Real-IP", "6.6.6.6"}, "X-Real-IP", ""},
		{"another method in a header", "", []string{"X-HTTP-Method-Override", "DELETE"}, "X-HTTP-Method-Override", ""},
		{"another path in a header", "", []string{"X-Original-URL", "/admin"}, "X-Original-URL", ""},
		{"certificate claims", "", []string{"X-SSL-Client-Verify", "SUCCESS"}, "X-SSL-Client-Verify", ""},
		{"what Connection names", "", []string{"Connection", "X-Hop, close", "X-Hop", "1"}, "X-Hop", ""},
		{"identity named by Connection", "", []string{"Connection", "X-Client-ID"}, "X-Client-ID", partnerID},
		{"hop-by-hop", "", []string{"Keep-Alive", "timeout=5"}, "Keep-Alive", ""},
		{"Proxy-Authorization", "", []string{"Proxy-Authorization", "Basic eDp5"}, "Proxy-Authorization", ""},
		{"TE", "", []string{"Te", "trailers"}, "TE", ""},
		{"Upgrade where no WebSocket is", "", []string{"Connection", "Upgrade", "Upgrade", "websocket"}, "Upgrade", ""},
		{"h2c", "/shipments/live", []string{"Connection", "Upgrade, HTTP2-Settings", "Upgrade", "h2c", "HTTP2-Settings", "AAA"}, "Upgrade", ""},
		{"Via is added", "", []string{"Via", "1.0 edge"}, "Via", "1.0 edge | 1.1 gatehouse"},
		{"our cookie alone", "", []string{"Cookie", "gatehouse_console=s"}, "Cookie", ""},
		{"our cookies among others", "", []string{"Cookie", "a=1; gatehouse_console=s; b=2; __Host-gatehouse_portal=t"}, "Cookie", "a=1; b=2"},
		{"other cookies as they came", "", []string{"Cookie", "a=1;b=2"}, "Cookie", "a=1;b=2"},
		{"upstream credential", "", nil, "X-Api-Key", "upstream-secret"},
		{"partner cannot set the upstream credential", "", []string{"X-Api-Key", "mine", "x_api_key", "mine"}, "X-Api-Key", "upstream-secret"},
		{"User-Agent as it came", "", []string{"User-Agent", "acme/1"}, "User-Agent", "acme/1"},
		{"no Accept-Encoding of our own", "", nil, "Accept-Encoding", ""},
		{"any other field", "", []string{"X-Anything", "a\nb"}, "X-Anything", "a | b"},
		{"valid traceparent", "", []string{"Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", "Tracestate", "a=b"}, "Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"},
		{"tracestate of a broken traceparent", "", []string{"Traceparent", "rubbish", "Tracestate", "a=b"}, "Tracestate", ""},
	}
	credential := collection(func(d *gatehouse.Definition) {
		d.Upstream.Credential = &gatehouse.Credential{Header: "X-Api-Key", Value: "upstream-secret"}
	})
	f := newFixture(t, credential)
	host := strings.TrimPrefix(f.server.URL, "http://")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := tt.path
			if path == "" {
				path = "/shipments/track/1"
			}
			r := f.send("GET", path, tt.send...).expect(200, "")
			want := strings.ReplaceAll(tt.want, "@", host)
			if want == "=" {
				if want = r.Header.Get("X-Request-ID"); !strings.HasPrefix(want, "req_") {
					t.Errorf("request id %s", want)
				}
			}
			if got := f.sent(tt.header); got != want {
				t.Errorf("%s: %q, want %q", tt.header, got, want)
			}
		})
	}
}

func TestUserAgentIsNotInvented(t *testing.T) {
	f := newFixture(t)
	f.send("GET", "/shipments/track/1", "User-Agent", "\n").expect(200, "")
	if got := f.sent("User-Agent"); strings.Trim(got, "| ") != "" {
		t.Errorf("User-Agent: %q", got)
	}
}

func TestTraceIsStartedWhereThereIsNone(t *testing.T) {
	f := newFixture(t)
	for _, sent := range []string{"", "rubbish", "00-00000000000000000000000000000000-b7ad6b7169203331-01"} {
		f.send("GET", "/shipments/track/1", "Traceparent", sent).expect(200, "")
		if got := f.sent("Traceparent"); !regexp.MustCompile(`^00-[0-9a-f]{32}-[0-9a-f]{16}-01$`).MatchString(got) || strings.Contains(got, "00000000000000000000000000000000") {
			t.Errorf("traceparent %q after %q", got, sent)
		}
	}
}

func TestTrustedProxyIsBelieved(t *testing.T) {
	f := newFixture(t, trusting("127.0.0.0/8"))
	r := f.send("GET", "/shipments/track/1",
		"X-Request-ID", "edge-4711-abcd", "X-Forwarded-For", "6.6.6.6, 2001:db8::7", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "api.example.com")
	r.expect(200, "").header("X-Request-ID", "edge-4711-abcd")
	want := map[string]string{
		"X-Request-ID": "edge-4711-abcd", "X-Forwarded-For": "2001:db8::7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "api.example.com",
		"Forwarded": `for="[2001:db8::7]";host="api.example.com";proto=https`,
	}
	for name, value := range want {
		if got := f.sent(name); got != value {
			t.Errorf("%s: %q, want %q", name, got, value)
		}
	}
	if got := f.log.nth(t, 1); got.ClientIP.String() != "2001:db8::7" || got.ID != "edge-4711-abcd" {
		t.Errorf("logged %s from %s", got.ID, got.ClientIP)
	}
}

func TestRequestIDOfATrustedProxyMustBeOne(t *testing.T) {
	f := newFixture(t, trusting("127.0.0.0/8"))
	for _, id := range []string{"short", "with space in it", strings.Repeat("x", 129), "semi;colon-abc"} {
		r := f.send("GET", "/shipments/track/1", "X-Request-ID", id).expect(200, "")
		if got := r.Header.Get("X-Request-ID"); !strings.HasPrefix(got, "req_") {
			t.Errorf("%q was kept as %q", id, got)
		}
	}
}

func TestAnswerHeadersAreTheGatewaysWhereItManagesThem(t *testing.T) {
	f := newFixture(t, limited(5))
	f.upstream.answer(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("X-Request-ID", "upstream's own")
		h.Set("RateLimit", `"upstream";r=1;t=1`)
		h.Set("Connection", "X-Hop")
		h.Set("X-Hop", "1")
		h.Set("Keep-Alive", "timeout=5")
		h.Set("Proxy-Authenticate", "Basic")
		h.Add("Set-Cookie", "gatehouse_console=stolen; Path=/")
		h.Add("Set-Cookie", "session=1")
		h.Set("Via", "1.1 inner")
		h.Set("ETag", `"v1"`)
	})
	r := f.send("GET", "/shipments/track/1").expect(200, "")
	if id := r.Header.Get("X-Request-ID"); !strings.HasPrefix(id, "req_") {
		t.Errorf("X-Request-ID %q", id)
	}
	r.header("RateLimit", `"standard-partner";r=4;t=60`).header("RateLimit-Policy", `"standard-partner";q=5;w=60`)
	r.header("X-Hop", "").header("Keep-Alive", "").header("Proxy-Authenticate", "")
	r.header("Set-Cookie", "session=1").header("Via", "1.1 inner | 1.1 gatehouse").header("Etag", `"v1"`)
}

func TestRequestIDIsTheSameEverywhere(t *testing.T) {
	f := newFixture(t)
	r := f.send("GET", "/nowhere").expect(404, "route_not_found")
	id := r.Header.Get("X-Request-ID")
	if !strings.Contains(r.body, `"request_id":"`+id+`"`) || f.log.nth(t, 1).ID != id {
		t.Errorf("id %s, body %s, log %s", id, r.body, f.log.nth(t, 1).ID)
	}
	if !strings.Contains(r.body, `"type":"https://portal.example/problems/route_not_found"`) {
		t.Errorf("type: %s", r.body)
	}
}
