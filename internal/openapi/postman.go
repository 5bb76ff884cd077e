package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"gatehouse"
)

const postmanSchema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"

// Postman writes a Postman collection (format 2.1): each endpoint as a request
// with its example, in a folder by its first tag. The ids and the token are
// variables, so that the file holds no secret.
func (e Export) Postman(clientID, profileID string) ([]byte, error) {
	info := e.info()
	out := objectOf("info", objectOf("name", info.text("title"), "description", info.text("description"), "version", info.text("version"), "schema", postmanSchema))
	auth := objectOf("type", "noauth")
	variables := []any{variableOf("base_url", e.serverURL()), variableOf("client_id", clientID), variableOf("profile_id", profileID)}
	if e.Auth != gatehouse.AuthNone {
		auth = objectOf("type", "bearer", "bearer", []any{objectOf("key", "token", "value", "{{token}}", "type", "string")})
		variables = append(variables, variableOf("token", ""))
	}
	out.set("auth", auth)
	out.set("variable", variables)
	out.set("item", e.postmanItems())
	var text bytes.Buffer
	if err := json.Indent(&text, encode(out), "", "  "); err != nil {
		return nil, fmt.Errorf("writing the Postman collection of %s: %w", e.Name, err)
	}
	return text.Bytes(), nil
}

func variableOf(key, value string) *object { return objectOf("key", key, "value", value) }

func (e Export) postmanItems() []any {
	items := []any{}
	folders := map[string]*object{}
	for _, endpoint := range e.Definition.Endpoints {
		request := postmanItem(endpoint)
		if len(endpoint.Tags) == 0 {
			items = append(items, request)
			continue
		}
		folder := folders[endpoint.Tags[0]]
		if folder == nil {
			folder = objectOf("name", endpoint.Tags[0], "item", []any{})
			folders[endpoint.Tags[0]] = folder
			items = append(items, folder)
		}
		folder.members["item"] = append(folder.list("item"), request)
	}
	return items
}

func postmanItem(e gatehouse.Endpoint) *object {
	headers := []any{variableOf("X-Client-ID", "{{client_id}}"), variableOf("X-Profile-ID", "{{profile_id}}")}
	for _, name := range sortedNames(e.Example.Headers) {
		headers = append(headers, variableOf(name, e.Example.Headers[name]))
	}
	request := objectOf("method", e.Method, "header", headers, "url", postmanURL(e))
	if e.Description != "" {
		request.set("description", e.Description)
	}
	if e.Example.Body != "" {
		request.set("body", objectOf("mode", "raw", "raw", e.Example.Body, "options", objectOf("raw", objectOf("language", "json"))))
	}
	name := e.Summary
	if name == "" {
		name = e.Method + " " + e.Path
	}
	return objectOf("name", name, "request", request, "response", []any{})
}

// postmanURL has path parameters as Postman spells them: /track/:number.
func postmanURL(e gatehouse.Endpoint) *object {
	path, values := []any{}, []any{}
	for segment := range strings.SplitSeq(strings.TrimPrefix(e.Path, "/"), "/") {
		if variable.MatchString(segment) {
			name := strings.Trim(segment, "{}")
			values = append(values, variableOf(name, e.Example.PathParameters[name]))
			segment = ":" + name
		}
		path = append(path, segment)
	}
	texts := make([]string, len(path))
	for i, segment := range path {
		texts[i], _ = segment.(string)
	}
	raw := "{{base_url}}/" + strings.Join(texts, "/")
	out := objectOf("raw", raw, "host", []any{"{{base_url}}"}, "path", path)
	if len(values) > 0 {
		out.set("variable", values)
	}
	if query := postmanQuery(e); len(query) > 0 {
		out.set("query", query)
		out.members["raw"] = raw + "?" + e.Example.Query
	}
	return out
}

// postmanQuery holds the example's fields, and the documented others switched
// off.
func postmanQuery(e gatehouse.Endpoint) []any {
	out := []any{}
	given, err := url.ParseQuery(e.Example.Query)
	if err != nil {
		return out
	}
	for _, name := range sortedNames(given) {
		for _, value := range given[name] {
			out = append(out, variableOf(name, value))
		}
	}
	list, _ := read(e.Parameters).([]any)
	for _, v := range list {
		p, ok := v.(*object)
		if !ok || p.text("in") != "query" || p.text("name") == "" || given.Has(p.text("name")) {
			continue
		}
		field := variableOf(p.text("name"), "")
		field.set("disabled", true)
		if text := p.text("description"); text != "" {
			field.set("description", text)
		}
		out = append(out, field)
	}
	return out
}
