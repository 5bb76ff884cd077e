package gateway

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

func TestRecordTellsTheRequest(t *testing.T) {
	f := newFixture(t)
	f.upstream.answer(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(2 * time.Millisecond)
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write([]byte("done"))
	})
	r := f.send("GET", "/shipments/track/caf%C3%A9?token=hunter2&page=2&hunter2", "User-Agent", "acme/1").expect(202, "")
	got := f.log.nth(t, 1)
	if got.Latency < got.Upstream || got.Upstream < 2*time.Millisecond || time.Since(got.At) > time.Minute {
		t.Errorf("times %s, %s, %s", got.At, got.Latency, got.Upstream)
	}
	got.At, got.Latency, got.Upstream, got.RequestHeaders, got.ResponseHeaders = time.Time{}, 0, 0, nil, nil
	want := gatehouse.RequestRecord{
		ID: r.Header.Get("X-Request-ID"), ClientID: partnerID, ClientName: "partner-acme-corp", ClientVerified: true,
		ProfileID: "pr_01hzstandard", ProfileName: profileName, Collection: "shipments", Endpoint: "/track/{number}",
		Method: "GET", Path: "/shipments/track/café", QueryNames: []string{"token", "page"}, Status: 202,
		BytesOut: 4, ClientIP: got.ClientIP, UserAgent: "acme/1", Source: gatehouse.SourceGateway, ConfigVersion: 7,
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func TestRecordShowsHeaderValuesByAllowListOnly(t *testing.T) {
	f := newFixture(t, func(_ *fixture, o *Options) {
		o.LogHeaders = []string{"X-Order", "Authorization", "cookie", "SET-COOKIE"}
	})
	f.upstream.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Set-Cookie", "canary=1")
		w.Header().Set("X-Internal", "canary")
		w.Header().Set("Content-Type", "text/plain")
	})
	f.send("GET", "/shipments/track/1?key=canary", "Cookie", "canary=1", "X-Api-Key", "canary", "X-Order", "4711").expect(200, "")
	got := f.log.nth(t, 1)
	shown := map[string]string{}
	for _, h := range append(got.RequestHeaders, got.ResponseHeaders...) {
		if strings.Contains(h.Value, "canary") || strings.Contains(h.Value, partnerToken) || !h.Shown && h.Value != "" {
			t.Errorf("%s: %q is in the log", h.Name, h.Value)
		}
		shown[http.CanonicalHeaderKey(h.Name)] = h.Value
	}
	for name, want := range map[string]string{"X-Order": "4711", "Content-Type": "text/plain", "Cookie": "", "X-Api-Key": "", "Authorization": "", "Set-Cookie": "", "X-Internal": "", "X-Client-Id": partnerID} {
		if value, ok := shown[name]; !ok || value != want {
			t.Errorf("%s: %q, %v", name, value, ok)
		}
	}
}

func TestClaimedClientIsLoggedOnlyIfItExists(t *testing.T) {
	f := newFixture(t)
	f.send("GET", "/shipments/track/1", "Authorization", "Bearer wrong").expect(401, "")
	f.send("GET", "/shipments/track/1", "X-Client-ID", "cl_invented").expect(401, "")
	f.send("GET", "/shipments/track/1", "X-Client-ID", partnerID+"\n"+partnerID).expect(400, "")
	if got := f.log.nth(t, 1); got.ClientID != partnerID || got.ClientName != "partner-acme-corp" || got.ProfileName != profileName || got.ClientVerified {
		t.Errorf("claimed: %+v", got)
	}
	for n := 2; n <= 3; n++ {
		if got := f.log.nth(t, n); got.ClientID != "" || got.ClientVerified {
			t.Errorf("invented: %+v", got)
		}
	}
}

func TestPathThatWasRefusedIsLoggedHarmlessly(t *testing.T) {
	f := newFixture(t)
	f.raw("%s", f.head("GET", "/shipments/%2e%2e/x", "Connection: close\n"))
	if got := f.log.nth(t, 1); got.Path != "/shipments/%2e%2e/x" || got.Collection != "" {
		t.Errorf("%+v", got)
	}
}
