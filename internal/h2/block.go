package h2

// Header blocks (RFC 9113 §4.3, RFC 7541): collected from HEADERS and
// CONTINUATION frames and decoded as they come, whatever becomes of the stream,
// because the decoder's state is the connection's.

import (
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"gatehouse/internal/http1"
)

const (
	// maxBlock bounds the compressed bytes of one block, and maxParts the frames
	// that it comes in: without a bound a peer could send CONTINUATION for ever.
	maxBlock = 64 << 10
	maxParts = 16

	tableSize = 4 << 10
)

type block struct {
	dec    *hpack.Decoder
	number uint32 // of the stream; 0 between blocks
	end    bool   // the stream ends with it
	bytes  int
	parts  int
	head   head
}

func (b *block) init(s *Server) {
	b.head.maxBytes, b.head.maxFields = s.MaxHead, s.MaxFields
	b.dec = hpack.NewDecoder(tableSize, b.head.take)
	b.dec.SetMaxStringLength(maxBlock)
}

func (b *block) begin(number uint32, end, trailers bool) {
	b.number, b.end, b.bytes, b.parts = number, end, 0, 0
	b.head.begin(trailers)
}

// add decodes a part and reports whether the block is complete.
func (b *block) add(part []byte, last bool) (bool, error) {
	b.bytes += len(part)
	if b.parts++; b.bytes > maxBlock || b.parts > maxParts {
		return false, errCalm
	}
	if _, err := b.dec.Write(part); err != nil {
		return false, http2.ConnectionError(http2.ErrCodeCompression)
	}
	if !last {
		return false, nil
	}
	if b.dec.Close() != nil {
		return false, http2.ConnectionError(http2.ErrCodeCompression)
	}
	return true, nil
}

// onHeaders begins a block.
func (c *conn) onHeaders(f *http2.HeadersFrame) error {
	if f.StreamID%2 == 0 { // only we could open it, and we never do (RFC 9113 §5.1.1)
		return http2.ConnectionError(http2.ErrCodeProtocol)
	}
	if f.HasPriority() && f.Priority.StreamDep == f.StreamID {
		return http2.ConnectionError(http2.ErrCodeProtocol)
	}
	c.mu.Lock()
	trailers := f.StreamID <= c.lastID
	c.mu.Unlock()
	c.block.begin(f.StreamID, f.StreamEnded(), trailers)
	return c.onPart(f.HeaderBlockFragment(), f.HeadersEnded())
}

func (c *conn) onPart(part []byte, last bool) error {
	complete, err := c.block.add(part, last)
	if err != nil || !complete {
		return err
	}
	c.blockSince.Store(0)
	if c.block.head.trailers {
		return c.onTrailers()
	}
	return c.onRequest()
}

// onRequest opens a stream for the block that was just completed.
func (c *conn) onRequest() error {
	b := &c.block
	c.mu.Lock()
	c.lastID = b.number
	if c.retiring || len(c.open) >= c.srv.MaxStreams || c.running >= c.srv.MaxStreams {
		defer c.mu.Unlock()
		c.sendReset(b.number, http2.ErrCodeRefusedStream)
		c.kick()
		if !b.end {
			c.early.add(b.number)
		}
		if !c.retiring && !c.budget.reset() || len(c.out) > maxGathered {
			return errCalm
		}
		return nil
	}
	s := c.takeIdle()
	c.running++
	c.mu.Unlock()
	s.begin(b)
	c.mu.Lock()
	s.sendWindow = c.peerWindow
	c.open = append(c.open, s)
	c.mu.Unlock()
	s.start <- struct{}{}
	return nil
}

// onTrailers ends a request's body with a trailer section (RFC 9113 §8.1), unless
// the stream has ended already.
func (c *conn) onTrailers() error {
	b := &c.block
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.find(b.number)
	switch {
	case s == nil && c.early.has(b.number):
		c.partings.remove(b.number)
		return c.charge()
	case s == nil:
		return http2.ConnectionError(http2.ErrCodeStreamClosed)
	case s.recvEnd:
		return http2.StreamError{StreamID: b.number, Code: http2.ErrCodeStreamClosed}
	case !b.end:
		return http2.StreamError{StreamID: b.number, Code: http2.ErrCodeProtocol}
	}
	if fault := b.head.fault; fault != nil {
		s.spoil(fault)
		return nil
	}
	s.trailer = append(http1.Header(nil), b.head.header...)
	s.endBody()
	return nil
}
