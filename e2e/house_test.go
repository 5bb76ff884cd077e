package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary is the path of the gatehouse that TestMain built.
var binary string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if _, err := exec.LookPath("curl"); err != nil {
		fmt.Fprintln(os.Stderr, "these tests drive the real curl, which is not installed: run `make test`, which installs it")
		return 1
	}
	dir, err := os.MkdirTemp("", "gatehouse-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "gatehouse")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", binary, "gatehouse/cmd/gatehouse")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building gatehouse: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// house is a running `gatehouse serve` with a data folder of its own.
type house struct {
	t       *testing.T
	data    string
	env     []string
	process *exec.Cmd
	output  *buffer
	exited  chan struct{}

	gateway, console, portal, ops string // URLs, as printed
	key                           string // an admin API key
}

// start runs gatehouse on an empty data folder and makes an admin key.
func start(t *testing.T, env ...string) *house {
	t.Helper()
	h := &house{t: t, data: filepath.Join(t.TempDir(), "data"), env: env}
	h.serve()
	h.key = h.cli("apikey", "create", "--name", "e2e", "--role", "admin")
	t.Cleanup(func() { h.stop(syscall.SIGTERM) })
	return h
}

// serve starts the process and waits until it is ready.
func (h *house) serve() {
	h.t.Helper()
	h.output, h.exited = new(buffer), make(chan struct{})
	h.process = exec.Command(binary, "serve", "--gateway-addr", "127.0.0.1:0", "--console-addr", "127.0.0.1:0",
		"--portal-addr", "127.0.0.1:0", "--ops-addr", "127.0.0.1:0")
	h.process.Env = h.environment()
	h.process.Stdout, h.process.Stderr = h.output, h.output
	if err := h.process.Start(); err != nil {
		h.t.Fatal(err)
	}
	go func(p *exec.Cmd, exited chan struct{}) { _ = p.Wait(); close(exited) }(h.process, h.exited)
	h.waitReady()
}

func (h *house) environment() []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "GATEHOUSE_DATA=" + h.data}, h.env...)
}

var printedURL = regexp.MustCompile(`(?mi)^\s*(gateway|console|portal|ops)\b\s*:?\s+(https?://\S+)`)

func (h *house) waitReady() {
	h.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		for _, m := range printedURL.FindAllStringSubmatch(h.output.String(), -1) {
			switch strings.ToLower(m[1]) {
			case "gateway":
				h.gateway = m[2]
			case "console":
				h.console = m[2]
			case "portal":
				h.portal = m[2]
			case "ops":
				h.ops = m[2]
			}
		}
		if h.ops != "" && h.ready() {
			return
		}
		select {
		case <-h.exited:
			h.t.Fatalf("gatehouse ended before it was ready:\n%s", h.output.String())
		case <-time.After(25 * time.Millisecond): // a real process on a real clock
		}
	}
	h.t.Fatalf("gatehouse was not ready after a minute:\n%s", h.output.String())
}

func (h *house) ready() bool {
	resp, err := http.Get(h.ops + "/readyz")
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

// stop ends the process with a signal and waits for it.
func (h *house) stop(s syscall.Signal) {
	_ = h.process.Process.Signal(s)
	select {
	case <-h.exited:
	case <-time.After(time.Minute):
		_ = h.process.Process.Kill()
		h.t.Errorf("gatehouse did not end within a minute of %v:\n%s", s, h.output.String())
	}
}

// restart ends the process with a signal and starts it again on the same data.
func (h *house) restart(s syscall.Signal) {
	h.t.Helper()
	h.stop(s)
	h.gateway, h.console, h.portal, h.ops = "", "", "", ""
	h.serve()
}

// cli runs a gatehouse command that must succeed and returns its output.
func (h *house) cli(args ...string) string {
	h.t.Helper()
	out, errOut, code := h.try("", args...)
	if code != 0 {
		h.t.Fatalf("gatehouse %s: exit %d\n%s%s", strings.Join(args, " "), code, out, errOut)
	}
	return strings.TrimSpace(out)
}

// try runs a gatehouse command with a standard input and returns what it
// printed and its exit status.
func (h *house) try(stdin string, args ...string) (stdout, stderr string, code int) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = append(h.environment(), "GATEHOUSE_URL="+h.console, "GATEHOUSE_API_KEY="+h.key)
	cmd.Stdin = strings.NewReader(stdin)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	_ = cmd.Run()
	return out.String(), errOut.String(), cmd.ProcessState.ExitCode()
}

// buffer is a bytes.Buffer that may be written while it is read.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

var _ io.Writer = (*buffer)(nil)
