package manage_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse"
	"gatehouse/internal/manage"
	"gatehouse/internal/openapi"
)

// spec is a document of some operations, each "METHOD /path summary".
func spec(version string, operations ...string) []byte {
	var b strings.Builder
	b.WriteString("openapi: 3.1.0\ninfo: {title: Shipments, version: '" + version + "'}\nservers: [{url: https://192.0.2.1}]\npaths:\n")
	for _, op := range operations {
		parts := strings.SplitN(op, " ", 3)
		b.WriteString("  " + parts[1] + ":\n    " + strings.ToLower(parts[0]) + ":\n      summary: " + parts[2] + "\n      responses: {'200': {description: Done}}\n")
	}
	return []byte(b.String())
}

func summaries(c gatehouse.Collection) []string {
	out := []string{}
	for _, e := range c.Endpoints {
		out = append(out, e.Method+" "+e.Path+" "+e.Summary)
	}
	return out
}

func TestNewerDocumentKeepsWhatWasSetByHand(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	first := spec("1", "GET /same one", "GET /theirs one", "GET /mine one", "GET /both one", "GET /gone one", "GET /edited one", "GET /out one", "GET /never one")
	co := must(h.ImportCollection(ctx, editor, manage.Import{Document: first, Operations: []string{
		"GET /same", "GET /theirs", "GET /mine", "GET /both", "GET /gone", "GET /edited", "GET /out",
	}}))(t)
	ids := map[string]string{}
	co = must(h.UpdateCollection(ctx, editor, co.ID, 0, func(c *gatehouse.Collection) error {
		c.Endpoints = append(c.Endpoints[:6], gatehouse.Endpoint{Method: "POST", Path: "/own", Summary: "by hand"})
		for i := range c.Endpoints {
			e := &c.Endpoints[i]
			ids[e.Path] = e.ID
			if e.Example.Headers == nil { // what the API makes of none
				e.Example.PathParameters, e.Example.Headers = map[string]string{}, map[string]string{}
			}
			switch e.Path {
			case "/mine", "/both":
				e.Summary = "by hand"
			case "/edited":
				e.UpstreamPath = "/v2"
			}
		}
		c.BasePath, c.Title = "/elsewhere", "By hand"
		return nil
	}))(t)
	second := spec("2", "GET /same one", "GET /theirs two", "GET /mine one", "GET /both two", "GET /out two", "GET /never two", "GET /new two")
	preview, merged, err := h.ReimportCollection(ctx, editor, "shipments", manage.Reimport{Document: second, Preview: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"GET /same one", "GET /theirs two", "GET /mine by hand", "GET /both by hand", "GET /edited one", "POST /own by hand", "GET /new two"}
	if diff := cmp.Diff(want, summaries(preview)); diff != "" {
		t.Errorf("preview (-want +got):\n%s", diff)
	}
	wantMerge := manage.Merge{
		Added: []string{"GET /new"}, Removed: []string{"GET /gone"}, Kept: []string{"GET /edited"}, LeftOut: []string{"GET /out", "GET /never"},
		Updated:   []manage.MergedEndpoint{{"", []string{"api_version"}}, {"GET /theirs", []string{"summary"}}},
		Conflicts: []manage.MergedEndpoint{{"GET /both", []string{"summary"}}},
		Breaking:  []openapi.Breaking{{Operation: "GET /gone", Detail: "is gone"}},
	}
	if diff := cmp.Diff(wantMerge, merged); diff != "" {
		t.Errorf("merge (-want +got):\n%s", diff)
	}
	taken, merged, err := h.ReimportCollection(ctx, editor, "shipments", manage.Reimport{Document: second, Take: []string{"GET /both", "GET /mine"}, Preview: true})
	want[2], want[3] = "GET /mine by hand", "GET /both two" // what the document did not change is no conflict
	if diff := cmp.Diff(want, summaries(taken)); diff != "" || err != nil || len(merged.Conflicts) != 1 {
		t.Errorf("the document's (-want +got):\n%s\n%v, %v", diff, merged.Conflicts, err)
	}
	want[3] = "GET /both by hand"
	if now := must(h.Collection(ctx, editor, co.ID))(t); now.Version != co.Version || len(now.Endpoints) != 7 {
		t.Error("the preview wrote")
	}
	events := h.since(func() { co, _, err = h.ReimportCollection(ctx, editor, co.ID, manage.Reimport{Document: second}) })
	if err != nil || len(events) != 1 || events[0].Action != "collection.imported" {
		t.Errorf("%v, %q", err, actions(events))
	}
	if diff := cmp.Diff(want, summaries(co)); diff != "" || co.BasePath != "/elsewhere" || co.Title != "By hand" || co.APIVersion != "2" {
		t.Errorf("imported %+v\n%s", co.Definition, diff)
	}
	for _, e := range co.Endpoints {
		if was := ids[e.Path]; was != "" && was != e.ID || e.ID == "" {
			t.Errorf("%s has id %q, had %q", e.Path, e.ID, was)
		}
	}
	events = h.since(func() { _, merged, err = h.ReimportCollection(ctx, editor, co.ID, manage.Reimport{Document: second}) })
	if err != nil || len(events) != 0 || len(merged.Added)+len(merged.Updated)+len(merged.Removed)+len(merged.Conflicts) != 0 {
		t.Errorf("the same again: %v, %+v", err, merged)
	}
}

func TestNewerDocumentOfACollectionMadeByHandAddsToIt(t *testing.T) {
	h := newHouse(t)
	h.collection("shipments") // POST / and GET /track/{number}, without texts
	co, merged, err := h.ReimportCollection(t.Context(), editor, "shipments", manage.Reimport{
		Document: spec("1", "POST / create", "GET /rates rates", "GET /no no"), Operations: []string{"POST /", "GET /rates"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"POST / create", "GET /track/{number} ", "GET /rates rates"}
	if diff := cmp.Diff(want, summaries(co)); diff != "" || len(merged.Conflicts) != 1 || merged.Conflicts[0].Fields[0] != "title" {
		t.Errorf("%s, %+v", diff, merged)
	}
	_, _, err = h.ReimportCollection(t.Context(), editor, "shipments", manage.Reimport{Document: spec("1", "GET /a a"), IfMatch: 1})
	wantError(t, err, gatehouse.Stale)
	_, _, err = h.ReimportCollection(t.Context(), editor, "shipments", manage.Reimport{Document: spec("1", "GET /a/{x}{y} a")})
	wantError(t, err, gatehouse.Invalid)
	_, _, err = h.ReimportCollection(t.Context(), editor, "shipments", manage.Reimport{URL: "https://example.com"})
	wantError(t, err, gatehouse.Unavailable)
}
