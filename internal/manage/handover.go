package manage

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"gatehouse"
	"gatehouse/internal/routing"
)

// handOver writes the sheet of an onboarding. Served are the definitions that
// the gateway serves or, where nothing is published yet, would serve.
func (c *Control) handOver(o Onboarded, served []gatehouse.Collection, policies []gatehouse.Policy) HandOver {
	h := HandOver{
		BaseURL: c.gatewayURL, ClientID: o.Client.ID, ProfileID: o.Profile.Name,
		Policies: policies, PortalURL: c.portalURL,
	}
	if o.Token != nil {
		h.Token = o.Token.Secret
		if o.Token.Link != nil {
			h.Link = o.Token.Link.URL
		}
	}
	for _, s := range served {
		h.Collections = append(h.Collections, HandOverCollection{
			Name: s.Name, Title: s.Title, URL: c.gatewayURL + strings.TrimSuffix(s.BasePath, "/"),
			PortalURL: c.portalURL + "/collections/" + s.Name,
		})
	}
	line := h
	if o.Token == nil && o.Profile.Auth.Type == gatehouse.AuthToken {
		line.Token = TokenPlaceholder
	}
	h.Curl = curlLine(c.gatewayURL, line, firstCall(served, o.Profile))
	return h
}

// call is a request that should work.
type call struct {
	method, path string
	example      gatehouse.Example
}

// firstCall picks what the partner tries first: an endpoint that the profile
// may call, best a GET whose example fills every parameter of its path, of a
// published collection.
func firstCall(served []gatehouse.Collection, p gatehouse.Profile) call {
	best, bestRank := call{method: "GET", path: "/"}, 0
	for _, collection := range served {
		for _, e := range collection.Endpoints {
			if rank := rank(collection, e, p); rank > bestRank {
				best, bestRank = call{e.Method, pathOf(collection, e), e.Example}, rank
			}
		}
	}
	if bestRank == 0 && len(served) > 0 {
		best.path = served[0].BasePath
	}
	return best
}

func rank(c gatehouse.Collection, e gatehouse.Endpoint, p gatehouse.Profile) int {
	if !p.AllowsMethod(e.Method) {
		return 0
	}
	rank := 1
	for i, good := range []bool{complete(e), e.Method == "GET", c.Published()} {
		if good {
			rank += 1 << (i + 1)
		}
	}
	return rank
}

// complete reports whether the example fills the whole path.
func complete(e gatehouse.Endpoint) bool {
	t, _ := gatehouse.ParseTemplate(e.Path)
	return !t.Wildcard && !slices.ContainsFunc(t.Segments, func(s gatehouse.Segment) bool {
		return s.Parameter != "" && e.Example.PathParameters[s.Parameter] == ""
	})
}

// pathOf is where an endpoint is called; its template "/" is the bare base path.
func pathOf(c gatehouse.Collection, e gatehouse.Endpoint) string {
	return cmp.Or(strings.TrimSuffix(c.BasePath, "/")+fill(e), "/")
}

// fill writes an endpoint's path with its example's parameters. One that has
// no example stands for itself, so that the line can still be read and pasted.
func fill(e gatehouse.Endpoint) string {
	t, _ := gatehouse.ParseTemplate(e.Path)
	var b strings.Builder
	for _, s := range t.Segments {
		value := s.Literal
		if s.Parameter != "" {
			value = url.PathEscape(cmp.Or(e.Example.PathParameters[s.Parameter], s.Parameter))
		} else {
			value = routing.EscapePath(value)
		}
		b.WriteString("/" + value)
	}
	if t.Slash {
		b.WriteString("/")
	}
	if t.Wildcard {
		b.WriteString("/" + strings.TrimPrefix(routing.EscapePath(e.Example.PathParameters["*"]), "/"))
	}
	return b.String()
}

// curlLine is one line for any POSIX shell. It asks for the head too, because
// that is where the request id and the limits are.
func curlLine(base string, h HandOver, c call) gatehouse.Secret {
	target := base + c.path
	if c.example.Query != "" {
		target += "?" + c.example.Query
	}
	line := "curl -i "
	if c.method == "HEAD" {
		line = "curl -I "
	} else if c.method != "GET" {
		line += "-X " + c.method + " "
	}
	// curl expands [] and {} in URLs unless told not to.
	if strings.ContainsAny(target, "[]{}") {
		line += "-g "
	}
	line += quote(target) + header("X-Client-ID", h.ClientID) + header("X-Profile-ID", h.ProfileID)
	if h.Token != "" {
		line += header("Authorization", "Bearer "+h.Token.Reveal())
	}
	var rest strings.Builder
	for _, name := range slices.Sorted(maps.Keys(c.example.Headers)) {
		rest.WriteString(header(name, c.example.Headers[name]))
	}
	if c.example.Body != "" {
		rest.WriteString(" --data-raw " + quote(c.example.Body))
	}
	return gatehouse.Secret(line + rest.String())
}

func header(name, value string) string { return " -H " + quote(name+": "+value) }

// quote makes one shell word of any text: in single quotes nothing is special
// but the quote itself.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
