package routing

import (
	"testing"

	"gatehouse"
)

// definition is one that serves, with the endpoints given as "METHOD /path"
// pairs.
func definition(base string, endpoints ...gatehouse.Endpoint) gatehouse.Definition {
	return gatehouse.Definition{
		BasePath:  base,
		Upstream:  gatehouse.Upstream{Targets: []gatehouse.Target{{URL: "http://up.internal:9000", Weight: 1}}},
		Endpoints: endpoints,
	}
}

func endpoint(method, path string) gatehouse.Endpoint {
	return gatehouse.Endpoint{ID: method + " " + path, Method: method, Path: path}
}

func revision(name string, d gatehouse.Definition) gatehouse.Revision {
	return gatehouse.Revision{CollectionID: "co_" + name, CollectionName: name, Number: 1, Definition: d}
}

// mustCompile compiles revisions that have nothing wrong with them.
func mustCompile(t testing.TB, revisions ...gatehouse.Revision) *Table {
	t.Helper()
	table, problems := Compile(revisions)
	if len(problems) > 0 {
		t.Fatalf("Compile: %v", problems)
	}
	return table
}
