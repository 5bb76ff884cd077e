package adminapi

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"gatehouse/internal/rest"
)

// scenario is one call and what its answer must be.
type scenario struct {
	name, method, path, body string
	header                   []string
	status                   int
	has                      []string // must be in the answer
	lacks                    []string // must not
}

func (r *rig) play(s scenario) {
	r.t.Run(s.name, func(t *testing.T) {
		r := *r
		r.t = t
		a := r.send(s.method, s.path, s.body, s.header...).must(s.status)
		for _, part := range s.has {
			if !strings.Contains(a.body, part) {
				t.Errorf("%q is not in %s", part, a.body)
			}
		}
		for _, part := range s.lacks {
			if strings.Contains(a.body, part) {
				t.Errorf("%q is in %s", part, a.body)
			}
		}
		if a.status >= 400 && a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("content type %q", a.header.Get("Content-Type"))
		}
	})
}

func pointer(p string) string { return `"pointer":"` + p + `"` }

func TestBadInputIsRefusedWithAPointer(t *testing.T) {
	r := newRig(t)
	client := r.client()
	profile := r.profile(client)
	collection := r.send("POST", "/collections", aCollection).must(201).text("id")
	policy := r.send("POST", "/policies", aPolicy).must(201).text("id")
	auth := `,"client_id":"` + client + `","auth":{"type":"token"}`

	for _, s := range []scenario{
		{name: "base path that clashes", method: "POST", path: "/collections", body: strings.Replace(aCollection, `"shipments"`, `"other"`, 1), status: 409, has: []string{pointer("/base_path")}},
		{name: "name taken", method: "POST", path: "/clients", body: aClient, status: 409, has: []string{pointer("/name")}},
		{name: "upstream URL with credentials", method: "POST", path: "/collections", body: strings.Replace(aCollection, "http://", "http://root:hunter2@", 1), status: 422, has: []string{pointer("/upstream/targets/0/url")}, lacks: []string{"hunter2"}},
		{name: "upstream that is our own listener", method: "POST", path: "/collections", body: `{"name":"own","base_path":"/own","upstream":{"targets":[{"url":"http://127.0.0.1:8081"}]}}`, status: 422, has: []string{pointer("/upstream/targets/0/url")}},
		{name: "link-local upstream", method: "POST", path: "/collections", body: `{"name":"own","base_path":"/own","upstream":{"targets":[{"url":"http://169.254.169.254"}]}}`, status: 422, has: []string{pointer("/upstream/targets/0/url")}},
		{name: "endpoints that clash", method: "PATCH", path: "/collections/" + collection, body: `{"endpoints":[{"method":"GET","path":"/a/{x}"},{"method":"GET","path":"/a/{y}"}]}`, status: 422, has: []string{pointer("/endpoints/1")[:22]}},
		{name: "CIDR out of range", method: "POST", path: "/profiles", body: `{"name":"p-two"` + auth + `,"ip_allowlist":["10.0.0.0/8","10.0.0.0/33"]}`, status: 422, has: []string{pointer("/ip_allowlist/1")}, lacks: []string{"/33"}},
		{name: "pasted token of 5 characters", method: "POST", path: "/profiles", body: `{"name":"p-two"` + auth + `,"token":{"value":"hunt2"}}`, status: 422, has: []string{pointer("/token/value")}, lacks: []string{"hunt2"}},
		{name: "pasted and generated", method: "POST", path: "/profiles/" + profile + "/tokens", body: `{"generate":true,"value":"0123456789012345678901234567890123456789"}`, status: 422, has: []string{pointer("/value")}},
		{name: "no method allowed", method: "POST", path: "/profiles", body: `{"name":"p-two"` + auth + `,"allowed_methods":[]}`, status: 422, has: []string{pointer("/allowed_methods")}},
		{name: "unknown method", method: "POST", path: "/profiles", body: `{"name":"p-two"` + auth + `,"allowed_methods":["POST","GET","BREW"]}`, status: 422, has: []string{pointer("/allowed_methods/2")}, lacks: []string{"BREW"}},
		{name: "authentication not built yet", method: "POST", path: "/profiles", body: `{"name":"p-two","client_id":"` + client + `","auth":{"type":"mtls"}}`, status: 422, has: []string{pointer("/auth/type")}},
		{name: "unknown client", method: "POST", path: "/profiles", body: `{"name":"p-two","client_id":"cl_none","auth":{"type":"token"}}`, status: 422, has: []string{pointer("/client_id")}},
		{name: "policy of 0 requests", method: "POST", path: "/policies", body: `{"name":"zero","rate":{"requests":0,"window":"1m"}}`, status: 422, has: []string{pointer("/rate/requests")}},
		{name: "policy of nothing", method: "POST", path: "/policies", body: `{"name":"zero"}`, status: 422, has: []string{pointer("")}},
		{name: "window without unit", method: "POST", path: "/policies", body: `{"name":"zero","rate":{"requests":1,"window":"60"}}`, status: 422, has: []string{pointer("/rate/window")}},
		{name: "time zone of the server", method: "POST", path: "/policies", body: `{"name":"zero","quota":{"requests":1,"period":"day","time_zone":"Local"}}`, status: 422, has: []string{pointer("/quota/time_zone")}},
		{name: "number too large", method: "POST", path: "/policies", body: `{"name":"zero","rate":{"requests":1e400,"window":"1m"}}`, status: 422, has: []string{pointer("/rate/requests")}},
		{name: "fraction", method: "POST", path: "/policies", body: `{"name":"zero","rate":{"requests":1.5,"window":"1m"}}`, status: 422, has: []string{pointer("/rate/requests")}},
		{name: "unknown field", method: "POST", path: "/clients", body: `{"name":"two","colour":"hunter2"}`, status: 422, has: []string{pointer("/colour")}, lacks: []string{"hunter2"}},
		{name: "field in another letter case", method: "POST", path: "/clients", body: `{"name":"two","Description":"x"}`, status: 422, has: []string{pointer("/Description")}},
		{name: "read-only field", method: "PATCH", path: "/clients/" + client, body: `{"id":"cl_mine"}`, status: 422, has: []string{pointer("/id")}},
		{name: "wrong type", method: "POST", path: "/clients", body: `{"name":["hunter2"]}`, status: 422, has: []string{pointer("/name")}, lacks: []string{"hunter2"}},
		{name: "missing field", method: "POST", path: "/profiles", body: `{}`, status: 422, has: []string{pointer("/name"), pointer("/client_id"), pointer("/auth")}},
		{name: "name of a profile", method: "PATCH", path: "/profiles/" + profile, body: `{"name":"another"}`, status: 422, has: []string{pointer("/name")}},
		{name: "name of a collection", method: "PATCH", path: "/collections/" + collection, body: `{"name":"another"}`, status: 422, has: []string{pointer("/name")}},
		{name: "status cleared", method: "PATCH", path: "/clients/" + client, body: `{"status":null}`, status: 422, has: []string{pointer("/status")}},
		{name: "not an object", method: "POST", path: "/clients", body: `[]`, status: 422, has: []string{pointer("")}},
		{name: "broken JSON", method: "POST", path: "/clients", body: `{"name":"hunter2",}`, status: 400, lacks: []string{"hunter2"}},
		{name: "cut JSON", method: "POST", path: "/clients", body: `{"name":"hun`, status: 400},
		{name: "two values", method: "POST", path: "/clients", body: aClient + aClient, status: 400},
		{name: "field sent twice", method: "POST", path: "/clients", body: `{"name":"one","name":"two"}`, status: 400, has: []string{pointer("/name")}},
		{name: "not UTF-8", method: "POST", path: "/clients", body: "{\"name\":\"caf\xe9\"}", status: 400},
		{name: "no body", method: "POST", path: "/clients", status: 400},
		{name: "body of another type", method: "POST", path: "/clients", body: `name=x`, header: []string{"Content-Type: application/x-www-form-urlencoded"}, status: 400},
		{name: "NUL in a text", method: "POST", path: "/clients", body: `{"name":"two","description":"a\u0000b"}`, status: 422, has: []string{pointer("/description")}},
		{name: "NUL in a key", method: "POST", path: "/clients", body: `{"name":"two","labels":{"a\u0000":"b"}}`, status: 422},
		{name: "nested too deeply", method: "POST", path: "/clients", body: strings.Repeat("[", 5000), status: 400},
		{name: "time that means never", method: "POST", path: "/profiles", body: `{"name":"p-two"` + auth + `,"expires_at":"0001-01-01T00:00:00Z"}`, status: 422, has: []string{pointer("/expires_at")}},
		{name: "time in the past", method: "POST", path: "/profiles", body: `{"name":"p-two"` + auth + `,"expires_at":"2001-01-01T00:00:00Z"}`, status: 422, has: []string{pointer("/expires_at")}},
		{name: "body where none is taken", method: "POST", path: "/collections/" + collection + "/publish", body: `{"force":true}`, status: 422},
		{name: "overlap too long", method: "POST", path: "/profiles/" + profile + "/rotate", body: `{"overlap":"91d"}`, status: 422, has: []string{pointer("/overlap")}},
		{name: "overlap missing", method: "POST", path: "/profiles/" + profile + "/rotate", body: `{}`, status: 422, has: []string{pointer("/overlap")}},
		{name: "policy that does not exist", method: "PUT", path: "/clients/" + client + "/policies", body: `{"policy_ids":["` + policy + `","po_none"]}`, status: 422, has: []string{pointer("/policy_ids/1")}},
		{name: "email that is none", method: "PUT", path: "/clients/" + client + "/portal-access", body: `{"emails":["dev@acme.example","hunter2"]}`, status: 422, has: []string{pointer("/emails/1")}, lacks: []string{"hunter2"}},
	} {
		r.play(s)
	}
	if n := len(r.send("GET", "/clients", "").must(200).value("items").([]any)); n != 1 {
		t.Errorf("%d clients: a refused call left something", n)
	}
}

func TestBadParametersHeadersAndPathsAreRefused(t *testing.T) {
	r := newRig(t)
	client := r.client()
	for _, s := range []scenario{
		{name: "unknown query parameter", method: "GET", path: "/clients?colour=hunter2", status: 422, has: []string{pointer("?colour")}, lacks: []string{"hunter2"}},
		{name: "parameter out of range", method: "GET", path: "/clients?limit=201", status: 422, has: []string{pointer("?limit"), `"must be at most 200"`}},
		{name: "parameter below its range", method: "GET", path: "/clients?limit=0", status: 422, has: []string{`"must be at least 1"`}},
		{name: "parameter of none of its values", method: "GET", path: "/request-logs?source=hunter2", status: 422, has: []string{`must be one of \"gateway, portal, check\"`}},
		{name: "parameter that is no fraction", method: "GET", path: "/request-logs?min_latency_ms=hunter2", status: 422, has: []string{`"must be a number"`}, lacks: []string{"hunter2"}},
		{name: "parameter that is no number", method: "GET", path: "/clients?limit=hunter2", status: 422, has: []string{pointer("?limit")}, lacks: []string{"hunter2"}},
		{name: "parameter sent twice", method: "GET", path: "/clients?limit=1&limit=2", status: 422, has: []string{pointer("?limit")}},
		{name: "cursor of nowhere", method: "GET", path: "/clients?cursor=hunter2", status: 422, has: []string{pointer("?cursor")}, lacks: []string{"hunter2"}},
		{name: "NUL in a parameter", method: "GET", path: "/clients?q=%00", status: 422, has: []string{pointer("?q")}},
		{name: "broken query", method: "GET", path: "/clients?q=%zz", status: 400},
		{name: "time that is none", method: "GET", path: "/request-logs?from=yesterday", status: 422, has: []string{pointer("?from")}},
		{name: "status that is none", method: "GET", path: "/request-logs?status=9xx", status: 422, has: []string{pointer("?status")}},
		{name: "malformed If-Match", method: "PATCH", path: "/clients/" + client, body: `{}`, header: []string{"If-Match: 1"}, status: 400},
		{name: "stale If-Match", method: "PATCH", path: "/clients/" + client, body: `{"description":"x"}`, header: []string{`If-Match: "7"`}, status: 412},
		{name: "weak If-Match", method: "PATCH", path: "/clients/" + client, body: `{"description":"x"}`, header: []string{`If-Match: W/"1"`}, status: 412},
		{name: "stale delete", method: "DELETE", path: "/clients/" + client, header: []string{`If-Match: "7"`}, status: 412},
		{name: "unknown id", method: "GET", path: "/clients/cl_none", status: 404},
		{name: "NUL in an id", method: "GET", path: "/clients/%00", status: 404},
		{name: "id that is not UTF-8", method: "GET", path: "/clients/%ff", status: 404},
		{name: "unknown path", method: "GET", path: "/nothing", status: 404, has: []string{`"code":"not_found"`}},
		{name: "doubled slash", method: "GET", path: "//clients", status: 404},
		{name: "trailing slash", method: "GET", path: "/clients/", status: 404},
		{name: "wrong method", method: "PATCH", path: "/clients", body: `{}`, status: 405, has: []string{`"allowed_methods":["GET","HEAD","POST"]`}},
		{name: "key that is none", method: "GET", path: "/clients", header: []string{"Authorization: Bearer ghk_hunter2"}, status: 401, lacks: []string{"hunter2"}},
		{name: "scheme that is none", method: "GET", path: "/clients", header: []string{"Authorization: Basic aGk6aHVudGVyMg=="}, status: 401},
	} {
		r.play(s)
	}
}

func TestLargeBodyIsRefusedWithoutReadingIt(t *testing.T) {
	r := newRig(t)
	conn, err := net.Dial("tcp", r.server.Listener.Addr().String())
	check(t, err)
	defer conn.Close()
	// Only the head is sent: an answer that comes cannot have read 20 MB.
	_, err = io.WriteString(conn, "POST /api/v1/clients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+r.keys["admin"]+"\r\nContent-Length: 20000000\r\n\r\n")
	check(t, err)
	head := make([]byte, 12)
	_, err = io.ReadFull(conn, head)
	check(t, err)
	if string(head) != "HTTP/1.1 413" {
		t.Errorf("answer begins with %q", head)
	}
}

func TestWhoSendsALargeBodyToItsEndStillGetsTheAnswer(t *testing.T) {
	r := newRig(t)
	conn, err := net.Dial("tcp", r.server.Listener.Addr().String())
	check(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /api/v1/clients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+r.keys["admin"]+"\r\nContent-Length: 20000000\r\n\r\n")
	check(t, err)
	_, err = conn.Write(bytes.Repeat([]byte(" "), 20_000_000))
	check(t, err)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	check(t, err)
	if answer.Body.Close(); answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", answer.StatusCode)
	}
}

func TestLargeBodyOfUnknownLengthIsCut(t *testing.T) {
	r := newRig(t)
	for _, length := range []int{rest.DefaultBody + 1, 20_000_000} {
		body := io.MultiReader(bytes.NewReader(bytes.Repeat([]byte(" "), length))) // hides the length
		req, err := http.NewRequestWithContext(t.Context(), "POST", r.server.URL+Prefix+"/clients", body)
		check(t, err)
		req.Header.Set("Authorization", "Bearer "+r.keys["admin"])
		if a := r.do(req); a.status != http.StatusRequestEntityTooLarge {
			t.Errorf("%d bytes: status %d", length, a.status)
		}
	}
}

func TestRoleIsCheckedBeforeTheBody(t *testing.T) {
	r := newRig(t)
	huge := strings.Repeat(" ", rest.DefaultBody+1)
	r.send("POST", "/clients", huge, "Authorization: Bearer "+r.keys["viewer"]).must(http.StatusForbidden)
	r.send("POST", "/clients", huge, "Authorization: ").must(http.StatusUnauthorized)
	r.send("POST", "/clients", huge).must(http.StatusRequestEntityTooLarge)
}
