package routing

import (
	"strings"

	"gatehouse"
)

// Table is everything the gateway serves. It is immutable and safe for any
// number of readers.
type Table struct {
	byBase      map[string]*Collection // base path → collection
	byID        map[string]*Collection
	collections []*Collection // as given to Compile
	segments    int           // of the longest base path
}

// Problem says why a published collection is not served.
type Problem struct {
	Collection string // name
	Reason     string // a sentence for the people who run the gateway; holds no secret
}

// Compile makes a table of published revisions, one per collection. What
// cannot be compiled is left in the table as a collection that refuses, see
// [Collection.Refusal], and is named in the problems.
func Compile(revisions []gatehouse.Revision) (*Table, []Problem) {
	t := &Table{byBase: make(map[string]*Collection, len(revisions)), byID: make(map[string]*Collection, len(revisions))}
	var problems []Problem
	for _, r := range revisions {
		c, wrong := compile(r.Definition)
		c.ID, c.Name, c.Revision = r.CollectionID, r.CollectionName, r.Number
		if len(wrong) > 0 {
			c.refuse(wrong[0].Pointer + " " + wrong[0].Detail)
		}
		t.add(c)
	}
	for _, c := range t.collections {
		if c.refusal != nil {
			problems = append(problems, Problem{c.Name, c.refusal.Error()})
		}
	}
	return t, problems
}

// add places a collection under its base path. Two collections under one base
// path both refuse: there is no telling which of them was meant.
func (t *Table) add(c *Collection) {
	t.collections = append(t.collections, c)
	t.byID[c.ID] = c
	if c.BasePath == "" {
		return
	}
	if other := t.byBase[c.BasePath]; other != nil {
		other.refuse("/base_path is that of collection " + c.Name + " too")
		c.refuse("/base_path is that of collection " + other.Name + " too")
		return
	}
	t.byBase[c.BasePath] = c
	t.segments = max(t.segments, strings.Count(c.BasePath, "/"))
}

// Match finds the collection whose base path is the longest whole-segment
// prefix of a canonical path, and the rest of the path below it: "" for the
// bare base path, else a slash and more. It returns nil when there is none.
func (t *Table) Match(path string) (c *Collection, rest string) {
	if c = t.byBase["/"]; c != nil && path != "/" {
		rest = path
	}
	end := 0
	for range t.segments {
		next := strings.IndexByte(path[min(end+1, len(path)):], '/')
		if next < 0 {
			end = len(path)
		} else {
			end += 1 + next
		}
		if found := t.byBase[path[:end]]; found != nil && end > 1 {
			c, rest = found, path[end:]
		}
		if end == len(path) {
			break
		}
	}
	return c, rest
}

// ByID returns the collection of an id, or nil when it is not published.
func (t *Table) ByID(id string) *Collection { return t.byID[id] }

// Collections lists all collections in the order they were compiled from.
// The slice must not be changed.
func (t *Table) Collections() []*Collection { return t.collections }
