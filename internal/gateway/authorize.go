package gateway

import (
	"gatehouse"
	"gatehouse/internal/problem"
)

var (
	errClientDisabled  = problem.New("client_disabled")
	errProfileDisabled = problem.New("profile_disabled")
	errNotAssigned     = problem.New("collection_not_assigned")
	errNoRoute         = problem.New("route_not_found")
)

// authorize is step 6. The order is part of the contract: a partner whose
// access is paused hears that before anything about paths.
func authorize(x *Exchange) error {
	switch {
	case !x.client.Enabled():
		return errClientDisabled
	case !x.profile.Usable(x.start):
		return errProfileDisabled
	case x.collection == nil:
		return errNoRoute
	case !x.client.MayCall(x.collection.ID):
		return errNotAssigned
	case x.collection.Refuses():
		return nil // its endpoints cannot be trusted; rewrite answers
	case x.endpoint != nil && x.profile.Methods().Has(x.req.Method):
		return nil
	}
	served := x.collection.Allowed(x.rest)
	if served == 0 {
		return errNoRoute
	}
	return methodNotAllowed(served & x.profile.Methods())
}

// methodNotAllowed lists what endpoint and profile both allow, perhaps nothing.
func methodNotAllowed(allowed gatehouse.MethodSet) error {
	p := problem.New("method_not_allowed")
	p.AllowedMethods = allowed.Names()
	return p
}
