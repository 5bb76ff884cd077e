//go:build linux && (amd64 || arm64) && !race

package http1

import (
	"syscall"
	"unsafe"
)

// RECEIVE and SEND of RFC 9293 §3.9.1: recvfrom and sendto go straight to the
// socket; read and write would ask the file layer first.

func receive(fd uintptr, p []byte) (int, syscall.Errno) {
	n, _, errno := syscall.RawSyscall6(syscall.SYS_RECVFROM, fd, uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), 0, 0, 0) //nolint:gosec // the pointer is made in the call, as package unsafe asks
	return int(n), errno
}

func transmit(fd uintptr, p []byte) (int, syscall.Errno) {
	n, _, errno := syscall.RawSyscall6(syscall.SYS_SENDTO, fd, uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)), syscall.MSG_NOSIGNAL, 0, 0) //nolint:gosec // likewise
	return int(n), errno
}
