package config

import (
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
)

// SettingError says which setting cannot be used and why. Its reason never
// holds a secret's value.
type SettingError struct {
	Name   string // "trusted-proxies"
	Reason string
	Err    error // what the system said, where the reason comes from it
}

func (e *SettingError) Error() string { return e.Name + ": " + e.Reason }

// Unwrap returns what the system said, if it did.
func (e *SettingError) Unwrap() error { return e.Err }

func wrong(name, format string, args ...any) error {
	return &SettingError{Name: name, Reason: fmt.Sprintf(format, args...)}
}

// Check reports the first setting that cannot be used, as a [SettingError].
func (s *Settings) Check() error {
	checks := []func() error{s.Storage.Check, s.checkRoles, s.checkListeners, s.checkTraffic, s.checkServices, s.checkSingleSignOn, s.checkLogging}
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// Check reports the first storage setting that cannot be used.
func (s *Storage) Check() error {
	if s.Data == "" {
		return wrong("data", "must name a folder")
	}
	if s.DatabaseURL == "" {
		return nil
	}
	u, err := url.Parse(s.DatabaseURL.Reveal())
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return wrong("database-url", "must start with postgres://, or be empty for SQLite in the data folder")
	}
	return nil
}

func (s *Settings) checkRoles() error {
	known := []string{RoleGateway, RoleConsole, RolePortal}
	for i, r := range s.Roles {
		r = strings.TrimSpace(r)
		if !slices.Contains(known, r) {
			return wrong("roles", "%q is none of %s", r, strings.Join(known, ", "))
		}
		s.Roles[i] = r
	}
	if len(s.Roles) == 0 {
		return wrong("roles", "must name at least one of %s", strings.Join(known, ", "))
	}
	return nil
}

func (s *Settings) checkListeners() error {
	addrs := map[string]string{"gateway-addr": s.GatewayAddr, "console-addr": s.ConsoleAddr, "portal-addr": s.PortalAddr, "ops-addr": s.OpsAddr}
	for _, name := range slices.Sorted(maps.Keys(addrs)) {
		if err := checkAddr(name, addrs[name]); err != nil {
			return err
		}
	}
	for _, u := range []struct {
		name string
		url  *string
	}{{"gateway-url", &s.GatewayURL}, {"console-url", &s.ConsoleURL}, {"portal-url", &s.PortalURL}} {
		if err := checkURL(u.name, *u.url); err != nil {
			return err
		}
		*u.url = strings.TrimRight(*u.url, "/")
	}
	return s.checkTLS()
}

func checkAddr(name, addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return wrong(name, "%q is no address; write host:port or :port", addr)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return wrong(name, "the port must be a number from 0 to 65535")
	}
	if strings.ContainsAny(host, " /") {
		return wrong(name, "%q is no address; write host:port or :port", addr)
	}
	return nil
}

func checkURL(name, raw string) error {
	if raw == "" {
		return nil
	}
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return wrong(name, "must be a URL such as https://api.example.com, without credentials, query or fragment")
	}
	return nil
}

func (s *Settings) checkTLS() error {
	for _, pair := range []struct{ prefix, cert, key string }{
		{"", s.TLSCert, s.TLSKey},
		{"gateway-", s.GatewayTLSCert, s.GatewayTLSKey},
		{"console-", s.ConsoleTLSCert, s.ConsoleTLSKey},
		{"portal-", s.PortalTLSCert, s.PortalTLSKey},
	} {
		if (pair.cert == "") != (pair.key == "") {
			return wrong(pair.prefix+"tls-cert", "and %stls-key go together; set both or none", pair.prefix)
		}
	}
	return nil
}

func (s *Settings) checkTraffic() error {
	if _, err := s.Proxies(); err != nil {
		return err
	}
	if _, err := s.Balancers(); err != nil {
		return err
	}
	if s.MaxConnections < 0 {
		return wrong("max-connections", "must be 0 (no limit) or more")
	}
	if s.AuthFailuresPerMinute < 0 || s.AuthFailuresPerMinute > 1_000_000 {
		return wrong("auth-failures-per-minute", "must be 0 (off) to 1000000")
	}
	return nil
}

// Proxies returns the trusted proxies as address blocks.
func (s *Settings) Proxies() ([]netip.Prefix, error) {
	return blocks("trusted-proxies", s.TrustedProxies)
}

// Balancers returns the load balancers that speak the PROXY protocol as address
// blocks.
func (s *Settings) Balancers() ([]netip.Prefix, error) {
	return blocks("proxy-protocol", s.ProxyProtocol)
}

func blocks(name string, list []string) ([]netip.Prefix, error) {
	out := make([]netip.Prefix, 0, len(list))
	for _, p := range list {
		prefix, bad := gatehouse.ParseAllowlistEntry(strings.TrimSpace(p))
		if bad != nil {
			return nil, wrong(name, "%q %s", p, bad.Detail)
		}
		out = append(out, prefix)
	}
	return out, nil
}

func (s *Settings) checkServices() error {
	if s.RedisURL != "" {
		// Limits that each node counts alone would let through a multiple of
		// what was agreed, so the setting is refused rather than ignored.
		return wrong("redis-url", "sharing limits between nodes is not available in this version; leave it empty")
	}
	if s.SMTPURL != "" {
		u, err := url.Parse(s.SMTPURL.Reveal())
		if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Host == "" {
			return wrong("smtp-url", "must be a URL such as smtp://user:password@mail.example.com:587")
		}
	}
	if s.MailFrom != "" && !gatehouse.ValidEmail(s.MailFrom) {
		return wrong("mail-from", "must be one email address such as gatehouse@example.com")
	}
	return nil
}

func (s *Settings) checkLogging() error {
	if _, err := s.level(); err != nil {
		return wrong("log-level", "must be debug, info, warn or error")
	}
	if s.LogFormat != "text" && s.LogFormat != "json" {
		return wrong("log-format", "must be text or json")
	}
	return nil
}

func (s *Settings) level() (slog.Level, error) {
	var l slog.Level
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, s.LogLevel) {
		return l, os.ErrInvalid
	}
	err := l.UnmarshalText([]byte(s.LogLevel))
	return l, err
}
