package probe

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"
)

func open(string, string, syscall.RawConn) error { return nil }

func TestTrialSaysHowATargetFares(t *testing.T) {
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/go" {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
			return
		}
		if r.Header.Get("Authorization") != "" || r.UserAgent() != "Gatehouse connection test" {
			t.Errorf("headers: %v", r.Header)
		}
		w.WriteHeader(http.StatusNotFound)
	}))
	defer plain.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	secure.Config.ErrorLog = nil
	rude := listen(t, "SSH-2.0-OpenSSH_9.9\r\n")
	silent := listen(t, "")
	closed := listen(t, "")
	closedURL := "http://" + closed.Addr().String()
	_ = closed.Close()

	roots := x509.NewCertPool()
	roots.AddCert(secure.Certificate())
	trusting := &Prober{Control: open, TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	_, port, _ := net.SplitHostPort(secure.Listener.Addr().String())
	for name, tt := range map[string]struct {
		prober *Prober
		url    string
		status int
		words  string
	}{
		"plain":        {&Prober{Control: open}, plain.URL, 404, ""},
		"redirect":     {&Prober{Control: open}, plain.URL + "/go", 302, ""},
		"secure":       {trusting, secure.URL, 404, ""},
		"not trusted":  {&Prober{Control: open}, secure.URL, 0, "does not trust"},
		"another name": {trusting, "https://localhost:" + port, 0, "another name: example.com"},
		"no TLS":       {&Prober{Control: open}, strings.Replace(plain.URL, "http:", "https:", 1), 0, "use http://"},
		"no HTTP":      {&Prober{Control: open}, "http://" + rude.Addr().String(), 0, "not answer in HTTP"},
		"cut":          {&Prober{Control: open}, "http://" + silent.Addr().String(), 0, "cut before there was an answer"},
		"nobody":       {&Prober{Control: open}, closedURL, 0, "refused"},
		"unknown":      {&Prober{Control: open}, "http://no..where", 0, "cannot be resolved"},
		"guarded": {&Prober{Control: func(string, string, syscall.RawConn) error {
			return errors.New("our own listeners may not be an upstream")
		}}, plain.URL, 0, "does not call this address: our own"},
		"without guard": {&Prober{}, plain.URL, 0, "does not call"},
		"no URL":        {&Prober{Control: open}, "http://%zz", 0, "no URL"},
	} {
		got := tt.prober.Try(t.Context(), []string{tt.url})[0]
		if got.Status != tt.status || !strings.Contains(got.Problem, tt.words) || (got.Problem == "") != (tt.words == "") || (got.Latency > 0) != (tt.status > 0) {
			t.Errorf("%s: %+v", name, got)
		}
		if name == "secure" && (got.TLS == nil || got.TLS.Version != "TLS 1.3" || got.TLS.ExpiresAt.Before(time.Now())) {
			t.Errorf("TLS: %+v", got.TLS)
		}
	}
}

// listen hears a request, says its greeting and hangs up. Hanging up on what was
// not read would reset the connection, sometimes before the greeting is there.
func listen(t *testing.T, greeting string) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = http.ReadRequest(bufio.NewReader(c))
			_, _ = c.Write([]byte(greeting))
			_ = c.Close()
		}
	}()
	return l
}

func TestManyTargetsAreTriedAtOnce(t *testing.T) {
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { time.Sleep(50 * time.Millisecond) }))
	defer slow.Close()
	urls := make([]string, 20)
	for i := range urls {
		urls[i] = slow.URL
	}
	for i, r := range (&Prober{Control: open}).Try(t.Context(), urls) {
		if r.Status != 200 || r.Latency < 50*time.Millisecond {
			t.Errorf("%d: %+v", i, r)
		}
	}
}
