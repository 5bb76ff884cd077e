package store

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"gatehouse"
	"gatehouse/internal/seal"
)

// storedDefinition is a collection's definition as the database keeps it, in
// drafts and revisions alike. The upstream's credential is sealed.
type storedDefinition struct {
	Title            string           `json:"title"`
	Description      string           `json:"description"`
	APIVersion       string           `json:"api_version,omitempty"` // left out when empty: digests of older definitions stay
	BasePath         string           `json:"base_path"`
	Upstream         storedUpstream   `json:"upstream"`
	Origins          []string         `json:"cors_origins"`
	ValidateRequests bool             `json:"validate_requests"`
	MaxBodyBytes     int64            `json:"max_body_bytes"`
	Endpoints        []storedEndpoint `json:"endpoints"`
}

type storedUpstream struct {
	Targets        []storedTarget    `json:"targets"`
	Credential     *storedCredential `json:"credential"`
	KeepBasePath   bool              `json:"keep_base_path"`
	ConnectTimeout time.Duration     `json:"connect_timeout_ns"`
	HeaderTimeout  time.Duration     `json:"header_timeout_ns"`
	IdleTimeout    time.Duration     `json:"idle_timeout_ns"`
}

type storedTarget struct {
	URL    string `json:"url"`
	Weight int    `json:"weight"`
}

type storedCredential struct {
	Header string `json:"header"`
	Sealed []byte `json:"sealed"`
}

type storedEndpoint struct {
	ID           string          `json:"id"`
	Method       string          `json:"method"`
	Path         string          `json:"path"`
	UpstreamPath string          `json:"upstream_path"`
	Summary      string          `json:"summary"`
	Description  string          `json:"description"`
	WebSocket    bool            `json:"websocket"`
	Parameters   json.RawMessage `json:"parameters"`
	RequestBody  json.RawMessage `json:"request_body"`
	Responses    json.RawMessage `json:"responses"`
	Example      storedExample   `json:"example"`
	OperationID  string          `json:"operation_id,omitempty"`
	Tags         []string        `json:"tags,omitempty"`
	Deprecated   bool            `json:"deprecated,omitempty"`
}

type storedExample struct {
	PathParameters map[string]string `json:"path_parameters"`
	Query          string            `json:"query"`
	Headers        map[string]string `json:"headers"`
	Body           string            `json:"body"`
}

// encodeDefinition returns the JSON with the credential sealed for this
// collection, and a keyed digest of the definition. Sealing the same twice
// gives different bytes, the digest does not: it tells whether a draft differs
// from what was published.
func encodeDefinition(keys *seal.Keys, collectionID string, d *gatehouse.Definition) (text, digest string, err error) {
	s := storeDefinition(d)
	var plain []byte
	if c := d.Upstream.Credential; c != nil {
		plain = []byte(c.Value.Reveal())
		s.Upstream.Credential = &storedCredential{Header: c.Header}
	}
	unsealed, err := json.Marshal(s)
	if err != nil {
		return "", "", fmt.Errorf("encoding a definition: %w", err)
	}
	sum := keys.Hash("definition\n" + string(unsealed) + "\n" + string(plain))
	if s.Upstream.Credential != nil {
		s.Upstream.Credential.Sealed, err = keys.Seal(credentialPurpose(collectionID), plain)
		if err != nil {
			return "", "", err
		}
	}
	sealed, err := json.Marshal(s)
	if err != nil {
		return "", "", fmt.Errorf("encoding a definition: %w", err)
	}
	return string(sealed), hex.EncodeToString(sum[:]), nil
}

func credentialPurpose(collectionID string) string { return "upstream credential of " + collectionID }

func decodeDefinition(keys *seal.Keys, collectionID, text string) (d gatehouse.Definition, err error) {
	var s storedDefinition
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return d, fmt.Errorf("decoding the definition of %s: %w", collectionID, err)
	}
	d = s.definition()
	if c := s.Upstream.Credential; c != nil {
		plain, err := keys.Open(credentialPurpose(collectionID), c.Sealed)
		if err != nil {
			return d, fmt.Errorf("reading the upstream credential of %s: %w", collectionID, err)
		}
		d.Upstream.Credential = &gatehouse.Credential{Header: c.Header, Value: gatehouse.Secret(plain)}
	}
	return d, nil
}

func storeDefinition(d *gatehouse.Definition) storedDefinition {
	s := storedDefinition{
		Title: d.Title, Description: d.Description, APIVersion: d.APIVersion, BasePath: d.BasePath, Origins: d.CORS.Origins,
		ValidateRequests: d.ValidateRequests, MaxBodyBytes: d.MaxBodyBytes,
		Upstream: storedUpstream{
			KeepBasePath: d.Upstream.KeepBasePath, ConnectTimeout: d.Upstream.ConnectTimeout,
			HeaderTimeout: d.Upstream.HeaderTimeout, IdleTimeout: d.Upstream.IdleTimeout,
		},
	}
	for _, t := range d.Upstream.Targets {
		s.Upstream.Targets = append(s.Upstream.Targets, storedTarget(t))
	}
	for _, e := range d.Endpoints {
		s.Endpoints = append(s.Endpoints, storedEndpoint{
			e.ID, e.Method, e.Path, e.UpstreamPath, e.Summary, e.Description, e.WebSocket,
			e.Parameters, e.RequestBody, e.Responses, storedExample(e.Example), e.OperationID, e.Tags, e.Deprecated,
		})
	}
	return s
}

func (s *storedDefinition) definition() gatehouse.Definition {
	d := gatehouse.Definition{
		Title: s.Title, Description: s.Description, APIVersion: s.APIVersion, BasePath: s.BasePath, CORS: gatehouse.CORS{Origins: s.Origins},
		ValidateRequests: s.ValidateRequests, MaxBodyBytes: s.MaxBodyBytes,
		Upstream: gatehouse.Upstream{
			KeepBasePath: s.Upstream.KeepBasePath, ConnectTimeout: s.Upstream.ConnectTimeout,
			HeaderTimeout: s.Upstream.HeaderTimeout, IdleTimeout: s.Upstream.IdleTimeout,
		},
	}
	for _, t := range s.Upstream.Targets {
		d.Upstream.Targets = append(d.Upstream.Targets, gatehouse.Target(t))
	}
	for _, e := range s.Endpoints {
		d.Endpoints = append(d.Endpoints, gatehouse.Endpoint{
			ID: e.ID, Method: e.Method, Path: e.Path, UpstreamPath: e.UpstreamPath, Summary: e.Summary,
			Description: e.Description, WebSocket: e.WebSocket, Parameters: present(e.Parameters),
			RequestBody: present(e.RequestBody), Responses: present(e.Responses), Example: gatehouse.Example(e.Example),
			OperationID: e.OperationID, Tags: e.Tags, Deprecated: e.Deprecated,
		})
	}
	return d
}

// present turns the JSON null that an absent value was stored as back into
// nothing.
func present(raw json.RawMessage) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}
