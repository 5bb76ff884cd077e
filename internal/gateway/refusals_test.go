package gateway

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"gatehouse"
)

func TestValidRequestReachesTheUpstream(t *testing.T) {
	f := newFixture(t)
	r := f.send("GET", "/shipments/track/12345?x=1&x=2").expect(200, "")
	if r.body != `{"ok":true}` {
		t.Errorf("body %q", r.body)
	}
	if got := f.upstream.last(t).RequestURI; got != "/track/12345?x=1&x=2" {
		t.Errorf("the upstream was asked for %s", got)
	}
}

// refusalCase is a request that a check refuses.
type refusalCase struct {
	name         string
	settings     []setting
	method, path string
	header       []string
	status       int
	code, step   string
}

const tracked = "/shipments/track/12345"

// malformedAndUnknown are refused before it is known who calls.
var malformedAndUnknown = []refusalCase{
	{"dot segments", nil, "GET", "/shipments/../track/1", nil, 400, "request_malformed", "receive"},
	{"encoded dot segments", nil, "GET", "/shipments/%2e%2e/track/1", nil, 400, "request_malformed", "receive"},
	{"encoded slash", nil, "GET", "/shipments/track/1%2F2", nil, 400, "request_malformed", "receive"},
	{"double slash", nil, "GET", "//shipments/track/1", nil, 400, "request_malformed", "receive"},
	{"two client ids", nil, "GET", tracked, []string{"X-Client-ID", partnerID + "\n" + partnerID}, 400, "request_malformed", "receive"},
	{"two profile ids", nil, "GET", tracked, []string{"X-Profile-ID", profileName + "\nx"}, 400, "request_malformed", "receive"},
	{"two credentials", nil, "GET", tracked, []string{"Authorization", "Bearer a\nBearer b"}, 400, "request_malformed", "receive"},

	{"no client id", nil, "GET", tracked, []string{"X-Client-ID", ""}, 401, "client_id_missing", "identify"},
	{"no profile id", nil, "GET", tracked, []string{"X-Profile-ID", ""}, 401, "profile_id_missing", "identify"},
	{"client id before profile id", nil, "GET", tracked, []string{"X-Client-ID", "", "X-Profile-ID", ""}, 401, "client_id_missing", "identify"},
	{"look-alike is no identity", nil, "GET", tracked, []string{"X-Client-ID", "", "X_Client_ID", partnerID}, 401, "client_id_missing", "identify"},

	{"no credentials", nil, "GET", tracked, []string{"Authorization", ""}, 401, "credentials_missing", "authenticate"},
	{"no credentials, unknown client", nil, "GET", tracked, []string{"Authorization", "", "X-Client-ID", "cl_none"}, 401, "credentials_missing", "authenticate"},
	{"wrong token", nil, "GET", tracked, []string{"Authorization", "Bearer ght_wrong"}, 401, "credentials_invalid", "authenticate"},
	{"Basic", nil, "GET", tracked, []string{"Authorization", "Basic YTpi"}, 401, "credentials_invalid", "authenticate"},
	{"unknown client", nil, "GET", tracked, []string{"X-Client-ID", "cl_none"}, 401, "credentials_invalid", "authenticate"},
	{"unknown profile", nil, "GET", tracked, []string{"X-Profile-ID", "none"}, 401, "credentials_invalid", "authenticate"},
	{"expired token", nil, "GET", tracked, []string{"Authorization", "Bearer " + expiredToken}, 401, "credentials_expired", "authenticate"},
	{"unknown path without credentials", nil, "GET", "/nowhere", []string{"Authorization", ""}, 401, "credentials_missing", "authenticate"},
}

func disabledClient(f *fixture, _ *Options)   { f.partner.Client.Status = gatehouse.Disabled }
func unassignedClient(f *fixture, _ *Options) { f.partner.Client.CollectionIDs = nil }

// notAllowed are refused although it is known who calls.
var notAllowed = []refusalCase{
	{
		"address",
		[]setting{profile(func(p *gatehouse.Profile) {
			p.IPAllowlist = []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}
		})},
		"GET", tracked, nil, 403, "ip_not_allowed", "address",
	},
	{"client disabled", []setting{disabledClient, unassignedClient}, "GET", tracked, nil, 403, "client_disabled", "authorize"},
	{
		"profile disabled",
		[]setting{unassignedClient, profile(func(p *gatehouse.Profile) { p.Status = gatehouse.Disabled })},
		"GET", tracked, nil, 403, "profile_disabled", "authorize",
	},
	{
		"profile expired",
		[]setting{profile(func(p *gatehouse.Profile) { p.ExpiresAt = time.Now().Add(-time.Minute) })},
		"GET", tracked, nil, 403, "profile_disabled", "authorize",
	},
	{"collection not assigned", []setting{unassignedClient}, "GET", "/shipments/none", nil, 403, "collection_not_assigned", "authorize"},
	{"no collection", nil, "GET", "/nowhere", nil, 404, "route_not_found", "authorize"},
	{"no endpoint", nil, "GET", "/shipments/none", nil, 404, "route_not_found", "authorize"},
	{"trailing slash counts", nil, "GET", "/shipments/track/1/", nil, 404, "route_not_found", "authorize"},
	{"method of no endpoint", nil, "POST", tracked, nil, 405, "method_not_allowed", "authorize"},
	{"method not of the profile", nil, "DELETE", "/shipments/orders/1", nil, 405, "method_not_allowed", "authorize"},
	{"no endpoint for any method", nil, "DELETE", "/shipments/none", nil, 404, "route_not_found", "authorize"},

	{
		"collection that cannot be compiled",
		[]setting{collection(func(d *gatehouse.Definition) { d.Upstream.Targets = nil })},
		"GET", tracked, nil, 503, "config_invalid", "rewrite",
	},
}

// Each row is a sentence of the contract: the check that fails first answers.
func TestFirstFailingCheckAnswers(t *testing.T) {
	for _, tt := range slices.Concat(malformedAndUnknown, notAllowed) {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t, tt.settings...)
			r := f.send(tt.method, tt.path, tt.header...).expect(tt.status, tt.code)
			r.header("Content-Type", "application/problem+json")
			if f.upstream.count() > 0 {
				t.Error("the upstream was asked")
			}
			record := f.log.nth(t, 1)
			if record.Step != tt.step || record.Code != tt.code || record.Status != tt.status {
				t.Errorf("logged step %q, code %q, status %d", record.Step, record.Code, record.Status)
			}
		})
	}
}

func TestAllowIsWhatEndpointAndProfileBothAllow(t *testing.T) {
	f := newFixture(t)
	f.send("POST", "/shipments/track/1").expect(405, "method_not_allowed").header("Allow", "GET, HEAD")
	r := f.send("DELETE", "/shipments/orders/1").expect(405, "method_not_allowed")
	if values, ok := r.Header["Allow"]; !ok || values[0] != "" {
		t.Errorf("Allow: %q, want it empty", values)
	}
}

func TestHeadIsAnsweredWhereGetIs(t *testing.T) {
	f := newFixture(t)
	r := f.send("HEAD", "/shipments/track/1").expect(200, "")
	if f.upstream.last(t).Method != "HEAD" || r.body != "" {
		t.Errorf("method %s, body %q", f.upstream.last(t).Method, r.body)
	}
}

func TestEvery401CarriesTheChallenge(t *testing.T) {
	f := newFixture(t)
	const path = "/shipments/track/1"
	const plain, invalid = `Bearer realm="gatehouse"`, `Bearer realm="gatehouse", error="invalid_token"`
	f.send("GET", path, "X-Client-ID", "", "Authorization", "").header("WWW-Authenticate", plain)
	f.send("GET", path, "Authorization", "").header("WWW-Authenticate", plain)
	f.send("GET", path, "Authorization", "Bearer wrong").header("WWW-Authenticate", invalid)
	f.send("GET", path, "Authorization", "Bearer "+expiredToken).header("WWW-Authenticate", invalid)
}

func TestProfileWithoutAuthenticationNeedsNoToken(t *testing.T) {
	f := newFixture(t, profile(func(p *gatehouse.Profile) { p.Auth.Type = gatehouse.AuthNone }))
	f.send("GET", "/shipments/track/1", "Authorization", "").expect(200, "")
}

func TestProfileOfAnotherClientIsInvalid(t *testing.T) {
	f := newFixture(t)
	other := acme(f.keys)
	other.Client.ID, other.Profiles[0].ClientID = "cl_other", "cl_other"
	other.Profiles[0].ID, other.Profiles[0].Name, other.Tokens = "pr_other", "other-standard", nil
	f.directory.Put(other)
	f.send("GET", "/shipments/track/1", "X-Client-ID", "cl_other").expect(401, "credentials_invalid")
	f.send("GET", "/shipments/track/1", "X-Profile-ID", "other-standard").expect(401, "credentials_invalid")
}

func TestChangesHoldForTheNextRequest(t *testing.T) {
	f := newFixture(t)
	f.send("GET", "/shipments/track/1").expect(200, "")
	f.partner.Tokens = nil
	f.apply()
	f.send("GET", "/shipments/track/1").expect(401, "credentials_invalid")
}

func TestGatewayWithoutConfigurationRefuses(t *testing.T) {
	f := newFixture(t)
	f.mu.Lock()
	f.table = nil
	f.mu.Unlock()
	f.send("GET", "/shipments/track/1").expect(503, "not_ready").header("Retry-After", "1")
}
