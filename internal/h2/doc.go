// Package h2 is a strict HTTP/2 server (RFC 9113) for connections that agreed on
// the protocol in their TLS handshake. Frames and header compression are
// golang.org/x/net's; the connection, its streams and their limits are ours.
//
// # How a request flows
//
// One goroutine reads a connection's frames (conn.go, frames.go). A header block
// is decoded and judged as it comes (block.go, request.go) and becomes a
// [Stream], which belongs to a worker: a goroutine that has served requests
// before, so that its stack has grown already (worker.go). The worker runs
// Server.Handle, which answers through the Stream (response.go).
//
// What is to be sent is gathered in one buffer per connection under its lock
// (output.go). Whoever finds nobody writing writes it, and goes on while others
// add to it, so that under load many answers leave in one TLS record and one
// system call, and a single answer leaves at once.
//
// # What a peer may do
//
// Whatever breaks a rule is refused: a malformed request with an answer and a
// reset of its stream, a frame that cannot be with the end of the connection.
// Everything a peer can make us hold or do is bounded: streams, header blocks,
// windows, frames that ask for work but bring none (budget.go), and time
// (timeouts.go).
package h2
