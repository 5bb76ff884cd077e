package gateway

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
)

// Nobody learns which clients, profiles or paths exist: the answers are the
// same, header by header and byte by byte, but for the request id and the date.
func TestWrongCredentialsLookTheSameWhateverExists(t *testing.T) {
	f := newFixture(t, func(f *fixture, o *Options) {
		disabled := acme(f.keys)
		disabled.Client.ID, disabled.Client.Status = "cl_disabled", gatehouse.Disabled
		f.directory.Put(disabled)
		o.Guard = nil
	}, collection(listed))
	seen := func(r *reply) string {
		r.Header.Del("Date")
		id := r.Header.Get("X-Request-ID")
		r.Header.Del("X-Request-ID")
		var b strings.Builder
		_ = r.Header.Write(&b)
		return r.Status + "\n" + b.String() + strings.ReplaceAll(r.body, id, "ID")
	}
	const path, wrong = "/shipments/track/1", "Bearer ght_wrong-token-of-more-than-32-characters"
	want := seen(f.send("GET", path, "Authorization", wrong).expect(401, "credentials_invalid"))
	tests := []struct {
		name, method, path string
		header             []string
	}{
		{"unknown client", "GET", path, []string{"X-Client-ID", "cl_none"}},
		{"disabled client", "GET", path, []string{"X-Client-ID", "cl_disabled"}},
		{"unknown profile", "GET", path, []string{"X-Profile-ID", "none"}},
		{"expired token of another profile", "GET", path, []string{"X-Profile-ID", "none", "Authorization", "Bearer " + expiredToken}},
		{"valid token of another client", "GET", path, []string{"X-Client-ID", "cl_none", "Authorization", "Bearer " + partnerToken}},
		{"unknown endpoint", "GET", "/shipments/none", nil},
		{"method that is not served", "DELETE", path, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := seen(f.send(tt.method, tt.path, append([]string{"Authorization", wrong}, tt.header...)...))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHTTP2MeetsTheSameChecks(t *testing.T) {
	f := newFixture(t)
	url := listenTLS(t, f.gateway)
	send := func(header ...string) *http.Response {
		req, _ := http.NewRequest("GET", url+"/shipments/track/1", nil)
		f.credentials(req.Header, header...)
		res, err := f.roundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res
	}
	if res := send(); res.StatusCode != 200 || res.ProtoMajor != 2 {
		t.Errorf("%d over %s", res.StatusCode, res.Proto)
	}
	if got := f.sent("Via") + " " + f.sent("X-Forwarded-Proto"); got != "2.0 gatehouse https" {
		t.Errorf("Via and protocol: %s", got)
	}
	if res := send("Authorization", "Bearer wrong"); res.StatusCode != 401 {
		t.Errorf("%d", res.StatusCode)
	}
	if res := send("X-Client-ID", partnerID+"\n"+partnerID); res.StatusCode != 400 {
		t.Errorf("%d", res.StatusCode)
	}
}
