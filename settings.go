package gatehouse

import (
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Settings are what an admin changes while Gatehouse runs. How it listens,
// where it stores and whom it trusts are start-up settings and not among them.
type Settings struct {
	Branding      Branding
	Support       Support
	Retention     Retention
	RequestAccess bool // whoever has no access may ask for it in the portal
	Meta
}

// Branding is how the portal presents itself to partners.
type Branding struct {
	Name        string // shown in titles and mails; "Gatehouse" by default
	LogoURL     string // https; empty: the name alone
	AccentColor string // "#1a5fb4"; empty: the portal's own
}

// Support is whom a partner turns to; it is shown in the portal and on error
// pages.
type Support struct {
	Email string
	URL   string
}

// Retention says how long request logs are kept. What comes first ends a
// record's life. Audit events are kept for good: a chain that forgets its
// beginning proves less.
type Retention struct {
	RequestLogAge   time.Duration // whole hours, 1 h to 10 years
	RequestLogBytes int64         // of stored segments; 0: no bound
}

// DefaultSettings are in force until an admin changes them.
func DefaultSettings() Settings {
	return Settings{
		Branding:  Branding{Name: "Gatehouse"},
		Retention: Retention{RequestLogAge: 30 * 24 * time.Hour, RequestLogBytes: 10 << 30},
	}
}

const (
	maxBrandName     = 64
	maxSettingURL    = 2048
	maxRetention     = 10 * 365 * 24 * time.Hour
	minRetention     = time.Hour
	minRetainedBytes = 1 << 20
)

var colorPattern = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// Validate reports every wrong field as one [Invalid] error.
func (s Settings) Validate() error {
	var f Fields
	if strings.TrimSpace(s.Branding.Name) == "" || len(s.Branding.Name) > maxBrandName {
		f.Add("/branding/name", "must be 1 to %d bytes long", maxBrandName)
	}
	checkWebURL(&f, "/branding/logo_url", s.Branding.LogoURL)
	if s.Branding.AccentColor != "" && !colorPattern.MatchString(s.Branding.AccentColor) {
		f.Add("/branding/accent_color", "must be six hexadecimal digits such as #1a5fb4")
	}
	if s.Support.Email != "" && !ValidEmail(s.Support.Email) {
		f.Add("/support/email", "must be one email address such as support@example.com")
	}
	checkWebURL(&f, "/support/url", s.Support.URL)
	if age := s.Retention.RequestLogAge; age < minRetention || age > maxRetention || age%time.Hour != 0 {
		f.Add("/retention/request_log_age", `must be whole hours from "1h" to "3650d", such as "30d"`)
	}
	if n := s.Retention.RequestLogBytes; n != 0 && n < minRetainedBytes {
		f.Add("/retention/request_log_bytes", "must be 0 (no bound) or at least %d", minRetainedBytes)
	}
	return f.Err()
}

// checkWebURL takes https alone, so that a page of ours never loads a script
// scheme or mixed content.
func checkWebURL(f *Fields, pointer, raw string) {
	if raw == "" {
		return
	}
	u, err := url.Parse(raw)
	if err != nil || len(raw) > maxSettingURL || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		f.Add(pointer, "must be an absolute https:// URL without credentials")
	}
}
