package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/config"
	"gatehouse/internal/manage"
	"gatehouse/internal/ops"
)

// running is a house that serves.
type running struct {
	*house
	t      *testing.T
	logged *written
	stop   func()
}

// written is a log that many goroutines write.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *written) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// start opens a house on free loopback ports and serves until stop, which
// waits for the end.
func start(t *testing.T, data, databaseURL string, change ...func(*config.Settings)) *running {
	t.Helper()
	s := demoSettings(data)
	s.DatabaseURL = gatehouse.Secret(databaseURL)
	s.GatewayAddr, s.ConsoleAddr, s.PortalAddr, s.OpsAddr = "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0"
	for _, c := range change {
		c(s)
	}
	logged := &written{}
	logger := slog.New(slog.NewTextHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h, err := openHouse(t.Context(), &house{settings: s, logger: logger, listen: listen})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.run(ctx) }()
	var once sync.Once
	r := &running{h, t, logged, func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}}
	t.Cleanup(r.stop)
	return r
}

// answer is what a call brought.
type answer struct {
	status int
	body   string
	header http.Header
}

func get(t *testing.T, url string, header http.Header) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, string(body), resp.Header}
}

func (r *running) ready() ops.Report {
	r.t.Helper()
	var report ops.Report
	if err := json.Unmarshal([]byte(get(r.t, r.opsAt.url+"/readyz", nil).body), &report); err != nil {
		r.t.Fatal(err)
	}
	return report
}

// partner onboards a partner for a collection whose upstream is a server of
// the test, and returns the headers of its calls.
func (r *running) partner(upstream http.Handler) http.Header {
	r.t.Helper()
	ctx, by := r.t.Context(), byCommandLine()
	server := httptest.NewServer(upstream)
	r.t.Cleanup(server.Close)
	c, err := r.control.CreateCollection(ctx, by, gatehouse.Collection{Name: "shipments", Definition: gatehouse.Definition{
		BasePath: "/shipments", Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: server.URL, Weight: 1}}},
		Endpoints: []gatehouse.Endpoint{{Method: "GET", Path: "/*"}},
	}})
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := r.control.Publish(ctx, by, c.ID, 0); err != nil {
		r.t.Fatal(err)
	}
	done, err := r.control.Onboard(ctx, by, manage.Onboarding{
		Client:      gatehouse.Client{Name: "acme", Status: gatehouse.Enabled},
		Profile:     gatehouse.Profile{Name: "standard", Status: gatehouse.Enabled, Auth: gatehouse.Auth{Type: gatehouse.AuthToken}},
		Token:       &gatehouse.NewToken{Generate: true},
		Collections: []string{"shipments"},
		Policies:    []manage.PolicyChoice{{New: &gatehouse.Policy{Name: "plenty", Quota: &gatehouse.Quota{Requests: 1000, Period: gatehouse.Month, TimeZone: "UTC"}}}},
	}, false)
	if err != nil {
		r.t.Fatal(err)
	}
	return http.Header{
		"X-Client-Id": {done.Client.ID}, "X-Profile-Id": {"standard"}, "Authorization": {"Bearer " + done.Token.Secret.Reveal()},
	}
}

var hello = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })

// eventually waits for what another goroutine, a real server or a real
// database does in its own time.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatal("did not happen within a minute")
}
