//go:build !unix

package http1

import "net"

// peeker cannot look at the socket here; a stale connection shows when it is used.
type peeker struct{}

func (*peeker) init(net.Conn) {}

func (*peeker) quiet() bool { return true }
