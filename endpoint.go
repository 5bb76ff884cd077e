package gatehouse

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Bounds of an endpoint's names and tags.
const (
	maxLine = 256
	maxTags = 100
)

// Endpoint is a method and a path template inside a collection.
type Endpoint struct {
	ID           string // "ep_…", stable over edits
	Method       string
	Path         string // template below the base path: "/track/{trackingNumber}", "/files/*", "/"
	UpstreamPath string // template with the same names; empty: the path goes on as it came
	Summary      string
	Description  string // Markdown
	WebSocket    bool   // may be upgraded

	OperationID string   // as its OpenAPI document names it; may be empty
	Tags        []string // under which the portal lists it
	Deprecated  bool     // still served; partners are told to move on

	// OpenAPI objects as they were imported or written; null when absent.
	Parameters  json.RawMessage
	RequestBody json.RawMessage
	Responses   json.RawMessage

	Example Example
}

// Example is a request that is known to work; the access proof sends it.
type Example struct {
	PathParameters map[string]string
	Query          string // without the question mark
	Headers        map[string]string
	Body           string
}

func (e Endpoint) check() Fields {
	var f Fields
	if !slices.Contains(Methods, e.Method) {
		f.Add("/method", "must be one of %s", strings.Join(Methods, ", "))
	}
	checkText(&f, "/summary", e.Summary, maxDescription)
	checkText(&f, "/description", e.Description, maxMarkdown)
	checkText(&f, "/operation_id", e.OperationID, maxLine)
	if len(e.Tags) > maxTags {
		f.Add("/tags", "must hold at most %d tags", maxTags)
	}
	for i, tag := range e.Tags {
		checkText(&f, "/tags/"+strconv.Itoa(i), tag, maxLine)
	}
	template, wrong := ParseTemplate(e.Path)
	if wrong != "" {
		f.Add("/path", "%s", wrong)
	}
	if e.UpstreamPath != "" {
		f.Under("", checkUpstreamPath(e.UpstreamPath, template))
	}
	return f
}

func checkUpstreamPath(path string, of Template) Fields {
	var f Fields
	up, wrong := ParseTemplate(path)
	if wrong != "" {
		f.Add("/upstream_path", "%s", wrong)
		return f
	}
	for _, s := range up.Segments {
		if s.Parameter != "" && !of.has(s.Parameter) {
			f.Add("/upstream_path", "names a parameter that the path does not have")
			return f
		}
	}
	if up.Wildcard && !of.Wildcard {
		f.Add("/upstream_path", "ends in /* but the path does not")
	}
	return f
}

// Template is a parsed path template: literal segments, {name} for one
// segment, and a trailing /* for the rest. A trailing slash counts.
type Template struct {
	Segments []Segment
	Wildcard bool // ends in "/*"
	Slash    bool // ends in "/" behind a segment; false for "/" itself
}

// Segment is one segment of a template; exactly one field is set.
type Segment struct {
	Literal   string
	Parameter string
}

func (t Template) has(name string) bool {
	return slices.ContainsFunc(t.Segments, func(s Segment) bool { return s.Parameter == name })
}

const maxTemplate = 2048

// ParseTemplate reads a path template. The second value says what is wrong,
// and is empty when nothing is.
func ParseTemplate(path string) (Template, string) {
	if path == "" || path[0] != '/' {
		return Template{}, "must start with /, such as /track/{trackingNumber}"
	}
	if len(path) > maxTemplate {
		return Template{}, "is too long"
	}
	var t Template
	rest := path[1:]
	if rest == "*" {
		return Template{Wildcard: true}, ""
	}
	if r, ok := strings.CutSuffix(rest, "/*"); ok {
		t.Wildcard, rest = true, r
	} else if r, ok := strings.CutSuffix(rest, "/"); ok {
		t.Slash, rest = true, r
	}
	if rest == "" && !t.Wildcard && !t.Slash {
		return t, ""
	}
	for s := range strings.SplitSeq(rest, "/") {
		segment, wrong := parseSegment(s)
		if wrong != "" {
			return Template{}, wrong
		}
		if segment.Parameter != "" && t.has(segment.Parameter) {
			return Template{}, "names a parameter twice"
		}
		t.Segments = append(t.Segments, segment)
	}
	return t, ""
}

func parseSegment(s string) (Segment, string) {
	if name, ok := strings.CutPrefix(s, "{"); ok {
		name, ok = strings.CutSuffix(name, "}")
		if !ok || name == "" || strings.ContainsFunc(name, func(r rune) bool { return !unreserved(r) }) {
			return Segment{}, "must have parameters as whole segments such as {id}"
		}
		return Segment{Parameter: name}, ""
	}
	if !validLiteral(s) {
		return Segment{}, "must have literal segments without braces, spaces, percent signs, control characters, //, . or .. segments"
	}
	return Segment{Literal: s}, ""
}

// validLiteral allows what RFC 3986 allows in a segment unencoded, plus any
// letter beyond ASCII: templates are matched against the decoded path.
func validLiteral(s string) bool {
	if s == "" || s == "." || s == ".." {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0x7f || strings.ContainsRune(`{}%\?#*/"<>^|`+"`", r) || r == 0xFFFD
	})
}
