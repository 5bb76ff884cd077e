// Package gateway is the request path: what happens between a partner's request
// and the upstream's answer.
//
// A request comes in by a door (HTTP/1.1, HTTP/2, in-process), which turns it
// into a [Request] and takes the answer through a [Downstream]. In between runs a list of named steps, each a
// func(*Exchange) error in a file of its own, in the order of
// docs/request-path.md. The first step that fails answers, with a problem
// document, and its name goes to the request log and the metrics. The last
// step, settle, always runs.
//
// There is no middleware chain, no context value and no state bag: one typed
// [Exchange] carries everything the steps know, so that each can be read and
// tested alone. It pins the routing table and the directory entries once, and
// never sees two versions of the configuration.
//
// The package can reach neither the store nor any use case, not even
// indirectly. That partner traffic touches no database is a fact of the build.
package gateway
