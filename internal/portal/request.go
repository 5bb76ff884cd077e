package portal

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/routing"
)

// request is a call of the gateway as it would be sent from anywhere. Try-it,
// the samples and "copy as curl" are all made of it, so that they are the same
// call.
type request struct {
	Method string
	Path   string // escaped, from the collection's base path on
	Query  string // without the question mark
	Header []headerJSON
	Body   string
}

// headerJSON is a header field.
type headerJSON struct {
	Name  string `json:"name" doc:"Name of the field." example:"X-Client-ID"`
	Value string `json:"value" doc:"Its value." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
}

// tokenPlaceholder stands for the secret in everything that is shown or
// copied: a shell puts the real one in.
const tokenPlaceholder = "$GATEWAY_TOKEN"

// identity are the headers that every call of a profile needs.
func identity(clientID string, p gatehouse.Profile) []headerJSON {
	h := []headerJSON{{"X-Client-ID", clientID}, {"X-Profile-ID", p.Name}}
	if bearer(p) {
		h = append(h, headerJSON{"Authorization", "Bearer " + tokenPlaceholder})
	}
	return h
}

// bearer reports whether a profile proves itself by something in
// Authorization.
func bearer(p gatehouse.Profile) bool {
	return p.Auth.Type != gatehouse.AuthNone && p.Auth.Type != "mtls"
}

// exampleRequest is the endpoint's own example.
func exampleRequest(co manage.PortalCollection, e gatehouse.Endpoint) request {
	r := request{Method: e.Method, Path: target(co, e, escapedPath(e.Example.PathParameters)), Query: e.Example.Query, Body: e.Example.Body}
	for _, name := range sortedKeys(e.Example.Headers) {
		r.Header = append(r.Header, headerJSON{name, e.Example.Headers[name]})
	}
	return r
}

// target writes an endpoint's path with escaped values. A parameter without one
// stands for itself, so that a line with it can still be read.
func target(co manage.PortalCollection, e gatehouse.Endpoint, values map[string]string) string {
	t, _ := gatehouse.ParseTemplate(e.Path)
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(co.BasePath, "/"))
	for _, s := range t.Segments {
		if s.Parameter != "" {
			b.WriteString("/" + cmp.Or(values[s.Parameter], url.PathEscape(s.Parameter)))
		} else {
			b.WriteString("/" + routing.EscapePath(s.Literal))
		}
	}
	if t.Slash {
		b.WriteString("/")
	}
	if t.Wildcard {
		b.WriteString("/" + strings.TrimPrefix(values["*"], "/"))
	}
	return cmp.Or(b.String(), "/")
}

// url is where the request goes.
func (r request) url(base string) string {
	u := strings.TrimRight(base, "/") + r.Path
	if r.Query != "" {
		u += "?" + r.Query
	}
	return u
}

// curl is one line for any POSIX shell, with the token from a variable.
func (r request) curl(base string) string {
	words := []string{"curl", "-i"}
	switch r.Method {
	case "GET":
	case "HEAD":
		words[1] = "-I"
	default:
		words = append(words, "-X", r.Method)
	}
	to := r.url(base)
	if strings.ContainsAny(to, "[]{}") { // curl expands them unless told not to
		words = append(words, "-g")
	}
	words = append(words, quoted(to))
	for _, h := range r.Header {
		words = append(words, "-H", quoted(h.Name+": "+h.Value))
	}
	if r.Body != "" {
		words = append(words, "--data-raw", quoted(r.Body))
	}
	return strings.Join(words, " ")
}

// quoted makes one shell word of any text: in single quotes nothing is special
// but the quote itself. The token's variable stands in double quotes, where a
// shell replaces it.
func quoted(s string) string {
	before, after, found := strings.Cut(s, tokenPlaceholder)
	single := "'" + strings.ReplaceAll(before, "'", `'\''`) + "'"
	if !found {
		return single
	}
	return single + `"` + tokenPlaceholder + `"` + strings.TrimSuffix(quoted(after), "''")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
