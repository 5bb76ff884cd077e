package manage

import (
	"gatehouse"
	"gatehouse/internal/store"
)

// A trail collects the audit events of one transaction, one for each resource
// that changed.
type trail struct {
	events []store.Event
}

// note adds an event unless nothing differs, and reports whether it did.
func (t *trail) note(verb string, what gatehouse.Resource, before, after document) bool {
	changes := diff(before, after)
	if len(changes) == 0 {
		return false
	}
	t.events = append(t.events, store.Event{Action: what.Type + "." + verb, Resource: what, Changes: changes})
	return true
}

func (t *trail) created(what gatehouse.Resource, after document) { t.note("created", what, nil, after) }

func (t *trail) updated(what gatehouse.Resource, before, after document) bool {
	return t.note("updated", what, before, after)
}

func (t *trail) deleted(what gatehouse.Resource, before document) {
	t.note("deleted", what, before, nil)
}

func clientResource(c gatehouse.Client) gatehouse.Resource {
	return gatehouse.Resource{Type: "client", ID: c.ID, Name: c.Name}
}

func profileResource(p gatehouse.Profile) gatehouse.Resource {
	return gatehouse.Resource{Type: "profile", ID: p.ID, Name: p.Name}
}

func tokenResource(t gatehouse.Token) gatehouse.Resource {
	return gatehouse.Resource{Type: "token", ID: t.ID, Name: t.Prefix}
}

func linkResource(l gatehouse.OneTimeLink) gatehouse.Resource {
	return gatehouse.Resource{Type: "one_time_link", ID: l.ID}
}

func policyResource(p gatehouse.Policy) gatehouse.Resource {
	return gatehouse.Resource{Type: "policy", ID: p.ID, Name: p.Name}
}

func collectionResource(c gatehouse.Collection) gatehouse.Resource {
	return gatehouse.Resource{Type: "collection", ID: c.ID, Name: c.Name}
}

// accessResource names an assignment, which has no id of its own, by the two
// it connects.
func accessResource(collection gatehouse.Collection, client gatehouse.Client) gatehouse.Resource {
	return gatehouse.Resource{Type: "access", ID: collection.ID + "/" + client.ID, Name: collection.Name + "/" + client.Name}
}

func userResource(u gatehouse.User) gatehouse.Resource {
	return gatehouse.Resource{Type: "user", ID: u.ID, Name: u.Email}
}

func apiKeyResource(k gatehouse.APIKey) gatehouse.Resource {
	return gatehouse.Resource{Type: "api_key", ID: k.ID, Name: k.Name}
}
