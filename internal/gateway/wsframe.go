package gateway

import "encoding/binary"

// Close codes of RFC 6455 §7.4.1 that the gateway sends by itself.
const (
	closeGoingAway = 1001 // the gateway drains
	closePolicy    = 1008 // the access was lost
)

// frames follows the frame headers of one direction of a WebSocket (RFC 6455
// §5.2), to know when a frame of our own may be put between two others. It
// keeps no payload.
type frames struct {
	head [14]byte // the header being read
	have int      // bytes of it
	left uint64   // payload still to come
}

// pass takes note of bytes that were sent.
func (f *frames) pass(p []byte) {
	for len(p) > 0 {
		if f.left > 0 {
			n := min(f.left, uint64(len(p)))
			f.left -= n
			p = p[n:]
			continue
		}
		f.head[f.have] = p[0]
		f.have++
		p = p[1:]
		if f.have == f.headLength() {
			f.left, f.have = f.payload(), 0
		}
	}
}

// between reports whether the last frame is complete.
func (f *frames) between() bool { return f.have == 0 && f.left == 0 }

// headLength is how long the header is, as far as is known.
func (f *frames) headLength() int {
	if f.have < 2 {
		return 2
	}
	n := 2
	switch f.head[1] & 0x7f {
	case 126:
		n += 2
	case 127:
		n += 8
	}
	if f.head[1]&0x80 != 0 {
		n += 4
	}
	return n
}

func (f *frames) payload() uint64 {
	switch n := f.head[1] & 0x7f; n {
	case 126:
		return uint64(binary.BigEndian.Uint16(f.head[2:]))
	case 127:
		return binary.BigEndian.Uint64(f.head[2:])
	default:
		return uint64(n)
	}
}

// closeFrame is an unmasked close frame, as a server sends it.
func closeFrame(code uint16) []byte {
	return []byte{0x88, 2, byte(code >> 8), byte(code)}
}
