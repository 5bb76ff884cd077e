package main

import (
	"encoding/json"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"gatehouse/internal/config"
)

func (s demoShown) headers() http.Header {
	return http.Header{"X-Client-Id": {s.ClientID}, "X-Profile-Id": {s.ProfileID}, "Authorization": {"Bearer " + s.Token}}
}

// seeded starts a demo on a data folder.
func seeded(t *testing.T, data string) (*running, demoShown) {
	t.Helper()
	r := start(t, data, "")
	upstream, err := startSample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = upstream.Close() })
	shown, err := r.seed(t.Context(), "http://"+upstream.Addr)
	if err != nil {
		t.Fatal(err)
	}
	return r, shown
}

func TestTheDemoCanBeCalledAsItSays(t *testing.T) {
	r, shown := seeded(t, t.TempDir())
	for _, path := range []string{"/shipments/track/12345", "/shipments", "/orders", "/orders/ord_51KX9T"} {
		if a := get(t, r.gatewayAt.url+path, shown.headers()); a.status != 200 || !strings.Contains(a.header.Get("RateLimit-Policy"), `"standard-partner-200rpm";q=200;w=60, "standard-partner-200rpm.quota";q=50000;w=86400`) {
			t.Errorf("%s: %d %v", path, a.status, a.header)
		}
	}
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", shown.curl()).CombinedOutput(); err != nil || !strings.Contains(string(out), "200 OK") {
		t.Errorf("the curl line: %v\n%s", err, out)
	}
	if a := get(t, r.consoleAt.url+"/api/v1/clients", http.Header{"Authorization": {"Bearer " + shown.APIKey}}); a.status != 200 || !strings.Contains(a.body, demoEmail) {
		t.Errorf("the API key: %d %s", a.status, a.body)
	}
	if text := shown.text(r.house, ""); !strings.Contains(text, shown.curl()) || !strings.Contains(text, shown.AdminPassword) {
		t.Errorf("the text lacks something:\n%s", text)
	}
	line, err := json.Marshal(shown)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]string
	if err := json.Unmarshal(line, &fields); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gateway_url", "console_url", "portal_url", "admin_email", "admin_password", "api_key", "client_id", "profile_id", "token"} {
		if fields[name] == "" {
			t.Errorf("no %s in %s", name, line)
		}
	}
}

func TestAReusedDemoHasFreshSecretsAndAWorkingUpstream(t *testing.T) {
	data := t.TempDir()
	first, old := seeded(t, data)
	first.stop()
	second, fresh := seeded(t, data)
	if fresh.ClientID != old.ClientID || fresh.Token == old.Token || fresh.APIKey == old.APIKey || fresh.AdminPassword == old.AdminPassword {
		t.Error("the client is another one, or a secret is the same")
	}
	if a := get(t, second.gatewayAt.url+"/shipments/track/12345", fresh.headers()); a.status != 200 {
		t.Errorf("with the fresh token: %d %s", a.status, a.body)
	}
	if a := get(t, second.gatewayAt.url+"/shipments/track/12345", old.headers()); a.status != 401 {
		t.Errorf("with the old token: %d", a.status)
	}
	if a := get(t, second.consoleAt.url+"/api/v1/clients", http.Header{"Authorization": {"Bearer " + old.APIKey}}); a.status != 401 {
		t.Errorf("with the old API key: %d", a.status)
	}
	second.stop()
	seeded(t, data) // and a third time
}

func TestTheDemoTakesAFreePortWhereOneIsTaken(t *testing.T) {
	busy, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	l, err := listenAnywhere(config.Listener{Role: "gateway", Addr: busy.Addr().String()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Addr().String() == busy.Addr().String() || !strings.HasPrefix(l.url, "http://127.0.0.1:") {
		t.Errorf("took %s, shows %s", l.Addr(), l.url)
	}
}
