package http1

import (
	"net"
	"os"
	"syscall"
)

// A listener that is closed resets the connections in its queue (RFC 9293
// §3.10.4), although their peers were told that they are open, and may have sent
// a request. So a server that shuts down first stops its queue from growing,
// then takes what is in it, and only then closes.

// onlyOldHandshakes passes every TCP segment but those that ask for a new
// connection: SYN without ACK (RFC 9293 §3.1, the flags are byte 13). Their
// senders ask again after a second, and are refused, or find the next process.
var onlyOldHandshakes = []syscall.SockFilter{
	{Code: syscall.BPF_LD | syscall.BPF_B | syscall.BPF_ABS, K: 13},
	{Code: syscall.BPF_ALU | syscall.BPF_AND | syscall.BPF_K, K: flagSYN | flagACK},
	{Code: syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K, Jf: 1, K: flagSYN},
	{Code: syscall.BPF_RET | syscall.BPF_K, K: 0},
	{Code: syscall.BPF_RET | syscall.BPF_K, K: 1 << 18},
}

const (
	flagSYN = 0x02
	flagACK = 0x10
)

// stopArrivals lets no new connection into the queue of l.
func stopArrivals(l net.Listener) {
	control(l, func(fd int) { _ = syscall.AttachLsf(fd, onlyOldHandshakes) })
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
