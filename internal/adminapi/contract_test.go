package adminapi

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// document is the OpenAPI document as an outsider reads it.
var document = sync.OnceValue(func() map[string]any {
	raw, err := Document()
	if err != nil {
		panic(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		panic(err)
	}
	return doc
})

// obeysContract fails the test when an answer is not as documented.
func (r *rig) obeysContract(method, path string, a reply) {
	r.t.Helper()
	if a.header.Get("X-Request-ID") == "" {
		r.t.Errorf("%s %s: no X-Request-ID", method, path)
	}
	if strings.Contains(a.body, `"$schema"`) || a.status >= 500 {
		r.t.Errorf("%s %s: status %d: %s\n%s", method, path, a.status, a.body, r.log.String())
	}
	op := operationFor(method, path)
	if op == nil || a.status == 304 || method == "HEAD" {
		return
	}
	answer, ok := at(op, "responses", strconv.Itoa(a.status)).(map[string]any)
	if !ok {
		r.t.Errorf("%s %s: status %d is not documented: %s", method, path, a.status, a.body)
		return
	}
	answer = resolve(answer)
	if sent, _, _ := strings.Cut(a.header.Get("Content-Type"), ";"); at(answer, "content", sent) != nil && !strings.HasSuffix(sent, "/json") {
		return // a stream
	}
	for mediaType, content := range members(answer["content"]) {
		if !strings.HasPrefix(a.header.Get("Content-Type"), mediaType) {
			r.t.Errorf("%s %s: content type %q, want %q", method, path, a.header.Get("Content-Type"), mediaType)
		}
		var v any
		check(r.t, json.Unmarshal([]byte(a.body), &v))
		for _, wrong := range differs(members(content)["schema"], v, "") {
			r.t.Errorf("%s %s: %s in %.500s", method, path, wrong, a.body)
		}
	}
}

func operationFor(method, path string) map[string]any {
	path, _, _ = strings.Cut(path, "?")
	want := strings.Split(path, "/")
	var best string
	for template := range members(document()["paths"]) {
		parts := strings.Split(template, "/")
		if len(parts) != len(want) || !slices.EqualFunc(parts, want, func(p, w string) bool { return p == w || p[:min(1, len(p))] == "{" && w != "" }) {
			continue
		}
		if best == "" || strings.Count(template, "{") < strings.Count(best, "{") {
			best = template
		}
	}
	op, _ := at(document(), "paths", best, strings.ToLower(method)).(map[string]any)
	return op
}

func members(v any) map[string]any { m, _ := v.(map[string]any); return m }

func at(v any, path ...string) any {
	for _, name := range path {
		v = members(v)[name]
	}
	return v
}

func resolve(m map[string]any) map[string]any {
	ref, ok := m["$ref"].(string)
	if !ok {
		return m
	}
	return members(at(document(), strings.Split(strings.TrimPrefix(ref, "#/"), "/")...))
}

// differs compares a value with a schema; it knows what our document uses.
func differs(schema, v any, where string) []string {
	s := resolve(members(schema))
	if any, ok := s["anyOf"].([]any); ok {
		for _, one := range any {
			if len(differs(one, v, where)) == 0 {
				return nil
			}
		}
		return []string{where + " matches none of anyOf"}
	}
	if wrong := wrongType(s["type"], v); wrong {
		return []string{fmt.Sprintf("%s is %T, want %v", where, v, s["type"])}
	}
	var out []string
	switch v := v.(type) {
	case map[string]any:
		out = differentMembers(s, v, where)
	case []any:
		for i, item := range v {
			out = append(out, differs(s["items"], item, where+"/"+strconv.Itoa(i))...)
		}
	case string:
		if _, err := time.Parse(time.RFC3339Nano, v); s["format"] == "date-time" && (err != nil || !strings.HasSuffix(v, "Z")) {
			out = append(out, where+" is not an RFC 3339 time in UTC")
		}
		if enum, ok := s["enum"].([]any); ok && !slices.Contains(enum, any(v)) {
			out = append(out, where+" is not in the enum")
		}
	}
	return out
}

func differentMembers(s, v map[string]any, where string) (out []string) {
	properties := members(s["properties"])
	required, _ := s["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			out = append(out, fmt.Sprintf("%s/%s is missing", where, name))
		}
	}
	for name, value := range v {
		switch property, ok := properties[name]; {
		case ok:
			out = append(out, differs(property, value, where+"/"+name)...)
		case s["additionalProperties"] == false:
			out = append(out, where+"/"+name+" is not documented")
		case s["additionalProperties"] != nil && s["additionalProperties"] != true:
			out = append(out, differs(s["additionalProperties"], value, where+"/"+name)...)
		}
	}
	return out
}

func wrongType(want, v any) bool {
	var kind string
	switch n := v.(type) {
	case nil:
		kind = "null"
	case bool:
		kind = "boolean"
	case string:
		kind = "string"
	case float64:
		kind = "number"
		if n == float64(int64(n)) && (want == "integer" || fmt.Sprint(want) == "[integer null]") {
			kind = "integer"
		}
	case []any:
		kind = "array"
	default:
		kind = "object"
	}
	switch want := want.(type) {
	case string:
		return want != kind
	case []any:
		return !slices.Contains(want, any(kind))
	default:
		return false // a schema without a type admits everything
	}
}

func TestCommittedDocumentIsCurrent(t *testing.T) {
	fresh, err := Document()
	check(t, err)
	committed, err := os.ReadFile("../../api/openapi.json")
	check(t, err)
	if string(fresh) != string(committed) {
		t.Error("api/openapi.json is stale: go run ./internal/adminapi/genopenapi > api/openapi.json")
	}
	again, err := Document()
	check(t, err)
	if string(fresh) != string(again) {
		t.Error("the document differs from one generation to the next")
	}
}

func TestEveryFieldAndParameterIsDescribed(t *testing.T) {
	for name, schema := range members(at(document(), "components", "schemas")) {
		for field, s := range members(members(schema)["properties"]) {
			if at(s, "description") == nil {
				t.Errorf("%s.%s has no description", name, field)
			}
		}
	}
	for path, item := range members(document()["paths"]) {
		for method, op := range members(item) {
			parameters, _ := at(op, "parameters").([]any)
			for _, p := range parameters {
				if at(p, "description") == nil {
					t.Errorf("%s %s: parameter %v has no description", method, path, at(p, "name"))
				}
			}
		}
	}
}
