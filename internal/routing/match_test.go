package routing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gatehouse"
)

func TestLongestWholeSegmentPrefixWins(t *testing.T) {
	nested := mustCompile(t,
		revision("root", definition("/")), revision("a", definition("/a")),
		revision("ab", definition("/a/b")), revision("abcd", definition("/a/b/c/d")))
	flat := mustCompile(t, revision("a", definition("/a")), revision("bc", definition("/b/c")))
	tests := []struct {
		table            *Table
		path, want, rest string
	}{
		{nested, "/", "root", ""},
		{nested, "/x", "root", "/x"},
		{nested, "/ab", "root", "/ab"},
		{nested, "/a", "a", ""},
		{nested, "/a/", "a", "/"},
		{nested, "/a/bc", "a", "/bc"},
		{nested, "/a/b", "ab", ""},
		{nested, "/a/b/", "ab", "/"},
		{nested, "/a/b/c", "ab", "/c"},
		{nested, "/a/b/c/d/e/f", "abcd", "/e/f"},
		{flat, "/", "", ""},
		{flat, "/ab", "", ""},
		{flat, "/b", "", ""},
		{flat, "/b/", "", ""},
		{flat, "/b/c", "bc", ""},
		{flat, "/a/b/c", "a", "/b/c"},
	}
	for _, tt := range tests {
		c, rest := tt.table.Match(tt.path)
		name := ""
		if c != nil {
			name = c.Name
		}
		if name != tt.want || rest != tt.rest {
			t.Errorf("%s: collection %q and rest %q, want %q and %q", tt.path, name, rest, tt.want, tt.rest)
		}
	}
	if c, _ := mustCompile(t).Match("/a"); c != nil {
		t.Error("an empty table matches")
	}
}

func TestEndpointIsTheMostSpecificThatServesTheMethod(t *testing.T) {
	table := mustCompile(t, revision("s", definition("/s",
		endpoint("GET", "/"), endpoint("POST", "/orders"), endpoint("GET", "/orders/{id}"), endpoint("GET", "/orders/open"),
		endpoint("PUT", "/orders/{order}"), endpoint("GET", "/orders/{id}/lines/"), endpoint("GET", "/files/*"),
		endpoint("GET", "/files/readme"), endpoint("HEAD", "/files/big"), endpoint("GET", "/files/big"), endpoint("DELETE", "/*"))))
	tests := []struct{ method, path, want string }{
		{"GET", "/s", "GET /"},
		{"HEAD", "/s", "GET /"},
		{"GET", "/s/", ""},   // a trailing slash counts
		{"DELETE", "/s", ""}, // … and /* begins behind it
		{"DELETE", "/s/", "DELETE /*"},
		{"POST", "/s/orders", "POST /orders"},
		{"POST", "/s/orders/", ""},
		{"GET", "/s/orders/open", "GET /orders/open"},
		{"PUT", "/s/orders/open", "PUT /orders/{order}"}, // the literal does not serve PUT
		{"GET", "/s/orders/7", "GET /orders/{id}"},
		{"DELETE", "/s/orders/7", "DELETE /*"},
		{"GET", "/s/orders/7/lines", ""},
		{"GET", "/s/orders/7/lines/", "GET /orders/{id}/lines/"},
		{"GET", "/s/files/", "GET /files/*"},
		{"GET", "/s/files", ""},
		{"GET", "/s/files/a/b/", "GET /files/*"},
		{"GET", "/s/files/readme", "GET /files/readme"},
		{"GET", "/s/files/readme/more", "GET /files/*"},
		{"HEAD", "/s/files/big", "HEAD /files/big"},
		{"PATCH", "/s/orders/7", ""},
		{"get", "/s", ""},
		{"BREW", "/s", ""},
	}
	for _, tt := range tests {
		c, rest := table.Match(tt.path)
		got := ""
		if e := c.Endpoint(tt.method, rest); e != nil {
			got = e.ID
		}
		if got != tt.want {
			t.Errorf("%s %s: endpoint %q, want %q", tt.method, tt.path, got, tt.want)
		}
	}
}

func TestAllowedIsEveryMethodServedAtAPath(t *testing.T) {
	table := mustCompile(t, revision("s", definition("/s",
		endpoint("POST", "/orders"), endpoint("GET", "/{what}"), endpoint("DELETE", "/*"), endpoint("PUT", "/orders/"))))
	for path, want := range map[string]string{
		"/s": "", "/s/": "DELETE", "/s/orders": "DELETE, GET, HEAD, POST", "/s/other": "DELETE, GET, HEAD",
		"/s/orders/": "DELETE, PUT", "/s/a/b": "DELETE",
	} {
		c, rest := table.Match(path)
		if got := c.Allowed(rest).String(); got != want {
			t.Errorf("%s: allowed %q, want %q", path, got, want)
		}
	}
}

// naive picks the endpoint for a request by looking at every template: the
// one whose segments are the best from left to right.
func naive(endpoints []gatehouse.Endpoint, method, rest string) string {
	best, bestRank := "", ""
	for _, e := range endpoints {
		serves := e.Method == method || method == "HEAD" && e.Method == "GET"
		rank, ok := rankOf(e.Path, rest)
		if e.Method == "HEAD" {
			rank += "0" // HEAD's own endpoint goes before GET's
		} else {
			rank += "1"
		}
		if serves && ok && (best == "" || rank < bestRank) {
			best, bestRank = e.ID, rank
		}
	}
	return best
}

// rankOf gives each segment of a template that matches a letter: a literal a,
// a parameter b, the rest c.
func rankOf(template, rest string) (rank string, ok bool) {
	if template == "/" {
		return "", rest == ""
	}
	if rest == "" {
		return "", false
	}
	want, have := strings.Split(template[1:], "/"), strings.Split(rest[1:], "/")
	for i, w := range want {
		switch {
		case w == "*" && i == len(want)-1:
			return rank + "c", i < len(have)
		case i >= len(have):
			return "", false
		case w == have[i]:
			rank += "a"
		case strings.HasPrefix(w, "{") && have[i] != "":
			rank += "b"
		default:
			return "", false
		}
	}
	return rank, len(want) == len(have)
}

func TestMatcherIsTheNaiveOne(t *testing.T) {
	segment := rapid.SampledFrom([]string{"a", "b", "{x}", "{y}"})
	rapid.Check(t, func(t *rapid.T) {
		var endpoints []gatehouse.Endpoint
		for range rapid.IntRange(0, 12).Draw(t, "endpoints") {
			path := "/" + strings.Join(rapid.SliceOfN(segment, 0, 3).Draw(t, "template"), "/")
			if path != "/" {
				path += rapid.SampledFrom([]string{"", "", "/", "/*"}).Draw(t, "end")
			} else if rapid.Bool().Draw(t, "any") {
				path = "/*"
			}
			e := endpoint(rapid.SampledFrom([]string{"GET", "HEAD", "POST"}).Draw(t, "method"), path)
			if CheckDefinition(definition("/s", append(slices.Clone(endpoints), e)...)) == nil {
				endpoints = append(endpoints, e)
			}
		}
		table, _ := Compile([]gatehouse.Revision{revision("s", definition("/s", endpoints...))})
		for range 20 {
			rest := rapid.StringMatching(`((/[abc]){0,4})/?`).Draw(t, "rest")
			c, got := table.Match("/s" + rest)
			if got != rest {
				t.Fatalf("rest %q, want %q", got, rest)
			}
			allowed := c.Allowed(rest)
			for _, method := range []string{"GET", "HEAD", "POST"} {
				want, id := naive(endpoints, method, rest), ""
				if e := c.Endpoint(method, rest); e != nil {
					id = e.ID
				}
				if id != want {
					t.Fatalf("%s %q over %s: %q, want %q", method, rest, ids(endpoints), id, want)
				}
				if allowed.Has(method) != (want != "") {
					t.Fatalf("%q: allowed %s, but %s is served by %q", rest, allowed, method, want)
				}
			}
		}
	})
}

func ids(endpoints []gatehouse.Endpoint) (s []string) {
	for _, e := range endpoints {
		s = append(s, e.ID)
	}
	return s
}

func TestMethodsAreThoseOfTheDomain(t *testing.T) {
	if !slices.Equal(methodNames[:], gatehouse.Methods) || methodNames[methodGet] != "GET" || methodNames[methodHead] != "HEAD" {
		t.Errorf("methods %v, want %v", methodNames, gatehouse.Methods)
	}
}

func TestMatchingAllocatesNothing(t *testing.T) {
	table := large(t)
	var dst []byte
	if n := testing.AllocsPerRun(100, func() {
		c, rest := table.Match("/team-7/service-7/v1/items/12345/lines/9")
		ep := c.Endpoint("GET", rest)
		dst = c.AppendPath(dst[:0], c.NextTarget(), ep, rest)
	}); n != 0 {
		t.Errorf("a request allocates %.0f times", n)
	}
}

// large is a table of a hundred collections with thirty endpoints each.
func large(t testing.TB) *Table {
	var revisions []gatehouse.Revision
	for i := range 100 {
		var endpoints []gatehouse.Endpoint
		for j := range 10 {
			path := fmt.Sprintf("/v%d/items", j)
			endpoints = append(endpoints, endpoint("GET", path), endpoint("GET", path+"/{id}"))
			endpoints = append(endpoints, gatehouse.Endpoint{ID: "lines", Method: "GET", Path: path + "/{id}/lines/{line}", UpstreamPath: "/lines/{line}/of/{id}"})
		}
		revisions = append(revisions, revision(fmt.Sprint("c", i), definition(fmt.Sprintf("/team-%d/service-%d", i%10, i), endpoints...)))
	}
	return mustCompile(t, revisions...)
}

func BenchmarkMatch(b *testing.B) {
	table := large(b)
	b.ReportAllocs()
	for b.Loop() {
		path, _ := CanonicalPath("/team-7/service-7/v1/items/12345/lines/9")
		c, rest := table.Match(path)
		if c.Endpoint("GET", rest) == nil {
			b.Fatal("not found")
		}
	}
}
