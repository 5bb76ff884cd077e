package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// bodySize is the body that goes up and down.
const bodySize = 100 << 20

// bodies compares how fast large bodies pass through nginx and the gateway, by
// turns and in front of the same upstream, and how much memory the gateway takes
// for it: over HTTP/1.1, then over HTTP/2.
func bodies(ctx context.Context, dir string, rotations int) error {
	upstream := httptest.NewServer(http.HandlerFunc(largeBody))
	defer upstream.Close()
	for _, secure := range []bool{false, true} {
		own, err := os.MkdirTemp(dir, "bodies-")
		if err != nil {
			return err
		}
		for _, d := range []string{dir, own} { // nginx's workers run as somebody else and keep bodies in it
			if err := os.Chmod(d, 0o755); err != nil {
				return err
			}
		}
		if err := bodiesOver(ctx, own, upstream.URL, rotations, secure); err != nil {
			return err
		}
	}
	return nil
}

// bodiesOver speaks HTTP/2, in TLS, when secure.
func bodiesOver(ctx context.Context, dir, upstream string, rotations int, secure bool) error {
	g, err := startGatehouse(ctx, dir, secure)
	if err != nil {
		return err
	}
	defer g.stop()
	as, err := g.seed(ctx, upstream, 2)
	if err != nil {
		return err
	}
	proxy, stop, err := startNginx(ctx, dir, upstream, secure)
	if err != nil {
		return err
	}
	defer stop()
	major := 1
	if secure {
		major = 2
	}
	client := &http.Client{Transport: &http.Transport{
		ForceAttemptHTTP2: secure, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // of a moment ago, on loopback
	}}
	defer client.CloseIdleConnections()
	through := []passage{{client, major, proxy, as}, {client, major, g.gateway, as}}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for _, p := range through { // connections, buffers
			if _, err := p.pass(ctx, method); err != nil {
				return err
			}
		}
		if err := compareBodies(ctx, through, method, rotations, g.pid()); err != nil {
			return err
		}
	}
	return nil
}

func compareBodies(ctx context.Context, through []passage, method string, rotations, pid int) error {
	before, err := settledMemory(pid)
	if err != nil {
		return err
	}
	var ratios []float64
	for range rotations {
		var took [2]time.Duration
		for i, p := range through {
			if took[i], err = p.pass(ctx, method); err != nil {
				return err
			}
		}
		ratios = append(ratios, took[0].Seconds()/took[1].Seconds())
	}
	peak, err := memory(pid, "VmHWM")
	if err != nil {
		return err
	}
	slices.Sort(ratios)
	fmt.Printf("HTTP/%d %-5s %d MiB: %.2f x nginx's rate [%.2f %.2f], memory %.1f MiB, at most %+.1f MiB\n",
		through[0].major, method, bodySize>>20, ratios[len(ratios)/2], ratios[0], ratios[len(ratios)-1], before, peak-before)
	return nil
}

// largeBody sends or swallows a body.
func largeBody(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil || n != bodySize {
			w.WriteHeader(http.StatusBadRequest)
		}
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(bodySize))
	piece := make([]byte, 64<<10)
	for range bodySize / len(piece) {
		if _, err := w.Write(piece); err != nil {
			return
		}
	}
}

// passage is a way to the upstream.
type passage struct {
	client *http.Client
	major  int // of the protocol version
	url    string
	as     partner
}

// pass sends one body through and returns how long it took.
func (p passage) pass(ctx context.Context, method string) (time.Duration, error) {
	var body io.Reader
	if method == http.MethodPost {
		body = bytes.NewReader(make([]byte, bodySize))
	}
	r, err := http.NewRequestWithContext(ctx, method, p.url+"/svc1/orders/12345/items", body)
	if err != nil {
		return 0, err
	}
	r.Header.Set("X-Client-ID", p.as.clientID)
	r.Header.Set("X-Profile-ID", p.as.profile)
	r.Header.Set("Authorization", "Bearer "+p.as.token)
	began := time.Now()
	answer, err := p.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	switch {
	case err != nil:
		return 0, err
	case answer.StatusCode != http.StatusOK || answer.ProtoMajor != p.major || method == http.MethodGet && n != bodySize:
		return 0, fmt.Errorf("%s %s: %s %s with %d bytes", method, p.url, answer.Proto, answer.Status, n)
	}
	return time.Since(began), nil
}

// startNginx starts a plain reverse proxy with the settings that nginx comes with,
// and returns its URL. It keeps bodies in files while one side is slower than the
// other. It uses the gateway's certificate.
func startNginx(ctx context.Context, dir, upstream string, secure bool) (url string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	addr := l.Addr().String()
	_ = l.Close()
	scheme, listen, certificate := "http://", addr, ""
	if secure {
		scheme, listen = "https://", addr+" ssl http2"
		certificate = fmt.Sprintf("ssl_certificate %[1]s/c.pem; ssl_certificate_key %[1]s/k.pem;", dir)
	}
	temporary := filepath.Join(dir, "nginx-")
	conf := fmt.Sprintf(`worker_processes 2; pid %[1]spid; error_log %[1]serr; daemon off;
events {}
http { access_log off; client_max_body_size 0;
 client_body_temp_path %[1]sb; proxy_temp_path %[1]sp; fastcgi_temp_path %[1]sf; uwsgi_temp_path %[1]su; scgi_temp_path %[1]ss;
 upstream u { server %[2]s; keepalive 16; }
 server { listen %[3]s; %[4]s location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://u; } } }
`, temporary, strings.TrimPrefix(upstream, "http://"), listen, certificate)
	file := temporary + "conf"
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		return "", nil, err
	}
	cmd := exec.CommandContext(ctx, "nginx", "-c", file)
	cmd.Env = append(os.Environ(), "PATH="+os.Getenv("PATH")+":/usr/sbin")
	if cmd.Err != nil {
		cmd = exec.CommandContext(ctx, "/usr/sbin/nginx", "-c", file)
	}
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("starting nginx: %w", err)
	}
	stop = func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}
	for range 100 {
		if c, err := net.Dial("tcp", addr); err == nil {
			_ = c.Close()
			return scheme + addr, stop, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("nginx does not listen on %s", addr)
}

// settledMemory starts the peak anew and returns what is resident now, in MiB.
func settledMemory(pid int) (float64, error) {
	const peakRSS = "5" // proc(5)
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte(peakRSS), 0o600); err != nil {
		return 0, err
	}
	return memory(pid, "VmRSS")
}

// memory reads one line of the process's status, in MiB.
func memory(pid int, line string) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for l := range strings.Lines(string(text)) {
		if f := strings.Fields(l); len(f) > 1 && f[0] == line+":" {
			kib, err := strconv.ParseFloat(f[1], 64)
			return kib / 1024, err
		}
	}
	return 0, fmt.Errorf("no %s in the status of process %d", line, pid)
}
