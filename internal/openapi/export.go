package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gatehouse"
)

// Export is a collection as a document for those who call it: the gateway is
// its server, and what the gateway wants is its security.
type Export struct {
	Name       string // of the collection
	Definition gatehouse.Definition
	GatewayURL string             // public
	Auth       gatehouse.AuthType // of the profile that it is for; empty: token
	Old        bool               // OpenAPI 3.0 and not 3.1
}

// For is the export with only what a profile may call.
func (e Export) For(p gatehouse.Profile) Export {
	var callable []gatehouse.Endpoint
	for _, endpoint := range e.Definition.Endpoints {
		if p.AllowsMethod(endpoint.Method) {
			callable = append(callable, endpoint)
		}
	}
	e.Definition.Endpoints, e.Auth = callable, p.Auth.Type
	return e
}

// OpenAPI writes the document as JSON.
func (e Export) OpenAPI() ([]byte, error) {
	w := writer{old: e.Old, components: newObject(), bodies: map[string]string{}, ids: map[string]bool{}}
	doc := newObject()
	doc.set("openapi", map[bool]string{true: "3.0.3", false: "3.1.0"}[e.Old])
	doc.set("info", e.info())
	doc.set("servers", []any{objectOf("url", e.serverURL())})
	doc.set("security", []any{e.requirement()})
	if tags := e.tags(); len(tags) > 0 {
		doc.set("tags", tags)
	}
	paths := newObject()
	for _, endpoint := range e.Definition.Endpoints {
		w.path(paths, endpoint)
	}
	doc.set("paths", paths)
	components := newObject()
	components.set("securitySchemes", e.schemes())
	if len(w.components.names) > 0 {
		components.set("schemas", w.components)
	}
	doc.set("components", components)
	var out bytes.Buffer
	if err := json.Indent(&out, encode(doc), "", "  "); err != nil {
		return nil, fmt.Errorf("writing the OpenAPI document of %s: %w", e.Name, err)
	}
	return out.Bytes(), nil
}

func (e Export) serverURL() string {
	return strings.TrimRight(e.GatewayURL, "/") + strings.TrimRight(e.Definition.BasePath, "/")
}

// objectOf is an object of alternating names and values.
func objectOf(pairs ...any) *object {
	o := newObject()
	for pair := range slices.Chunk(pairs, 2) {
		o.set(pair[0].(string), pair[1])
	}
	return o
}

func (e Export) info() *object {
	title, version := e.Definition.Title, e.Definition.APIVersion
	if title == "" {
		title = e.Name
	}
	if version == "" {
		version = "1"
	}
	info := objectOf("title", title, "version", version)
	if e.Definition.Description != "" {
		info.set("description", e.Definition.Description)
	}
	return info
}

func (e Export) tags() []any {
	var names []string
	for _, endpoint := range e.Definition.Endpoints {
		for _, tag := range endpoint.Tags {
			if !slices.Contains(names, tag) {
				names = append(names, tag)
			}
		}
	}
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = objectOf("name", name)
	}
	return out
}

// schemes are what every request carries.
func (e Export) schemes() *object {
	out := objectOf(
		"clientId", objectOf("type", "apiKey", "in", "header", "name", "X-Client-ID", "description", "Your Client ID."),
		"profileId", objectOf("type", "apiKey", "in", "header", "name", "X-Profile-ID", "description", "Your Profile ID."),
	)
	if e.Auth != gatehouse.AuthNone {
		out.set("token", objectOf("type", "http", "scheme", "bearer", "description", "Your token."))
	}
	return out
}

func (e Export) requirement() *object {
	out := newObject()
	for _, name := range e.schemes().names {
		out.set(name, []any{})
	}
	return out
}

// writer collects what the operations of a document share.
type writer struct {
	old        bool
	components *object           // schemas by name
	bodies     map[string]string // their texts
	ids        map[string]bool   // operation ids in use
}

func (w *writer) path(paths *object, e gatehouse.Endpoint) {
	template, wrong := gatehouse.ParseTemplate(e.Path)
	method := strings.ToLower(e.Method)
	if wrong != "" || !slices.Contains(methods, method) {
		return
	}
	path, rest := e.Path, ""
	if template.Wildcard { // OpenAPI has no word for the rest of a path
		rest = restName(template)
		path = strings.TrimSuffix(path, "*") + "{" + rest + "}"
	}
	item := paths.object(path)
	if item == nil {
		item = newObject()
		paths.set(path, item)
	}
	item.set(method, w.operation(e, template, rest))
}

func restName(t gatehouse.Template) string {
	for name := "rest"; ; name += "_" {
		if !slices.ContainsFunc(t.Segments, func(s gatehouse.Segment) bool { return s.Parameter == name }) {
			return name
		}
	}
}

func (w *writer) operation(e gatehouse.Endpoint, template gatehouse.Template, rest string) *object {
	op := objectOf("operationId", w.operationID(e))
	for _, text := range []struct{ name, value string }{{"summary", e.Summary}, {"description", e.Description}} {
		if text.value != "" {
			op.set(text.name, text.value)
		}
	}
	if len(e.Tags) > 0 {
		tags := make([]any, len(e.Tags))
		for i, tag := range e.Tags {
			tags[i] = tag
		}
		op.set("tags", tags)
	}
	if e.Deprecated {
		op.set("deprecated", true)
	}
	if list := w.parameters(e, template, rest); len(list) > 0 {
		op.set("parameters", list)
	}
	if body, ok := read(e.RequestBody).(*object); ok && body.object("content") != nil {
		op.set("requestBody", w.holder(body))
	}
	op.set("responses", w.responses(e))
	return op
}

// operationID is the document's own, or one made of method and path.
func (w *writer) operationID(e gatehouse.Endpoint) string {
	id := e.OperationID
	if id == "" {
		id = strings.Trim(notInName.ReplaceAllString(strings.ToLower(e.Method+e.Path), "-"), "-")
	}
	for n, base := 2, id; w.ids[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	w.ids[id] = true
	return id
}

func (w *writer) parameters(e gatehouse.Endpoint, template gatehouse.Template, rest string) []any {
	out := []any{}
	seen := map[string]bool{}
	inPath := func(name string) bool {
		return slices.ContainsFunc(template.Segments, func(s gatehouse.Segment) bool { return s.Parameter == name })
	}
	list, _ := read(e.Parameters).([]any)
	for _, v := range list {
		p, ok := v.(*object)
		if !ok {
			continue
		}
		name, in := p.text("name"), p.text("in")
		if name == "" || seen[in+name] || in == "path" && !inPath(name) || in == "header" && ownHeader(name) {
			continue
		}
		seen[in+name] = true
		p = w.holder(p)
		if in == "path" {
			p = without(p, "required")
			p.set("required", true)
		}
		if p.get("schema") == nil && p.get("content") == nil {
			p.set("schema", newObject())
		}
		out = append(out, p)
	}
	for _, s := range template.Segments {
		if s.Parameter != "" && !seen["path"+s.Parameter] {
			out = append(out, pathParameter(s.Parameter, ""))
		}
	}
	if rest != "" {
		out = append(out, pathParameter(rest, "The rest of the path; may hold several segments."))
	}
	return out
}

func pathParameter(name, description string) *object {
	p := objectOf("name", name, "in", "path", "required", true)
	if description != "" {
		p.set("description", description)
	}
	p.set("schema", objectOf("type", "string"))
	return p
}

func (w *writer) responses(e gatehouse.Endpoint) *object {
	out := newObject()
	if list, ok := read(e.Responses).(*object); ok {
		for _, status := range list.names {
			if r, ok := list.members[status].(*object); ok && !strings.HasPrefix(status, "x-") {
				r = w.holder(r)
				if _, told := r.members["description"]; !told {
					r.set("description", "")
				}
				out.set(status, r)
			}
		}
	}
	if len(out.names) == 0 {
		out.set("default", objectOf("description", "The answer of the API."))
	}
	return out
}
