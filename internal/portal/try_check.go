package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/routing"
)

// checkPath wants a value for each name of the path, and no others.
func (t tryJSON) checkPath(f *gatehouse.Fields, e gatehouse.Endpoint) {
	template, _ := gatehouse.ParseTemplate(e.Path)
	names := []string{}
	if template.Wildcard {
		names = append(names, "*")
	}
	for _, s := range template.Segments {
		if s.Parameter == "" {
			continue
		}
		names = append(names, s.Parameter)
		if t.Path[s.Parameter] == "" {
			f.Add("/path/"+s.Parameter, "is required")
		}
	}
	for _, name := range sortedKeys(t.Path) {
		if !slices.Contains(names, name) {
			f.Add("/path", "has a name that the path does not have")
			return
		}
	}
}

// notYours are the headers that the gateway reads as identity, that belong to
// the connection, or that would tell another story of where a call comes from.
var notYours = []string{
	"authorization", "x-client-id", "x-profile-id", "x-request-id", "host", "connection", "keep-alive", "te", "trailer",
	"transfer-encoding", "content-length", "upgrade", "expect", "forwarded", "via", "x-real-ip", "http2-settings",
}

const maxTryHeaders = 50

func (t tryJSON) checkHeaders(f *gatehouse.Fields) {
	if len(t.Headers) > maxTryHeaders {
		f.Add("/headers", "must hold at most %d fields", maxTryHeaders)
		return
	}
	for i, h := range t.Headers {
		at := "/headers/" + strconv.Itoa(i)
		// The gateway compares names folded in this way; so does this list.
		folded := strings.ReplaceAll(strings.ToLower(h.Name), "_", "-")
		switch {
		case !validName(h.Name):
			f.Add(at+"/name", "must be the name of a header field")
		case slices.Contains(notYours, folded) || strings.HasPrefix(folded, "x-forwarded-") || strings.HasPrefix(folded, "proxy-"):
			f.Add(at+"/name", "is set by the gateway and cannot be chosen")
		}
		if strings.ContainsFunc(h.Value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			f.Add(at+"/value", "must not hold line breaks or control characters")
		}
	}
}

// validName reports whether s is a token of RFC 9110.
func validName(s string) bool {
	return s != "" && len(s) <= 128 && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// checkEscaped keeps a value from ending its own part of the address: a path's
// value stays within its segment, a parameter of the query within its pair.
func (t tryJSON) checkEscaped(f *gatehouse.Fields) {
	for _, name := range sortedKeys(t.Path) {
		delimiters := "&="
		if name == "*" { // the rest of a path has segments of its own
			delimiters += "/"
		}
		if !isEscaped(t.Path[name], delimiters) {
			f.Add("/path/"+name, "must be percent-encoded")
		}
	}
	for i, p := range t.Query {
		if !isEscaped(p.Name, "/?") || !isEscaped(p.Value, "=/?") {
			f.Add("/query/"+strconv.Itoa(i), "must be percent-encoded")
		}
	}
}

// isEscaped reports whether a text can stand in an address as it is: unreserved
// characters, percent-encoded ones and the delimiters of RFC 3986, but of "&",
// "=", "/" and "?" only those that are named.
func isEscaped(s, besides string) bool {
	_, err := url.PathUnescape(s)
	return err == nil && !strings.ContainsFunc(s, func(r rune) bool {
		plain := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !plain && !strings.ContainsRune("-._~%!$'()*+,;:@"+besides, r)
	})
}

// queryOf writes a query string of pairs that are escaped.
func queryOf(pairs []headerJSON) string {
	return strings.Join(rest.Each(pairs, func(p headerJSON) string { return p.Name + "=" + p.Value }), "&")
}

// escapedPath escapes the values of a path.
func escapedPath(values map[string]string) map[string]string {
	out := make(map[string]string, len(values))
	for name, value := range values {
		out[name] = url.PathEscape(value)
		if name == "*" {
			out[name] = routing.EscapePath(value)
		}
	}
	return out
}

// escaped is a text for a query: a space is %20, as in the samples.
func escaped(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
