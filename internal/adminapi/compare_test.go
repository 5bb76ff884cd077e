package adminapi

import (
	"encoding/json"
	"slices"
	"testing"
)

func (r *rig) changed(path string) (revision *int64, paths []string) {
	r.t.Helper()
	var got comparisonJSON
	check(r.t, json.Unmarshal([]byte(r.send("GET", path, "").must(200).body), &got))
	for _, c := range got.Changes {
		paths = append(paths, c.Path)
	}
	return got.Revision, paths
}

func TestDraftIsComparedWithARevision(t *testing.T) {
	r := newRig(t)
	id := r.send("POST", "/collections", aCollection).must(201).text("id")
	if revision, paths := r.changed("/collections/shipments/diff"); revision != nil || !slices.Contains(paths, "/base_path") || !slices.Contains(paths, "/endpoints/0") {
		t.Errorf("never published: %v %q", revision, paths)
	}
	r.send("POST", "/collections/"+id+"/publish", "").must(200)
	if revision, paths := r.changed("/collections/" + id + "/diff"); revision == nil || *revision != 1 || len(paths) != 0 {
		t.Errorf("just published: %v %q", revision, paths)
	}
	r.send("PATCH", "/collections/"+id, `{"title":"Tracking"}`).must(200)
	r.send("POST", "/collections/"+id+"/publish", "").must(200)
	r.send("PATCH", "/collections/"+id, `{"upstream":{"targets":[{"url":"http://shipments.internal:9001"}]}}`).must(200)
	if revision, paths := r.changed("/collections/" + id + "/diff"); *revision != 2 || !slices.Equal(paths, []string{"/upstream/targets"}) {
		t.Errorf("edited: %v %q", *revision, paths)
	}
	if revision, paths := r.changed("/collections/" + id + "/diff?revision=1"); *revision != 1 || !slices.Equal(paths, []string{"/title", "/upstream/targets"}) {
		t.Errorf("against the first: %v %q", *revision, paths)
	}
	r.send("GET", "/collections/"+id+"/diff?revision=9", "").must(404)
	r.send("GET", "/collections/"+id+"/diff?revision=0", "").must(422)
	r.send("GET", "/collections/nothing/diff", "").must(404)
}
