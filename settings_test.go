package gatehouse_test

import (
	"errors"
	"testing"
	"time"

	"gatehouse"
)

func TestDefaultSettingsAreValid(t *testing.T) {
	if err := gatehouse.DefaultSettings().Validate(); err != nil {
		t.Error(err)
	}
}

func TestSettingsNameTheWrongField(t *testing.T) {
	for pointer, breakIt := range map[string]func(*gatehouse.Settings){
		"/branding/name":               func(s *gatehouse.Settings) { s.Branding.Name = " " },
		"/branding/logo_url":           func(s *gatehouse.Settings) { s.Branding.LogoURL = "javascript:alert(1)" },
		"/branding/accent_color":       func(s *gatehouse.Settings) { s.Branding.AccentColor = "red;}" },
		"/support/email":               func(s *gatehouse.Settings) { s.Support.Email = "nobody" },
		"/support/url":                 func(s *gatehouse.Settings) { s.Support.URL = "http://example.com" },
		"/retention/request_log_age":   func(s *gatehouse.Settings) { s.Retention.RequestLogAge = time.Minute },
		"/retention/request_log_bytes": func(s *gatehouse.Settings) { s.Retention.RequestLogBytes = -1 },
	} {
		s := gatehouse.DefaultSettings()
		breakIt(&s)
		e, ok := errors.AsType[*gatehouse.Error](s.Validate())
		if !ok || e.Kind != gatehouse.Invalid || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer {
			t.Errorf("%s: got %v", pointer, e)
		}
	}
}
