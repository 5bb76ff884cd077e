package gateway

import (
	"io"
	"strings"
	"testing"

	"gatehouse"
)

func TestBodiesOverALimitAreRefused(t *testing.T) {
	globally := func(_ *fixture, o *Options) { o.MaxBodyBytes = 10 }
	ofCollection := collection(func(d *gatehouse.Definition) { d.MaxBodyBytes = 10 })
	looser := func(_ *fixture, o *Options) { o.MaxBodyBytes = 1000 }
	tests := []struct {
		name     string
		settings []setting
		chunked  bool
		size     int
		status   int
		step     string
	}{
		{"global, announced", []setting{globally}, false, 11, 413, "receive"},
		{"global, streamed", []setting{globally}, true, 11, 413, "receive"},
		{"global, just fits", []setting{globally}, true, 10, 200, ""},
		{"collection, announced", []setting{ofCollection}, false, 11, 413, "validate"},
		{"collection, streamed", []setting{ofCollection, looser}, true, 11, 413, "validate"},
		{"collection, just fits", []setting{ofCollection}, false, 10, 200, ""},
		{"collection, long stream", []setting{ofCollection}, true, 1 << 20, 413, "validate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t, tt.settings...)
			var body io.Reader = strings.NewReader(strings.Repeat("x", tt.size))
			if tt.chunked {
				body = io.MultiReader(body)
			}
			code := ""
			if tt.status == 413 {
				code = "payload_too_large"
			}
			f.sendBody("POST", "/shipments/orders", body).expect(tt.status, code)
			if got := f.log.nth(t, 1); got.Step != tt.step || got.Code != code {
				t.Errorf("logged %q in %q", got.Code, got.Step)
			}
		})
	}
}

func TestAnnouncedLengthIsRefusedBeforeTheBodyIsSent(t *testing.T) {
	f := newFixture(t, func(_ *fixture, o *Options) { o.MaxBodyBytes = 10 })
	got := f.raw("%s", f.head("POST", "/shipments/orders", "Content-Length: 11\nExpect: 100-continue\nConnection: close\n"))
	if !strings.HasPrefix(got, "HTTP/1.1 413 ") {
		t.Errorf("%s", got)
	}
}

func TestLongTargetsAndHeadsAreRefused(t *testing.T) {
	f := newFixture(t)
	if long := f.send("GET", "/shipments/track/"+strings.Repeat("x", 8<<10)).expect(414, "uri_too_long"); !strings.Contains(long.body, "at most 8 KiB") {
		t.Errorf("what to do is not said: %s", long.body)
	}
	f.send("GET", "/shipments/track/1?q="+strings.Repeat("x", 8<<10)).expect(414, "uri_too_long")
	f.send("GET", "/shipments/track/1", "X-Long", strings.Repeat("x", 33<<10)).expect(431, "headers_too_large")
	f.send("GET", "/shipments/track/1", "X-Many", strings.Repeat("x\n", 100)).expect(431, "headers_too_large")
}

func TestRequestsWithMoreThanOneReadingAreRefused(t *testing.T) {
	f := newFixture(t)
	close := func(line, more string) string {
		return line + " HTTP/1.1\nHost: a.example\nConnection: close\n" + more + "\n"
	}
	tests := []struct {
		name, request string
		status        string
	}{
		{"absolute-form for another host", close("GET http://b.example/shipments/track/1", ""), "400"},
		{"asterisk with GET", close("GET *", ""), "400"},
		{"asterisk with OPTIONS is no path of anybody", close("OPTIONS *", ""), "401"},
		{"TRACE", close("TRACE /shipments/track/1", ""), "405"},
		{"CONNECT", close("CONNECT a.example:443", ""), "405"},
		{"look-alike of Content-Length", close("POST /shipments/orders", "Content_Length: 5\n"), "400"},
		{"look-alike of Transfer-Encoding", close("POST /shipments/orders", "Transfer_Encoding: chunked\n"), "400"},
		{"fragment", close("GET /shipments/track/1#x", ""), "400"},
		{"fragment in the query", close("GET /shipments/track/1?a#x", ""), "400"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := f.raw("%s", strings.ReplaceAll(tt.request, "\n", "\r\n"))
			if !strings.HasPrefix(got, "HTTP/1.1 "+tt.status) || !strings.Contains(got, "X-Request-ID: req_") {
				t.Errorf("%s", got)
			}
		})
	}
	if f.upstream.count() > 0 {
		t.Error("the upstream was asked")
	}
}
