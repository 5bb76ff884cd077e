package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"gatehouse"
	"gatehouse/internal/portal"
)

// visitor is somebody signed in to the portal of a running house.
type visitor struct {
	*running
	cookie string
}

// visit signs an address in by its invitation.
func (r *running) visit(client, email string) *visitor {
	r.t.Helper()
	by := byCommandLine()
	if _, err := r.control.SetPortalEmails(r.t.Context(), by, client, 0, []string{email}); err != nil {
		r.t.Fatal(err)
	}
	invited, err := r.control.InviteToPortal(r.t.Context(), by, client, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	v := &visitor{running: r}
	a := v.call("POST", strings.TrimPrefix(invited[0].URL.Reveal(), r.portalAt.url), nil)
	cookie, err := http.ParseSetCookie(a.header.Get("Set-Cookie"))
	if err != nil || a.status != http.StatusSeeOther {
		r.t.Fatalf("%d %v: %s", a.status, err, a.body)
	}
	v.cookie = cookie.Value
	return v
}

func (v *visitor) call(method, path string, sent any) answer {
	v.t.Helper()
	raw, err := json.Marshal(sent)
	if err != nil {
		v.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.portalAt.url+path, bytes.NewReader(raw))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", "gatehouse_portal="+v.cookie)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{res.StatusCode, string(body), res.Header}
}

// into calls and decodes an answer that must be good.
func (v *visitor) into(out any, method, path string, sent any) {
	v.t.Helper()
	a := v.call(method, portal.Prefix+path, sent)
	if err := json.Unmarshal([]byte(a.body), out); err != nil || a.status/100 != 2 {
		v.t.Fatalf("%s %s: %d %s", method, path, a.status, a.body)
	}
}

type tried struct {
	Status       int
	Body         string
	BodyEncoding string `json:"body_encoding"`
	RequestID    string `json:"request_id"`
	Code, Reason string
	Download     *struct{ ID string }
	Decision     []struct{ Step, State string }
	Curl         string
}

func TestAPartnerMakesTheFirstCallInThePortal(t *testing.T) {
	r := start(t, t.TempDir(), "")
	var seen http.Header
	headers := r.partner(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		seen = q.Header.Clone()
		switch q.URL.Path {
		case "/binary":
			_, _ = w.Write([]byte{0, 1, 2, 0xff})
		case "/away":
			http.Redirect(w, q, "https://elsewhere.example/", http.StatusFound)
		default:
			_, _ = io.WriteString(w, "<script>hello</script>")
		}
	}))
	v := r.visit("acme", "dev@acme.example")
	var home struct {
		FirstCall struct {
			OperationID string `json:"operation_id"`
		} `json:"first_call"`
		Limits []struct{ Remaining int64 }
	}
	v.into(&home, "GET", "/home", nil)
	call := map[string]any{"collection": "shipments", "operation_id": home.FirstCall.OperationID, "profile": "standard", "path": map[string]string{"*": "track/1"}}
	var got tried
	v.into(&got, "POST", "/try", call)
	if got.Status != 200 || got.Body != "<script>hello</script>" || got.BodyEncoding != "text" || len(got.Decision) == 0 || got.Decision[0].State != "passed" {
		t.Errorf("answer %+v", got)
	}
	if seen.Get("X-Client-Id") != headers.Get("X-Client-Id") || seen.Get("Authorization") != "" || !strings.Contains(got.Curl, `'Authorization: Bearer '"$GATEWAY_TOKEN"`) {
		t.Errorf("upstream saw %v; curl %s", seen, got.Curl)
	}
	eventually(t, func() bool {
		var c struct{ Source string }
		_ = json.Unmarshal([]byte(v.call("GET", portal.Prefix+"/requests/"+got.RequestID, nil).body), &c)
		return c.Source == "portal"
	})
	if v.into(&home, "GET", "/home", nil); home.Limits[0].Remaining != 999 {
		t.Errorf("limits %+v", home.Limits)
	}
	call["path"] = map[string]string{"*": "binary"}
	if v.into(&got, "POST", "/try", call); got.BodyEncoding != "base64" || got.Download == nil {
		t.Fatalf("binary: %+v", got)
	}
	if d := v.call("GET", portal.Prefix+"/try/downloads/"+got.Download.ID, nil); d.body != "\x00\x01\x02\xff" || !strings.HasPrefix(d.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("download %q %v", d.body, d.header)
	}
	if d := v.call("GET", portal.Prefix+"/try/downloads/"+got.Download.ID, nil); d.status != 404 {
		t.Errorf("again: %d", d.status)
	}
	call["path"] = map[string]string{"*": "away"}
	if v.into(&got, "POST", "/try", call); got.Status != http.StatusFound {
		t.Errorf("a redirect was followed: %+v", got)
	}
	for _, name := range []string{"Host", "x_client_id", "Authorization", "X-Forwarded-For", "Connection"} {
		call["headers"] = []map[string]string{{"name": name, "value": "x"}}
		if a := v.call("POST", portal.Prefix+"/try", call); a.status != 422 || !strings.Contains(a.body, "/headers/0/name") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

func TestTryItSendsWhatIsEscapedAsItIs(t *testing.T) {
	r := start(t, t.TempDir(), "")
	var uri, cookie string
	r.partner(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { uri, cookie = q.RequestURI, q.Header.Get("Cookie") }))
	v := r.visit("acme", "dev@acme.example")
	var home struct {
		FirstCall struct {
			OperationID string `json:"operation_id"`
		} `json:"first_call"`
	}
	v.into(&home, "GET", "/home", nil)
	call := map[string]any{
		"collection": "shipments", "operation_id": home.FirstCall.OperationID, "profile": "standard", "escaped": true,
		"path":    map[string]string{"*": "track/a%20b"},
		"query":   []map[string]string{{"name": "in", "value": "a%2Cb,c"}, {"name": "at%5Bx%5D", "value": "%261"}},
		"headers": []map[string]string{{"name": "Cookie", "value": "theme=dark; gatehouse_portal=x"}},
	}
	v.into(&tried{}, "POST", "/try", call)
	if uri != "/track/a%20b?in=a%2Cb,c&at%5Bx%5D=%261" || cookie != "theme=dark" {
		t.Errorf("upstream saw %s with %q", uri, cookie)
	}
	for pointer, wrong := range map[string]any{"path": map[string]string{"*": "a?b"}, "query": []map[string]string{{"name": "a=b", "value": "c"}}} {
		good := call[pointer]
		call[pointer] = wrong
		if a := v.call("POST", portal.Prefix+"/try", call); a.status != 422 || !strings.Contains(a.body, `"/`+pointer+"/") {
			t.Errorf("%s: %d %s", pointer, a.status, a.body)
		}
		call[pointer] = good
	}
	for _, value := range []string{"a&b", "a#b", "a b", "%zz", "ü"} {
		call["query"] = []map[string]string{{"name": "q", "value": value}}
		if a := v.call("POST", portal.Prefix+"/try", call); a.status != 422 || !strings.Contains(a.body, "/query/0") {
			t.Errorf("%s: %d %s", value, a.status, a.body)
		}
	}
}

func TestTryItHoldsTheProfileToItsRules(t *testing.T) {
	r := start(t, t.TempDir(), "")
	headers := r.partner(hello)
	v := r.visit("acme", "dev@acme.example")
	by := byCommandLine()
	profiles, err := r.control.EffectiveAccess(t.Context(), by, "acme")
	if err != nil {
		t.Fatal(err)
	}
	id := profiles.Profiles[0].Profile.ID
	call := map[string]any{"collection": "shipments", "operation_id": profiles.Collections[0].Endpoints[0].ID, "profile": id}
	try := func(token string) (got tried) {
		call["token"] = token
		v.into(&got, "POST", "/try", call)
		return got
	}
	var token struct{ Token string }
	v.into(&token, "POST", "/try/token", map[string]string{"profile": id})
	real := strings.TrimPrefix(headers.Get("Authorization"), "Bearer ")
	for name, tt := range map[string]struct{ token, code string }{"none": {"", ""}, "try-it": {token.Token, ""}, "real": {real, ""}, "wrong": {"ght_wrong", "credentials_invalid"}} {
		if got := try(tt.token); got.Code != tt.code {
			t.Errorf("%s: %+v", name, got)
		}
	}
	outside := http.Header{"X-Client-Id": headers["X-Client-Id"], "X-Profile-Id": headers["X-Profile-Id"], "Authorization": {"Bearer " + token.Token}}
	if a := get(t, r.gatewayAt.url+"/shipments/1", outside); a.status != 401 {
		t.Errorf("the try-it token works outside: %d", a.status)
	}
	other := r.visit("acme", "dev@acme.example")
	call["token"] = token.Token
	var got tried
	if other.into(&got, "POST", "/try", call); got.Code != "credentials_invalid" {
		t.Errorf("the try-it token works in another session: %+v", got)
	}
	edit := func(change func(*gatehouse.Profile)) {
		if _, err := r.control.UpdateProfile(t.Context(), by, id, 0, func(p *gatehouse.Profile) error { change(p); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	prefix, _ := gatehouse.ParseAllowlistEntry("203.0.113.0/24")
	edit(func(p *gatehouse.Profile) { p.IPAllowlist = append(p.IPAllowlist, prefix) })
	if got := try(""); got.Code != "ip_not_allowed" || !strings.Contains(got.Reason, "203.0.113.0/24") || !strings.Contains(got.Reason, "127.0.0.1") {
		t.Errorf("address: %+v", got)
	}
	edit(func(p *gatehouse.Profile) { p.IPAllowlist, p.AllowedMethods = nil, []string{"POST"} })
	if got := try(""); got.Code != "method_not_allowed" || !strings.Contains(got.Reason, "GET is not enabled for standard") {
		t.Errorf("method: %+v", got)
	}
	if a := v.call("POST", portal.Prefix+"/profiles/"+id+"/token", map[string]string{}); a.status != 403 {
		t.Errorf("self-service while it is off: %d", a.status)
	}
	edit(func(p *gatehouse.Profile) { p.SelfService, p.AllowedMethods = true, nil })
	var issued struct {
		Secret   string
		Retiring []struct{ ID string }
	}
	if v.into(&issued, "POST", "/profiles/"+id+"/token", map[string]string{"overlap": "1h"}); len(issued.Retiring) != 1 {
		t.Errorf("issued %+v", issued)
	}
	outside.Set("Authorization", "Bearer "+issued.Secret)
	if a := get(t, r.gatewayAt.url+"/shipments/1", outside); a.status != 200 {
		t.Errorf("the new token: %d %s", a.status, a.body)
	}
	if a := v.call("GET", portal.Prefix+"/credentials", nil); strings.Contains(a.body, issued.Secret) || strings.Contains(a.body, real) {
		t.Error("a secret is shown again")
	}
}

func TestASharedCallShowsNeitherHeadersNorAddresses(t *testing.T) {
	r := start(t, t.TempDir(), "")
	headers := r.partner(hello)
	headers.Set("User-Agent", "canary-agent")
	a := get(t, r.gatewayAt.url+"/shipments/1?secret=canary", headers)
	v := r.visit("acme", "dev@acme.example")
	id := a.header.Get("X-Request-Id")
	eventually(t, func() bool { return v.call("GET", portal.Prefix+"/requests/"+id, nil).status == 200 })
	var link struct{ URL string }
	v.into(&link, "POST", "/requests/"+id+"/share", map[string]string{"expires_in": "1d"})
	page := get(t, link.URL, nil)
	for _, hidden := range []string{"canary", "127.0.0.1", headers.Get("X-Client-Id"), "standard"} {
		if strings.Contains(page.body, hidden) {
			t.Errorf("%s is shown: %s", hidden, page.body)
		}
	}
	if page.status != 200 || !strings.Contains(page.body, "/shipments/1") {
		t.Errorf("%d %s", page.status, page.body)
	}
	for _, wrong := range []string{link.URL[:len(link.URL)-2], link.URL + "x", r.portalAt.url + "/shared/x"} {
		if a := get(t, wrong, nil); a.status != 404 {
			t.Errorf("%s: %d", wrong, a.status)
		}
	}
}
