package adminapi

import (
	"time"

	"gatehouse"
	"gatehouse/internal/rest"
)

// settingsJSON is what an admin changes while Gatehouse runs.
type settingsJSON struct {
	Branding      brandingJSON  `json:"branding" doc:"How the portal presents itself to partners."`
	Support       supportJSON   `json:"support" doc:"Whom a partner turns to."`
	Retention     retentionJSON `json:"retention" doc:"How long request logs are kept; what comes first ends a record's life."`
	RequestAccess bool          `json:"request_access" doc:"Whoever has no access may ask for it on the portal's sign-in page." example:"false"`
	CreatedAt     *time.Time    `json:"created_at" doc:"When they were first saved; null while the defaults hold." example:"2026-03-01T09:30:00Z"`
	UpdatedAt     *time.Time    `json:"updated_at" doc:"When they were last saved; null likewise." example:"2026-03-01T09:30:00Z"`
	Version       int64         `json:"version" doc:"One more with each change; also the ETag." example:"1"`
}

type brandingJSON struct {
	Name        string `json:"name" maxLength:"64" doc:"Shown in titles and mails." example:"Northwind Logistics"`
	LogoURL     string `json:"logo_url" doc:"https URL of a logo; empty: the name alone." example:"https://northwind.example/logo.svg"`
	AccentColor string `json:"accent_color" doc:"Six hexadecimal digits; empty: the portal's own." example:"#1a5fb4"`
}

type supportJSON struct {
	Email string `json:"email" doc:"Address for help; may be empty." example:"api-support@northwind.example"`
	URL   string `json:"url" doc:"https page for help; may be empty." example:"https://northwind.example/support"`
}

type retentionJSON struct {
	RequestLogAge   string `json:"request_log_age" doc:"Whole hours from 1h to 3650d." example:"30d"`
	RequestLogBytes int64  `json:"request_log_bytes" doc:"Bound of what is stored; 0: none." example:"10737418240"`
}

func settingsOf(s gatehouse.Settings) settingsJSON {
	return settingsJSON{
		Branding: brandingJSON(s.Branding), Support: supportJSON(s.Support), Retention: retentionOf(s.Retention),
		RequestAccess: s.RequestAccess, CreatedAt: rest.OptionalTime(s.CreatedAt), UpdatedAt: rest.OptionalTime(s.UpdatedAt), Version: s.Version,
	}
}

func retentionOf(r gatehouse.Retention) retentionJSON {
	return retentionJSON{gatehouse.FormatDuration(r.RequestLogAge), r.RequestLogBytes}
}

// newSettingsJSON is what a caller may say about the settings.
type newSettingsJSON struct {
	Branding      newBrandingJSON  `json:"branding" doc:"How the portal presents itself to partners."`
	Support       newSupportJSON   `json:"support" doc:"Whom a partner turns to."`
	Retention     newRetentionJSON `json:"retention" doc:"How long request logs are kept; what comes first ends a record's life."`
	RequestAccess bool             `json:"request_access" doc:"Whoever has no access may ask for it on the portal's sign-in page."`
}

type newBrandingJSON struct {
	Name        string `json:"name" maxLength:"64" doc:"Shown in titles and mails." example:"Northwind Logistics"`
	LogoURL     string `json:"logo_url,omitempty" doc:"https URL of a logo." example:"https://northwind.example/logo.svg"`
	AccentColor string `json:"accent_color,omitempty" doc:"Six hexadecimal digits." example:"#1a5fb4"`
}

type newSupportJSON struct {
	Email string `json:"email,omitempty" doc:"Address for help." example:"api-support@northwind.example"`
	URL   string `json:"url,omitempty" doc:"https page for help." example:"https://northwind.example/support"`
}

type newRetentionJSON struct {
	RequestLogAge   string `json:"request_log_age" doc:"Whole hours from 1h to 3650d." example:"30d"`
	RequestLogBytes int64  `json:"request_log_bytes,omitempty" minimum:"0" doc:"Bound of what is stored; 0 or null: none." example:"10737418240"`
}

func (in newSettingsJSON) apply(s *gatehouse.Settings) error {
	var f gatehouse.Fields
	s.Branding, s.Support, s.RequestAccess = gatehouse.Branding(in.Branding), gatehouse.Support(in.Support), in.RequestAccess
	s.Retention.RequestLogAge = duration(&f, "/retention/request_log_age", in.Retention.RequestLogAge)
	s.Retention.RequestLogBytes = in.Retention.RequestLogBytes
	return f.Err()
}

func newSettingsOf(s gatehouse.Settings) newSettingsJSON {
	return newSettingsJSON{
		newBrandingJSON(s.Branding), newSupportJSON(s.Support), newRetentionJSON(retentionOf(s.Retention)), s.RequestAccess,
	}
}
