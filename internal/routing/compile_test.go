package routing

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gatehouse"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Each file holds revisions as JSON, a line of dashes, and the table that they
// compile to.
func TestCompileGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/compile/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			input, want, _ := bytes.Cut(content, []byte("\n----\n"))
			var revisions []gatehouse.Revision
			if err := json.Unmarshal(input, &revisions); err != nil {
				t.Fatal(err)
			}
			got := dump(Compile(revisions))
			if *update {
				content = fmt.Appendf(nil, "%s\n----\n%s", input, got)
				if err := os.WriteFile(file, content, 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func dump(t *Table, problems []Problem) string {
	var b strings.Builder
	for _, c := range t.Collections() {
		fmt.Fprintf(&b, "%s r%d %s\n", c.Name, c.Revision, c.BasePath)
		if c.Refusal() != nil {
			fmt.Fprintf(&b, "  refuses: %v\n", c.Refusal())
		}
		fmt.Fprintf(&b, "  timeouts %s %s %s, body %d, keep %t, validate %t\n", c.ConnectTimeout, c.HeaderTimeout, c.IdleTimeout, c.MaxBodyBytes, c.KeepBasePath, c.ValidateRequests)
		for _, u := range c.Targets {
			fmt.Fprintf(&b, "  target %s%s of weight %d\n", u.Address, u.Path, u.Weight)
		}
		if len(c.Origins) > 0 {
			fmt.Fprintf(&b, "  origins %s\n", strings.Join(c.Origins, " "))
		}
		for _, e := range c.Endpoints {
			fmt.Fprintf(&b, "  %s %s → %s\n", e.Method, e.Path, pieces(e.upstream))
		}
	}
	for _, p := range problems {
		fmt.Fprintf(&b, "problem: %s: %s\n", p.Collection, p.Reason)
	}
	return b.String()
}

func pieces(ps []piece) string {
	if ps == nil {
		return "as it came"
	}
	var b strings.Builder
	for _, p := range ps {
		switch {
		case p.rest:
			fmt.Fprintf(&b, "<%d…>", p.segment)
		case p.segment >= 0:
			fmt.Fprintf(&b, "<%d>", p.segment)
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

func TestClashingEndpointsAreNamed(t *testing.T) {
	err := CheckDefinition(definition("/s",
		endpoint("GET", "/a/{x}"), endpoint("POST", "/a/{x}"), endpoint("GET", "/a/b"), endpoint("GET", "/a/{y}"),
		endpoint("GET", "/a/{x}/"), endpoint("GET", "/a/*"), endpoint("HEAD", "/a/b"), endpoint("GET", "/a/*")))
	e, ok := errors.AsType[*gatehouse.Error](err)
	if !ok || e.Kind != gatehouse.Invalid {
		t.Fatalf("CheckDefinition: %v", err)
	}
	want := []gatehouse.Field{
		{Pointer: "/endpoints/3/path", Detail: "matches the same requests as /endpoints/0, which has this method too"},
		{Pointer: "/endpoints/7/path", Detail: "matches the same requests as /endpoints/5, which has this method too"},
	}
	if diff := cmp.Diff(want, e.Fields); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCollectionThatDoesNotCompileKeepsItsPathsAndRefuses(t *testing.T) {
	bad := definition("/a/b", endpoint("GET", "/x"))
	bad.Upstream.Targets = nil
	table, problems := Compile([]gatehouse.Revision{revision("outer", definition("/a", endpoint("GET", "/*"))), revision("inner", bad)})
	if len(problems) != 1 || problems[0].Collection != "inner" {
		t.Errorf("problems %v", problems)
	}
	c, rest := table.Match("/a/b/x")
	if c == nil || c.Name != "inner" || c.Refusal() == nil {
		t.Errorf("matched %+v: its traffic must not go to the collection around it", c)
	}
	if c.Endpoint("GET", rest) == nil || c.NextTarget() != nil {
		t.Error("what could be compiled is not there")
	}
	if c, _ := table.Match("/a/x"); c.Name != "outer" || c.Refusal() != nil {
		t.Error("a collection beside it suffers")
	}
}

func TestTwoCollectionsUnderOneBasePathBothRefuse(t *testing.T) {
	table, problems := Compile([]gatehouse.Revision{revision("one", definition("/a")), revision("two", definition("/a"))})
	if len(problems) != 2 {
		t.Errorf("problems %v", problems)
	}
	if c, _ := table.Match("/a"); c == nil || c.Refusal() == nil {
		t.Error("one of two is served, whichever")
	}
}

// Definitions with fields that no write would have accepted must neither
// panic nor serve.
func TestMutatedDefinitionsNeverPanic(t *testing.T) {
	path := rapid.SampledFrom([]string{"", "/", "//", "a", "/a", "/{", "/{}", "/{a}/{a}", "/*", "/*/a", "/a/", "/../a", "/%2e", "/é", "\x00", "/a b"})
	url := rapid.SampledFrom([]string{"", "http://", "http://u", "ftp://u", "http://u:99999", "://", "http://[::1", "https://u/%zz", "http://u/a?b"})
	rapid.Check(t, func(t *rapid.T) {
		d := definition(path.Draw(t, "base"))
		d.Upstream.Targets = []gatehouse.Target{{URL: url.Draw(t, "url"), Weight: rapid.IntRange(-1, 2000).Draw(t, "weight")}}
		for range rapid.IntRange(0, 3).Draw(t, "endpoints") {
			d.Endpoints = append(d.Endpoints, gatehouse.Endpoint{
				Method: rapid.SampledFrom([]string{"", "GET", "get", "TRACE"}).Draw(t, "method"), Path: path.Draw(t, "path"), UpstreamPath: path.Draw(t, "upstream"),
			})
		}
		table, problems := Compile([]gatehouse.Revision{revision("x", d)})
		wrong := CheckDefinition(d) != nil
		if wrong != (len(problems) == 1) || wrong != (table.Collections()[0].Refusal() != nil) {
			t.Fatalf("CheckDefinition says wrong=%t, Compile says %v", wrong, problems)
		}
		for _, p := range []string{"/", "/a", "/a/b/", "/é"} {
			if c, rest := table.Match(p); c != nil {
				if e := c.Endpoint("GET", rest); e != nil && c.NextTarget() != nil {
					c.AppendPath(nil, c.NextTarget(), e, rest)
				}
			}
		}
	})
}
