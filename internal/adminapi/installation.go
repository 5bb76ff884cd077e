package adminapi

import (
	"context"
	"runtime"
	"runtime/debug"
	"time"

	"gatehouse/internal/config"
	"gatehouse/internal/rest"
)

// Installation is what runs and how it was started; it does not change while
// the process lives, but for certificates.
type Installation struct {
	Version        string
	Store          string // "SQLite" or "PostgreSQL"
	KeyFingerprint string // of the master key
	StartedAt      time.Time
	Settings       []config.Setting
	Listeners      func() []Listener // nil: none
}

// Listener is an address that this process answers at.
type Listener struct {
	Name                 string // "gateway"
	Address              string // as bound
	URL                  string
	CertificateExpiresAt time.Time // zero: without TLS
}

type gatewaySettingsJSON struct {
	Settings  []startSettingJSON `json:"settings" doc:"Every setting, in the order of \"gatehouse serve --help\"."`
	Listeners []listenerJSON     `json:"listeners" doc:"Where this process really answers."`
}

type startSettingJSON struct {
	Name        string  `json:"name" doc:"As the flag is spelled." example:"gateway-addr"`
	Environment string  `json:"environment" doc:"The environment variable." example:"GATEHOUSE_GATEWAY_ADDR"`
	Group       string  `json:"group" doc:"Heading; may be empty." example:"Listeners"`
	Description string  `json:"description" doc:"What it is for." example:"Address for partner traffic."`
	Value       *string `json:"value" doc:"Its value, lists with commas; null for a secret and for an empty value." example:":8080"`
	Set         bool    `json:"set" doc:"It has a value, a secret too." example:"true"`
	Secret      bool    `json:"secret" doc:"Its value is never shown." example:"false"`
	Source      string  `json:"source" enum:"flag,environment,file,default,demo" doc:"Where the value came from." example:"file"`
	SourceName  *string `json:"source_name" doc:"The variable or the file; null otherwise." example:"/etc/gatehouse.yaml"`
}

type listenerJSON struct {
	Name                 string     `json:"name" enum:"gateway,console,portal,ops" doc:"The surface." example:"gateway"`
	Address              string     `json:"address" doc:"As bound." example:"[::]:8080"`
	URL                  string     `json:"url" doc:"Public URL." example:"https://api.example.com"`
	CertificateExpiresAt *time.Time `json:"certificate_expires_at" doc:"When its certificate stops being valid; null: plain HTTP." example:"2027-03-01T09:30:00Z"`
}

func (a *api) gatewaySettings(context.Context, *struct{}) (*rest.Answer[gatewaySettingsJSON], error) {
	j := gatewaySettingsJSON{Settings: rest.Each(a.Installation.Settings, startSettingOf), Listeners: []listenerJSON{}}
	if a.Installation.Listeners != nil {
		j.Listeners = rest.Each(a.Installation.Listeners(), func(l Listener) listenerJSON {
			return listenerJSON{l.Name, l.Address, l.URL, rest.OptionalTime(l.CertificateExpiresAt)}
		})
	}
	return rest.Shown(j), nil
}

func startSettingOf(s config.Setting) startSettingJSON {
	return startSettingJSON{
		Name: s.Name, Environment: config.EnvName(s.Name), Group: s.Group, Description: s.Help, Value: rest.OptionalText(s.Value),
		Set: s.Set, Secret: s.Secret, Source: string(s.Source), SourceName: rest.OptionalText(s.Where),
	}
}

type aboutJSON struct {
	Version        string       `json:"version" doc:"Version of Gatehouse." example:"1.0.0"`
	GoVersion      string       `json:"go_version" doc:"Version of Go it was built with." example:"go1.26.1"`
	Platform       string       `json:"platform" doc:"Operating system and processor." example:"linux/amd64"`
	PortalURL      string       `json:"portal_url" doc:"Where partners find the developer portal." example:"https://portal.example.com"`
	Store          string       `json:"store" doc:"Database engine." example:"SQLite"`
	KeyFingerprint string       `json:"key_fingerprint" doc:"Tells one master key from another; a backup can be restored under the same one only." example:"9f2c4e81"`
	StartedAt      *time.Time   `json:"started_at" doc:"When this process started." example:"2026-03-01T09:30:00Z"`
	Modules        []moduleJSON `json:"modules" doc:"Go modules built in; each is published under its own licence."`
}

type moduleJSON struct {
	Path    string `json:"path" doc:"Module path." example:"github.com/jackc/pgx/v5"`
	Version string `json:"version" doc:"Its version." example:"v5.7.1"`
}

func (a *api) about(context.Context, *struct{}) (*rest.Answer[aboutJSON], error) {
	i := a.Installation
	return rest.Shown(aboutJSON{
		i.Version, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, a.PortalURL, i.Store, i.KeyFingerprint, rest.OptionalTime(i.StartedAt), modules(),
	}), nil
}

func modules() []moduleJSON {
	out := []moduleJSON{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			out = append(out, moduleJSON{m.Path, m.Version})
		}
	}
	return out
}
