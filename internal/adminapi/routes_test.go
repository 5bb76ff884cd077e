package adminapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"gatehouse"
)

func TestTableAndDocumentAgree(t *testing.T) {
	documented := map[string]bool{"get /openapi.json": true}
	for _, r := range (&api{Options: Options{Check: noCheck}}).routes() {
		key := strings.ToLower(r.method) + " " + r.path
		documented[key] = true
		op, ok := at(document(), "paths", r.path, strings.ToLower(r.method)).(map[string]any)
		switch {
		case !ok:
			t.Errorf("%s is not in the document", key)
		case op["operationId"] != r.id || op["summary"] == "" || fmt.Sprint(op["x-roles"]) != fmt.Sprint(r.roles()):
			t.Errorf("%s is documented as %v, %v", key, op["operationId"], op["x-roles"])
		}
	}
	for path, item := range members(document()["paths"]) {
		for method := range members(item) {
			if !documented[method+" "+path] {
				t.Errorf("%s %s is in the document alone", method, path)
			}
		}
	}
}

// TestRolesMayWhatTheTableSays sends every route a body that can be no answer
// to anything: whoever may call gets past the gate and is told so, whoever may
// not is refused before the body is looked at.
func TestRolesMayWhatTheTableSays(t *testing.T) {
	r := newRig(t)
	for _, route := range (&api{Options: r.options}).routes() {
		// No route knows the parameter, so that one that would stream does not begin.
		path := strings.NewReplacer("{id}", "nobody", "{token_id}", "none", "{client_id}", "none", "{number}", "1", "{code}", "ghi_none").Replace(route.path) + "?unknown=1"
		for _, role := range roles {
			a := r.send(route.method, path, broken(route), "Authorization: Bearer "+r.keys[role])
			if refused := a.status == http.StatusForbidden; refused == route.allows(role) {
				t.Errorf("%s %s as %s: status %d", route.method, route.path, role, a.status)
			}
		}
		if a := r.send(route.method, path, broken(route), "Authorization: "); route.access != opens && a.status != http.StatusUnauthorized {
			t.Errorf("%s %s without a key: status %d", route.method, route.path, a.status)
		}
	}
}

func broken(r route) string {
	if r.hasBody() {
		return "{"
	}
	return ""
}

// TestRolesOfTheContract spells out what the table must say.
func TestRolesOfTheContract(t *testing.T) {
	tests := []struct {
		method, path string
		want         []gatehouse.Role
	}{
		{"GET", "/clients", []gatehouse.Role{"admin", "editor", "viewer"}},
		{"POST", "/clients", []gatehouse.Role{"admin", "editor"}},
		{"GET", "/request-logs", roles},
		{"GET", "/audit-logs", []gatehouse.Role{"admin", "editor", "auditor"}},
		{"GET", "/users", []gatehouse.Role{"admin"}},
		{"GET", "/api-keys", []gatehouse.Role{"admin"}},
		{"GET", "/settings", []gatehouse.Role{"admin"}},
		{"GET", "/overview", []gatehouse.Role{"admin", "editor", "viewer"}},
		{"GET", "/me", roles},
	}
	r := newRig(t)
	for _, tt := range tests {
		for _, role := range roles {
			a := r.send(tt.method, tt.path, "", "Authorization: Bearer "+r.keys[role])
			if may := a.status != http.StatusForbidden; may != slices.Contains(tt.want, role) {
				t.Errorf("%s %s as %s: status %d", tt.method, tt.path, role, a.status)
			}
		}
	}
}

func TestCheckIsServedOnlyWhereItExists(t *testing.T) {
	r := newRig(t)
	r.options.Check = nil
	r.server.Config.Handler = New(r.options)
	r.send("POST", "/clients/none/check", "{}").must(http.StatusNotFound)
}
