// Package manage holds the use cases: what people and programs do to clients,
// profiles, tokens, policies, collections, access, users and keys.
//
// Every write has the same shape. It asks whether the [Caller]'s role may
// change that area; reads what is there; applies the edit; validates the
// result, so that what the gateway could not compile is refused here, with the
// field named; writes it together with one audit event for each resource that
// changed, in one transaction; and returns once the gateway of this process
// has applied it, so that the very next request sees the change. A write that
// changes nothing writes nothing and leaves no event.
//
// Rules live here, neither in the SQL below nor in the HTTP above: the admin
// API, the command line and the portal are thin shells over a [Control].
package manage
