package adminapi

import (
	"net/http"
	"strconv"
	"strings"

	"gatehouse"
	"gatehouse/internal/rest"
	"gatehouse/internal/store"
)

// Inputs that many operations share. What is embedded, here and in the JSON
// shapes, has an exported name because huma looks past other ones.
type (
	// Precondition makes a change depend on the version it is based on.
	Precondition struct {
		IfMatch string `header:"If-Match" doc:"ETag of the version the change is based on; another version stored is a 412. Without it the last write wins." example:"\"3\""`
	}
	// Cached tells which version the caller has already.
	Cached struct {
		IfNoneMatch string `header:"If-None-Match" doc:"ETag of a version already at hand; the answer is 304 while it is current." example:"\"3\""`
	}
	// Search narrows a list by text.
	Search struct {
		Q string `query:"q" maxLength:"256" doc:"Only items with this text in a name, id or description; letter case does not count. Of clients, the descriptions of the newest 10,000 are searched."`
	}
	// Sorted is what a list of things with names is sorted by.
	Sorted struct {
		Sort string `query:"sort" enum:"name,-name,created_at,-created_at" default:"-created_at" doc:"What the list is sorted by; a minus turns it around. A cursor is good for its own order alone." example:"name"`
	}
)

func pageOf(p rest.Page) store.Page { return store.Page{Limit: p.Limit, Cursor: p.Cursor} }

// Outputs. The status is a field where one operation has two.
type (
	// found is one resource with its version.
	found[T any] struct {
		Status int
		ETag   string `header:"ETag" doc:"Version of the resource, for If-Match and If-None-Match." example:"\"3\""`
		Body   T
	}
	// created is a new resource.
	created[T any] struct {
		Location string `header:"Location" doc:"Path of the new resource." example:"/api/v1/clients/cl_01jd3w8m5z7n4q2v6x9k1b0c8e"`
		ETag     string `header:"ETag" doc:"Version of the resource, for If-Match and If-None-Match." example:"\"1\""`
		Body     T
	}
	// nothing is the answer to a DELETE.
	nothing struct{}
)

// show answers with a resource as it now is.
func show[T any](version int64, body T) *found[T] {
	return &found[T]{Status: http.StatusOK, ETag: etag(version), Body: body}
}

// showUnless answers 304 to a caller that has this version already.
func showUnless[T any](in Cached, version int64, body T) *found[T] {
	out := show(version, body)
	for tag := range strings.SplitSeq(in.IfNoneMatch, ",") {
		// A conditional GET compares weakly (RFC 9110, section 13.1.2).
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag == "*" || tag != "" && tag == out.ETag {
			out.Status = http.StatusNotModified
		}
	}
	return out
}

// made answers with a new resource at a path under /api/v1.
func made[T any](path string, version int64, body T) *created[T] {
	return &created[T]{Location: Prefix + path, ETag: etag(version), Body: body}
}

func etag(version int64) string {
	if version == 0 {
		return ""
	}
	return `"` + strconv.FormatInt(version, 10) + `"`
}

// never is a version that no resource has.
const never = -1

// version reads If-Match: 0 when there is nothing to compare. A tag that we
// never gave out cannot match, and If-Match compares strongly, so a weak tag
// does not either (RFC 9110, section 13.1.1).
func (m Precondition) version() (int64, error) {
	tag := strings.TrimSpace(m.IfMatch)
	if tag == "" || tag == "*" {
		return 0, nil
	}
	opaque, quoted := strings.CutPrefix(strings.TrimPrefix(tag, "W/"), `"`)
	opaque, closed := strings.CutSuffix(opaque, `"`)
	if !quoted || !closed || strings.Contains(opaque, `"`) {
		return 0, gatehouse.Errorf(gatehouse.Malformed, `If-Match must be one ETag in quotes as a GET returned it, such as "3", or *.`)
	}
	if n, err := strconv.ParseInt(opaque, 10, 64); err == nil && n > 0 && tag == etag(n) {
		return n, nil
	}
	return never, nil
}
