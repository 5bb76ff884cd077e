package gateway

import (
	"context"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/http1"
)

func (f *fixture) inside(change func(*InProcess)) Response {
	in := InProcess{
		Method: "GET", Path: "/shipments/track/1", Query: "x=1", Addr: netip.MustParseAddr("203.0.113.7"), Source: gatehouse.SourceCheck,
		Header:     http1.Header{{Name: "X-Client-ID", Value: partnerID}, {Name: "X-Profile-ID", Value: profileName}},
		Credential: &Credential{ClientID: partnerID, ProfileID: "pr_01hzstandard", ExpiresAt: time.Now().Add(time.Minute)},
	}
	if change != nil {
		change(&in)
	}
	return f.gateway.Do(f.Context(), in)
}

func TestInProcessRequestMeetsAllSteps(t *testing.T) {
	f := newFixture(t, limited(1), profile(func(p *gatehouse.Profile) { p.IPAllowlist = []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")} }))
	token := func(value string) func(*InProcess) {
		return func(in *InProcess) {
			in.Credential = nil
			in.Header.Add("Authorization", "Bearer "+value)
			in.Budget = Peek
		}
	}
	tests := []struct {
		name   string
		change func(*InProcess)
		status int
		code   string
	}{
		{"credential", func(in *InProcess) { in.Budget = Peek }, 200, ""},
		{"the partner's own token", token(partnerToken), 200, ""},
		{"wrong token", token("wrong"), 401, "credentials_invalid"},
		{"no client id", func(in *InProcess) { in.Header.Del("X-Client-ID") }, 401, "client_id_missing"},
		{"no credential at all", func(in *InProcess) { in.Credential = nil }, 401, "credentials_missing"},
		{"credential of another profile", func(in *InProcess) { in.Credential.ProfileID = "pr_other" }, 401, "credentials_invalid"},
		{"credential past its time", func(in *InProcess) { in.Credential.ExpiresAt = time.Now() }, 401, "credentials_expired"},
		{"address", func(in *InProcess) { in.Addr = netip.MustParseAddr("198.51.100.1") }, 403, "ip_not_allowed"},
		{"method", func(in *InProcess) { in.Method = "POST" }, 405, "method_not_allowed"},
		{"rehearsal", func(in *InProcess) { in.Budget = Rehearse }, 429, "rate_limit_exceeded"},
		{"counted", nil, 200, ""},
		{"counted once too often", nil, 429, "rate_limit_exceeded"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := f.inside(tt.change)
			if got.Status != tt.status || got.Code != tt.code || got.Header.Get("X-Request-ID") != got.RequestID {
				t.Errorf("%d %s: %s", got.Status, got.Code, got.Body)
			}
			record := f.log.nth(t, i+1)
			if record.Source != gatehouse.SourceCheck || record.ID != got.RequestID || record.Step != got.Step {
				t.Errorf("logged %+v", record)
			}
		})
	}
	if uses := f.directory.DrainUsage(); len(uses) > 0 {
		t.Errorf("uses of the token were counted: %v", uses)
	}
}

func TestInProcessAnswerIsBounded(t *testing.T) {
	f := newFixture(t)
	got := f.inside(func(in *InProcess) { in.MaxBody = 5 })
	if string(got.Body) != `{"ok"` || !got.Truncated || got.Broken {
		t.Errorf("%q, truncated %v, broken %v", got.Body, got.Truncated, got.Broken)
	}
	if f.upstream.last(t).RequestURI != "/track/1?x=1" || f.sent("X-Forwarded-For") != "203.0.113.7" {
		t.Errorf("%s from %s", f.upstream.last(t).RequestURI, f.sent("X-Forwarded-For"))
	}
}

func TestInProcessRequestEndsWithItsContext(t *testing.T) {
	f := newFixture(t)
	ctx, cancel := context.WithCancel(t.Context())
	f.upstream.answer(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	got := f.gateway.Do(ctx, InProcess{
		Method: "GET", Path: "/shipments/track/1", Header: http1.Header{{Name: "X-Client-ID", Value: partnerID}, {Name: "X-Profile-ID", Value: profileName}},
		Credential: &Credential{ProfileID: "pr_01hzstandard", ExpiresAt: time.Now().Add(time.Minute)}, Source: gatehouse.SourcePortal,
	})
	if got.Status != 499 || got.Code != "client_gone" || got.Began != 0 {
		t.Errorf("%d %s, began %d", got.Status, got.Code, got.Began)
	}
}

func TestInProcessRequestKeepsWhatAStreamBeganWith(t *testing.T) {
	f := newFixture(t)
	ctx, cancel := context.WithCancel(t.Context())
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = w.Write([]byte("data: one\n\n"))
		for range 32 { // more than the kernel holds, so that the gateway has read the beginning
			_, _ = w.Write(make([]byte, 1<<20))
		}
		cancel()
		<-r.Context().Done()
	})
	got := f.gateway.Do(ctx, InProcess{
		Method: "GET", Path: "/shipments/track/1", Header: http1.Header{{Name: "X-Client-ID", Value: partnerID}, {Name: "X-Profile-ID", Value: profileName}},
		Credential: &Credential{ProfileID: "pr_01hzstandard", ExpiresAt: time.Now().Add(time.Minute)}, Source: gatehouse.SourcePortal,
		MaxBody: len("data: one\n\n"),
	})
	if got.Status != 499 || got.Began != 200 || string(got.Body) != "data: one\n\n" {
		t.Errorf("%d, began %d: %q", got.Status, got.Began, got.Body)
	}
}
