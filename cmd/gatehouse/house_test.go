package main

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse"
	"gatehouse/internal/config"
	"gatehouse/internal/ops"
)

func TestEverySurfaceAnswers(t *testing.T) {
	r := start(t, t.TempDir(), "")
	headers := r.partner(hello)
	for _, tt := range []struct {
		url    string
		header http.Header
		status int
		want   string
	}{
		{r.gatewayAt.url + "/shipments/1", headers, 200, "hello"},
		{r.gatewayAt.url + "/healthz", nil, 401, "client_id_missing"}, // the whole path space is the user's
		{r.consoleAt.url + "/", nil, 200, "Gatehouse"},
		{r.consoleAt.url + "/api/v1/openapi.json", nil, 200, `"openapi":"3.1`},
		{r.consoleAt.url + "/api/v1/clients", nil, 401, r.portalAt.url + "/problems/unauthenticated"},
		{r.consoleAt.url + "/api/v1", nil, 404, `"code":"not_found"`},
		{r.consoleAt.url + "/api/v2/clients", nil, 404, `"code":"not_found"`}, // a program is not answered with a page
		{r.portalAt.url + "/problems/rate_limit_exceeded", nil, 200, "What to do"},
		{r.opsAt.url + "/healthz", nil, 200, "ok"},
		{r.opsAt.url + "/readyz", nil, 200, `"status":"ready"`},
		{r.opsAt.url + "/metrics", nil, 200, "gatehouse_config_version"},
	} {
		if a := get(t, tt.url, tt.header); a.status != tt.status || !strings.Contains(a.body, tt.want) {
			t.Errorf("%s = %d, want %d and %q\n%.300s", tt.url, a.status, tt.status, tt.want, a.body)
		}
	}
}

func TestARestartKeepsCountsAndConfiguration(t *testing.T) {
	data := t.TempDir()
	first := start(t, data, "")
	headers := first.partner(hello)
	get(t, first.gatewayAt.url+"/shipments/1", headers)
	first.stop()
	second := start(t, data, "")
	a := get(t, second.gatewayAt.url+"/shipments/1", headers)
	if a.status != 200 || !strings.Contains(a.header.Get("RateLimit"), `"plenty.quota";r=998`) {
		t.Errorf("%d %q", a.status, a.header.Get("RateLimit"))
	}
}

func TestRequestsUnderWayMayEnd(t *testing.T) {
	r := start(t, t.TempDir(), "")
	arrived, release := make(chan struct{}), make(chan struct{})
	headers := r.partner(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		_, _ = io.WriteString(w, "late but whole")
	}))
	got := make(chan answer, 1)
	go func() { got <- get(t, r.gatewayAt.url+"/shipments/1", headers) }()
	<-arrived
	stopped := make(chan struct{})
	go func() { r.stop(); close(stopped) }()
	eventually(t, func() bool { return r.ready().Status == ops.Unready })
	close(release)
	if a := <-got; a.status != 200 || a.body != "late but whole" {
		t.Errorf("%d %q", a.status, a.body)
	}
	<-stopped
}

func TestUpstreamsMayNotBeOurOwnListeners(t *testing.T) {
	r := start(t, t.TempDir(), "")
	for _, l := range r.listeners() {
		_, err := r.control.CreateCollection(t.Context(), byCommandLine(), gatehouse.Collection{Name: "loop", Definition: gatehouse.Definition{
			BasePath: "/loop", Upstream: gatehouse.Upstream{Targets: []gatehouse.Target{{URL: l.url, Weight: 1}}},
		}})
		if err == nil {
			t.Errorf("%s may be an upstream", l.name)
		}
	}
}

func TestURLsAreTheRealOnes(t *testing.T) {
	for _, tt := range []struct {
		l    config.Listener
		want string
	}{
		{config.Listener{Addr: ":8080"}, "http://localhost:9"},
		{config.Listener{Addr: "0.0.0.0:0"}, "http://localhost:9"},
		{config.Listener{Addr: "[::]:0"}, "http://localhost:9"},
		{config.Listener{Addr: "127.0.0.1:0", TLSCert: "c"}, "https://127.0.0.1:9"},
		{config.Listener{Addr: "[::1]:0"}, "http://[::1]:9"},
		{config.Listener{Addr: "gateway.internal:80"}, "http://gateway.internal:9"},
	} {
		if got := localURL(tt.l, &net.TCPAddr{Port: 9}); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.l.Addr, got, tt.want)
		}
	}
}

func TestTheGatewaySpeaksHTTP2OverTLS(t *testing.T) {
	certFile, keyFile := writeCertificate(t, t.TempDir(), "localhost", time.Now())
	r := start(t, t.TempDir(), "", func(s *config.Settings) { s.GatewayTLSCert, s.GatewayTLSKey = certFile, keyFile })
	headers := r.partner(hello)
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		protocols := new(http.Protocols)
		protocols.SetHTTP1(protocol == "HTTP/1.1")
		protocols.SetHTTP2(protocol == "HTTP/2.0")
		client := &http.Client{Transport: &http.Transport{
			Protocols: protocols, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // a self-signed certificate of this test
		}}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.gatewayAt.url+"/shipments/1", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		req.Header = headers
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != 200 || resp.Proto != protocol {
			t.Errorf("%s: %d over %s", protocol, resp.StatusCode, resp.Proto)
		}
		client.CloseIdleConnections()
	}
}
