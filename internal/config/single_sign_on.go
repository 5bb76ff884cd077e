package config

import (
	"net/netip"
	"net/url"

	"gatehouse"
)

// OIDCRoles returns the rules that give roles to people of the single sign-on.
func (s *Settings) OIDCRoles() ([]gatehouse.RoleRule, error) {
	rules, err := gatehouse.ParseRoleRules(s.OIDCRoleMap)
	if err != nil {
		return nil, wrong("oidc-role-map", "must be pairs such as gateway-admins=admin,ops=viewer, each with a role of admin, editor, viewer or auditor")
	}
	return rules, nil
}

func (s *Settings) checkSingleSignOn() error {
	if _, err := s.OIDCRoles(); err != nil {
		return err
	}
	if s.OIDCIssuer == "" {
		if s.OIDCClientID != "" || s.OIDCClientSecret != "" || len(s.OIDCRoleMap) > 0 {
			return wrong("oidc-issuer", "is needed for the other oidc settings")
		}
		return nil
	}
	if err := checkIssuer(s.OIDCIssuer); err != nil {
		return err
	}
	if s.OIDCClientID == "" {
		return wrong("oidc-client-id", "is needed with oidc-issuer")
	}
	if s.OIDCName == "" || s.OIDCRoleClaim == "" {
		return wrong("oidc-name", "and oidc-role-claim must not be empty")
	}
	return nil
}

// checkIssuer asks for TLS, which the trust in an issuer rests on, except on
// this machine.
func checkIssuer(issuer string) error {
	if err := checkURL("oidc-issuer", issuer); err != nil {
		return err
	}
	u, err := url.Parse(issuer)
	if err != nil {
		return wrong("oidc-issuer", "must be a URL such as https://id.example.com")
	}
	host := u.Hostname()
	ip, _ := netip.ParseAddr(host)
	if u.Scheme != "https" && host != "localhost" && !ip.IsLoopback() {
		return wrong("oidc-issuer", "must start with https://, except on this machine")
	}
	return nil
}
