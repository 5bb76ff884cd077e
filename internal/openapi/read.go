package openapi

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"gatehouse"
	"gatehouse/internal/schema"
)

// Document is what an OpenAPI document says about an API.
type Document struct {
	Version     string // of OpenAPI: "3.1.0"
	Title       string
	Description string // Markdown
	APIVersion  string
	Name        string // suggested for the collection; may be empty
	Servers     []Server
	Operations  []Operation
	Findings    []Finding
}

// Server is where the document says that the API is.
type Server struct {
	URL         string // with the defaults of its variables
	Description string
	Absolute    bool // http or https with a host, so that it can be an upstream
}

// Operation is one operation of the document and the endpoint it becomes.
type Operation struct {
	Key        string // "GET /shipments/{id}", unique in the document
	ID         string // operationId; may be empty
	Pointer    string
	Tags       []string
	Deprecated bool
	Endpoint   gatehouse.Endpoint
	Importable bool // no finding about it is an error
}

// Upstream is the first server that can be one; empty: there is none.
func (d *Document) Upstream() string {
	for _, s := range d.Servers {
		if s.Absolute {
			return s.URL
		}
	}
	return ""
}

// reader reads one document.
type reader struct {
	root     *object
	old      bool // OpenAPI 3.0
	findings findings
	defs     map[string]*definition // by pointer
	names    map[string]int         // how many definitions have a name
	closures int                    // bytes that definitions took so far
	pieces   map[string]*piece      // shared parts by kind and pointer
	samples  map[string]sample      // by pointer
	size     int                    // bytes of all endpoints
	out      Document
}

// piece is a part of the document in the form in which endpoints keep it.
type piece struct {
	raw   json.RawMessage
	found findings
}

// Read reads an OpenAPI 3.0 or 3.1 document in JSON or YAML. What is wrong
// with a part of it is a finding; only what is no such document at all is an
// error: [gatehouse.Invalid] at /document, or [gatehouse.TooLarge].
func Read(text []byte) (*Document, error) {
	v, err := parse(text)
	if err != nil {
		return nil, err
	}
	root, ok := v.(*object)
	if !ok {
		return nil, unreadable("The document is not an object.")
	}
	r := reader{root: root, defs: map[string]*definition{}, names: map[string]int{}, pieces: map[string]*piece{}, samples: map[string]sample{}}
	if err := r.version(); err != nil {
		return nil, err
	}
	r.info()
	r.servers()
	r.operations()
	r.leftAside()
	r.out.Findings = r.findings.list
	return &r.out, nil
}

func (r *reader) version() error {
	r.out.Version = r.root.text("openapi")
	switch {
	case strings.HasPrefix(r.out.Version, "3.0."):
		r.old = true
	case strings.HasPrefix(r.out.Version, "3.1."):
	case r.root.get("swagger") != nil:
		return unreadable("The document is Swagger 2.0. Convert it to OpenAPI 3 first.")
	default:
		return unreadable(`The document is not OpenAPI 3.0 or 3.1: "openapi" must say so, such as "3.1.0".`)
	}
	return nil
}

func (r *reader) info() {
	info := r.root.object("info")
	r.out.Title, r.out.Description, r.out.APIVersion = cut(info.text("title"), 256), info.text("description"), cut(line(info.text("version")), 64)
	r.out.Name = slug(r.out.Title)
	if r.out.Title == "" {
		r.findings.add(Warning, "/info/title", "is missing; the collection's name stands in")
	}
	const most = 1 << 20
	if len(r.out.Description) > most {
		r.out.Description = cut(r.out.Description, most)
		r.findings.add(Warning, "/info/description", "is longer than %d bytes and was cut", most)
	}
}

// cut shortens to at most n bytes, at the border of a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// slug is a title as a name: "Shipment Tracking API" is "shipment-tracking".
func slug(title string) string {
	s := strings.Trim(notInName.ReplaceAllString(strings.ToLower(title), "-"), "-")
	for _, noise := range []string{"-rest-api", "-api"} {
		s = strings.TrimSuffix(s, noise)
	}
	if s = strings.Trim(cut(s, 63), "-"); !gatehouse.ValidName(s) {
		return ""
	}
	return s
}

func (r *reader) servers() {
	for i, v := range r.root.list("servers") {
		s, ok := v.(*object)
		if !ok || s.text("url") == "" || i >= 100 {
			continue
		}
		server := Server{URL: withDefaults(s), Description: s.text("description")}
		u, err := url.Parse(server.URL)
		server.Absolute = err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
		server.URL = strings.TrimSuffix(server.URL, "/")
		r.out.Servers = append(r.out.Servers, server)
	}
	if r.out.Upstream() == "" {
		r.findings.add(Warning, "/servers", "names no absolute http or https URL; say where the requests go")
	} else if len(r.out.Servers) > 1 {
		r.findings.add(Information, "/servers", "names several; the first absolute one is taken for the upstream")
	}
}

var variable = regexp.MustCompile(`\{[^{}]*\}`)

func withDefaults(server *object) string {
	variables := server.object("variables")
	return variable.ReplaceAllStringFunc(server.text("url"), func(name string) string {
		return variables.object(name[1 : len(name)-1]).text("default")
	})
}

// leftAside says what a document may hold and this product does not serve.
func (r *reader) leftAside() {
	if o := r.root.object("webhooks"); o != nil && len(o.names) > 0 {
		r.findings.add(Information, "/webhooks", "are not imported: they are calls to the partner")
	}
	if r.root.object("components").object("securitySchemes") != nil || len(r.root.list("security")) > 0 {
		r.findings.add(Information, "/components/securitySchemes", "are not imported: partners sign in with Client ID, Profile ID and token; what the upstream wants is set as its credential")
	}
}

// piece builds a part of the document once, however many operations share it,
// and repeats for each what was noticed about it.
func (r *reader) piece(kind, pointer string, build func() any) json.RawMessage {
	p := r.pieces[kind+pointer]
	if p == nil {
		before := r.findings
		r.findings = findings{}
		p = &piece{raw: encode(build())}
		r.compile(kind, pointer, p.raw)
		p.found, r.findings = r.findings, before
		r.pieces[kind+pointer] = p
	}
	r.findings.again(p.found)
	return p.raw
}

// compile notes a part that requests could not be checked against.
func (r *reader) compile(kind, pointer string, raw json.RawMessage) {
	var e gatehouse.Endpoint
	switch kind {
	case "parameter":
		e = gatehouse.Endpoint{Path: "/", Parameters: slicesOf('[', [][]byte{raw}, ']')}
	case "requestBody":
		e = gatehouse.Endpoint{Path: "/", RequestBody: raw}
	}
	compiled, wrong := schema.Compile(e)
	if len(wrong) > 0 {
		r.findings.add(Warning, pointer, "has a schema that requests cannot be checked against; leave validate_requests off")
	}
	for _, u := range compiled.Unchecked() {
		at := strings.TrimPrefix(strings.TrimPrefix(u.Pointer, "/parameters/0"), "/request_body")
		r.findings.add(Information, pointer+at, "%s (validate_requests leaves it unchecked)", u.Detail)
	}
}
