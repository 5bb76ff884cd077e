package e2e

import (
	"fmt"
	"testing"
)

// partner is what a client needs to call the gateway.
type partner struct {
	clientID, profileID, profile, token string
}

// publish makes a collection with a tracking and an ordering endpoint and
// publishes it. It returns the collection's id.
func (h *house) publish(name, upstream string) string {
	h.t.Helper()
	c := h.api(201, "POST", "/collections", fmt.Sprintf(`{"name":%q,"title":%q,"base_path":"/%s",
		"upstream":{"targets":[{"url":%q}]},
		"endpoints":[
			{"method":"GET","path":"/track/{trackingNumber}","example":{"path_parameters":{"trackingNumber":"12345"}}},
			{"method":"POST","path":"/track/{trackingNumber}"},
			{"method":"DELETE","path":"/track/{trackingNumber}"}]}`, name, name, name, upstream))
	id := c.text("id")
	h.api(200, "POST", "/collections/"+id+"/publish", "")
	return id
}

// onboard does steps 1 to 3 of the recipe with the names given.
func (h *house) onboard(name, collection string) partner {
	h.t.Helper()
	client := h.api(201, "POST", "/clients", fmt.Sprintf(`{"name":%q,"description":"Acme Corp logistics integration","status":"enabled"}`, name))
	p := partner{clientID: client.text("id"), profile: name + "-standard"}
	profile := h.api(201, "POST", "/profiles", fmt.Sprintf(`{"name":%q,"client_id":%q,"auth":{"type":"token"},
		"allowed_methods":["GET","POST"],"ip_allowlist":[],"token":{"generate":true}}`, p.profile, p.clientID))
	p.profileID, p.token = profile.text("id"), profile.text("token", "secret")
	h.api(200, "PUT", "/collections/"+collection+"/clients/"+p.clientID, "")
	return p
}

// headers are the three headers of step 6, as curl arguments.
func (p partner) headers() []string {
	return []string{"-H", "X-Client-ID: " + p.clientID, "-H", "Authorization: Bearer " + p.token, "-H", "X-Profile-ID: " + p.profile}
}

// call sends a request with the partner's headers and more curl arguments.
func (h *house) call(p partner, path string, more ...string) answer {
	h.t.Helper()
	return curl(h.t, append(append([]string{h.gateway + path}, p.headers()...), more...)...)
}

// wantRefusal checks the status and code of an answer.
func wantRefusal(t *testing.T, a answer, status int, code string) {
	t.Helper()
	if a.status != status || a.code(t) != code {
		t.Errorf("got %d %s, want %d %s\n%s", a.status, a.code(t), status, code, a.body)
	}
}

func want200(t *testing.T, a answer) {
	t.Helper()
	if a.status != 200 {
		t.Errorf("got %d, want 200\n%s", a.status, a.body)
	}
}
