package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"gatehouse"
)

// The JSON documents in the database have types of their own, so that renaming
// a field of the domain cannot lose what is stored under its old name. Where
// the fields are the same but for tags, the conversion does not compile once
// they no longer are.

// document is a column that holds a D of the domain as the JSON of an S.
type document[D, S any] struct {
	of   *D
	to   func(D) S
	from func(S) D
}

// Value is what the database keeps.
func (d document[D, S]) Value() (driver.Value, error) {
	text, err := json.Marshal(d.to(*d.of))
	if err != nil {
		return nil, fmt.Errorf("encoding a column: %w", err)
	}
	return string(text), nil
}

// Scan reads what the database kept.
func (d document[D, S]) Scan(src any) error {
	var s S
	if err := (asJSON{&s}).Scan(src); err != nil {
		return err
	}
	*d.of = d.from(s)
	return nil
}

type storedAuth struct {
	Type gatehouse.AuthType `json:"type"`
}

func authColumn(a *gatehouse.Auth) document[gatehouse.Auth, storedAuth] {
	return document[gatehouse.Auth, storedAuth]{
		a,
		func(a gatehouse.Auth) storedAuth { return storedAuth(a) },
		func(s storedAuth) gatehouse.Auth { return gatehouse.Auth(s) },
	}
}

type storedRate struct {
	Requests int64         `json:"requests"`
	Window   time.Duration `json:"window_ns"`
}

func rateColumn(r **gatehouse.Rate) document[*gatehouse.Rate, *storedRate] {
	return document[*gatehouse.Rate, *storedRate]{
		r,
		func(r *gatehouse.Rate) *storedRate { return (*storedRate)(r) },
		func(s *storedRate) *gatehouse.Rate { return (*gatehouse.Rate)(s) },
	}
}

type storedQuota struct {
	Requests int64            `json:"requests"`
	Period   gatehouse.Period `json:"period"`
	TimeZone string           `json:"time_zone"`
}

func quotaColumn(q **gatehouse.Quota) document[*gatehouse.Quota, *storedQuota] {
	return document[*gatehouse.Quota, *storedQuota]{
		q,
		func(q *gatehouse.Quota) *storedQuota { return (*storedQuota)(q) },
		func(s *storedQuota) *gatehouse.Quota { return (*gatehouse.Quota)(s) },
	}
}

type storedSettings struct {
	Branding      storedBranding  `json:"branding"`
	Support       storedSupport   `json:"support"`
	Retention     storedRetention `json:"retention"`
	RequestAccess bool            `json:"request_access"`
}

type storedBranding struct {
	Name        string `json:"name"`
	LogoURL     string `json:"logo_url"`
	AccentColor string `json:"accent_color"`
}

type storedSupport struct {
	Email string `json:"email"`
	URL   string `json:"url"`
}

type storedRetention struct {
	RequestLogAge   time.Duration `json:"request_log_age_ns"`
	RequestLogBytes int64         `json:"request_log_bytes"`
}

func storeSettings(s gatehouse.Settings) storedSettings {
	return storedSettings{storedBranding(s.Branding), storedSupport(s.Support), storedRetention(s.Retention), s.RequestAccess}
}

func (s storedSettings) settings() gatehouse.Settings {
	return gatehouse.Settings{
		Branding: gatehouse.Branding(s.Branding), Support: gatehouse.Support(s.Support),
		Retention: gatehouse.Retention(s.Retention), RequestAccess: s.RequestAccess,
	}
}

func settingsColumn(s *gatehouse.Settings) document[gatehouse.Settings, storedSettings] {
	return document[gatehouse.Settings, storedSettings]{s, storeSettings, storedSettings.settings}
}

type storedActor struct {
	Type gatehouse.ActorType `json:"type"`
	ID   string              `json:"id"`
	Name string              `json:"name"`
	IP   string              `json:"ip"`
}

func actorColumn(a *gatehouse.Actor) document[gatehouse.Actor, storedActor] {
	return document[gatehouse.Actor, storedActor]{
		a,
		func(a gatehouse.Actor) storedActor { return storedActor(a) },
		func(s storedActor) gatehouse.Actor { return gatehouse.Actor(s) },
	}
}
