// Package config reads the settings that a process is started with.
//
// Every setting is a flag, an environment variable and a key of an optional
// YAML file, all spelled alike: --gateway-addr, GATEHOUSE_GATEWAY_ADDR,
// gateway-addr. A flag beats the environment, the environment beats the file,
// the file beats the default. A key that no setting has stops the start and
// names the one that was probably meant: a typing error in "master-key" must
// not silently make a new key. Where each value came from is remembered, so
// that it can be shown.
//
// The fields carry kong tags; "setting" marks a field that may come from the
// environment and the file, "secret" one whose value is never shown and that
// may be given as a file (GATEHOUSE_MASTER_KEY_FILE).
package config

import "gatehouse"

// Storage is where a process keeps what it must not lose. The commands that
// work on the data folder take these settings alone.
type Storage struct {
	Config      string           `help:"YAML file with settings, spelled like the flags." placeholder:"FILE" setting:"yes"`
	Data        string           `help:"Folder for the database, keys, request logs and counters." default:"./gatehouse-data" placeholder:"FOLDER" setting:"yes"`
	DatabaseURL gatehouse.Secret `help:"PostgreSQL to keep the configuration in, postgres://…; empty: SQLite in the data folder." name:"database-url" placeholder:"URL" setting:"secret"`
	MasterKey   gatehouse.Secret `help:"Key that hashes and seals every secret; empty: a key file made in the data folder on first start." placeholder:"KEY" setting:"secret"`
}

// Settings is everything that serve takes.
type Settings struct {
	Storage

	Roles []string `help:"Surfaces to run in this process." default:"gateway,console,portal" placeholder:"ROLE" setting:"yes"`

	GatewayAddr string `help:"Address for partner traffic." default:":8080" placeholder:"ADDR" setting:"yes" group:"Listeners"`
	GatewayURL  string `help:"Its public URL." name:"gateway-url" placeholder:"URL" setting:"yes" group:"Listeners"`
	ConsoleAddr string `help:"Address for the Management UI and the admin API." default:"127.0.0.1:8081" placeholder:"ADDR" setting:"yes" group:"Listeners"`
	ConsoleURL  string `help:"Its public URL." name:"console-url" placeholder:"URL" setting:"yes" group:"Listeners"`
	PortalAddr  string `help:"Address for the developer portal." default:"127.0.0.1:8082" placeholder:"ADDR" setting:"yes" group:"Listeners"`
	PortalURL   string `help:"Its public URL." name:"portal-url" placeholder:"URL" setting:"yes" group:"Listeners"`
	OpsAddr     string `help:"Address for /healthz, /readyz and /metrics." default:"127.0.0.1:8083" placeholder:"ADDR" setting:"yes" group:"Listeners"`

	TLSCert        string `help:"Certificate chain for the three public listeners, read again when it changes." name:"tls-cert" placeholder:"FILE" setting:"yes" group:"TLS"`
	TLSKey         string `help:"Its private key." name:"tls-key" placeholder:"FILE" setting:"yes" group:"TLS"`
	GatewayTLSCert string `help:"Certificate of the gateway alone." name:"gateway-tls-cert" placeholder:"FILE" setting:"yes" group:"TLS"`
	GatewayTLSKey  string `help:"Its private key." name:"gateway-tls-key" placeholder:"FILE" setting:"yes" group:"TLS"`
	ConsoleTLSCert string `help:"Certificate of the console alone." name:"console-tls-cert" placeholder:"FILE" setting:"yes" group:"TLS"`
	ConsoleTLSKey  string `help:"Its private key." name:"console-tls-key" placeholder:"FILE" setting:"yes" group:"TLS"`
	PortalTLSCert  string `help:"Certificate of the portal alone." name:"portal-tls-cert" placeholder:"FILE" setting:"yes" group:"TLS"`
	PortalTLSKey   string `help:"Its private key." name:"portal-tls-key" placeholder:"FILE" setting:"yes" group:"TLS"`

	TrustedProxies        []string `help:"Addresses or CIDR blocks whose X-Forwarded-For and X-Request-ID are believed." placeholder:"CIDR" setting:"yes" group:"Traffic"`
	ProxyProtocol         []string `help:"Addresses or CIDR blocks of load balancers that begin each connection to the gateway with a PROXY protocol header." placeholder:"CIDR" setting:"yes" group:"Traffic"`
	MaxConnections        int      `help:"Connections to the gateway that may be open at once; more wait to be accepted; 0 is no limit." default:"0" placeholder:"N" setting:"yes" group:"Traffic"`
	AuthFailuresPerMinute int      `help:"Failed sign-ins of one address a minute before it is told to wait; 0 turns it off." default:"100" placeholder:"N" setting:"yes" group:"Traffic"`

	ImportPrivateAddresses bool `help:"Fetch OpenAPI documents from private and loopback addresses too." setting:"yes" group:"Services"`

	RedisURL gatehouse.Secret `help:"Redis that nodes share rate limits through." name:"redis-url" placeholder:"URL" setting:"secret" group:"Services"`
	SMTPURL  gatehouse.Secret `help:"Mail server; empty: mails stay in the outbox." name:"smtp-url" placeholder:"URL" setting:"secret" group:"Services"`
	MailFrom string           `help:"Sender of mails." placeholder:"EMAIL" setting:"yes" group:"Services"`

	OIDCIssuer       string           `help:"Issuer that people of the console can sign in with, such as https://id.example.com; empty: passwords alone." name:"oidc-issuer" placeholder:"URL" setting:"yes" group:"Single sign-on"`
	OIDCClientID     string           `help:"Id of the console at the issuer." name:"oidc-client-id" placeholder:"ID" setting:"yes" group:"Single sign-on"`
	OIDCClientSecret gatehouse.Secret `help:"Its secret there; empty for a public client." name:"oidc-client-secret" placeholder:"SECRET" setting:"secret" group:"Single sign-on"`
	OIDCName         string           `help:"What the sign-in button says." name:"oidc-name" default:"Single sign-on" placeholder:"TEXT" setting:"yes" group:"Single sign-on"`
	OIDCRoleClaim    string           `help:"Claim that holds a person's groups or roles; a dot leads into an object." name:"oidc-role-claim" default:"groups" placeholder:"CLAIM" setting:"yes" group:"Single sign-on"`
	OIDCRoleMap      []string         `help:"Roles by value of the claim, such as gateway-admins=admin,ops=viewer; the first that applies counts. Empty: only users who exist may sign in, with the roles they have." name:"oidc-role-map" placeholder:"VALUE=ROLE" setting:"yes" group:"Single sign-on"`

	LogLevel  string `help:"debug, info, warn or error." default:"info" placeholder:"LEVEL" setting:"yes" group:"Logging"`
	LogFormat string `help:"text or json." default:"text" placeholder:"FORMAT" setting:"yes" group:"Logging"`
}

// Remote is how the commands that use the admin API reach it.
type Remote struct {
	Config string           `help:"YAML file with settings, spelled like the flags." placeholder:"FILE" setting:"yes"`
	URL    string           `help:"URL of the console." name:"url" default:"http://127.0.0.1:8081" placeholder:"URL" setting:"yes"`
	APIKey gatehouse.Secret `help:"Key of the admin API." name:"api-key" placeholder:"KEY" setting:"secret"`
}

// Check reports the first setting that cannot be used.
func (r *Remote) Check() error {
	if r.URL == "" {
		return wrong("url", "must be the URL of the console")
	}
	if r.APIKey == "" {
		return wrong("api-key", "is needed; set GATEHOUSE_API_KEY to a key made with `gatehouse apikey create`")
	}
	return checkURL("url", r.URL)
}

// The surfaces that --roles picks from.
const (
	RoleGateway = "gateway"
	RoleConsole = "console"
	RolePortal  = "portal"
)

// Listener is the address, public URL and certificate of one surface.
type Listener struct {
	Role    string // RoleGateway, …
	Addr    string // host:port; port 0 takes a free one
	URL     string // public URL without a trailing slash; empty: derived from the real address
	TLSCert string // file; empty: plain HTTP
	TLSKey  string
}

// Listener returns the settings of one surface, its own certificate before the
// common one.
func (s *Settings) Listener(role string) Listener {
	l := map[string]Listener{
		RoleGateway: {role, s.GatewayAddr, s.GatewayURL, s.GatewayTLSCert, s.GatewayTLSKey},
		RoleConsole: {role, s.ConsoleAddr, s.ConsoleURL, s.ConsoleTLSCert, s.ConsoleTLSKey},
		RolePortal:  {role, s.PortalAddr, s.PortalURL, s.PortalTLSCert, s.PortalTLSKey},
	}[role]
	if l.TLSCert == "" && l.TLSKey == "" {
		l.TLSCert, l.TLSKey = s.TLSCert, s.TLSKey
	}
	return l
}
