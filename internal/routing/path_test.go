package routing

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gatehouse"
)

func TestCanonicalPathDecodesOnce(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"/", "/"},
		{"/a/b", "/a/b"},
		{"/a/b/", "/a/b/"},
		{"/%41%2d%7E", "/A-~"},
		{"/caf%C3%A9", "/café"},
		{"/%252e%252e/", "/%2e%2e/"}, // decoded twice this would climb
		{"/a%3Fb%23c", "/a?b#c"},
		{"/a;v=1/b", "/a;v=1/b"},
		{"/...", "/..."},
		{"/.well-known", "/.well-known"},
		{"/a%20b", "/a b"},
		{"/%7Bx%7D%7C", "/{x}|"},
	}
	for _, tt := range tests {
		got, err := CanonicalPath(tt.raw)
		if err != nil || got != tt.want {
			t.Errorf("CanonicalPath(%q) = %q, %v; want %q", tt.raw, got, err, tt.want)
		}
	}
}

func TestCanonicalPathRefusesWhatCouldBeReadTwoWays(t *testing.T) {
	for _, raw := range []string{
		"", "a", "*", "a/b", "//", "//a", "/a//b", "/a//",
		"/a%2Fb", "/a%2fb", "/a%5Cb", "/a%5cb", `/a\b`, "/a%00b", "/a\x00b",
		"/.", "/..", "/a/..", "/a/../b", "/a/./b", "/a/%2e%2e/b", "/a/.%2E", "/%2e", "/a/%2E/",
		"/a/..;x/b", "/..%3Bx", "/.;/b",
		"/%", "/%4", "/%4g", "/%g4", "/a%",
		"/%0a", "/%0d%0a", "/%7f", "/a\tb", "/%C2%85", "/a b", "/a\"b", "/a<b", "/a{b}", "/a|b", "/a^b", "/a`b",
		"/%ff", "/%C3", "/%C3%28", "/%ED%A0%80", "/%C0%AF", "/é", "/a?b", "/a#b",
	} {
		got, err := CanonicalPath(raw)
		e, ok := errors.AsType[*gatehouse.Error](err)
		if !ok || e.Kind != gatehouse.Malformed || e.Code != "request_malformed" {
			t.Errorf("CanonicalPath(%q) = %q, %v; want it refused", raw, got, err)
		} else if len(raw) > 3 && strings.Contains(e.Error(), raw) {
			t.Errorf("the error repeats the path %q", raw)
		}
	}
}

func TestPlainPathsAreNotCopied(t *testing.T) {
	path := "/shipments/track/12345"
	if n := testing.AllocsPerRun(100, func() {
		p, _ := CanonicalPath(path)
		_ = EscapePath(p)
	}); n != 0 {
		t.Errorf("a plain path allocates %.0f times", n)
	}
}

func TestEscapingIsUndoneByReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringMatching(`(/([a-z.;~]|%(2[05F]|3[BF]|41|5C|7[BF]|C3%A9|E2%82%AC|ff)|é)*){1,4}`).Draw(t, "raw")
		checkRoundTrip(t, raw)
	})
}

func FuzzCanonicalPath(f *testing.F) {
	for _, raw := range []string{"/a/b", "/%2e%2e/a", "/caf%C3%A9/", "/a%2Fb", "/..;/x", "/%25%32%65"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) { checkRoundTrip(t, raw) })
}

// checkRoundTrip checks what every accepted path must satisfy.
func checkRoundTrip(t interface{ Fatalf(string, ...any) }, raw string) {
	p, err := CanonicalPath(raw)
	if err != nil {
		return
	}
	escaped := EscapePath(p)
	if again, err := CanonicalPath(escaped); err != nil || again != p {
		t.Fatalf("%q is read as %q, sent as %q and read again as %q, %v", raw, p, escaped, again, err)
	}
	if string(AppendEscapedPath(nil, p)) != escaped {
		t.Fatalf("%q is escaped in two ways", p)
	}
	if strings.ContainsAny(p, "\\\x00") || strings.Contains(p, "//") || strings.Contains(p+"/", "/../") || strings.Contains(p+"/", "/./") {
		t.Fatalf("%q was accepted as %q", raw, p)
	}
	if strings.Count(p, "/") != strings.Count(raw, "/") {
		t.Fatalf("%q has other segments than %q", p, raw)
	}
}
