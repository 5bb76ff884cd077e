// Package http1 is a strict HTTP/1.1 engine: a server and an upstream
// connection pool that share one head parser and one body framer.
//
// It exists because an intermediary must refuse what a lenient stack repairs
// (RFC 9110, RFC 9112): two parties that read the same bytes differently are
// how requests are smuggled. The rule everywhere is "reject, do not repair".
// Whatever is accepted has exactly one reading, and that reading is what the
// handler sees and what the upstream is sent.
//
// # How a request flows
//
// One goroutine serves a client connection and also talks to the upstream. It
// reads a head into a reused buffer (reader.go), copies it once out of the way of
// what follows, and parses the copy in one pass (head.go, field_line.go); every
// value handed out is a substring of it, valid until the exchange ends: nothing
// is allocated for a request. The framing rules (framing.go)
// decide where the body ends; body.go and chunked.go read it. The handler
// answers through the Exchange (exchange.go), usually after Pool.Do
// (roundtrip.go) wrote the outgoing head and body and read the upstream's head.
// A second goroutine appears only for bodies that do not fit the buffer
// (pump.go), for upgraded connections (tunnel.go), and to notice that a client
// left during a long wait (watch.go).
//
// Timeouts are coarse: each connection stores its deadlines in atomics and one
// goroutine per server or pool looks at them twenty times a second (clock.go),
// because moving a network deadline for each request costs more than parsing
// the request.
package http1
