//go:build !linux

package http1

import "net"

// Elsewhere the queue of a listener (RFC 9293 §3.9.1) cannot be emptied before it
// is closed.

func stopArrivals(net.Listener) {}

func takeQueued(net.Listener, func(net.Conn)) {}
