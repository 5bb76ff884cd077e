// Package ops serves what operators and their machines ask of a running
// process: is it alive (/healthz), may traffic be sent to it (/readyz), and
// its metrics (/metrics).
//
// Health and readiness are two questions. A process that answers at all is
// healthy; restarting it would not bring a missing database back. It is ready
// once it can decide requests, and stays so on the configuration it has while
// the store is away: that is degraded, with the reason, and still 200.
package ops

import (
	"encoding/json"
	"net/http"
)

// Status is how well a part works.
type Status string

// The statuses, from good to bad.
const (
	Ready    Status = "ready"
	Degraded Status = "degraded" // works, but somebody should look
	Unready  Status = "unready"  // no traffic should come
)

// Part is one part of the process.
type Part struct {
	Name   string `json:"name"`   // "configuration"
	Status Status `json:"status"` //
	Reason string `json:"reason"` // empty when ready
}

// Report is the body of /readyz.
type Report struct {
	Status Status `json:"status"` // that of the worst part
	Parts  []Part `json:"parts"`
}

// Of sums parts up.
func Of(parts []Part) Report {
	r := Report{Status: Ready, Parts: parts}
	for _, p := range parts {
		if p.Status == Unready || p.Status == Degraded && r.Status == Ready {
			r.Status = p.Status
		}
	}
	return r
}

// New returns the handler of the ops listener. Parts is asked anew for each
// call.
func New(parts func() []Part, metrics http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		report, status := Of(parts()), http.StatusOK
		if report.Status == Unready {
			status = http.StatusServiceUnavailable
		}
		reply(w, status, report)
	})
	mux.Handle("GET /metrics", metrics)
	return mux
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a probe that left needs no answer
}
