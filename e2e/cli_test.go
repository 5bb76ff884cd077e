package e2e

import (
	"bufio"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestOneCommandOnboardsAPartner(t *testing.T) {
	h := start(t)
	h.publish("shipments", newUpstream(t).URL)
	h.api(201, "POST", "/policies", `{"name":"standard-partner-200rpm","rate":{"requests":200,"window":"1m"},"quota":{"requests":50000,"period":"day"}}`)
	args := []string{
		"onboard", "--client", "partner-acme-corp", "--profile", "acme-corp-standard", "--collection", "shipments",
		"--policy", "standard-partner-200rpm", "--email", "dev@acme.example", "--method", "GET", "--method", "POST", "--json",
	}

	h.cli(append(args, "--dry-run")...)
	if n := len(h.api(200, "GET", "/clients", "").items()); n != 0 {
		t.Fatalf("a dry run made %d clients", n)
	}

	var sheet object
	if err := json.Unmarshal([]byte(h.cli(args...)), &sheet); err != nil {
		t.Fatal(err)
	}
	acme := partner{sheet.text("hand_over", "client_id"), "", sheet.text("hand_over", "profile_id"), sheet.text("hand_over", "token")}
	want200(t, h.call(acme, "/shipments/track/12345"))

	// The sheet's own curl line works as it is, pasted into a shell.
	out, err := exec.CommandContext(t.Context(), "sh", "-c", sheet.text("hand_over", "curl")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "saw this") {
		t.Errorf("the curl line of the sheet: %v\n%s", err, out)
	}

	out2, errOut, code := h.try("", "check", "--client", "partner-acme-corp")
	if code != 0 || strings.Count(out2, "pass") < 5 {
		t.Errorf("check: exit %d\n%s%s", code, out2, errOut)
	}
	checkSpendsNothing(t, h, acme)

	if _, errOut, code := h.try("", args...); code != 1 || !strings.Contains(errOut, "partner-acme-corp") && !strings.Contains(errOut, "name") {
		t.Errorf("onboarding twice: exit %d %s", code, errOut)
	}
}

// checkSpendsNothing wants the whole budget but for the two calls made so far.
func checkSpendsNothing(t *testing.T, h *house, acme partner) {
	t.Helper()
	if a := h.call(acme, "/shipments/track/12345"); !strings.Contains(a.header.Get("RateLimit"), `"standard-partner-200rpm";r=197`) {
		t.Errorf("the access proof burned budget: %s", a.header.Get("RateLimit"))
	}
}

func TestCheckFailsWithItsExitStatus(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	h.api(200, "PATCH", "/clients/"+acme.clientID, `{"status":"disabled"}`)
	if out, _, code := h.try("", "check", "--client", "partner-acme-corp"); code != 1 || !strings.Contains(out, "fail") {
		t.Errorf("a disabled client: exit %d\n%s", code, out)
	}
	if _, errOut, code := h.try("", "check", "--client", "no-such-client"); code != 2 || errOut == "" {
		t.Errorf("an unknown client: exit %d %s", code, errOut)
	}
	h.api(200, "PATCH", "/clients/"+acme.clientID, `{"status":"enabled"}`)
	if out, _, code := h.try(acme.token+"\n", "check", "--client", "partner-acme-corp", "--profile", acme.profile, "--token-stdin"); code != 0 {
		t.Errorf("with the partner's token: exit %d\n%s", code, out)
	}
	if _, _, code := h.try(strings.Repeat("wrong", 10)+"\n", "check", "--client", "partner-acme-corp", "--token-stdin"); code != 1 {
		t.Errorf("with a wrong token: exit %d, want 1", code)
	}
}

func TestDemoIsReadyToCall(t *testing.T) {
	started := time.Now()
	cmd := exec.CommandContext(t.Context(), binary, "demo", "--json")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("ready after %v", time.Since(started))
	var demo map[string]string
	if err := json.Unmarshal(line, &demo); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"gateway_url", "console_url", "portal_url", "admin_email", "admin_password", "api_key", "client_id", "profile_id", "token"} {
		if demo[key] == "" {
			t.Errorf("no %s in %s", key, line)
		}
	}
	acme := partner{demo["client_id"], "", demo["profile_id"], demo["token"]}
	for _, path := range []string{"/shipments/track/12345"} {
		want200(t, curl(t, append(acme.headers(), demo["gateway_url"]+path)...))
	}
	if demo["profile_id"] != "acme-corp-standard" {
		t.Errorf("profile_id is %s, want the name", demo["profile_id"])
	}
}

func TestABackupRestoresIntoAnEmptyHouse(t *testing.T) {
	h := start(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", newUpstream(t).URL))
	file := filepath.Join(t.TempDir(), "gatehouse.backup")
	h.cli("backup", "--to", file)
	if _, errOut, code := h.try("", "restore", "--from", file); code != 1 || errOut == "" {
		t.Errorf("restoring into a running house: exit %d %q", code, errOut)
	}

	other := start(t)
	other.stop(syscall.SIGTERM)
	if _, errOut, code := other.try("", "restore", "--from", file); code != 1 || !strings.Contains(errOut, "key") {
		t.Errorf("restoring under another master key: exit %d %q", code, errOut)
	}
	key := masterKeyFile(t, h.data)
	if err := os.RemoveAll(other.data); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(other.data, 0o700); err != nil {
		t.Fatal(err)
	}
	secret, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other.data, filepath.Base(key)), secret, 0o600); err != nil {
		t.Fatal(err)
	}
	other.cli("restore", "--from", file)
	other.serve()
	other.key = h.key
	want200(t, other.call(acme, "/shipments/track/1"))
	other.cli("audit", "verify")
}

// masterKeyFile is the one file in the data folder that holds the master key.
func masterKeyFile(t *testing.T, data string) string {
	t.Helper()
	matches, _ := filepath.Glob(filepath.Join(data, "*key*"))
	if len(matches) != 1 {
		t.Fatalf("key files in the data folder: %v", matches)
	}
	info, err := os.Stat(matches[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the key file has mode %v", info.Mode())
	}
	return matches[0]
}

var stackTrace = regexp.MustCompile(`goroutine \d+|panic:|\.go:\d+`)

func TestAStartThatCannotWorkSaysWhyInOneLine(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	notAFolder := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(notAFolder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	unknownKey := filepath.Join(t.TempDir(), "gatehouse.yaml")
	if err := os.WriteFile(unknownKey, []byte("gateway-adr: 127.0.0.1:0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	free := []string{"--gateway-addr=127.0.0.1:0", "--console-addr=127.0.0.1:0", "--portal-addr=127.0.0.1:0", "--ops-addr=127.0.0.1:0"}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"occupied port":      {append([]string{"--data", t.TempDir()}, append(free[1:], "--gateway-addr="+busy.Addr().String())...), "in use"},
		"data is a file":     {append(free, "--data", notAFolder), "data"},
		"wrong database URL": {append(free, "--data", t.TempDir(), "--database-url", "postgres://nobody@127.0.0.1:1/none"), "database"},
		"unknown scheme":     {append(free, "--data", t.TempDir(), "--database-url", "mysql://x"), "postgres://"},
		"unknown key":        {append(free, "--data", t.TempDir(), "--config", unknownKey), "gateway-addr"},
		"bad proxies":        {append(free, "--data", t.TempDir(), "--trusted-proxies", "10.0.0.0/33"), "trusted-proxies"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := exec.CommandContext(t.Context(), binary, append([]string{"serve"}, c.args...)...).CombinedOutput()
			exit := 0
			if e, ok := err.(*exec.ExitError); ok { //nolint:errorlint // what exec documents
				exit = e.ExitCode()
			}
			text := strings.TrimSpace(string(out))
			if exit != 1 || strings.Count(text, "\n") > 0 || stackTrace.MatchString(text) || !strings.Contains(strings.ToLower(text), c.want) {
				t.Errorf("exit %d, want 1 and one line about %q:\n%s", exit, c.want, text)
			}
		})
	}
}
