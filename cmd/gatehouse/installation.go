package main

import (
	"time"

	"gatehouse/internal/adminapi"
)

// installation is what the console shows about this process.
func (h *house) installation() adminapi.Installation {
	engine := "SQLite"
	if h.settings.DatabaseURL != "" {
		engine = "PostgreSQL"
	}
	return adminapi.Installation{
		Version: version, Store: engine, KeyFingerprint: h.keys.Fingerprint(), StartedAt: time.Now(), Settings: h.shown, Listeners: h.shownListeners,
	}
}

func (h *house) shownListeners() []adminapi.Listener {
	var out []adminapi.Listener
	for _, l := range h.listeners() {
		shown := adminapi.Listener{Name: l.name, Address: l.Addr().String(), URL: l.url}
		if l.cert != nil {
			shown.CertificateExpiresAt = l.cert.expires()
		}
		out = append(out, shown)
	}
	return out
}
