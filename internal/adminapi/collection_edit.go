package adminapi

import (
	"time"

	"gatehouse/internal/rest"

	"gatehouse"
)

// newCollectionJSON is what a caller may say about a collection.
type newCollectionJSON struct {
	Name             string            `json:"name" fixed:"true" pattern:"^[a-z0-9][a-z0-9-]{1,62}$" doc:"Unique name; never changes." example:"shipments"`
	Title            string            `json:"title,omitempty" maxLength:"256" doc:"For people; the name when left out." example:"Shipment tracking"`
	Description      string            `json:"description,omitempty" doc:"Markdown, shown in the portal."`
	APIVersion       string            `json:"api_version,omitempty" maxLength:"64" doc:"Version of the API, for people." example:"2.4.0"`
	BasePath         string            `json:"base_path" doc:"Where the collection begins below the gateway's URL; unique. Of nested ones the longest whole-segment prefix wins." example:"/shipments"`
	Upstream         newUpstreamJSON   `json:"upstream" doc:"Where the requests go."`
	CORS             *newCORSJSON      `json:"cors,omitempty" doc:"Browser origins that may call."`
	ValidateRequests bool              `json:"validate_requests,omitempty" doc:"Check parameters and body against the endpoint's schema."`
	MaxBodyBytes     int64             `json:"max_body_bytes,omitempty" minimum:"0" doc:"Largest request body; 0 or left out: no limit of its own." example:"1048576"`
	Endpoints        []newEndpointJSON `json:"endpoints,omitempty" doc:"Endpoints; a PATCH replaces the whole list."`
}

type newUpstreamJSON struct {
	Targets        []newTargetJSON    `json:"targets" minItems:"1" maxItems:"32" doc:"Servers that share the requests by weight."`
	Credential     *newCredentialJSON `json:"credential,omitempty" doc:"Header that the gateway sets on every request to the upstream."`
	KeepBasePath   bool               `json:"keep_base_path,omitempty" doc:"Forward the base path too."`
	ConnectTimeout string             `json:"connect_timeout,omitempty" default:"5s" doc:"For the connection: 1ms to 1h." example:"5s"`
	HeaderTimeout  string             `json:"header_timeout,omitempty" default:"30s" doc:"To the first byte of the answer: 1ms to 1h." example:"30s"`
	IdleTimeout    string             `json:"idle_timeout,omitempty" default:"1m" doc:"Between bytes of the answer: 1ms to 1h." example:"1m"`
}

type newTargetJSON struct {
	URL    string `json:"url" doc:"Absolute http or https URL without credentials; a path goes before the endpoint's." example:"https://shipments.internal:8443"`
	Weight *int64 `json:"weight,omitempty" minimum:"1" maximum:"1000" default:"1" doc:"Share of the requests."`
}

// newCredentialJSON holds the value as a plain string, because a merge patch
// of the header alone must keep it. The type never leaves this package and is
// never logged.
type newCredentialJSON struct {
	Header string `json:"header" doc:"Name of the header." example:"Authorization"`
	Value  string `json:"value" writeOnly:"true" doc:"Sealed at rest and never shown again." example:"Basic c2VjcmV0"`
}

type newCORSJSON struct {
	Origins []string `json:"origins,omitempty" doc:"Scheme and host; empty: no CORS." example:"[\"https://app.example.com\"]"`
}

func (in newCollectionJSON) apply(c *gatehouse.Collection) error {
	var f gatehouse.Fields
	c.Name = in.Name
	c.Definition = gatehouse.Definition{
		Title: in.Title, Description: in.Description, APIVersion: in.APIVersion, BasePath: in.BasePath, Upstream: in.Upstream.upstream(&f),
		ValidateRequests: in.ValidateRequests, MaxBodyBytes: in.MaxBodyBytes, Endpoints: rest.Each(in.Endpoints, newEndpointJSON.endpoint),
	}
	if in.CORS != nil {
		c.CORS = gatehouse.CORS(*in.CORS)
	}
	if c.Title == "" {
		c.Title = c.Name
	}
	return f.Err()
}

func (in newUpstreamJSON) upstream(f *gatehouse.Fields) gatehouse.Upstream {
	u := gatehouse.Upstream{
		Targets: rest.Each(in.Targets, newTargetJSON.target), KeepBasePath: in.KeepBasePath,
		ConnectTimeout: duration(f, "/upstream/connect_timeout", in.ConnectTimeout),
		HeaderTimeout:  duration(f, "/upstream/header_timeout", in.HeaderTimeout),
		IdleTimeout:    duration(f, "/upstream/idle_timeout", in.IdleTimeout),
	}
	if in.Credential != nil {
		u.Credential = &gatehouse.Credential{Header: in.Credential.Header, Value: gatehouse.Secret(in.Credential.Value)}
	}
	return u
}

func (in newTargetJSON) target() gatehouse.Target {
	t := gatehouse.Target{URL: in.URL, Weight: 1}
	if in.Weight != nil {
		t.Weight = int(*in.Weight)
	}
	return t
}

func newCollectionOf(c gatehouse.Collection) newCollectionJSON {
	return newCollectionJSON{
		Name: c.Name, Title: c.Title, Description: c.Description, APIVersion: c.APIVersion, BasePath: c.BasePath, Upstream: newUpstreamOf(c.Upstream),
		CORS: &newCORSJSON{c.CORS.Origins}, ValidateRequests: c.ValidateRequests, MaxBodyBytes: c.MaxBodyBytes,
		Endpoints: rest.Each(c.Endpoints, newEndpointOf),
	}
}

func newUpstreamOf(u gatehouse.Upstream) newUpstreamJSON {
	j := newUpstreamJSON{
		Targets: rest.Each(u.Targets, newTargetOf), KeepBasePath: u.KeepBasePath,
		ConnectTimeout: setTimeout(u.ConnectTimeout), HeaderTimeout: setTimeout(u.HeaderTimeout), IdleTimeout: setTimeout(u.IdleTimeout),
	}
	if u.Credential != nil {
		j.Credential = &newCredentialJSON{u.Credential.Header, u.Credential.Value.Reveal()}
	}
	return j
}

func newTargetOf(t gatehouse.Target) newTargetJSON {
	weight := int64(t.Weight)
	return newTargetJSON{t.URL, &weight}
}

// setTimeout leaves out what follows the default, so that an edit of
// something else does not pin it.
func setTimeout(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return gatehouse.FormatDuration(d)
}
