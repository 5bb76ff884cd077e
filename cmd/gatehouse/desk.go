package main

import (
	"context"

	"gatehouse/internal/adminapi"
	"gatehouse/internal/signin"
	"gatehouse/internal/signin/sso"
	"gatehouse/internal/webui"
)

func (h *house) consoleURL() string { return h.url(h.consoleAt, h.settings.ConsoleURL) }

// openDesk makes where people and programs sign in.
func (h *house) openDesk() error {
	o := signin.Options{Store: h.store, Keys: h.keys, Control: h.control}
	if s := h.settings; s.OIDCIssuer != "" {
		roles, err := s.OIDCRoles()
		if err != nil {
			return err
		}
		o.SSO = sso.New(sso.Options{
			Name: s.OIDCName, Issuer: s.OIDCIssuer, ClientID: s.OIDCClientID, ClientSecret: s.OIDCClientSecret,
			RedirectURL: h.consoleURL() + adminapi.ReturnPath, RoleClaim: s.OIDCRoleClaim, Roles: roles,
		})
	}
	h.desk = signin.New(o)
	return nil
}

// setUpLink opens the set-up of an installation without users; empty where no
// console could show its page.
func (h *house) setUpLink(ctx context.Context) string {
	if h.consoleAt == nil || !webui.Built() {
		return ""
	}
	code, err := h.desk.SetUpCode(ctx)
	if err != nil || code == "" {
		return ""
	}
	return h.consoleURL() + "/setup?code=" + code.Reveal()
}
