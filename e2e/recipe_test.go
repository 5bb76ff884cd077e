package e2e

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheRecipe walks the eight steps of the recipe in their order, over the
// admin API and curl.
func TestTheRecipe(t *testing.T) {
	up := newUpstream(t)
	h := start(t)
	shipments := h.publish("shipments", up.URL)

	// 1. Create the client.
	client := h.api(201, "POST", "/clients", `{"name":"partner-acme-corp","description":"Acme Corp logistics integration","status":"enabled"}`)
	clientID := client.text("id")
	if !strings.HasPrefix(clientID, "cl_") {
		t.Fatalf("Client ID %q does not start with cl_", clientID)
	}

	// 2. Create the profile.
	profile := h.api(201, "POST", "/profiles", `{"name":"acme-corp-standard","client_id":"`+clientID+`","auth":{"type":"token"},
		"allowed_methods":["GET","POST"],"ip_allowlist":[],"token":{"generate":true}}`)
	token := profile.text("token", "secret")
	if !strings.HasPrefix(token, "ght_") || len(token) != 53 {
		t.Fatalf("the generated token has the wrong shape (%d characters)", len(token))
	}

	// 3. Assign the client to a collection.
	h.api(200, "PUT", "/collections/"+shipments+"/clients/"+clientID, "")

	// 4. Attach a policy.
	policy := h.api(201, "POST", "/policies", `{"name":"standard-partner-200rpm","rate":{"requests":200,"window":"1m"},"quota":{"requests":50000,"period":"day"}}`)
	h.api(200, "PUT", "/clients/"+clientID+"/policies", `{"policy_ids":["`+policy.text("id")+`"]}`)

	// 5. Portal access.
	h.api(200, "PUT", "/clients/"+clientID+"/portal-access", `{"emails":["dev@acme.example"]}`)

	// 6. Verify.
	acme := partner{clientID, profile.text("id"), "acme-corp-standard", token}
	t.Run("Verify", func(t *testing.T) { verifyByHand(t, h, acme, up) })

	// 7. Hand over.
	out, _, exit := h.try("", "check", "--client", "partner-acme-corp")
	if exit != 0 {
		t.Errorf("gatehouse check exits with %d:\n%s", exit, out)
	}

	// 8. See it.
	t.Run("RequestLogs", func(t *testing.T) { seeRequestLogs(t, h, acme) })
	t.Run("AuditLogs", func(t *testing.T) { seeAuditLogs(t, h, acme) })
}

func verifyByHand(t *testing.T, h *house, acme partner, up *upstream) {
	path := "/shipments/track/12345"
	a := h.call(acme, path)
	want200(t, a)
	if !strings.Contains(a.body, `"upstream":"saw this"`) || !strings.Contains(a.body, `"path":"/track/12345"`) {
		t.Errorf("the upstream's body did not come through: %s", a.body)
	}
	if a.header.Get("X-Request-Id") == "" || !strings.Contains(a.header.Get("RateLimit"), `"standard-partner-200rpm";r=199`) ||
		a.header.Get("RateLimit-Policy") != `"standard-partner-200rpm";q=200;w=60, "standard-partner-200rpm.quota";q=50000;w=86400` {
		t.Errorf("headers: %v", a.header)
	}
	checkForwarded(t, acme, up.requests()[0])
	if a := h.call(acme, path, "--json", `{"note":"call at the gate"}`); a.status != 200 || !strings.Contains(a.body, "call at the gate") {
		t.Errorf("POST: %d %s", a.status, a.body)
	}

	seen := len(up.requests())
	without := func(name string) answer {
		var args []string
		for _, arg := range acme.headers() {
			if !strings.HasPrefix(arg, name) && arg != "-H" {
				args = append(args, "-H", arg)
			}
		}
		return curl(t, append(args, h.gateway+path)...)
	}
	wantRefusal(t, without("X-Client-ID"), 401, "client_id_missing")
	wantRefusal(t, without("X-Profile-ID"), 401, "profile_id_missing")
	missing := without("Authorization")
	wantRefusal(t, missing, 401, "credentials_missing")
	if got := missing.header.Get("WWW-Authenticate"); got != `Bearer realm="gatehouse"` {
		t.Errorf("WWW-Authenticate: %s", got)
	}
	wrong := acme
	wrong.token = "ght_" + strings.Repeat("0", 49)
	refused := h.call(wrong, path)
	wantRefusal(t, refused, 401, "credentials_invalid")
	if got := refused.header.Get("WWW-Authenticate"); got != `Bearer realm="gatehouse", error="invalid_token"` {
		t.Errorf("WWW-Authenticate: %s", got)
	}
	notAllowed := h.call(acme, path, "-X", "DELETE")
	wantRefusal(t, notAllowed, 405, "method_not_allowed")
	if got := notAllowed.header.Get("Allow"); strings.Contains(got, "DELETE") || !strings.Contains(got, "GET") || !strings.Contains(got, "POST") {
		t.Errorf("Allow: %q", got)
	}
	if now := len(up.requests()); now != seen {
		t.Errorf("%d refused requests reached the upstream", now-seen)
	}
}

// checkForwarded wants the verified identity at the upstream, and nothing of
// the partner's credential.
func checkForwarded(t *testing.T, acme partner, r *http.Request) {
	t.Helper()
	if r.Header.Get("X-Client-ID") != acme.clientID || r.Header.Get("X-Profile-ID") == "" || r.Header.Get("X-Request-ID") == "" ||
		r.Header.Get("Via") == "" || r.Header.Get("Traceparent") == "" || r.Header.Get("X-Forwarded-For") != "127.0.0.1" {
		t.Errorf("the upstream saw %v", r.Header)
	}
	for name, values := range r.Header {
		if name == "Authorization" || strings.Contains(strings.Join(values, " "), acme.token) {
			t.Errorf("the partner's credential reached the upstream in %s", name)
		}
	}
}

func seeRequestLogs(t *testing.T, h *house, acme partner) {
	deadline := time.Now().Add(time.Minute)
	var byName []object
	for len(byName) < 8 && time.Now().Before(deadline) {
		byName = h.api(200, "GET", "/request-logs?client=partner-acme-corp", "").items()
	}
	byID := h.api(200, "GET", "/request-logs?client="+acme.clientID, "").items()
	if len(byName) == 0 || len(byName) != len(byID) {
		t.Fatalf("%d records by name, %d by id", len(byName), len(byID))
	}
	gateway := h.api(200, "GET", "/request-logs?client=partner-acme-corp&source=gateway&status=200&method=GET&collection=shipments", "").items()
	if len(gateway) != 1 {
		t.Fatalf("%d successful GETs in the log, want 1", len(gateway))
	}
	r := gateway[0]
	latency, _ := r["latency_ms"].(float64)
	if r.text("path") != "/shipments/track/12345" || r.text("endpoint") != "/track/{trackingNumber}" || r.text("client_ip") != "127.0.0.1" ||
		latency <= 0 || r["client_verified"] != true || r.text("profile_name") != "acme-corp-standard" || r["request_headers"] == nil {
		t.Errorf("record: %v", r)
	}
	if again := h.api(200, "GET", "/request-logs/"+r.text("id"), ""); again.text("id") != r.text("id") {
		t.Errorf("by id: %v", again)
	}
	for filter, want := range map[string]int{"code=method_not_allowed": 1, "step=authorize": 1, "code=credentials_invalid": 1, "status=405": 1} {
		got := h.api(200, "GET", "/request-logs?source=gateway&client=partner-acme-corp&"+filter, "").items()
		if len(got) != want {
			t.Errorf("%s: %d records, want %d", filter, len(got), want)
		}
		for _, r := range got {
			if r["client_verified"] != (r.text("step") == "authorize") {
				t.Errorf("%s: client_verified is %v at step %s", filter, r["client_verified"], r.text("step"))
			}
		}
	}
}

func seeAuditLogs(t *testing.T, h *house, acme partner) {
	var actions []string
	for _, e := range h.api(200, "GET", "/audit-logs?limit=200", "").items() {
		actions = append(actions, e.text("action"))
		if e.text("actor", "name") == "" || e.text("hash") == "" || e.text("correlation_id") == "" {
			t.Errorf("incomplete event: %v", e)
		}
	}
	all := strings.Join(actions, " ")
	for _, want := range []string{"client.created", "profile.created", "policy.created", "collection.created", "collection.published", "api_key.created"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %s among %s", want, all)
		}
	}
	if got := h.api(200, "GET", "/audit-logs?resource_type=client&resource_id="+acme.clientID+"&action=client.created", "").items(); len(got) != 1 {
		t.Errorf("%d creation events of the client, want 1", len(got))
	}
	h.cli("audit", "verify")
}

func TestTheRequestAfterTheLimitIsRefusedAndExplained(t *testing.T) {
	h := start(t)
	up := newUpstream(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", up.URL))
	policy := h.api(201, "POST", "/policies", `{"name":"standard-partner-200rpm","rate":{"requests":200,"window":"1m"}}`)
	h.api(200, "PUT", "/clients/"+acme.clientID+"/policies", `{"policy_ids":["`+policy.text("id")+`"]}`)

	for i := range 200 {
		if a := h.call(acme, "/shipments/track/1"); a.status != 200 {
			t.Fatalf("request %d: %d %s", i+1, a.status, a.body)
		}
	}
	a := h.call(acme, "/shipments/track/1")
	wantRefusal(t, a, 429, "rate_limit_exceeded")
	retry, err := strconv.Atoi(a.header.Get("Retry-After"))
	if err != nil || retry < 1 || retry > 60 || !strings.Contains(a.header.Get("RateLimit"), `"standard-partner-200rpm";r=0;t=`) {
		t.Errorf("Retry-After %q, RateLimit %q", a.header.Get("Retry-After"), a.header.Get("RateLimit"))
	}
	if n := len(up.requests()); n != 200 {
		t.Errorf("%d requests reached the upstream, want 200", n)
	}
	h.restart(syscall.SIGTERM)
	wantRefusal(t, h.call(acme, "/shipments/track/1"), 429, "rate_limit_exceeded")
}

func TestQuotasSurviveARestart(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	policy := h.api(201, "POST", "/policies", `{"name":"three-a-month","quota":{"requests":3,"period":"month"}}`)
	h.api(200, "PUT", "/clients/"+acme.clientID+"/policies", `{"policy_ids":["`+policy.text("id")+`"]}`)
	for left := 2; left >= 1; left-- {
		a := h.call(acme, "/shipments/track/1")
		if a.status != 200 || !strings.Contains(a.header.Get("RateLimit"), fmt.Sprintf(`"three-a-month.quota";r=%d`, left)) {
			t.Errorf("%d with RateLimit %s", a.status, a.header.Get("RateLimit"))
		}
	}
	h.restart(syscall.SIGTERM)
	want200(t, h.call(acme, "/shipments/track/1"))
	wantRefusal(t, h.call(acme, "/shipments/track/1"), 429, "quota_exceeded")
}
