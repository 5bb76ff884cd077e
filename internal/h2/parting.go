package h2

// Taking leave of a request whose answer is complete while its body still comes
// (RFC 9113 §8.1). A reset at once would be right, and clients must not lose the
// answer over it; some do. So the client has a moment in which to stop by itself:
// what it sends is dropped, and its window is not opened any further.

import "golang.org/x/net/http2"

const (
	partingTime = 1e9
	partingMost = 128
)

type parting struct {
	number uint32
	since  int64
}

// partings are such streams, the oldest first.
type partings []parting

func (p *partings) add(number uint32, now int64) { *p = append(*p, parting{number, now}) }

// remove forgets a stream that the peer has ended.
func (p *partings) remove(number uint32) {
	for i := range *p {
		if (*p)[i].number == number {
			*p = append((*p)[:i], (*p)[i+1:]...)
			return
		}
	}
}

// part resets the streams whose time is over, and the oldest where there are too
// many. c.mu is held.
func (c *conn) part(now int64) {
	for len(c.partings) > 0 && (len(c.partings) > partingMost || now-c.partings[0].since > partingTime) {
		c.sendReset(c.partings[0].number, http2.ErrCodeNo)
		c.partings = append(c.partings[:0], c.partings[1:]...)
	}
	c.kick()
}
