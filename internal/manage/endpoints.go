package manage

import (
	"strconv"

	"gatehouse"
	"gatehouse/internal/seal"
)

func newEndpointID() string { return seal.NewID(gatehouse.EndpointIDPrefix) }

// keepEndpointIDs makes the ids of endpoints survive an edit. An endpoint that
// names its id keeps it; one that does not is recognised by its method and
// path; what is left is new. Ids are what the history of an endpoint hangs on,
// so one that the collection does not have is refused rather than adopted.
func keepEndpointIDs(before, after []gatehouse.Endpoint) error {
	type route struct{ method, path string }
	known, byRoute := map[string]bool{}, map[route]string{}
	for _, e := range before {
		known[e.ID] = true
		byRoute[route{e.Method, e.Path}] = e.ID
	}
	var f gatehouse.Fields
	taken := map[string]bool{}
	for i, e := range after {
		switch {
		case e.ID == "":
		case !known[e.ID]:
			f.Add("/endpoints/"+strconv.Itoa(i)+"/id", "is not the id of an endpoint of this collection; leave it out for a new one")
		case taken[e.ID]:
			f.Add("/endpoints/"+strconv.Itoa(i)+"/id", "is used twice")
		default:
			taken[e.ID] = true
		}
	}
	for i := range after {
		e := &after[i]
		if e.ID != "" {
			continue
		}
		e.ID = byRoute[route{e.Method, e.Path}]
		if e.ID == "" || taken[e.ID] {
			e.ID = newEndpointID()
		}
		taken[e.ID] = true
	}
	return f.Err()
}
