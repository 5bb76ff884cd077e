//go:build unix

package http1

// Whether an idle connection is still good (RFC 9112 §9.5): one look at the
// socket without waiting and without taking anything from it.

import (
	"net"
	"syscall"
)

// peeker keeps what a look needs, so that looking allocates nothing.
type peeker struct {
	conn syscall.RawConn // nil when there is no socket to look at
	look func(fd uintptr) bool
	got  error
}

func (p *peeker) init(nc net.Conn) {
	sc, ok := nc.(syscall.Conn)
	if !ok {
		return
	}
	p.conn, _ = sc.SyscallConn()
	p.look = func(fd uintptr) bool {
		var b [1]byte
		_, _, p.got = syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		return true
	}
}

// quiet reports whether nothing has arrived, not even the end of the connection.
// One that cannot be asked counts as quiet.
func (p *peeker) quiet() bool {
	if p.conn == nil {
		return true
	}
	err := p.conn.Read(p.look)
	return err == nil && (p.got == syscall.EAGAIN || p.got == syscall.EWOULDBLOCK)
}
