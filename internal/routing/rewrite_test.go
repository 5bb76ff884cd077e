package routing

import (
	"testing"

	"gatehouse"
)

func TestPathToTheUpstream(t *testing.T) {
	tests := []struct {
		name           string
		base, target   string
		keep           bool
		path, upstream string
		request, want  string
	}{
		{"as it came", "/s", "http://u", false, "/track/{id}", "", "/s/track/12345", "/track/12345"},
		{"bare base path", "/s", "http://u", false, "/", "", "/s", "/"},
		{"bare base path under a target path", "/s", "http://u/v2", false, "/", "", "/s", "/v2"},
		{"trailing slash goes on", "/s", "http://u/", false, "/a/", "", "/s/a/", "/a/"},
		{"encoded as needed", "/s", "http://u", false, "/{a}", "", "/s/caf%c3%a9%20%3Fx%25", "/caf%C3%A9%20%3Fx%25"},
		{"target path first", "/s", "http://u/v2/", false, "/a", "", "/s/a", "/v2/a"},
		{"base path kept", "/s/t", "http://u/v2", true, "/a", "", "/s/t/a", "/v2/s/t/a"},
		{"bare base path kept", "/s/t", "http://u", true, "/", "", "/s/t", "/s/t"},
		{"root base path kept", "/", "http://u", true, "/a", "", "/a", "/a"},
		{"bare root", "/", "http://u", false, "/", "", "/", "/"},
		{"rewritten", "/s", "http://u", false, "/track/{id}", "/v3/parcels/{id}/state", "/s/track/a%20b", "/v3/parcels/a%20b/state"},
		{"reordered", "/s", "http://u", false, "/{a}/x/{b}", "/{b}/{a}", "/s/1/x/2", "/2/1"},
		{"rest", "/s", "http://u", false, "/files/*", "/store/*", "/s/files/a/b/", "/store/a/b/"},
		{"empty rest", "/s", "http://u", false, "/files/*", "/store/*", "/s/files/", "/store/"},
		{"rest dropped", "/s", "http://u", false, "/files/*", "/store", "/s/files/a", "/store"},
		{"parameter before rest", "/s", "http://u", false, "/{who}/files/*", "/f/*", "/s/me/files/x/y", "/f/x/y"},
		{"to the root", "/s", "http://u", false, "/a", "/", "/s/a", "/"},
		{"to the target's path", "/s", "http://u/v2", false, "/a", "/", "/s/a", "/v2"},
		{"slash added", "/s", "http://u", false, "/{a}", "/x/{a}/", "/s/1", "/x/1/"},
		{"literal beyond ASCII", "/s", "http://u", false, "/a", "/größe", "/s/a", "/gr%C3%B6%C3%9Fe"},
		{"upstream path is the whole path", "/s", "http://u/v2", true, "/a", "/b", "/s/a", "/v2/b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := definition(tt.base, gatehouse.Endpoint{Method: "GET", Path: tt.path, UpstreamPath: tt.upstream})
			d.Upstream.Targets[0].URL, d.Upstream.KeepBasePath = tt.target, tt.keep
			table := mustCompile(t, revision("s", d))
			path, err := CanonicalPath(tt.request)
			if err != nil {
				t.Fatal(err)
			}
			c, rest := table.Match(path)
			e := c.Endpoint("GET", rest)
			if e == nil {
				t.Fatal("no endpoint")
			}
			if got := string(c.AppendPath([]byte("GET "), c.NextTarget(), e, rest)); got != "GET "+tt.want {
				t.Errorf("asks for %q, want %q", got, "GET "+tt.want)
			}
		})
	}
}
