package openapi

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/schema"
)

// hostile are documents that try to cost more than they weigh.
func hostile() map[string]string {
	const head = `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{`
	const one = `"/a":{"get":{"responses":{"200":{"description":"x","content":{"application/json":{"schema":{"$ref":"#/components/schemas/S0"}}}}}}}`
	var many, chain, wide, shared strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&many, `%s"/p%d":{"get":{"parameters":[{"$ref":"#/components/parameters/P"}],"requestBody":{"$ref":"#/components/requestBodies/B"},"responses":{"200":{"$ref":"#/components/responses/R"}}}}`, comma(i), i)
	}
	for i := range 15000 {
		fmt.Fprintf(&chain, `%s"S%d":{"properties":{"n":{"$ref":"#/components/schemas/S%d"}}}`, comma(i), i, (i+1)%15000)
	}
	for i := range 250 {
		fmt.Fprintf(&wide, `%s"S%d":{"properties":{`, comma(i), i)
		for j := range 250 {
			fmt.Fprintf(&wide, `%s"p%d":{"$ref":"#/components/schemas/S%d"}`, comma(j), j, j)
		}
		wide.WriteString("}}")
	}
	fmt.Fprintf(&shared, `"parameters":{"P":{"name":"q","in":"query","required":true,"schema":{"$ref":"#/components/schemas/S0"}}},
		"requestBodies":{"B":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S0"},"example":"%s"}}}},
		"responses":{"R":{"description":"%s","content":{"application/json":{"schema":{"$ref":"#/components/schemas/S0"}}}}},`, strings.Repeat("e", 500_000), strings.Repeat("d", 500_000))
	schemas := func(paths, parts, list string) string {
		return head + paths + `},"components":{` + parts + `"schemas":{` + list + `}}}`
	}
	return map[string]string{
		"chain":           schemas(one, "", chain.String()),
		"wide":            schemas(one, "", wide.String()),
		"wide, shared":    schemas(many.String(), shared.String(), wide.String()),
		"chain, shared":   schemas(many.String(), shared.String(), chain.String()),
		"itself":          schemas(one, "", `"S0":{"$ref":"#/components/schemas/S0"}`),
		"each other":      schemas(one, "", `"S0":{"$ref":"#/components/schemas/S1"},"S1":{"$ref":"#/components/schemas/S0"}`),
		"itself in allOf": schemas(one, "", `"S0":{"allOf":[{"$ref":"#/components/schemas/S0"}]}`),
		"the whole":       schemas(`"/a":{"get":{"parameters":[{"name":"a","in":"query","schema":{"$ref":"#"}}],"responses":{"200":{"$ref":"#/paths/~1a/get/responses/200"}}}}`, "", ``),
		"path to itself":  schemas(`"/a":{"$ref":"#/paths/~1a"},"/b":{"$ref":"#/paths"}`, "", ``),
		"example in a ring": schemas(`"/a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S0"}}}}}}`, "",
			`"S0":{"type":"object","required":["a","b","c"],"properties":{"a":{"$ref":"#/components/schemas/S0"},"b":{"$ref":"#/components/schemas/S0"},"c":{"$ref":"#/components/schemas/S0"}}}`),
	}
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

func TestHostileDocumentsCostLittle(t *testing.T) {
	for name, text := range hostile() {
		start := time.Now()
		d, err := Read([]byte(text))
		took := time.Since(start)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		size := 0
		for _, op := range d.Operations {
			size += sizeOf(op.Endpoint)
		}
		t.Logf("%s: %d bytes became %d in %v, %d findings", name, len(text), size, took.Round(time.Millisecond), len(d.Findings))
		if size > maxImported || took > 20*time.Second {
			t.Errorf("%s: %d bytes after %v", name, size, took)
		}
	}
}

func sizeOf(e gatehouse.Endpoint) int {
	return len(e.Parameters) + len(e.RequestBody) + len(e.Responses)
}

// FuzzRead holds that whatever comes in, what is importable is an endpoint that
// a collection can hold: valid on its own, with JSON for its parts, and with
// schemas that can be compiled or have a finding that says otherwise.
func FuzzRead(f *testing.F) {
	for _, text := range hostile() {
		if len(text) < 4096 {
			f.Add([]byte(text))
		}
	}
	text, err := os.ReadFile("testdata/shipments.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("openapi: 3.1.0\npaths: {/a: {get: &g {responses: {x: *g}}}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Read(text)
		if err != nil {
			return
		}
		for _, op := range d.Operations {
			if !op.Importable {
				continue
			}
			c := gatehouse.Collection{Name: "fuzz", Definition: gatehouse.Definition{
				BasePath: "/", Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: "http://example.com", Weight: 1}}},
				Endpoints: []gatehouse.Endpoint{op.Endpoint},
			}}
			if err := c.Validate(); err != nil {
				t.Errorf("%s: %v", op.Key, err)
			}
			for _, raw := range []json.RawMessage{op.Endpoint.Parameters, op.Endpoint.RequestBody, op.Endpoint.Responses} {
				if len(raw) > 0 && !json.Valid(raw) {
					t.Errorf("%s: not JSON: %s", op.Key, raw)
				}
			}
			if _, wrong := schema.Compile(op.Endpoint); len(wrong) > 0 && len(d.Findings) == 0 {
				t.Errorf("%s: %v", op.Key, wrong)
			}
		}
	})
}
