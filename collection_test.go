package gatehouse_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse"
)

func shipments() gatehouse.Collection {
	return gatehouse.Collection{Name: "shipments", Definition: gatehouse.Definition{
		Title: "Shipments", BasePath: "/shipments",
		Upstream:  gatehouse.Upstream{Targets: []gatehouse.Target{{URL: "http://127.0.0.1:9100", Weight: 1}}},
		Endpoints: []gatehouse.Endpoint{{Method: "GET", Path: "/track/{trackingNumber}"}},
	}}
}

func TestCollectionNamesEachWrongField(t *testing.T) {
	for _, c := range []struct {
		change func(*gatehouse.Collection)
		want   string
	}{
		{func(*gatehouse.Collection) {}, ""},
		{func(c *gatehouse.Collection) { c.BasePath = "/" }, ""},
		{func(c *gatehouse.Collection) { c.BasePath = "/v2/ship.ments" }, ""},
		{func(c *gatehouse.Collection) { c.BasePath = "shipments" }, "/base_path"},
		{func(c *gatehouse.Collection) { c.BasePath = "/shipments/" }, "/base_path"},
		{func(c *gatehouse.Collection) { c.BasePath = "/a/../b" }, "/base_path"},
		{func(c *gatehouse.Collection) { c.BasePath = "/a%2Fb" }, "/base_path"},
		{func(c *gatehouse.Collection) { c.BasePath = "/{tenant}" }, "/base_path"},
		{func(c *gatehouse.Collection) { c.Upstream.Targets = nil }, "/upstream/targets"},
		{func(c *gatehouse.Collection) { c.Upstream.Targets[0].Weight = 0 }, "/upstream/targets/0/weight"},
		{func(c *gatehouse.Collection) { c.Upstream.HeaderTimeout = 2 * time.Hour }, "/upstream/header_timeout"},
		{func(c *gatehouse.Collection) {
			c.Upstream.Credential = &gatehouse.Credential{Header: "X-Api-Key", Value: "k"}
		}, ""},
		{func(c *gatehouse.Collection) {
			c.Upstream.Credential = &gatehouse.Credential{Header: "X_Client_ID", Value: "k"}
		}, "/upstream/credential/header"},
		{func(c *gatehouse.Collection) {
			c.Upstream.Credential = &gatehouse.Credential{Header: "X-K", Value: "a\r\nb: c"}
		}, "/upstream/credential/value"},
		{func(c *gatehouse.Collection) { c.CORS.Origins = []string{"https://app.example.com", "*"} }, "/cors/origins/1"},
		{func(c *gatehouse.Collection) { c.MaxBodyBytes = -1 }, "/max_body_bytes"},
		{func(c *gatehouse.Collection) { c.Endpoints[0].Method = "FETCH" }, "/endpoints/0/method"},
		{func(c *gatehouse.Collection) { c.Endpoints[0].Path = "/track/{a}-{b}" }, "/endpoints/0/path"},
		{func(c *gatehouse.Collection) { c.Endpoints[0].UpstreamPath = "/t/{trackingNumber}" }, ""},
		{func(c *gatehouse.Collection) { c.Endpoints[0].UpstreamPath = "/t/{number}" }, "/endpoints/0/upstream_path"},
		{func(c *gatehouse.Collection) { c.Endpoints[0].UpstreamPath = "/t/*" }, "/endpoints/0/upstream_path"},
	} {
		col := shipments()
		c.change(&col)
		if got := pointers(t, col.Validate()); got != c.want {
			t.Errorf("%+v: wrong fields %q, want %q", col.Definition, got, c.want)
		}
	}
}

func TestUpstreamURLsHoldNoSecretsAndNoTricks(t *testing.T) {
	for url, ok := range map[string]bool{
		"http://127.0.0.1:9100": true, "https://api.internal/v2": true, "https://api.internal:8443/": true, "http://[::1]:80": true,
		"ftp://host": false, "api.internal": false, "http://": false, "http://user:pass@host": false, "http://host?x=1": false,
		"http://host#f": false, "http://host:0": false, "http://host:99999": false, "http://169.254.169.254/latest": false,
		"http://[fe80::1]/": false, "http://host/a/../b": false, "http://host//b": false, "http://:80": false, "http:host": false,
	} {
		c := shipments()
		c.Upstream.Targets[0].URL = url
		if err := c.Validate(); (err == nil) != ok {
			t.Errorf("%s: %v, want ok=%v", url, err, ok)
		}
	}
}

func TestTemplatesAreLiteralsParametersAndATrailingRest(t *testing.T) {
	for path, ok := range map[string]bool{
		"/": true, "/*": true, "/a": true, "/a/": true, "/{id}": true, "/a/{id}/b/*": true, "/{id}/": true, "/straße": true, "/a:b": true,
		"": false, "a": false, "//": false, "/a//b": false, "/{id}/{id}": false, "/{}": false, "/a{id}": false, "/{id}b": false,
		"/*/a": false, "/a*": false, "/..": false, "/./a": false, "/a%20b": false, "/a b": false, "/a?b": false, "/a\\b": false,
		"/" + strings.Repeat("a", 3000): false,
	} {
		if _, wrong := gatehouse.ParseTemplate(path); (wrong == "") != ok {
			t.Errorf("%q: %q, want ok=%v", path, wrong, ok)
		}
	}
}

func FuzzParseTemplate(f *testing.F) {
	for _, seed := range []string{"/", "/*", "/track/{trackingNumber}", "/a/", "//", "/{}", "/a*"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		template, wrong := gatehouse.ParseTemplate(path)
		if wrong != "" {
			return
		}
		var b strings.Builder
		for _, s := range template.Segments {
			if (s.Literal == "") == (s.Parameter == "") {
				t.Fatalf("%q: segment %+v must be one of literal and parameter", path, s)
			}
			b.WriteByte('/')
			if s.Parameter != "" {
				b.WriteString("{" + s.Parameter + "}")
			}
			b.WriteString(s.Literal)
		}
		switch {
		case template.Wildcard:
			b.WriteString("/*")
		case template.Slash, len(template.Segments) == 0:
			b.WriteByte('/')
		}
		if b.String() != path {
			t.Fatalf("%q reads back as %q", path, b.String())
		}
	})
}
