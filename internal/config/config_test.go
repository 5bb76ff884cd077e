package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"gatehouse/internal/config"
)

type commands struct {
	Serve struct{ config.Settings } `cmd:""`
	List  struct{ config.Storage }  `cmd:""`
}

type parsed struct {
	*config.Settings
	sources *config.Sources
	ctx     *kong.Context
}

func parse(t *testing.T, environ []string, args ...string) (parsed, error) {
	t.Helper()
	var cli commands
	sources := config.NewSources(environ)
	parser, err := kong.New(&cli, kong.Resolvers(sources))
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		return parsed{}, sources.Explain(err)
	}
	p := parsed{&cli.Serve.Settings, sources, ctx}
	if args[0] != "serve" {
		return p, nil
	}
	if err := cli.Serve.Check(); err != nil {
		return p, sources.Explain(err)
	}
	return p, nil
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gatehouse.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFlagBeatsEnvironmentBeatsFileBeatsDefault(t *testing.T) {
	path := file(t, "gateway-addr: :3000\n")
	tests := []struct {
		name    string
		environ []string
		args    []string
		want    string
		source  config.Source
		where   string
	}{
		{"default", nil, nil, ":8080", config.FromDefault, ""},
		{"file", nil, []string{"--config", path}, ":3000", config.FromFile, path},
		{"file named by the environment", []string{"GATEHOUSE_CONFIG=" + path}, nil, ":3000", config.FromFile, path},
		{"environment", []string{"GATEHOUSE_GATEWAY_ADDR=:2000"}, []string{"--config", path}, ":2000", config.FromEnvironment, "GATEHOUSE_GATEWAY_ADDR"},
		{"flag", []string{"GATEHOUSE_GATEWAY_ADDR=:2000"}, []string{"--config", path, "--gateway-addr", ":1000"}, ":1000", config.FromFlag, ""},
		{"an empty variable is not set", []string{"GATEHOUSE_GATEWAY_ADDR="}, []string{"--config", path}, ":3000", config.FromFile, path},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := parse(t, tt.environ, append([]string{"serve"}, tt.args...)...)
			if err != nil {
				t.Fatal(err)
			}
			if p.GatewayAddr != tt.want {
				t.Errorf("gateway-addr = %q, want %q", p.GatewayAddr, tt.want)
			}
			if got := find(t, p, "gateway-addr"); got.Source != tt.source || got.Where != tt.where || got.Value != tt.want {
				t.Errorf("shown as %+v, want source %q %s", got, tt.source, tt.where)
			}
		})
	}
}

func find(t *testing.T, p parsed, name string) config.Setting {
	t.Helper()
	for _, s := range p.sources.Shown(p.ctx) {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("%s is not shown", name)
	return config.Setting{}
}

func TestWrongSettingsStopTheStartWithTheirNameAndPlace(t *testing.T) {
	tests := []struct {
		name    string
		environ []string
		yaml    string
		args    []string
		want    string
	}{
		{"unknown key", nil, "gateway_address: :1\n", nil, `unknown setting "gateway_address"; did you mean "gateway-addr"?`},
		{"unknown key of another command's file", nil, "databse-url: x\n", nil, `did you mean "database-url"?`},
		{"unknown key like nothing", nil, "zzz: 1\n", nil, `unknown setting "zzz"`},
		{"line of the unknown key", nil, "data: d\nmastr-key: k\n", nil, ":2: unknown setting"},
		{"key twice", nil, "data: a\ndata: b\n", nil, "data is set twice"},
		{"nested value", nil, "data: {a: b}\n", nil, "plain value"},
		{"not a mapping", nil, "- data\n", nil, "settings must be lines"},
		{"not YAML", nil, "\t:", nil, "reading settings from"},
		{"unknown flag", nil, "", []string{"--gatway-addr", ":1"}, `did you mean "--gateway-addr"`},
		{"misspelt variable", []string{"GATEHOUSE_MASTERKEY=x"}, "", nil, "did you mean GATEHOUSE_MASTER_KEY?"},
		{"misspelt variable of a secret file", []string{"GATEHOUSE_MASTER_KEY_FLIE=x"}, "", nil, "did you mean GATEHOUSE_MASTER_KEY_FILE?"},
		{"secret given twice", []string{"GATEHOUSE_MASTER_KEY=x", "GATEHOUSE_MASTER_KEY_FILE=y"}, "", nil, "both set"},
		{"secret file missing", []string{"GATEHOUSE_MASTER_KEY_FILE=/nonexistent/key"}, "", nil, "reading GATEHOUSE_MASTER_KEY_FILE"},
		{"CIDR too long", []string{"GATEHOUSE_TRUSTED_PROXIES=10.0.0.0/33"}, "", nil, `trusted-proxies (from GATEHOUSE_TRUSTED_PROXIES): "10.0.0.0/33" must be an address or a CIDR block`},
		{"balancer", []string{"GATEHOUSE_PROXY_PROTOCOL=everyone"}, "", nil, `proxy-protocol (from GATEHOUSE_PROXY_PROTOCOL): "everyone"`},
		{"connections", nil, "", []string{"--max-connections", "-1"}, "max-connections"},
		{"CIDR in the file", nil, "trusted-proxies: [10.0.0.0/8, 10.1.2.3/8]\n", nil, "10.0.0.0/8"},
		{"address without a port", nil, "", []string{"--ops-addr", "localhost"}, "--ops-addr: "},
		{"port out of range", nil, "", []string{"--ops-addr", ":70000"}, "--ops-addr: the port must be"},
		{"URL without scheme", nil, "gateway-url: api.example.com\n", nil, "gateway-url (from "},
		{"certificate without key", nil, "", []string{"--portal-tls-cert", "c.pem"}, "portal-tls-key go together"},
		{"role", nil, "", []string{"--roles", "gateway,proxy"}, `"proxy" is none of`},
		{"database", []string{"GATEHOUSE_DATABASE_URL=mysql://root:canary@h/db"}, "", nil, "must start with postgres://"},
		{"number", []string{"GATEHOUSE_AUTH_FAILURES_PER_MINUTE=many"}, "", nil, "--auth-failures-per-minute"},
		{"negative number", nil, "auth-failures-per-minute: -1\n", nil, "must be 0 (off)"},
		{"redis", nil, "redis-url: redis://h\n", nil, "redis-url"},
		{"mail server", nil, "smtp-url: h:25\n", nil, "smtp-url"},
		{"sender", nil, "mail-from: nobody\n", nil, "mail-from"},
		{"log level", nil, "log-level: loud\n", nil, "log-level"},
		{"log format", nil, "log-format: xml\n", nil, "log-format"},
		{"no data folder", nil, `data: ""`, nil, "must name a folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"serve"}, tt.args...)
			if tt.yaml != "" {
				args = append(args, "--config", file(t, tt.yaml))
			}
			_, err := parse(t, tt.environ, args...)
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n\n") {
				t.Errorf("error %q, want one that holds %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("error %q shows a secret", err)
			}
		})
	}
}

func TestListsComeFromEverySource(t *testing.T) {
	want := []string{"10.0.0.0/8", "192.0.2.1"}
	for name, args := range map[string][]string{
		"flag":      {"--trusted-proxies", "10.0.0.0/8,192.0.2.1"},
		"yaml list": {"--config", file(t, "trusted-proxies:\n  - 10.0.0.0/8\n  - 192.0.2.1\n")},
		"yaml text": {"--config", file(t, "trusted-proxies: 10.0.0.0/8,192.0.2.1\n")},
	} {
		p, err := parse(t, nil, append([]string{"serve"}, args...)...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, p.TrustedProxies); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSecretsComeFromFilesAndAreNeverShown(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("canary-key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := parse(t, []string{"GATEHOUSE_MASTER_KEY_FILE=" + key}, "serve", "--database-url", "postgres://u:canary-db@h/d")
	if err != nil {
		t.Fatal(err)
	}
	if p.MasterKey.Reveal() != "canary-key" {
		t.Errorf("master key read as %q", p.MasterKey.Reveal())
	}
	if got := find(t, p, "master-key"); got.Where != "GATEHOUSE_MASTER_KEY_FILE" || !got.Set || !got.Secret || got.Value != "" {
		t.Errorf("shown as %+v", got)
	}
	for _, s := range p.sources.Shown(p.ctx) {
		if strings.Contains(s.Value, "canary") {
			t.Errorf("%s is shown as %q", s.Name, s.Value)
		}
	}
}

func TestSettingsOfADemoAreShownToo(t *testing.T) {
	shown, err := config.ShownOfDemo(&config.Settings{Storage: config.Storage{Data: "d", MasterKey: "canary"}, GatewayAddr: ":8080", LogLevel: "warn"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]config.Setting{}
	for _, s := range shown {
		got[s.Name] = s
	}
	if s := got["gateway-addr"]; s.Source != config.FromDefault || s.Value != ":8080" || s.Group != "Listeners" || s.Help == "" {
		t.Errorf("gateway-addr: %+v", s)
	}
	if s := got["log-level"]; s.Source != config.FromDemo || s.Value != "warn" {
		t.Errorf("log-level: %+v", s)
	}
	if s := got["master-key"]; !s.Set || !s.Secret || s.Value != "" {
		t.Errorf("master-key: %+v", s)
	}
}

func TestOneFileServesEveryCommand(t *testing.T) {
	path := file(t, "gateway-addr: :1\ndata: elsewhere\n")
	if _, err := parse(t, nil, "list", "--config", path); err != nil {
		t.Error(err)
	}
}

func TestVariablesOfOthersAreLetBe(t *testing.T) {
	if _, err := parse(t, []string{"GATEHOUSE_SERVICE_HOST=10.0.0.1", "GATEHOUSE_PORT_8080_TCP=x"}, "serve"); err != nil {
		t.Error(err)
	}
}

func TestOwnCertificateBeatsTheCommonOne(t *testing.T) {
	p, err := parse(t, nil, "serve", "--tls-cert", "c", "--tls-key", "k", "--portal-tls-cert", "pc", "--portal-tls-key", "pk")
	if err != nil {
		t.Fatal(err)
	}
	want := config.Listener{Role: "portal", Addr: "127.0.0.1:8082", TLSCert: "pc", TLSKey: "pk"}
	if diff := cmp.Diff(want, p.Listener(config.RolePortal)); diff != "" {
		t.Error(diff)
	}
	if l := p.Listener(config.RoleGateway); l.TLSCert != "c" {
		t.Errorf("gateway certificate %q", l.TLSCert)
	}
}

func TestSingleSignOnSettingsGoTogether(t *testing.T) {
	issuer := []string{"GATEHOUSE_OIDC_ISSUER=https://id.example.com", "GATEHOUSE_OIDC_CLIENT_ID=gatehouse"}
	p, err := parse(t, append(issuer, "GATEHOUSE_OIDC_ROLE_MAP=gateway-admins=admin,ops=viewer"), "serve")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := p.OIDCRoles()
	if err != nil || len(rules) != 2 || rules[1].Value != "ops" || rules[1].Role != "viewer" || p.OIDCRoleClaim != "groups" || p.OIDCName != "Single sign-on" {
		t.Errorf("%+v, %v, %q, %q", rules, err, p.OIDCRoleClaim, p.OIDCName)
	}
	for name, environ := range map[string][]string{
		"oidc-client-id": {"GATEHOUSE_OIDC_ISSUER=https://id.example.com"},
		"oidc-issuer":    {"GATEHOUSE_OIDC_CLIENT_ID=gatehouse"},
		"oidc-role-map":  append(issuer, "GATEHOUSE_OIDC_ROLE_MAP=ops=root"),
	} {
		if _, err := parse(t, environ, "serve"); err == nil || !strings.Contains(err.Error(), name) && !strings.Contains(err.Error(), config.EnvName(name)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := parse(t, []string{"GATEHOUSE_OIDC_ISSUER=http://id.example.com", "GATEHOUSE_OIDC_CLIENT_ID=x"}, "serve"); err == nil {
		t.Error("an issuer without TLS was taken")
	}
}
