package adminapi

import (
	"time"

	"gatehouse/internal/rest"

	"gatehouse"
)

// collectionJSON is an API product; its definition is the draft.
type collectionJSON struct {
	ID   string `json:"id" doc:"Id of the collection." example:"co_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	Name string `json:"name" doc:"Unique name." example:"shipments"`
	DefinitionJSON
	Status                string `json:"status" enum:"draft,published" doc:"published: the gateway serves a revision of it." example:"published"`
	PublishedRevision     *int64 `json:"published_revision" doc:"Number of the revision the gateway serves; null: none." example:"3"`
	HasUnpublishedChanges bool   `json:"has_unpublished_changes" doc:"The draft differs from what the gateway serves." example:"false"`
	MetaJSON
}

// DefinitionJSON is what publishing freezes.
type DefinitionJSON struct {
	Title            string         `json:"title" doc:"For people." example:"Shipment tracking"`
	Description      string         `json:"description" doc:"Markdown, shown in the portal."`
	APIVersion       string         `json:"api_version" doc:"Version of the API, for people; may be empty." example:"2.4.0"`
	BasePath         string         `json:"base_path" doc:"Where the collection begins below the gateway's URL; unique." example:"/shipments"`
	Upstream         upstreamJSON   `json:"upstream" doc:"Where the requests go."`
	CORS             corsJSON       `json:"cors" doc:"Browser origins that may call."`
	ValidateRequests bool           `json:"validate_requests" doc:"Check parameters and body against the endpoint's schema." example:"false"`
	MaxBodyBytes     *int64         `json:"max_body_bytes" doc:"Largest request body; null: no limit of its own." example:"1048576"`
	Endpoints        []endpointJSON `json:"endpoints" doc:"Endpoints; the order is kept."`
}

type upstreamJSON struct {
	Targets        []targetJSON    `json:"targets" doc:"Servers that share the requests by weight."`
	Credential     *credentialJSON `json:"credential" doc:"Header that the gateway sets on every request to the upstream; null: none."`
	KeepBasePath   bool            `json:"keep_base_path" doc:"Forward the base path too." example:"false"`
	ConnectTimeout string          `json:"connect_timeout" doc:"For the connection." example:"5s"`
	HeaderTimeout  string          `json:"header_timeout" doc:"To the first byte of the answer." example:"30s"`
	IdleTimeout    string          `json:"idle_timeout" doc:"Between bytes of the answer." example:"1m"`
}

type targetJSON struct {
	URL    string `json:"url" doc:"Absolute http or https URL without credentials; a path goes before the endpoint's." example:"https://shipments.internal:8443"`
	Weight int64  `json:"weight" doc:"Share of the requests." example:"1"`
}

// credentialJSON shows that there is a credential, never which.
type credentialJSON struct {
	Header string  `json:"header" doc:"Name of the header." example:"Authorization"`
	Value  *string `json:"value" doc:"Always null: the value is write-only."`
}

type corsJSON struct {
	Origins []string `json:"origins" doc:"Scheme and host; empty: no CORS." example:"[\"https://app.example.com\"]"`
}

func collectionOf(c gatehouse.Collection) collectionJSON {
	j := collectionJSON{
		ID: c.ID, Name: c.Name, DefinitionJSON: definitionOf(c.Definition), Status: "draft",
		HasUnpublishedChanges: c.HasUnpublishedChanges, MetaJSON: metaOf(c.Meta),
	}
	if c.Published() {
		j.Status, j.PublishedRevision = "published", &c.PublishedRevision
	}
	return j
}

func definitionOf(d gatehouse.Definition) DefinitionJSON {
	j := DefinitionJSON{
		Title: d.Title, Description: d.Description, APIVersion: d.APIVersion, BasePath: d.BasePath, Upstream: upstreamOf(d.Upstream),
		CORS: corsJSON{rest.OrEmpty(d.CORS.Origins)}, ValidateRequests: d.ValidateRequests, Endpoints: rest.Each(d.Endpoints, endpointOf),
	}
	if d.MaxBodyBytes > 0 {
		j.MaxBodyBytes = &d.MaxBodyBytes
	}
	return j
}

func upstreamOf(u gatehouse.Upstream) upstreamJSON {
	j := upstreamJSON{
		Targets:      rest.Each(u.Targets, func(t gatehouse.Target) targetJSON { return targetJSON{t.URL, int64(t.Weight)} }),
		KeepBasePath: u.KeepBasePath, ConnectTimeout: timeout(u.ConnectTimeout, gatehouse.DefaultConnectTimeout),
		HeaderTimeout: timeout(u.HeaderTimeout, gatehouse.DefaultHeaderTimeout),
		IdleTimeout:   timeout(u.IdleTimeout, gatehouse.DefaultIdleTimeout),
	}
	if u.Credential != nil {
		j.Credential = &credentialJSON{Header: u.Credential.Header}
	}
	return j
}

// timeout shows what is in force.
func timeout(set, otherwise time.Duration) string {
	if set == 0 {
		set = otherwise
	}
	return gatehouse.FormatDuration(set)
}

// revisionJSON is an immutable published definition.
type revisionJSON struct {
	Number      int64     `json:"number" doc:"1, 2, … within the collection." example:"3"`
	Published   bool      `json:"published" doc:"The gateway serves this one." example:"true"`
	PublishedAt time.Time `json:"published_at" doc:"When it was published." example:"2026-03-01T09:30:00Z"`
	PublishedBy actorJSON `json:"published_by" doc:"Who published it."`
	DefinitionJSON
}

func revisionOf(r gatehouse.Revision, published int64) revisionJSON {
	return revisionJSON{r.Number, r.Number == published, r.PublishedAt.UTC(), actorOf(r.PublishedBy), definitionOf(r.Definition)}
}
