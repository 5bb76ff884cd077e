//go:build unix && (!linux || (!amd64 && !arm64) || race)

package http1

import "syscall"

// Elsewhere system calls go through a library; and the race detector learns from
// package syscall what happened before what.

func receive(fd uintptr, p []byte) (int, syscall.Errno) {
	n, err := syscall.Read(int(fd), p)
	return n, errno(err)
}

func transmit(fd uintptr, p []byte) (int, syscall.Errno) {
	n, err := syscall.Write(int(fd), p)
	return n, errno(err)
}

// errno is what package syscall returns as an error.
func errno(err error) syscall.Errno {
	if err == nil {
		return 0
	}
	return err.(syscall.Errno) //nolint:errorlint,forcetypeassert // Read and Write wrap nothing
}
