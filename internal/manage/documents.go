package manage

import (
	"strconv"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
)

func clientDocument(c gatehouse.Client) document {
	d := document{}
	d.set("/name", c.Name)
	d.set("/description", c.Description)
	d.set("/contact_email", c.ContactEmail)
	d.set("/status", c.Status)
	d.set("/labels", c.Labels)
	d.set("/policy_ids", set(c.PolicyIDs))
	d.set("/portal_emails", c.PortalEmails)
	return d
}

func profileDocument(p gatehouse.Profile) document {
	d := document{}
	d.set("/name", p.Name)
	d.set("/client_id", p.ClientID)
	d.set("/status", p.Status)
	d.set("/auth/type", p.Auth.Type)
	d.set("/allowed_methods", p.AllowedMethods)
	d.set("/ip_allowlist", p.IPAllowlist)
	d.set("/policy_ids", set(p.PolicyIDs))
	d.set("/expires_at", moment(p.ExpiresAt))
	d.set("/self_service", p.SelfService)
	return d
}

// tokenDocument shows a token as of a moment. The fingerprint is empty but
// where the secret itself is at hand, which is when it is made.
func tokenDocument(t gatehouse.Token, fingerprint string, now time.Time) document {
	d := document{}
	d.set("/profile_id", t.ProfileID)
	d.set("/prefix", t.Prefix)
	d.set("/secret", fingerprint)
	d.set("/status", t.Status(now))
	d.set("/expires_at", moment(t.ExpiresAt))
	return d
}

func policyDocument(p gatehouse.Policy) document {
	d := document{}
	d.set("/name", p.Name)
	d.set("/description", p.Description)
	if p.Rate != nil {
		d.setObject("/rate", "/rate", map[string]any{"requests": p.Rate.Requests, "window": gatehouse.FormatDuration(p.Rate.Window)})
	}
	if p.Quota != nil {
		d.setObject("/quota", "/quota", map[string]any{
			"requests": p.Quota.Requests, "period": p.Quota.Period, "time_zone": p.Quota.TimeZone,
		})
	}
	return d
}

func collectionDocument(c gatehouse.Collection, keys *seal.Keys) document {
	d := document{}
	d.set("/name", c.Name)
	d.set("/title", c.Title)
	d.set("/description", c.Description)
	d.set("/api_version", c.APIVersion)
	d.set("/base_path", c.BasePath)
	d.set("/cors/origins", c.CORS.Origins)
	d.set("/validate_requests", c.ValidateRequests)
	d.set("/max_body_bytes", c.MaxBodyBytes)
	d.set("/published_revision", c.PublishedRevision)
	d.setUpstream(c.Upstream, keys)
	ids := make([]string, len(c.Endpoints))
	for i, e := range c.Endpoints {
		d.setEndpoint(i, e)
		ids[i] = e.ID
	}
	d.setOrder("/endpoints", ids)
	return d
}

func (d document) setUpstream(u gatehouse.Upstream, keys *seal.Keys) {
	targets := make([]map[string]any, len(u.Targets))
	for i, t := range u.Targets {
		targets[i] = map[string]any{"url": t.URL, "weight": t.Weight}
	}
	d.set("/upstream/targets", targets)
	d.set("/upstream/keep_base_path", u.KeepBasePath)
	d.set("/upstream/connect_timeout", span(u.ConnectTimeout))
	d.set("/upstream/header_timeout", span(u.HeaderTimeout))
	d.set("/upstream/idle_timeout", span(u.IdleTimeout))
	if u.Credential != nil {
		d.set("/upstream/credential/header", u.Credential.Header)
		d.set("/upstream/credential/value", keys.SecretFingerprint(u.Credential.Value.Reveal()))
	}
}

func (d document) setEndpoint(i int, e gatehouse.Endpoint) {
	d.setObject("/endpoints/"+e.ID, "/endpoints/"+strconv.Itoa(i), map[string]any{
		"id": e.ID, "method": e.Method, "path": e.Path, "upstream_path": e.UpstreamPath,
		"summary": e.Summary, "description": e.Description, "websocket": e.WebSocket,
		"parameters": e.Parameters, "request_body": e.RequestBody, "responses": e.Responses,
		"example": exampleDocument(e.Example), "operation_id": e.OperationID, "tags": e.Tags, "deprecated": e.Deprecated,
	})
}

// exampleDocument is the example as the API shows it.
type exampleDocument struct {
	PathParameters map[string]string `json:"path_parameters,omitempty"`
	Query          string            `json:"query,omitempty"`
	Headers        map[string]string `json:"headers,omitempty"`
	Body           string            `json:"body,omitempty"`
}

func accessDocument(a gatehouse.Access) document {
	d := document{}
	d.set("/collection_id", a.CollectionID)
	d.set("/client_id", a.ClientID)
	return d
}

func userDocument(u gatehouse.User) document {
	d := document{}
	d.set("/email", u.Email)
	d.set("/name", u.Name)
	d.set("/role", u.Role)
	d.set("/status", u.Status)
	d.set("/invited_until", moment(u.InvitedUntil))
	d.set("/single_sign_on", u.Issuer)
	return d
}

func apiKeyDocument(k gatehouse.APIKey, fingerprint string) document {
	d := document{}
	d.set("/name", k.Name)
	d.set("/role", k.Role)
	d.set("/prefix", k.Prefix)
	d.set("/secret", fingerprint)
	d.set("/expires_at", moment(k.ExpiresAt))
	d.set("/revoked_at", moment(k.RevokedAt))
	return d
}

func linkDocument(l gatehouse.OneTimeLink) document {
	d := document{}
	d.set("/client_id", l.ClientID)
	d.set("/token_id", l.TokenID)
	d.set("/expires_at", moment(l.ExpiresAt))
	d.set("/revealed_at", moment(l.RevealedAt))
	d.set("/revoked_at", moment(l.RevokedAt))
	return d
}

func settingsDocument(s gatehouse.Settings) document {
	d := document{}
	d.set("/branding/name", s.Branding.Name)
	d.set("/branding/logo_url", s.Branding.LogoURL)
	d.set("/branding/accent_color", s.Branding.AccentColor)
	d.set("/support/email", s.Support.Email)
	d.set("/support/url", s.Support.URL)
	d.set("/retention/request_log_age", span(s.Retention.RequestLogAge))
	d.set("/retention/request_log_bytes", s.Retention.RequestLogBytes)
	d.set("/request_access", s.RequestAccess)
	return d
}

// moment is nil for the zero time, which the API shows as null.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func span(d time.Duration) any {
	if d == 0 {
		return nil
	}
	return gatehouse.FormatDuration(d)
}
