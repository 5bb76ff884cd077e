package gatehouse_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayReach is the direction of imports: for each package, which of our
// packages it may reach, directly or through others. A package that is not
// listed may reach all (commands, tests' helpers). That partner traffic touches
// no database is the line for gateway.
var mayReach = map[string][]string{
	".":                     {},
	"./internal/http1":      {},
	"./internal/h2":         {"http1"},
	"./internal/config":     {"."},
	"./internal/seal":       {"."},
	"./internal/problem":    {".", "seal"},
	"./internal/telemetry":  {".", "seal"},
	"./internal/schema":     {"."},
	"./internal/strictjson": {"."},
	"./internal/openapi":    {".", "schema", "strictjson"},
	"./internal/probe":      {"."},
	"./internal/routing":    {".", "seal", "problem", "telemetry", "schema"},
	"./internal/limit":      {".", "seal", "problem", "telemetry"},
	"./internal/directory":  {".", "seal", "problem", "telemetry", "limit"},
	"./internal/verify":     {".", "seal", "problem", "telemetry", "directory", "limit"},
	"./internal/gateway":    {".", "seal", "problem", "telemetry", "schema", "routing", "directory", "limit", "http1", "h2", "verify"},
	"./internal/proof":      {".", "seal", "problem", "telemetry", "schema", "routing", "directory", "limit", "http1", "h2", "verify", "gateway"},
	"./internal/requestlog": {
		".", "seal", "problem", "telemetry",
	},
	"./internal/store":     {".", "seal", "problem", "telemetry"},
	"./internal/mail":      {".", "seal", "problem", "telemetry", "store"},
	"./internal/manage":    {".", "seal", "problem", "telemetry", "schema", "store", "mail", "routing", "limit", "signin", "requestlog", "openapi", "strictjson", "probe"},
	"./internal/signin":    {".", "seal", "problem", "telemetry", "schema", "store", "mail", "manage", "routing", "limit", "requestlog", "openapi", "strictjson", "probe"},
	"./internal/rest":      {".", "seal", "problem", "telemetry", "strictjson"},
	"./internal/livetail":  {".", "seal", "problem", "telemetry", "strictjson", "rest", "requestlog"},
	"./internal/sampleapi": {"."},
}

// noticeChanges looks at every folder of the module itself. What the go
// command reads is unknown to the cache of test results, so without this an
// old result would stand after an import was added.
func noticeChanges(t *testing.T) {
	t.Helper()
	for _, root := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(root, func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			t.Fatal(err)
		}
	}
}

type listed struct {
	ImportPath string
	Deps       []string
	Standard   bool
}

func TestImportsPointOneWay(t *testing.T) {
	for _, pkg := range list(t) {
		name := "." + strings.TrimPrefix(pkg.ImportPath, "gatehouse")
		allowed, ok := mayReach[topFolder(name)]
		if !ok {
			continue
		}
		for _, dep := range pkg.Deps {
			if !strings.HasPrefix(dep, "gatehouse") || slices.Contains(allowed, role(dep)) || sameFolder(pkg.ImportPath, dep) {
				continue
			}
			t.Errorf("%s reaches %s; it may reach %q only", pkg.ImportPath, dep, allowed)
		}
	}
}

func TestTheDomainImportsTheStandardLibraryOnly(t *testing.T) {
	for _, pkg := range list(t) {
		if pkg.ImportPath != "gatehouse" {
			continue
		}
		for _, dep := range pkg.Deps {
			if first, _, _ := strings.Cut(dep, "/"); strings.Contains(first, ".") {
				t.Errorf("the domain reaches %s", dep)
			}
		}
	}
}

// TestPartnerTrafficTouchesNoDatabase names the drivers too, so that a second
// way to a database would be noticed. database/sql itself comes with the
// metrics library and can do nothing without a driver.
func TestPartnerTrafficTouchesNoDatabase(t *testing.T) {
	for _, pkg := range list(t) {
		if pkg.ImportPath != "gatehouse/internal/gateway" {
			continue
		}
		for _, dep := range pkg.Deps {
			for _, banned := range []string{"gatehouse/internal/store", "gatehouse/internal/manage", "modernc.org/sqlite", "github.com/jackc/pgx"} {
				if dep == banned || strings.HasPrefix(dep, banned+"/") {
					t.Errorf("gateway reaches %s", dep)
				}
			}
		}
	}
}

// topFolder cuts a package below internal/x to ./internal/x.
func topFolder(name string) string {
	parts := strings.SplitN(name, "/", 4)
	return strings.Join(parts[:min(len(parts), 3)], "/")
}

func role(dep string) string {
	if dep == "gatehouse" {
		return "."
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(dep, "gatehouse/internal/"), "/")
	return first
}

func sameFolder(a, b string) bool {
	return topFolder("."+strings.TrimPrefix(a, "gatehouse")) == topFolder("."+strings.TrimPrefix(b, "gatehouse"))
}

func list(t *testing.T) []listed {
	t.Helper()
	noticeChanges(t)
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Deps,Standard", "./...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listed
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
