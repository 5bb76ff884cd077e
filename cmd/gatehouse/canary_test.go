package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/adminapi"
	"gatehouse/internal/config"
	"gatehouse/internal/gatetest/smtptest"
	"gatehouse/internal/portal"
	"gatehouse/internal/store"
)

// TestNoSecretOfThePortalLeavesATrace plants every secret that the portal and
// the mail know, and looks for each in the log, in what both APIs answer
// afterwards, in exports and in every file of the data folder.
func TestNoSecretOfThePortalLeavesATrace(t *testing.T) {
	sink := smtptest.Start(t)
	const masterKey = "ca9a47ca9a47ca9a47ca9a47ca9a47ca9a47ca9a47ca9a47ca9a47ca9a47ca9a"
	data := t.TempDir()
	r := start(t, data, "", func(s *config.Settings) {
		s.SMTPURL, s.MailFrom = gatehouse.Secret("smtp://gatehouse%40example.com:"+smtptest.Password+"@"+sink.Addr), "gatehouse@example.com"
		s.MasterKey = masterKey
	})
	headers := r.partner(hello)
	secrets := map[string]string{
		"SMTP password": smtptest.Password, "master key": masterKey,
		"token": strings.TrimPrefix(headers.Get("Authorization"), "Bearer "),
	}
	v := r.visit("acme", "dev@acme.example")
	secrets["session cookie"] = v.cookie
	answers := r.plant(v, sink, headers, secrets)
	for name, path := range map[string]string{
		"me": "/me", "home": "/home", "sessions": "/sessions", "credentials": "/credentials", "requests": "/requests", "export": "/requests/export?format=ndjson", "collections": "/collections/shipments",
	} {
		answers["portal "+name] = v.call("GET", portal.Prefix+path, nil).body
	}
	key, err := r.control.CreateAPIKey(t.Context(), byCommandLine(), gatehouse.APIKey{Name: "reader", Role: gatehouse.Admin})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/audit-logs?limit=200", "/audit-logs/export?format=csv", "/request-logs?limit=200", "/request-logs/export?format=csv", "/outbox", "/gateway-settings", "/settings",
		"/clients/acme/portal-access", "/clients/acme/portal-sessions", "/clients/acme/hand-over", "/clients/acme/one-time-links", "/search?q=dev", "/overview", "/about",
	} {
		a := get(t, r.consoleAt.url+adminapi.Prefix+path, http.Header{"Authorization": {"Bearer " + key.Secret.Reveal()}})
		if a.status != http.StatusOK {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
		answers["admin "+path] = a.body
	}
	answers["metrics"] = get(t, r.opsAt.url+"/metrics", nil).body
	r.stop()
	answers["log"] = r.logged.String()
	filesOf(t, data, answers)
	for where, text := range answers {
		for name, secret := range secrets {
			if shows(text, secret) {
				t.Errorf("the %s shows in %s", name, where)
			}
		}
	}
}

var (
	mailedLink = regexp.MustCompile(`/auth/verify/([A-Za-z0-9_]+)`)
	mailedCode = regexp.MustCompile(`(?m)^ {4}([0-9]{6})\s*$`)
)

// plant makes the portal meet secrets in good calls and in bad ones, and
// returns what it answered to the bad ones.
func (r *running) plant(v *visitor, sink *smtptest.Sink, headers http.Header, secrets map[string]string) map[string]string {
	r.t.Helper()
	answers := map[string]string{}
	sink.Next(r.t) // the invitation
	var asked struct{ Attempt string }
	v.into(&asked, "POST", "/sign-in", map[string]string{"email": "dev@acme.example"})
	secrets["attempt"] = asked.Attempt
	text := strings.ReplaceAll(strings.ReplaceAll(sink.Next(r.t).Data, "=\r\n", ""), "=3D", "=")
	link, code := mailedLink.FindStringSubmatch(text), mailedCode.FindStringSubmatch(strings.ReplaceAll(text, "\r", ""))
	if link == nil || code == nil {
		r.t.Fatalf("the mail: %s", text)
	}
	secrets["mailed link"] = link[1]
	for _, wrong := range []any{map[string]string{"attempt": asked.Attempt, "code": "9" + code[1]}, map[string]any{"attempt": 1, "code": code[1]}} {
		answers["a wrong code"] += v.call("POST", portal.Prefix+"/sign-in/code", wrong).body
	}
	if strings.Contains(answers["a wrong code"], code[1]) {
		r.t.Errorf("a code is repeated: %s", answers["a wrong code"])
	}
	answers["a broken link"] = v.call("POST", "/auth/verify/"+link[1]+"x", nil).body

	var token struct{ Token string }
	v.into(&token, "POST", "/try/token", map[string]string{"profile": "standard"})
	secrets["try-it token"] = token.Token
	var home struct {
		FirstCall struct {
			OperationID string `json:"operation_id"`
		} `json:"first_call"`
	}
	v.into(&home, "GET", "/home", nil)
	call := map[string]any{"collection": "shipments", "operation_id": home.FirstCall.OperationID, "profile": "standard", "path": map[string]string{"*": "1"}}
	for _, sent := range []string{token.Token, secrets["token"], "canary-wrong-token-8372"} {
		call["token"] = sent
		answers["try "+sent[:4]] = v.call("POST", portal.Prefix+"/try", call).body
	}
	secrets["wrong token"] = "canary-wrong-token-8372"
	answers["try with a broken body"] = v.call("POST", portal.Prefix+"/try", map[string]any{"collection": 1, "token": token.Token}).body
	headers = headers.Clone()
	headers.Set("Authorization", "Bearer "+token.Token)
	answers["try-it token outside"] = get(r.t, r.gatewayAt.url+"/shipments/1", headers).body

	by := byCommandLine()
	access, err := r.control.EffectiveAccess(r.t.Context(), by, "acme")
	if err != nil {
		r.t.Fatal(err)
	}
	id := access.Profiles[0].Profile.ID
	if _, err := r.control.UpdateProfile(r.t.Context(), by, id, 0, func(p *gatehouse.Profile) error { p.SelfService = true; return nil }); err != nil {
		r.t.Fatal(err)
	}
	var made struct{ Secret string }
	v.into(&made, "POST", "/profiles/"+id+"/token", map[string]string{})
	secrets["token of self-service"] = made.Secret
	eventually(r.t, func() bool {
		return strings.Contains(v.call("GET", portal.Prefix+"/requests", nil).body, "credentials_invalid")
	})
	return answers
}

func filesOf(t *testing.T, root string, into map[string]string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		into[strings.TrimPrefix(path, root)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// shows looks for a secret as it is, in hex, in base64 and as JSON writes it.
func shows(text, secret string) bool {
	quoted, _ := json.Marshal(secret)
	for _, form := range []string{secret, hex.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(secret))[:len(secret)], string(quoted[1 : len(quoted)-1])} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

// TestLinksAreOfThePortalsURLWhateverTheHost sends what a link poisoner would.
func TestLinksAreOfThePortalsURLWhateverTheHost(t *testing.T) {
	sink := smtptest.Start(t)
	r := start(t, t.TempDir(), "", func(s *config.Settings) {
		s.SMTPURL, s.MailFrom = gatehouse.Secret("smtp://"+sink.Addr), "gatehouse@example.com"
	})
	r.partner(hello)
	if _, err := r.control.SetPortalEmails(t.Context(), byCommandLine(), "acme", 0, []string{"dev@acme.example"}); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.portalAt.url+portal.Prefix+"/sign-in", bytes.NewReader([]byte(`{"email":"dev@acme.example"}`)))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "evil.example"
	for name, value := range map[string]string{"Content-Type": "application/json", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-Host": "evil.example"} {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	answered, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	mail := strings.ReplaceAll(sink.Next(t).Data, "=\r\n", "")
	if strings.Contains(mail, "evil") || strings.Contains(string(answered), "evil") || !strings.Contains(mail, r.portalAt.url+"/auth/verify/") {
		t.Errorf("answered %s, mailed %s", answered, mail)
	}
}

// TestARefusedMailShowsOnPortalAccess makes the mail server refuse an address.
func TestARefusedMailShowsOnPortalAccess(t *testing.T) {
	sink := smtptest.Start(t)
	sink.Refuse(550, "5.1.1 no such mailbox")
	r := start(t, t.TempDir(), "", func(s *config.Settings) {
		s.SMTPURL, s.MailFrom = gatehouse.Secret("smtp://"+sink.Addr), "gatehouse@example.com"
	})
	r.partner(hello)
	by := byCommandLine()
	if _, err := r.control.SetPortalEmails(t.Context(), by, "acme", 0, []string{"gone@acme.example"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.control.InviteToPortal(t.Context(), by, "acme", nil); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool {
		people, _, err := r.control.PortalPeople(t.Context(), by, "acme", store.Page{})
		return err == nil && len(people) == 1 && people[0].Mail != nil && people[0].Mail.Status == gatehouse.MailFailed && strings.Contains(people[0].Mail.LastError, "no such mailbox")
	})
}
