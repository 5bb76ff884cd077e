package http1

// As much of WebSocket framing (RFC 6455 §5.2) as it takes to end a relayed
// connection politely: where one frame ends, and what a close frame looks like.

import (
	"crypto/rand"
	"encoding/binary"
)

// frameTracker follows a stream of frames. The zero value is before a frame.
type frameTracker struct {
	head [14]byte
	have int    // bytes of head known; 0 between frames
	left uint64 // payload bytes to come, once the head is complete
}

func (f *frameTracker) atBoundary() bool { return f.have == 0 }

// step follows p to the end of the current frame and returns how many bytes that
// took; the frame goes on after p when that is all of p and not at a boundary.
func (f *frameTracker) step(p []byte) int {
	n := 0
	for f.have < f.headSize() {
		if n == len(p) {
			return n
		}
		f.head[f.have] = p[n]
		f.have++
		n++
		if f.have == f.headSize() {
			f.left = f.payloadSize()
		}
	}
	m := min(uint64(len(p)-n), f.left)
	if f.left -= m; f.left == 0 {
		f.have = 0
	}
	return n + int(m)
}

// headSize is 2 until the first two bytes tell.
func (f *frameTracker) headSize() int {
	if f.have < 2 {
		return 2
	}
	size := 2
	switch f.head[1] & 0x7f {
	case 126:
		size += 2
	case 127:
		size += 8
	}
	if f.head[1]&0x80 != 0 {
		size += 4
	}
	return size
}

func (f *frameTracker) payloadSize() uint64 {
	switch n := f.head[1] & 0x7f; n {
	case 126:
		return uint64(binary.BigEndian.Uint16(f.head[2:]))
	case 127:
		return binary.BigEndian.Uint64(f.head[2:])
	default:
		return uint64(n)
	}
}

// closeFrame returns a close frame with a code (§5.5.1, §7.4.1).
func closeFrame(code uint16, masked bool) []byte {
	frame := []byte{0x88, 2}
	if !masked {
		return binary.BigEndian.AppendUint16(frame, code)
	}
	var key [2]byte // of four bytes; the payload has two
	_, _ = rand.Read(key[:])
	frame[1] |= 0x80
	return append(frame, key[0], key[1], 0, 0, key[0]^byte(code>>8), key[1]^byte(code&0xff))
}
