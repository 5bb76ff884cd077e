package adminapi

import (
	"context"
	"strings"
	"time"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/openapi"
	"gatehouse/internal/requestlog"
	"gatehouse/internal/rest"
)

// mergeJSON is what a newer document does, or did, to a draft.
type mergeJSON struct {
	Collection collectionJSON       `json:"collection" doc:"The draft as it is now, or with preview=true as it would be."`
	Added      []string             `json:"added" doc:"Operations that the document has and the collection had not." example:"[\"GET /rates\"]"`
	Updated    []mergedEndpointJSON `json:"updated" doc:"What is taken over from the document."`
	Removed    []string             `json:"removed" doc:"Endpoints that the document has no more, and that nobody had edited." example:"[]"`
	Kept       []string             `json:"kept" doc:"Endpoints that the document has no more, kept because they were edited by hand." example:"[]"`
	LeftOut    []string             `json:"left_out" doc:"Operations that were taken out of the collection by hand, and stay out." example:"[]"`
	Conflicts  []mergedEndpointJSON `json:"conflicts" doc:"What was changed by hand and in the document: what was set by hand stays, unless take names the operation."`
	Breaking   []breakingJSON       `json:"breaking" doc:"What can make a partner's working call fail, against what is published; at most 1000."`
	Findings   []importFindingJSON  `json:"findings" doc:"What was noticed about the document; at most 1000."`
}

type mergedEndpointJSON struct {
	Operation *string  `json:"operation" doc:"The endpoint; null: the collection itself." example:"GET /track/{trackingNumber}"`
	Fields    []string `json:"fields" doc:"Its fields." example:"[\"summary\",\"responses\"]"`
}

type breakingJSON struct {
	Operation string             `json:"operation" doc:"The endpoint as it is served." example:"GET /track/{trackingNumber}"`
	Detail    string             `json:"detail" doc:"What changes, in words." example:"the query parameter carrier is new and required"`
	Clients   []affectedUserJSON `json:"clients" doc:"Clients that called it within the last 30 days, most calls first; at most 20. Looked up for the first 50 operations."`
}

type affectedUserJSON struct {
	ClientID   string `json:"client_id" doc:"The client." example:"cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
	ClientName string `json:"client_name" doc:"Its name." example:"partner-acme-corp"`
	Calls      int64  `json:"calls" doc:"Its calls in that time." example:"1204"`
}

type reimportIn struct {
	rest.ByID
	Precondition
	Preview     bool   `query:"preview" doc:"Tell what would change; nothing is written."`
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"application/yaml"`
}

func (a *api) reimportCollection(ctx context.Context, in *reimportIn) (*found[mergeJSON], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	form := importIn{ContentType: in.ContentType, RawBody: in.RawBody}
	asked, err := form.read()
	if err != nil {
		return nil, err
	}
	var f gatehouse.Fields
	for field, value := range map[string]string{"name": asked.Name, "title": asked.Title, "base_path": asked.BasePath, "upstream_url": asked.UpstreamURL} {
		if value != "" {
			f.Add("/"+field, "cannot be set here: the collection has its own")
		}
	}
	if err := rest.Sorted(f); err != nil {
		return nil, err
	}
	c, m, err := a.Control.ReimportCollection(ctx, by(ctx), in.ID, manage.Reimport{
		Document: asked.Document, URL: asked.URL, Operations: asked.Operations, Take: asked.Take, Preview: in.Preview, IfMatch: version,
	})
	if err != nil {
		return nil, err
	}
	breaking, err := a.breaking(ctx, c.Name, m.Breaking)
	return show(c.Version, mergeJSON{
		Collection: collectionOf(c), Added: rest.OrEmpty(m.Added), Updated: rest.Each(m.Updated, mergedEndpointOf), Removed: rest.OrEmpty(m.Removed), Kept: rest.OrEmpty(m.Kept),
		LeftOut: rest.OrEmpty(m.LeftOut), Conflicts: rest.Each(m.Conflicts, mergedEndpointOf), Breaking: breaking, Findings: rest.Each(m.Findings, importFindingOf),
	}), err
}

func mergedEndpointOf(e manage.MergedEndpoint) mergedEndpointJSON {
	return mergedEndpointJSON{rest.OptionalText(e.Operation), e.Fields}
}

// Bounds of who is looked for.
const (
	affectedSince   = 30 * 24 * time.Hour
	mostLookedUp    = 50
	mostAffectedFor = 20
)

func (a *api) breaking(ctx context.Context, collection string, list []openapi.Breaking) ([]breakingJSON, error) {
	out := make([]breakingJSON, len(list))
	callers := map[string][]affectedUserJSON{}
	for i, b := range list {
		if _, known := callers[b.Operation]; !known && len(callers) < mostLookedUp {
			found, err := a.callersOf(ctx, collection, b.Operation)
			if err != nil {
				return nil, err
			}
			callers[b.Operation] = found
		}
		out[i] = breakingJSON{b.Operation, b.Detail, rest.OrEmpty(callers[b.Operation])}
	}
	return out, nil
}

func (a *api) callersOf(ctx context.Context, collection, operation string) ([]affectedUserJSON, error) {
	method, path, _ := strings.Cut(operation, " ")
	now := a.Now()
	s, err := a.Log.Stats(ctx, requestlog.StatsQuery{Buckets: 1, Top: mostAffectedFor, Filter: requestlog.Filter{
		Collection: collection, Method: method, Endpoint: path, From: now.Add(-affectedSince), To: now,
	}})
	return rest.Each(s.Clients, func(c requestlog.Count) affectedUserJSON { return affectedUserJSON{c.Key, c.Name, c.Count} }), err
}
