package adminapi

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// writeCalls are the routes that take a body, each with one that is good.
func writeCalls(r *rig) map[string]string {
	client := r.client()
	profile := r.profile(client)
	policy := r.send("POST", "/policies", aPolicy).must(201).text("id")
	collection := r.send("POST", "/collections", aCollection).must(201).text("id")
	user := r.send("POST", "/users", `{"email":"dana@example.com","role":"viewer"}`).must(201).text("id")
	return map[string]string{
		"POST /clients":                                strings.Replace(aClient, "acme", "two", 1),
		"PATCH /clients/" + client:                     `{"description":"x","labels":{"a":"b"},"status":"disabled"}`,
		"PUT /clients/" + client + "/policies":         `{"policy_ids":["` + policy + `"]}`,
		"PUT /clients/" + client + "/portal-access":    `{"emails":["dev@acme.example"]}`,
		"POST /clients/" + client + "/check":           `{"profile_id":"acme-corp-standard","token":"x"}`,
		"POST /profiles":                               strings.Replace(profileBody(client), "standard", "two", 1),
		"PATCH /profiles/" + profile:                   `{"allowed_methods":["GET"],"ip_allowlist":["10.0.0.0/8"],"expires_at":"2040-01-01T00:00:00Z","auth":{"type":"none"}}`,
		"POST /profiles/" + profile + "/tokens":        `{"value":"0123456789012345678901234567890123456789","expires_at":"2040-01-01T00:00:00Z"}`,
		"POST /profiles/" + profile + "/rotate":        `{"overlap":"24h","hand_over_link":true}`,
		"POST /policies":                               strings.Replace(aPolicy, "200rpm", "two", 1),
		"PATCH /policies/" + policy:                    `{"rate":{"requests":7,"window":"1h"},"quota":{"requests":5,"period":"week","time_zone":"Europe/Berlin"}}`,
		"POST /collections":                            strings.ReplaceAll(aCollection, "shipments", "orders"),
		"PATCH /collections/" + collection:             `{"cors":{"origins":["https://a.example"]},"max_body_bytes":9,"upstream":{"credential":{"header":"X-Key","value":"v"},"idle_timeout":"9s"},"endpoints":[{"method":"GET","path":"/a/*","parameters":[{"name":"x"}]}]}`,
		"POST /collections/" + collection + "/publish": ``,
		"POST /onboardings":                            strings.ReplaceAll(anOnboarding, "acme-corp", "three"),
		"POST /users":                                  `{"email":"e@example.com","role":"auditor","password":"` + password + `"}`,
		"PATCH /users/" + user:                         `{"name":"D","role":"editor","status":"disabled"}`,
		"PUT /users/" + user + "/password":             `{"password":"` + password + `"}`,
		"POST /sessions":                               `{"email":"dana@example.com","password":"` + password + `"}`,
		"POST /settings/test-mail":                     `{"to":"dana@example.com"}`,
		"POST /users/" + user + "/invitation":          ``,
		"POST /invitations/ghi_none":                   `{"name":"D","password":"` + password + `"}`,
		"POST /setup":                                  `{"code":"ghu_x","name":"D","email":"d@example.com","password":"` + password + `"}`,
		"POST /api-keys":                               `{"name":"deploy","role":"viewer","expires_at":"2040-01-01T00:00:00Z"}`,
		"PATCH /settings":                              `{"branding":{"name":"N","logo_url":"https://a.example/l.svg"},"support":{"email":"a@b.example"},"retention":{"request_log_age":"7d"},"request_access":true}`,
	}
}

// TestMutatedBodiesNeverFailInside throws bodies that are a little or wholly
// wrong at every write route. Whatever comes, the answer is a documented 2xx
// or 4xx, and a refused call leaves nothing behind, not even an audit event.
func TestMutatedBodiesNeverFailInside(t *testing.T) {
	r := newRig(t)
	calls := writeCalls(r)
	targets := slices.Sorted(maps.Keys(calls))
	rapid.Check(t, func(rt *rapid.T) {
		target := rapid.SampledFrom(targets).Draw(rt, "target")
		method, path, _ := strings.Cut(target, " ")
		body := mutated(rt, calls[target])
		before := r.lastEvent()
		a := r.send(method, path, body)
		if a.status >= 400 && r.lastEvent() != before {
			rt.Fatalf("%s refused %s with %d and wrote an audit event", target, body, a.status)
		}
		if t.Failed() {
			rt.Fatalf("%s %s", target, body)
		}
	})
	if v := r.send("GET", "/audit-logs/verify", "").must(200); v.value("intact") != true {
		t.Errorf("verify: %s", v.body)
	}
}

func (r *rig) lastEvent() any {
	items := r.send("GET", "/audit-logs?limit=1", "").must(200).value("items").([]any)
	return at(items[0], "seq")
}

// mutated changes a few places of a body, or its bytes.
func mutated(rt *rapid.T, body string) string {
	if body == "" || rapid.IntRange(0, 9).Draw(rt, "bytes") == 0 {
		raw := []byte(body)
		for range min(len(raw), 3) {
			raw[rapid.IntRange(0, len(raw)-1).Draw(rt, "at")] = rapid.Byte().Draw(rt, "byte")
		}
		return string(raw)
	}
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		rt.Fatal(err)
	}
	for range rapid.IntRange(1, 3).Draw(rt, "changes") {
		v = mutateValue(rt, v)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		rt.Fatal(err)
	}
	return string(raw)
}

// odd are values that have broken programs before.
var odd = []any{
	nil, true, 0, -1, 1.5, 1e300, "", "\x00", "null", "undefined", "é\u202e", strings.Repeat("x", 70_000), "../../etc", "' OR 1=1 --",
	"9999999999d", "0s", "10.0.0.0/33", "::/0", "http://[::1", "http://a b", "/{", "/*/x", "0000-00-00T00:00:00Z", "9999-12-31T23:59:60Z",
	json.RawMessage(`[]`), json.RawMessage(`[null]`), json.RawMessage(`[[]]`), json.RawMessage(`{}`), json.RawMessage(`{"":null}`), json.RawMessage(`{"a/b~c":"d"}`),
}

func mutateValue(rt *rapid.T, v any) any {
	deeper := rapid.IntRange(0, 3).Draw(rt, "deeper") > 0
	switch v := v.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		if !deeper || len(names) == 0 {
			v[rapid.SampledFrom([]string{"id", "version", "x", "a.b", "name", "status", "\x00"}).Draw(rt, "new")] = rapid.SampledFrom(odd).Draw(rt, "value")
			return v
		}
		name := rapid.SampledFrom(names).Draw(rt, "member")
		if rapid.IntRange(0, 4).Draw(rt, "drop") == 0 {
			delete(v, name)
		} else {
			v[name] = mutateValue(rt, v[name])
		}
		return v
	case []any:
		if deeper && len(v) > 0 {
			i := rapid.IntRange(0, len(v)-1).Draw(rt, "item")
			v[i] = mutateValue(rt, v[i])
			return v
		}
		return append(v, rapid.SampledFrom(odd).Draw(rt, "value"))
	default:
		return rapid.SampledFrom(odd).Draw(rt, "value")
	}
}
