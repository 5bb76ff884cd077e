// Package probe tries out whether an upstream can be reached, for somebody who
// is typing its address: one request to each target, and what came of it in
// words. It dials as the gateway does, past the same guard, and presents
// nothing: an address that was mistyped must not be told the upstream's
// credential. It also fetches the documents that are imported by their URL.
package probe

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// Prober tries upstreams. It is safe for concurrent use.
type Prober struct {
	Control func(network, address string, c syscall.RawConn) error // of the dialler: refuses addresses that no upstream may have
	TLS     *tls.Config                                            // nil: the system's roots
}

// Result is how one target fared.
type Result struct {
	Status  int           // of the answer; 0: there was none
	Latency time.Duration // until the head of the answer, connecting included; 0: there was none
	TLS     *TLS          // nil: no encrypted connection was made
	Problem string        // in words; empty: it answered
}

// TLS is what a target presented.
type TLS struct {
	Version   string // "TLS 1.3"
	Subject   string // of its certificate
	Issuer    string
	ExpiresAt time.Time
}

// The patience of a trial.
const (
	dialTimeout = 5 * time.Second
	headTimeout = 10 * time.Second
	atOnce      = 8
)

// Try sends one GET to each URL and does not follow redirects. Any answer is
// good: whether a path exists is for the endpoints to say.
func (p *Prober) Try(ctx context.Context, urls []string) []Result {
	out := make([]Result, len(urls))
	slots := make(chan struct{}, atOnce)
	var trying sync.WaitGroup
	for i, url := range urls {
		trying.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			out[i] = p.try(ctx, url)
		})
	}
	trying.Wait()
	return out
}

func (p *Prober) try(ctx context.Context, url string) Result {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout+headTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return Result{Problem: "This is no URL."}
	}
	req.Header.Set("User-Agent", "Gatehouse connection test")
	start := time.Now()
	resp, err := p.transport().RoundTrip(req)
	if err != nil {
		return Result{Problem: inWords(err)}
	}
	defer func() { _ = resp.Body.Close() }()
	return Result{Status: resp.StatusCode, Latency: time.Since(start), TLS: presented(resp.TLS)}
}

// transport is for one request: what it holds goes with the answer.
func (p *Prober) transport() *http.Transport {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if p.TLS != nil {
		config = p.TLS.Clone()
	}
	dialer := &net.Dialer{Timeout: dialTimeout, Control: func(network, address string, c syscall.RawConn) error {
		if p.Control == nil {
			return &refused{net.UnknownNetworkError(network)} // fail closed
		}
		if err := p.Control(network, address, c); err != nil {
			return &refused{err}
		}
		return nil
	}}
	return &http.Transport{
		DialContext: dialer.DialContext, TLSClientConfig: config, TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: headTimeout,
		DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
	}
}

// refused is an address that the guard did not let through.
type refused struct{ error }

func (r *refused) Unwrap() error { return r.error }

func presented(state *tls.ConnectionState) *TLS {
	if state == nil || len(state.PeerCertificates) == 0 {
		return nil
	}
	leaf := state.PeerCertificates[0]
	return &TLS{tls.VersionName(state.Version), leaf.Subject.String(), leaf.Issuer.String(), leaf.NotAfter.UTC()}
}
