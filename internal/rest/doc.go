// Package rest is what the HTTP APIs of Gatehouse have in common: how a call is
// received, refused and answered. The admin API and the portal's API are each a
// table of routes over it.
//
// A call gets an id, then passes the gates in order, all before its handler
// runs: those of the surface (who is calling, and may they), then the one here
// (query and body are what they claim to be). A body is read only for callers
// who passed the first, never beyond its limit, and taken strictly: an unknown
// field, a field sent twice or a value of another type is refused with a
// pointer to the place and never with the value itself.
//
// Operations are registered with huma, which reads parameters and generates the
// OpenAPI document. Its defaults that repeat what was sent, repair it, or take
// one of two values are replaced.
package rest
