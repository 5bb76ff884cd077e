package gatehouse

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Collection is an API product: a base path, upstream targets, endpoints and
// docs. It holds the draft; what the gateway serves is a [Revision].
type Collection struct {
	ID   string
	Name string // unique; never changes
	Definition

	PublishedRevision     int64 // 0: a draft that was never published, or unpublished again
	HasUnpublishedChanges bool  // the draft differs from the published revision
	Meta
}

// Published reports whether the gateway serves a revision of the collection.
func (c Collection) Published() bool { return c.PublishedRevision > 0 }

// Definition is what publishing freezes: everything about a collection but
// its identity.
type Definition struct {
	Title            string
	Description      string // Markdown
	APIVersion       string // for people: "2.4.0"; may be empty
	BasePath         string // "/shipments"; unique among collections
	Upstream         Upstream
	CORS             CORS
	ValidateRequests bool  // check parameters and body against the endpoint's schema
	MaxBodyBytes     int64 // 0: no limit of its own
	Endpoints        []Endpoint
}

// CORS lists the browser origins that may call a collection.
type CORS struct {
	Origins []string // "https://app.example.com"; empty: no CORS
}

// Revision is an immutable published definition.
type Revision struct {
	CollectionID   string
	CollectionName string
	Number         int64 // 1, 2, … within the collection
	Definition
	PublishedAt time.Time
	PublishedBy Actor
}

// Bounds of a definition.
const (
	maxEndpoints    = 5000
	maxTargets      = 32
	maxVersion      = 64
	maxOrigins      = 100
	maxMarkdown     = 1 << 20
	maxTitle        = 256
	maxBasePath     = 256
	maxMaxBodyBytes = 1 << 40
)

// Validate reports every wrong field as one [Invalid] error. That endpoints
// do not clash with each other is found by compiling; see package routing.
func (c Collection) Validate() error {
	var f Fields
	checkName(&f, c.Name)
	f.Under("", c.Definition.check())
	return f.Err()
}

func (d Definition) check() Fields {
	var f Fields
	checkText(&f, "/title", d.Title, maxTitle)
	checkText(&f, "/description", d.Description, maxMarkdown)
	checkText(&f, "/api_version", d.APIVersion, maxVersion)
	checkBasePath(&f, d.BasePath)
	f.Under("/upstream", d.Upstream.check())
	f.Under("/cors", d.CORS.check())
	if d.MaxBodyBytes < 0 || d.MaxBodyBytes > maxMaxBodyBytes {
		f.Add("/max_body_bytes", "must be 0 (no limit) to %d", int64(maxMaxBodyBytes))
	}
	if len(d.Endpoints) > maxEndpoints {
		f.Add("/endpoints", "must hold at most %d endpoints", maxEndpoints)
		return f
	}
	for i, e := range d.Endpoints {
		f.Under("/endpoints/"+strconv.Itoa(i), e.check())
	}
	return f
}

func checkBasePath(f *Fields, p string) {
	switch {
	case p == "" || p[0] != '/':
		f.Add("/base_path", "must start with /, such as /shipments")
	case len(p) > maxBasePath:
		f.Add("/base_path", "must be at most %d bytes long", maxBasePath)
	case p != "/" && strings.HasSuffix(p, "/"):
		f.Add("/base_path", "must not end with /")
	case p != "/" && !validSegments(strings.Split(p[1:], "/")):
		f.Add("/base_path", "must be literal segments of letters, digits and - . _ ~")
	}
}

// validSegments reports whether every segment is a non-empty run of RFC 3986
// unreserved characters that is not a dot segment.
func validSegments(segments []string) bool {
	return !slices.ContainsFunc(segments, func(s string) bool {
		return s == "" || s == "." || s == ".." || strings.ContainsFunc(s, func(r rune) bool { return !unreserved(r) })
	})
}

func unreserved(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._~", r)
}

func (c CORS) check() Fields {
	var f Fields
	if len(c.Origins) > maxOrigins {
		f.Add("/origins", "must hold at most %d origins", maxOrigins)
	}
	for i, o := range c.Origins {
		if !validOrigin(o) {
			f.Add("/origins/"+strconv.Itoa(i), `must be a scheme and host such as https://app.example.com, without a path; "*" is not allowed`)
		}
	}
	return f
}
