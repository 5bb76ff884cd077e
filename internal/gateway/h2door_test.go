package gateway

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse"
)

// TestTheSameOverHTTP2 runs what other files say of a request once more, by the
// other door and Go's own client.
func TestTheSameOverHTTP2(t *testing.T) {
	overHTTP2 = true
	defer func() { overHTTP2 = false }()
	for name, test := range map[string]func(*testing.T){
		"events": TestEventsArriveWhenTheyHappen, "lost access": TestStreamEndsWithTheAccess, "idle upstream": TestIdleUpstreamEndsTheAnswer,
		"broken answer": TestAnswerThatBreaksOffIsNotTakenForComplete, "full duplex": TestBothDirectionsFlowAtOnce, "large bodies": TestLargeBodiesNeedNoMemory,
		"faults": TestUpstreamFaultsHaveTheirCodes, "answers": TestAnswersPassUnchanged, "bodies": TestRequestBodyArrivesWhole,
		"interim": TestInterimHeadsArePassedOn, "trailers": TestTrailersPassBothWays, "dead target": TestDeadTargetIsPassedOver, "own words": TestRequestsKeepTheirOwnWords,
	} {
		t.Run(name, test)
	}
}

// second is a fixture with the HTTP/2 door alone.
func second(t *testing.T, settings ...setting) *fixture {
	t.Helper()
	overHTTP2 = true
	defer func() { overHTTP2 = false }()
	return newFixture(t, settings...)
}

func TestHTTP2ClientThatLeavesCancelsTheCall(t *testing.T) {
	f := second(t)
	arrived, cancelled := make(chan struct{}), make(chan struct{})
	f.upstream.answer(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(cancelled)
	})
	req, _ := http.NewRequest("GET", f.server.URL+"/shipments/track/1", nil)
	f.credentials(req.Header)
	gone := make(chan struct{})
	req.Cancel = gone //nolint:staticcheck // a context would do as well
	go func() {
		<-arrived
		close(gone)
	}()
	if _, err := f.roundTrip(req); err == nil {
		t.Error("there was an answer")
	}
	select {
	case <-cancelled:
	case <-time.After(patience):
		t.Fatal("the call went on")
	}
	if got := f.log.nth(t, 1); got.Status != 499 || got.Code != "client_gone" || got.Step != "forward" {
		t.Errorf("logged %d %s in %s", got.Status, got.Code, got.Step)
	}
}

// TestManyStreamsKeepTheirBodiesApart: bodies of all sizes both ways on one
// connection, each of which must come back as it was.
func TestManyStreamsKeepTheirBodiesApart(t *testing.T) {
	f := second(t, collection(func(d *gatehouse.Definition) { d.Upstream.ConnectTimeout = patience }))
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).EnableFullDuplex()
		_, _ = io.Copy(w, r.Body)
	})
	req, _ := http.NewRequest("POST", f.server.URL+"/shipments/orders", nil)
	f.credentials(req.Header)
	client := newClient(t)
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			body := make([]byte, n*n*120)
			_, _ = rand.Read(body)
			r := req.Clone(t.Context())
			r.Body = io.NopCloser(bytes.NewReader(body))
			if n%2 == 0 {
				r.ContentLength = int64(len(body))
			}
			res, err := client.RoundTrip(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer res.Body.Close()
			back, err := io.ReadAll(res.Body)
			if err != nil || sha256.Sum256(back) != sha256.Sum256(body) {
				t.Errorf("%d bytes became %d: %v", len(body), len(back), err)
			}
		})
	}
	all.Wait()
}

func TestRefusalsOverHTTP2AreExplainedAndLogged(t *testing.T) {
	f := second(t)
	f.send("GET", "/shipments/track/"+strings.Repeat("x", 8<<10)).expect(414, "uri_too_long")
	f.send("GET", "/shipments/track/1", "X-Long", strings.Repeat("x", 34<<10)).expect(431, "headers_too_large")
	f.send("GET", "/shipments/track/1", "X-Many", strings.Repeat("x\n", 100)).expect(431, "headers_too_large")
	f.send("GET", "/shipments//track").expect(400, "request_malformed")
	f.send("GET", "/shipments/track/1", "Authorization", "").expect(401, "credentials_missing")
	if got := f.log.nth(t, 5); got.Status != 401 || got.Path != "/shipments/track/1" {
		t.Errorf("logged %d %s", got.Status, got.Path)
	}
	if f.upstream.count() > 0 {
		t.Error("the upstream was asked")
	}
}

func TestCurlSpeaksHTTP2(t *testing.T) {
	f := second(t)
	f.upstream.answer(func(w http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		_, _ = fmt.Fprintf(w, "%s %d", r.Method, n)
	})
	body := strings.Repeat("x", 3<<20)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{f.server.URL + "/shipments/track/1"}, "GET 0 2 200"},
		{[]string{"-I", f.server.URL + "/shipments/track/1"}, " 2 200"},
		{[]string{"--data-binary", "@-", f.server.URL + "/shipments/orders"}, "POST 3145728 2 200"},
		{[]string{"-T", "-", "-X", "POST", f.server.URL + "/shipments/orders"}, "POST 3145728 2 200"},
		{[]string{"--data-binary", "@-", "-H", "X-Client-ID: another", f.server.URL + "/shipments/orders"}, " 2 400"}, // before the body is read
	} {
		args := append([]string{
			"-q", "-sSk", "--noproxy", "*", "--http2", "--max-time", "60", "-w", " %{http_version} %{http_code}",
			"-H", "X-Client-ID: " + partnerID, "-H", "X-Profile-ID: " + profileName, "-H", "Authorization: Bearer " + partnerToken,
		}, tt.args...)
		cmd := exec.CommandContext(t.Context(), "curl", args...)
		cmd.Stdin = strings.NewReader(body)
		out, err := cmd.Output()
		if e, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Fatalf("%v: %s", tt.args, e.Stderr)
		}
		if err != nil || !strings.HasSuffix(string(out), tt.want) {
			t.Errorf("%v: %s, %v", tt.args, out, err)
		}
	}
}

// TestDrainOverHTTP2FailsNoRequest: clients ask without a pause while the doors
// close. Whatever got a connection gets its answer; then there are no connections.
func TestDrainOverHTTP2FailsNoRequest(t *testing.T) {
	f := newFixture(t)
	doors, url := openTLS(t, f.gateway)
	var answered atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		client := newClient(t)
		for range 8 {
			all.Go(func() {
				for {
					req, _ := http.NewRequest("GET", url+"/shipments/track/1", nil)
					f.credentials(req.Header)
					res, err := client.RoundTrip(req)
					if _, refused := errors.AsType[*net.OpError](err); refused && answered.Load() > 0 {
						return
					}
					if err != nil || res.StatusCode != 200 || res.ProtoMajor != 2 {
						t.Errorf("%v, %v", res, err)
						return
					}
					_, _ = io.Copy(io.Discard, res.Body)
					_ = res.Body.Close()
					answered.Add(1)
				}
			})
		}
	}
	for answered.Load() < 500 {
		runtime.Gosched()
	}
	if err := doors.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	all.Wait()
}
