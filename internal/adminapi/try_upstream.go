package adminapi

import (
	"context"
	"time"

	"gatehouse/internal/manage"
	"gatehouse/internal/probe"
	"gatehouse/internal/rest"
)

// triedJSON is how the targets of an upstream fared.
type triedJSON struct {
	Targets []triedTargetJSON `json:"targets" doc:"One for each target, in their order."`
}

type triedTargetJSON struct {
	URL       string        `json:"url" doc:"Where the request went." example:"https://shipments.internal:8443"`
	Reachable bool          `json:"reachable" doc:"There was an answer, whichever." example:"true"`
	Status    *int64        `json:"status" doc:"Status of the answer; null: there was none." example:"404"`
	LatencyMS *float64      `json:"latency_ms" doc:"Until the head of the answer, connecting included; null: there was none." example:"42.7"`
	TLS       *triedTLSJSON `json:"tls" doc:"What the server presented; null: no encrypted connection."`
	Problem   *string       `json:"problem" doc:"Why there was no answer, in words; null: there was one." example:"The connection was refused: nothing listens at this port, or a firewall says so."`
}

type triedTLSJSON struct {
	Version   string    `json:"version" doc:"Version of the protocol." example:"TLS 1.3"`
	Subject   string    `json:"subject" doc:"Subject of the certificate." example:"CN=shipments.internal"`
	Issuer    string    `json:"issuer" doc:"Who signed it." example:"CN=Internal CA"`
	ExpiresAt time.Time `json:"expires_at" doc:"When it stops being valid." example:"2027-03-01T09:30:00Z"`
}

// targetURLsJSON are targets that no collection has yet.
type targetURLsJSON struct {
	Targets []targetURLJSON `json:"targets" maxItems:"32" doc:"Targets to try."`
}

type targetURLJSON struct {
	URL string `json:"url" doc:"Absolute http or https URL without credentials." example:"https://shipments.internal:8443"`
}

func (a *api) tryUpstream(ctx context.Context, in *rest.ByID) (*rest.Answer[triedJSON], error) {
	return tried(a.Control.TryUpstream(ctx, by(ctx), in.ID))
}

func (a *api) tryTargets(ctx context.Context, in *struct{ Body rest.Body[targetURLsJSON] }) (*rest.Answer[triedJSON], error) {
	sent, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	return tried(a.Control.TryTargets(ctx, by(ctx), rest.Each(sent.Targets, func(t targetURLJSON) string { return t.URL })))
}

func tried(targets []manage.TriedTarget, err error) (*rest.Answer[triedJSON], error) {
	if err != nil {
		return nil, err
	}
	return rest.Shown(triedJSON{rest.Each(targets, triedTargetOf)}), nil
}

func triedTargetOf(t manage.TriedTarget) triedTargetJSON {
	j := triedTargetJSON{URL: t.URL, Reachable: t.Problem == "", Problem: rest.OptionalText(t.Problem), TLS: triedTLSOf(t.TLS)}
	if t.Status != 0 {
		status, latency := int64(t.Status), rest.Milliseconds(t.Latency)
		j.Status, j.LatencyMS = &status, &latency
	}
	return j
}

func triedTLSOf(t *probe.TLS) *triedTLSJSON {
	if t == nil {
		return nil
	}
	return &triedTLSJSON{t.Version, t.Subject, t.Issuer, t.ExpiresAt}
}
