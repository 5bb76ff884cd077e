//go:build h2spec

package h2

import (
	"net"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestH2Spec runs the public conformance suite (github.com/summerwind/h2spec). It
// is built from source, so it has a tag of its own: make conformance.
func TestH2Spec(t *testing.T) {
	tool := filepath.Join(t.TempDir(), "h2spec")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", tool, "github.com/summerwind/h2spec/cmd/h2spec")
	build.Dir = "../../tools/h2spec"
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building h2spec: %v\n%s", err, out)
	}
	_, port, err := net.SplitHostPort(start(t, &Server{}))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), tool, "--strict", "--timeout", "2", "--port", port).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out[max(0, len(out)-200):])
}
