package http1

import (
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A listener that is closed resets the connections in its queue (RFC 9293
// §3.10.4), although their peers were told that they are open, and may have sent
// a request. So a server that shuts down first stops its queue from growing,
// then takes what is in it, and only then closes.

// onlyOldHandshakes passes every TCP segment but those that ask for a new
// connection: SYN without ACK (RFC 9293 §3.1, the flags are byte 13). Their
// senders ask again after a second, and are refused, or find the next process.
var onlyOldHandshakes = []unix.SockFilter{
	{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: 13},
	{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: flagSYN | flagACK},
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: flagSYN},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0},
	{Code: unix.BPF_RET | unix.BPF_K, K: 1 << 18},
}

const (
	flagSYN = 0x02
	flagACK = 0x10
)

// stopArrivals lets no new connection into the queue of l, a plain TCP listener:
// to one of Multipath TCP a filter cannot be attached.
func stopArrivals(l net.Listener) {
	program := unix.SockFprog{Len: uint16(len(onlyOldHandshakes)), Filter: &onlyOldHandshakes[0]}
	control(l, func(fd int) { _ = unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &program) })
}

// takeQueued gives take what is in the queue of l, without waiting.
func takeQueued(l net.Listener, take func(net.Conn)) {
	control(l, func(fd int) {
		for {
			accepted, _, err := syscall.Accept4(fd, syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
			if err == syscall.EINTR || err == syscall.ECONNABORTED {
				continue
			}
			if err != nil {
				return
			}
			file := os.NewFile(uintptr(accepted), "queued connection")
			if nc, err := net.FileConn(file); err == nil {
				take(nc)
			}
			_ = file.Close() // FileConn has made a descriptor of its own
		}
	})
}

func control(l net.Listener, do func(fd int)) {
	c, ok := l.(syscall.Conn)
	if !ok {
		return
	}
	if raw, err := c.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { do(int(fd)) })
	}
}
