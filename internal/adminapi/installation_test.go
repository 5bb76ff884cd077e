package adminapi

import (
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/config"
)

func TestStartSettingsAreShownWithTheirSourceAndWithoutSecrets(t *testing.T) {
	r := newRig(t)
	r.options.Installation = Installation{
		Version: "1.2.3", Store: "SQLite", KeyFingerprint: "abc", StartedAt: time.Now(),
		Settings: []config.Setting{
			{Name: "gateway-addr", Group: "Listeners", Value: ":8080", Set: true, Source: config.FromFile, Where: "gatehouse.yaml"},
			{Name: "smtp-url", Secret: true, Set: true, Source: config.FromFlag},
		},
		Listeners: func() []Listener {
			return []Listener{{Name: "gateway", Address: "[::]:8080", URL: "http://localhost:8080"}}
		},
	}
	r.server.Config.Handler = New(r.options)
	a := r.send("GET", "/gateway-settings", "").must(200)
	settings := a.value("settings").([]any)
	if len(settings) != 2 || at(settings[0], "environment") != "GATEHOUSE_GATEWAY_ADDR" || at(settings[0], "source_name") != "gatehouse.yaml" ||
		at(settings[1], "value") != nil || at(settings[1], "set") != true || at(a.value("listeners").([]any)[0], "certificate_expires_at") != nil {
		t.Errorf("settings: %s", a.body)
	}
	r.send("GET", "/gateway-settings", "", "Authorization: Bearer "+r.keys[gatehouse.Editor]).must(403)
	about := r.send("GET", "/about", "", "Authorization: Bearer "+r.keys[gatehouse.Auditor]).must(200)
	if about.text("version") != "1.2.3" || !strings.HasPrefix(about.text("go_version"), "go1.") || about.text("store") != "SQLite" || about.text("portal_url") != "https://portal.test" {
		t.Errorf("about: %s", about.body)
	}
}
