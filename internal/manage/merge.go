package manage

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"gatehouse"
	"gatehouse/internal/openapi"
)

// Merge is what a newer OpenAPI document does to a draft. Endpoints are named
// by method and path, "GET /track/{trackingNumber}".
type Merge struct {
	Added     []string
	Updated   []MergedEndpoint
	Removed   []string         // gone from the document, and never edited by hand
	Kept      []string         // gone from the document, and kept because they were edited by hand
	LeftOut   []string         // in the document, but taken out of the collection by hand
	Conflicts []MergedEndpoint // changed by hand and in the document: the hand's stays, unless the document's was asked for
	Breaking  []openapi.Breaking
	Findings  []openapi.Finding
}

// MergedEndpoint is an endpoint with the fields that it is about, as the API
// names them. The collection itself has no operation.
type MergedEndpoint struct {
	Operation string
	Fields    []string
}

// merger puts three together: what the last document said, the draft with what
// was set by hand since, and what the new document says.
type merger struct {
	said map[string]gatehouse.Endpoint
	take []string // whose conflicts the document decides; "" is the collection
	out  Merge
}

// merge returns the draft with the new document in it. What only a gateway
// knows (upstream, upstream paths, WebSocket) is no document's business.
func (m *merger) merge(base, draft, fresh gatehouse.Definition, inDocument map[string]bool) gatehouse.Definition {
	m.said = byOperation(base.Endpoints)
	after := draft
	after.Endpoints = nil
	m.texts(base, fresh, &after)
	next, have := byOperation(fresh.Endpoints), byOperation(draft.Endpoints)
	for _, mine := range draft.Endpoints {
		key := operationOf(mine)
		theirs, there := next[key]
		switch was, imported := m.said[key]; {
		case there:
			after.Endpoints = append(after.Endpoints, m.endpoint(was, mine, theirs))
		case inDocument[key] || !imported: // not asked for, or made by hand
			after.Endpoints = append(after.Endpoints, mine)
		case touched(was, mine):
			m.out.Kept = append(m.out.Kept, key)
			after.Endpoints = append(after.Endpoints, mine)
		default:
			m.out.Removed = append(m.out.Removed, key)
		}
	}
	for _, theirs := range fresh.Endpoints {
		key := operationOf(theirs)
		if _, known := have[key]; known {
			continue
		}
		if _, imported := m.said[key]; imported {
			m.out.LeftOut = append(m.out.LeftOut, key)
			continue
		}
		m.out.Added = append(m.out.Added, key)
		after.Endpoints = append(after.Endpoints, theirs)
	}
	return after
}

func operationOf(e gatehouse.Endpoint) string { return e.Method + " " + e.Path }

func byOperation(list []gatehouse.Endpoint) map[string]gatehouse.Endpoint {
	out := make(map[string]gatehouse.Endpoint, len(list))
	for _, e := range list {
		out[operationOf(e)] = e
	}
	return out
}

// documented are the fields of an endpoint that a document can say.
func documented(e *gatehouse.Endpoint) []mergedField {
	return []mergedField{
		{"summary", &e.Summary},
		{"description", &e.Description},
		{"operation_id", &e.OperationID},
		{"tags", &e.Tags},
		{"deprecated", &e.Deprecated},
		{"parameters", &e.Parameters},
		{"request_body", &e.RequestBody},
		{"responses", &e.Responses},
		{"example", &e.Example},
	}
}

// mergedField is a field by its name in the API, and a pointer to it.
type mergedField struct {
	name  string
	value any
}

func (f mergedField) get() reflect.Value { return reflect.ValueOf(f.value).Elem() }

// unlike compares fields; JSON by what it means, lists and objects that are
// empty as those that are not there.
func (f mergedField) unlike(other mergedField) bool {
	a, b := f.get(), other.get()
	if x, ok := reflect.TypeAssert[json.RawMessage](a); ok {
		y, _ := reflect.TypeAssert[json.RawMessage](b) // the same field, so of the same type
		return !sameJSON(x, y)
	}
	if x, ok := reflect.TypeAssert[gatehouse.Example](a); ok {
		y, _ := reflect.TypeAssert[gatehouse.Example](b)
		return !sameExample(x, y)
	}
	if a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
		return false
	}
	return !reflect.DeepEqual(a.Interface(), b.Interface())
}

// sameExample does not tell a map that is empty from one that is not there,
// which is all that an edit through the API changes of an example left alone.
func sameExample(a, b gatehouse.Example) bool {
	return maps.Equal(a.PathParameters, b.PathParameters) && maps.Equal(a.Headers, b.Headers) && a.Query == b.Query && a.Body == b.Body
}

func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

func touched(was, mine gatehouse.Endpoint) bool {
	if mine.UpstreamPath != "" || mine.WebSocket {
		return true
	}
	before, now := documented(&was), documented(&mine)
	return slices.ContainsFunc(indexes(before), func(i int) bool { return before[i].unlike(now[i]) })
}

func indexes[T any](list []T) []int {
	out := make([]int, len(list))
	for i := range list {
		out[i] = i
	}
	return out
}

// endpoint merges field by field.
func (m *merger) endpoint(was, mine, theirs gatehouse.Endpoint) gatehouse.Endpoint {
	after := mine
	key := operationOf(mine)
	updated, conflicts := m.fields(key, documented(&was), documented(&after), documented(&theirs))
	m.note(key, updated, conflicts)
	return after
}

func (m *merger) note(operation string, updated, conflicts []string) {
	if len(updated) > 0 {
		m.out.Updated = append(m.out.Updated, MergedEndpoint{operation, updated})
	}
	if len(conflicts) > 0 {
		m.out.Conflicts = append(m.out.Conflicts, MergedEndpoint{operation, conflicts})
	}
}

func (m *merger) texts(base, fresh gatehouse.Definition, after *gatehouse.Definition) {
	of := func(d *gatehouse.Definition) []mergedField {
		return []mergedField{{"title", &d.Title}, {"description", &d.Description}, {"api_version", &d.APIVersion}}
	}
	if fresh.Title == "" { // the collection's name stands in
		fresh.Title = after.Title
	}
	updated, conflicts := m.fields("", of(&base), of(after), of(&fresh))
	m.note("", updated, conflicts)
}

// fields changes mine. What nobody set before is nobody's hand. A conflict is
// told whoever wins it, so that a choice can be seen, and taken back.
func (m *merger) fields(operation string, was, mine, theirs []mergedField) (updated, conflicts []string) {
	for i, f := range mine {
		switch {
		case !f.unlike(theirs[i]):
		case !f.unlike(was[i]) || f.get().IsZero() && was[i].get().IsZero():
			f.get().Set(theirs[i].get())
			updated = append(updated, f.name)
		case was[i].unlike(theirs[i]):
			conflicts = append(conflicts, f.name)
			if slices.Contains(m.take, operation) {
				f.get().Set(theirs[i].get())
			}
		}
	}
	return updated, conflicts
}
