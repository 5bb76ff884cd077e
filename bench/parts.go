package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// upstream is the fixed answer that all gateways stand in front of.
type upstream struct {
	cmd *exec.Cmd
	url string
}

func startUpstream(ctx context.Context, compare string) (*upstream, error) {
	cmd := exec.CommandContext(ctx, "python3", compare, "upstream")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the upstream: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("starting the upstream: %w", err)
	}
	return &upstream{cmd, strings.TrimSpace(line)}, nil
}

func (u *upstream) stop() {
	_ = u.cmd.Process.Signal(syscall.SIGTERM)
	_ = u.cmd.Wait()
}

// gatehouse is a running gateway with its admin key.
type gatehouse struct {
	cmd              *exec.Cmd
	log              string
	gateway, console string
	key              string
}

var printedURL = regexp.MustCompile(`(?mi)^\s*(gateway|console)\b\s*:?\s+(https?://\S+)`)

func startGatehouse(ctx context.Context, dir string, tls bool) (*gatehouse, error) {
	binary := filepath.Join(dir, "gatehouse")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "gatehouse/cmd/gatehouse")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building gatehouse: %w\n%s", err, out)
	}
	g := &gatehouse{log: filepath.Join(dir, "log")}
	log, err := os.Create(g.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	data := filepath.Join(dir, "data")
	args := []string{"serve", "--data", data, "--gateway-addr", "127.0.0.1:0", "--console-addr", "127.0.0.1:0", "--portal-addr", "127.0.0.1:0", "--ops-addr", "127.0.0.1:0"}
	if tls {
		cert, err := certificate(ctx, dir)
		if err != nil {
			return nil, err
		}
		args = append(args, "--gateway-tls-cert", cert[0], "--gateway-tls-key", cert[1])
	}
	g.cmd = exec.CommandContext(ctx, binary, args...)
	g.cmd.Stdout, g.cmd.Stderr = log, log
	if err := g.cmd.Start(); err != nil {
		return nil, err
	}
	if err := g.readURLs(); err != nil {
		return nil, err
	}
	key, err := exec.CommandContext(ctx, binary, "apikey", "create", "--data", data, "--name", "bench", "--role", "admin").Output()
	if err != nil {
		return nil, fmt.Errorf("making an API key: %w", err)
	}
	g.key = strings.TrimSpace(string(key))
	return g, nil
}

// certificate makes one for localhost, of the kind compare.py gives the others.
func certificate(ctx context.Context, dir string) ([2]string, error) {
	c := [2]string{filepath.Join(dir, "c.pem"), filepath.Join(dir, "k.pem")}
	out, err := exec.CommandContext(ctx, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
		"-days", "2", "-subj", "/CN=localhost", "-out", c[0], "-keyout", c[1]).CombinedOutput()
	if err != nil {
		return c, fmt.Errorf("making a certificate: %w\n%s", err, out)
	}
	return c, nil
}

func (g *gatehouse) readURLs() error {
	for range 200 {
		text, _ := os.ReadFile(g.log)
		for _, m := range printedURL.FindAllStringSubmatch(string(text), -1) {
			if strings.EqualFold(m[1], "gateway") {
				g.gateway = m[2]
			} else {
				g.console = m[2]
			}
		}
		if g.gateway != "" && g.console != "" {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	text, _ := os.ReadFile(g.log)
	return fmt.Errorf("gatehouse did not start:\n%s", text)
}

func (g *gatehouse) pid() int { return g.cmd.Process.Pid }

func (g *gatehouse) stop() {
	_ = g.cmd.Process.Signal(syscall.SIGTERM)
	_ = g.cmd.Wait()
}

// ownFailures reports errors that the gateway logged during the run.
func (g *gatehouse) ownFailures(log string) error {
	text, err := os.ReadFile(log)
	if err == nil && bytes.Contains(text, []byte("panic")) {
		return fmt.Errorf("the gateway panicked:\n%s", text)
	}
	return err
}

// partner is whose headers the load carries.
type partner struct{ clientID, profile, token string }

// seed makes the collection, the policy and the clients; the load uses the
// second client, as it does with the other gateways.
func (g *gatehouse) seed(ctx context.Context, upstream string, clients int) (partner, error) {
	var collection struct{ ID string }
	err := g.post(ctx, "/collections", `{"name":"svc1","title":"Service 1","base_path":"/svc1","upstream":{"targets":[{"url":"`+upstream+`"}],"keep_base_path":true},
		"endpoints":[{"method":"GET","path":"/orders/{id}/items"},{"method":"POST","path":"/orders/{id}/items"}]}`, &collection)
	if err != nil {
		return partner{}, err
	}
	if err := g.post(ctx, "/collections/"+collection.ID+"/publish", "", nil); err != nil {
		return partner{}, err
	}
	err = g.post(ctx, "/policies", `{"name":"never-fires","rate":{"requests":1000000000,"window":"1m"},"quota":{"requests":1000000000000,"period":"day"}}`, nil)
	if err != nil {
		return partner{}, err
	}
	var used partner
	for i := range clients {
		var made struct {
			HandOver struct {
				ClientID  string `json:"client_id"`
				ProfileID string `json:"profile_id"`
				Token     string `json:"token"`
			} `json:"hand_over"`
		}
		body := fmt.Sprintf(`{"client":{"name":"client-%07d"},"profile":{"name":"profile-%07d","auth":{"type":"token"},"allowed_methods":["GET","POST"],
			"ip_allowlist":["10.0.0.0/8","127.0.0.0/8"],"token":{"generate":true}},"collections":["svc1"],"policies":["never-fires"]}`, i, i)
		if err := g.post(ctx, "/onboardings", body, &made); err != nil {
			return partner{}, err
		}
		if i <= 1 {
			used = partner{made.HandOver.ClientID, made.HandOver.ProfileID, made.HandOver.Token}
		}
	}
	return used, nil
}

func (g *gatehouse) post(ctx context.Context, path, body string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.console+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+g.key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("POST %s: %s\n%s", path, resp.Status, answer)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}
