package gatehouse

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Upstream is where a collection's requests go.
type Upstream struct {
	Targets        []Target
	Credential     *Credential   // what the gateway presents to the upstream
	KeepBasePath   bool          // forward the base path too
	ConnectTimeout time.Duration // 0: DefaultConnectTimeout
	HeaderTimeout  time.Duration // to the first byte of the answer; 0: DefaultHeaderTimeout
	IdleTimeout    time.Duration // between bytes of the answer; 0: DefaultIdleTimeout
}

// Target is one server of an upstream.
type Target struct {
	URL    string // "https://api.internal:8443/v2"; the path, if any, goes before the endpoint's
	Weight int    // share of the requests, 1 to 1000
}

// Credential is a header that the gateway sets on every request to the
// upstream. Its value is sealed at rest and never shown.
type Credential struct {
	Header string
	Value  Secret
}

// The upstream timeouts where a collection sets none.
const (
	DefaultConnectTimeout = 5 * time.Second
	DefaultHeaderTimeout  = 30 * time.Second
	DefaultIdleTimeout    = 60 * time.Second
	maxUpstreamTimeout    = time.Hour
	maxWeight             = 1000
	maxCredential         = 8192
)

func (u Upstream) check() Fields {
	var f Fields
	if len(u.Targets) == 0 || len(u.Targets) > maxTargets {
		f.Add("/targets", "must hold 1 to %d targets", maxTargets)
	}
	for i, t := range u.Targets {
		f.Under("/targets/"+strconv.Itoa(i), t.check())
	}
	if u.Credential != nil {
		f.Under("/credential", u.Credential.check())
	}
	checkTimeout(&f, "/connect_timeout", u.ConnectTimeout)
	checkTimeout(&f, "/header_timeout", u.HeaderTimeout)
	checkTimeout(&f, "/idle_timeout", u.IdleTimeout)
	return f
}

func checkTimeout(f *Fields, pointer string, d time.Duration) {
	if d < 0 || d > maxUpstreamTimeout || d > 0 && d < time.Millisecond {
		f.Add(pointer, `must be "1ms" to "1h", such as "5s"`)
	}
}

func (t Target) check() Fields {
	var f Fields
	if wrong := checkTargetURL(t.URL); wrong != "" {
		f.Add("/url", "%s", wrong)
	}
	if t.Weight < 1 || t.Weight > maxWeight {
		f.Add("/weight", "must be 1 to %d", maxWeight)
	}
	return f
}

func checkTargetURL(raw string) string {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || u.Opaque != "":
		return "must be an absolute URL such as https://api.internal:8443"
	case u.Scheme != "http" && u.Scheme != "https":
		return "must start with http:// or https://"
	case u.User != nil:
		return "must not hold credentials; use the upstream's credential instead"
	case strings.ContainsAny(raw, "?#"):
		return "must not have a query or a fragment"
	case !validPort(u.Port()):
		return "must have a port from 1 to 65535"
	case u.Path != "" && u.Path != "/" && !validSegments(strings.Split(strings.TrimSuffix(u.Path[1:], "/"), "/")):
		return "must have a path of literal segments of letters, digits and - . _ ~"
	case linkLocal(u.Hostname()):
		return "must not be a link-local address"
	}
	return ""
}

func validPort(port string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// linkLocal refuses the addresses where cloud machines serve their own
// credentials. Names that resolve there are refused when dialling.
func linkLocal(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLinkLocalUnicast()
}

func (c Credential) check() Fields {
	var f Fields
	if !validHeaderName(c.Header) || managedHeader(c.Header) {
		f.Add("/header", "must be a header name that Gatehouse does not set itself, such as Authorization or X-Api-Key")
	}
	if v := c.Value.Reveal(); v == "" || len(v) > maxCredential || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		f.Add("/value", "must be 1 to %d bytes without control characters", maxCredential)
	}
	return f
}

func validHeaderName(s string) bool {
	return s != "" && len(s) <= 128 && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("!#$%&'*+-.^_`|~", r))
	})
}

// managedHeader reports whether the gateway itself decides the value of a
// request header on its way to the upstream.
func managedHeader(name string) bool {
	switch strings.ReplaceAll(strings.ToLower(name), "_", "-") {
	case "x-client-id", "x-profile-id", "x-request-id", "host", "connection", "content-length", "transfer-encoding", "te",
		"trailer", "upgrade", "keep-alive", "proxy-connection", "via", "forwarded", "x-forwarded-for", "x-forwarded-host",
		"x-forwarded-proto", "traceparent", "tracestate", "expect", "proxy-authorization", "proxy-authenticate":
		return true
	}
	return false
}

func validOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil && validPort(u.Port()) &&
		s == u.Scheme+"://"+u.Host && s == strings.ToLower(s)
}
