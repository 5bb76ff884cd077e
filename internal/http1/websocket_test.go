package http1

import (
	"testing"

	"pgregory.net/rapid"
)

// Whatever the frames and however the bytes are cut, the tracker knows when a
// frame is complete.
func TestFramesAreFollowedHoweverTheyAreCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f frameTracker
		for range rapid.IntRange(1, 5).Draw(t, "frames") {
			size := rapid.SampledFrom([]int{0, 1, 125, 126, 127, 65535, 65536, 70000}).Draw(t, "size")
			raw := rawFrame(size, rapid.Bool().Draw(t, "masked"))
			for len(raw) > 0 {
				n := rapid.IntRange(1, len(raw)).Draw(t, "cut")
				for rest := raw[:n]; len(rest) > 0; {
					rest = rest[f.step(rest):]
				}
				raw = raw[n:]
				if f.atBoundary() != (len(raw) == 0) {
					t.Fatalf("between is %v with %d bytes to come", f.atBoundary(), len(raw))
				}
			}
		}
	})
}

func rawFrame(size int, masked bool) []byte {
	b := []byte{0x82, 0}
	switch {
	case size < 126:
		b[1] = byte(size)
	case size < 1<<16:
		b[1] = 126
		b = append(b, byte(size>>8), byte(size))
	default:
		b[1] = 127
		b = append(b, 0, 0, 0, 0, byte(size>>24), byte(size>>16), byte(size>>8), byte(size))
	}
	if masked {
		b[1] |= 0x80
		b = append(b, 1, 2, 3, 4)
	}
	return append(b, make([]byte, size)...)
}
