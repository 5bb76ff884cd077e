package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestNoSecretLeavesATrace plants a canary in every place that takes a secret
// and looks for it in every log, answer, dump and file.
func TestNoSecretLeavesATrace(t *testing.T) {
	h := start(t, "GATEHOUSE_LOG_LEVEL=debug")
	up := newUpstream(t)
	acme := h.onboard("partner-acme-corp", h.publish("shipments", up.URL))
	pasted := "canary-token-" + strings.Repeat("q7", 12)
	credential := "canary-credential-" + strings.Repeat("z3", 8)
	password := "canary-password-" + strings.Repeat("k9", 8)
	query := "canaryquery5512"
	canaries := []string{acme.token, h.key, pasted, credential, password, query, "canarycookie8837"}

	h.api(201, "POST", "/profiles/"+acme.profileID+"/tokens", `{"value":"`+pasted+`"}`)
	id := h.api(200, "GET", "/collections", "").items()[0].text("id")
	h.api(200, "PATCH", "/collections/"+id, `{"upstream":{"targets":[{"url":"`+up.URL+`","weight":1}],"credential":{"header":"X-Api-Key","value":"`+credential+`"}}}`)
	h.api(200, "POST", "/collections/"+id+"/publish", "")
	if _, errOut, code := h.try(password+"\n", "user", "create", "--email", "dana@example.com", "--role", "admin", "--password-stdin"); code != 0 {
		t.Fatalf("creating a user: %s", errOut)
	}

	acme.token = pasted
	var answers []string
	for _, more := range [][]string{{}, {"-b", "session=canarycookie8837"}, {"-X", "DELETE"}, {"-H", "X-Client-ID: twice"}} {
		answers = append(answers, h.call(acme, "/shipments/track/1?token="+query, more...).body)
	}
	if got := up.requests()[0].Header.Get("X-Api-Key"); got != credential {
		t.Errorf("the upstream saw the credential %q", got)
	}
	// Bad input that carries a secret must not be echoed.
	answers = append(answers,
		h.apiAnswer("POST", "/profiles/"+acme.profileID+"/tokens", `{"value":"`+pasted+`","expires_at":"never"}`).body,
		h.apiAnswer("POST", "/profiles/"+acme.profileID+"/tokens", `{"value":"`+pasted+`"`).body,
		h.apiAnswer("POST", "/clients?"+query+"=1", `{"`+credential+`":1}`).body)
	for _, path := range []string{"/clients", "/profiles", "/profiles/" + acme.profileID + "/tokens", "/collections/" + id, "/collections/" + id + "/revisions", "/audit-logs?limit=200", "/request-logs?limit=200", "/users", "/api-keys", "/settings"} {
		answers = append(answers, h.apiAnswer("GET", path, "").body)
	}
	answers = append(answers, curl(t, h.ops+"/metrics").body)
	file := filepath.Join(t.TempDir(), "dump")
	h.cli("backup", "--to", file)
	h.stop(syscall.SIGTERM)

	traces := map[string][]byte{"answers": []byte(strings.Join(answers, "\n")), "the process's output": []byte(h.output.String())}
	for _, root := range []string{h.data, filepath.Dir(file)} {
		readAll(t, root, traces)
	}
	for name, content := range traces {
		for _, canary := range canaries {
			if name == "answers" && canary == query {
				continue // an unknown query parameter is named in its error
			}
			if found(content, canary) {
				t.Errorf("%s… shows in %s", canary[:12], name)
			}
		}
	}
}

func readAll(t *testing.T, root string, into map[string][]byte) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		into[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// found looks for a secret as it is, in hex and in base64.
func found(content []byte, secret string) bool {
	for _, form := range []string{secret, hex.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(secret))[:len(secret)]} {
		if bytes.Contains(content, []byte(form)) {
			return true
		}
	}
	return false
}
