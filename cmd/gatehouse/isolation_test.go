package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/portal"
)

// portalRoute is an operation of the portal's document, as a stranger reads it.
type portalRoute struct {
	method, path string
	query        []string // parameters that are text
	body         []string // members that are text
	open         bool
}

// portalRoutes are all operations that there are: a new one cannot be
// forgotten.
func portalRoutes(t *testing.T) []portalRoute {
	t.Helper()
	raw, err := portal.Document()
	if err != nil {
		t.Fatal(err)
	}
	type schema struct {
		Ref        string `json:"$ref"`
		Type       any
		Enum       []any
		Properties map[string]schema
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Security   *[]any
			Parameters []struct {
				Name, In string
				Schema   schema
			}
			RequestBody struct {
				Content map[string]struct{ Schema schema }
			}
		}
		Components struct{ Schemas map[string]schema }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var out []portalRoute
	for path, methods := range doc.Paths {
		for method, op := range methods {
			r := portalRoute{method: strings.ToUpper(method), path: path, open: op.Security != nil}
			for _, p := range op.Parameters {
				if p.In == "query" && p.Schema.Type == "string" && p.Schema.Enum == nil {
					r.query = append(r.query, p.Name)
				}
			}
			ref := op.RequestBody.Content["application/json"].Schema.Ref
			for name, member := range doc.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")].Properties {
				if member.Type == "string" && member.Enum == nil {
					r.body = append(r.body, name)
				}
			}
			out = append(out, r)
		}
	}
	return out
}

// calls are those that name one thing wherever the route takes a name.
func (r portalRoute) calls(id string) ([]string, any) {
	path := strings.NewReplacer("{name}", url.PathEscape(id), "{id}", url.PathEscape(id)).Replace(r.path)
	paths, separator := []string{path}, "?"
	if path == "/requests/export" {
		paths, separator = []string{path + "?format=ndjson"}, "&"
	}
	for _, name := range r.query {
		if name != "cursor" {
			paths = append(paths, paths[0]+separator+name+"="+url.QueryEscape(id))
		}
	}
	if r.method == http.MethodGet || r.method == http.MethodDelete {
		return paths, nil
	}
	members := map[string]any{}
	for _, name := range r.body {
		if name != "body_encoding" && name != "overlap" && name != "expires_in" && name != "expires_at" {
			members[name] = id
		}
	}
	return paths, members
}

// TestNothingOfAnotherClientIsReachable calls every route with everything that
// belongs to somebody else, and looks for anything of theirs in the answers.
func TestNothingOfAnotherClientIsReachable(t *testing.T) {
	r := start(t, t.TempDir(), "")
	r.partner(hello)
	v := r.visit("acme", "dev@acme.example")
	foreign, ids := r.rival()
	theirs := func() string {
		a := foreign.call("GET", portal.Prefix+"/credentials", nil)
		return http.StatusText(a.status) + lastUse.ReplaceAllString(a.body, "")
	}
	before := theirs()
	count := 0
	for _, route := range portalRoutes(t) {
		if route.open || strings.HasSuffix(route.path, "/tail") { // a tail does not end; see TestATailShowsOnesOwnCallsAndResumes
			continue
		}
		for _, id := range ids {
			paths, body := route.calls(id)
			for _, path := range paths {
				a := v.call(route.method, portal.Prefix+path, body)
				count++
				if named := strings.Contains(route.path, "{"); named && a.status != http.StatusNotFound || a.status >= 500 {
					t.Errorf("%s %s: %d %.200s", route.method, path, a.status, a.body)
				}
				for _, secret := range ids {
					if strings.Contains(a.body, secret) {
						t.Errorf("%s %s tells %s: %d %.300s", route.method, path, secret, a.status, a.body)
					}
				}
			}
		}
	}
	if count < 300 {
		t.Errorf("only %d calls", count)
	}
	if after := theirs(); after != before {
		t.Errorf("something of theirs changed:\n%s\n%s", before, after)
	}
}

// lastUse is what a token's own use changes, a few seconds later.
var lastUse = regexp.MustCompile(`"last_used_at".*?"use_count":\d+`)

// TestACollectionThatIsNotAssignedIsLikeOneThatNeverWas compares status, body,
// headers and time of every route that can name a collection.
func TestACollectionThatIsNotAssignedIsLikeOneThatNeverWas(t *testing.T) {
	r := start(t, t.TempDir(), "")
	headers := r.partner(hello)
	v := r.visit("acme", "dev@acme.example")
	_, _ = r.rival()
	for _, path := range []string{"/rival/x", "/never/x"} { // calls of one's own that ran into it
		headers := headers.Clone()
		headers.Del("Authorization")
		get(t, r.gatewayAt.url+path, headers)
	}
	var found struct{ Items []struct{ Path string } }
	eventually(t, func() bool {
		v.into(&found, "GET", "/requests", nil)
		return len(found.Items) == 2
	})
	compared := 0
	for _, route := range portalRoutes(t) {
		if !strings.Contains(route.path, "{name}") && !slices.Contains(route.query, "collection") && !slices.Contains(route.body, "collection") || strings.HasSuffix(route.path, "/tail") {
			continue
		}
		never, sent := route.calls("never-api")
		rival, sentRival := route.calls("rival-api")
		for i := range never {
			compared++
			want, got := v.call(route.method, portal.Prefix+never[i], sent), v.call(route.method, portal.Prefix+rival[i], sentRival)
			if anonymous(got) != anonymous(want) {
				t.Errorf("%s %s:\n%s\nwant\n%s", route.method, rival[i], anonymous(got), anonymous(want))
			}
		}
	}
	if compared < 10 {
		t.Errorf("only %d calls compared", compared)
	}
	took := func(path string) time.Duration {
		begin := time.Now()
		v.call("GET", portal.Prefix+path, nil)
		return time.Since(begin)
	}
	never, rival := time.Hour, time.Hour
	for round := range 1000 { // the quickest of each come together, however busy the machine is
		never, rival = min(never, took("/collections/never-api")), min(rival, took("/collections/rival-api"))
		if round >= 40 && (never-rival).Abs() <= max(never, rival)/2 {
			return
		}
	}
	t.Errorf("unknown takes %v, not assigned %v", never, rival)
}

// anonymous is all of an answer that does not differ from one call to the next.
func anonymous(a answer) string {
	id := a.header.Get("X-Request-Id")
	var lines []string
	for name, values := range a.header {
		if name != "Date" && name != "Content-Disposition" {
			lines = append(lines, name+": "+strings.Join(values, ","))
		}
	}
	slices.Sort(lines)
	return strings.ReplaceAll(http.StatusText(a.status)+"\n"+strings.Join(lines, "\n")+"\n"+a.body, id, "")
}

// rival is another client with everything of its own, and what names it.
func (r *running) rival() (*visitor, []string) {
	r.t.Helper()
	by := byCommandLine()
	c, err := r.control.CreateCollection(r.t.Context(), by, gatehouse.Collection{Name: "rival-api", Definition: gatehouse.Definition{
		BasePath: "/rival", Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: "http://192.0.2.1:9", Weight: 1}}},
		Endpoints: []gatehouse.Endpoint{{Method: "GET", Path: "/x"}},
	}})
	if err == nil {
		_, err = r.control.Publish(r.t.Context(), by, c.ID, 0)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	done, err := r.control.Onboard(r.t.Context(), by, manage.Onboarding{
		Client:      gatehouse.Client{Name: "rival", Status: gatehouse.Enabled},
		Profile:     gatehouse.Profile{Name: "rival-profile", Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}},
		Token:       &gatehouse.NewToken{Generate: true},
		Collections: []string{"rival-api"},
	}, false)
	if err != nil {
		r.t.Fatal(err)
	}
	refused := get(r.t, r.gatewayAt.url+"/rival/nothing", http.Header{
		"X-Client-Id": {done.Client.ID}, "X-Profile-Id": {"rival-profile"}, "Authorization": {"Bearer " + done.Token.Secret.Reveal()},
	})
	v := r.visit("rival", "dev@rival.example")
	request := refused.header.Get("X-Request-Id")
	eventually(r.t, func() bool { return v.call("GET", portal.Prefix+"/requests/"+request, nil).status == 200 })
	var me struct{ Session struct{ ID string } }
	v.into(&me, "GET", "/me", nil)
	return v, []string{done.Client.ID, done.Profile.ID, "rival-profile", "rival-api", c.Endpoints[0].ID, request, me.Session.ID, done.Token.ID}
}
