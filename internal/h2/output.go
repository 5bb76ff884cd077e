package h2

// What is sent (RFC 9113 §4.1): frames are appended to the connection's buffer
// under its lock, and written by whoever finds nobody writing. While a write
// lasts others add to the next one.

import (
	"encoding/binary"

	"golang.org/x/net/http2"
)

const (
	frameHead = 9
	// bulkFrame makes a frame of content with its head exactly one TLS record.
	bulkFrame = 16<<10 - frameHead
	// fullBuffer is when whoever adds writes first.
	fullBuffer = 64 << 10
	// maxGathered is how far answers to pings and settings may pile up.
	maxGathered = 256 << 10
	// keptBuffer is the largest buffer that is kept for the next time.
	keptBuffer = 96 << 10
)

// frame appends the head of a frame of size bytes.
func (c *conn) frame(t http2.FrameType, flags http2.Flags, number uint32, size int) {
	c.out = append(c.out, byte(size>>16), byte(size>>8), byte(size), byte(t), byte(flags),
		byte(number>>24), byte(number>>16), byte(number>>8), byte(number))
}

func (c *conn) uint32(v uint32) { c.out = binary.BigEndian.AppendUint32(c.out, v) }

func (c *conn) sendSettings() {
	settings := [...]http2.Setting{
		{ID: http2.SettingMaxConcurrentStreams, Val: uint32(c.srv.MaxStreams)},
		{ID: http2.SettingInitialWindowSize, Val: streamWindow},
		{ID: http2.SettingMaxHeaderListSize, Val: uint32(c.srv.MaxHead)},
		{ID: http2.SettingNoRFC7540Priorities, Val: 1},
	}
	c.frame(http2.FrameSettings, 0, 0, 6*len(settings))
	for _, s := range settings {
		c.out = binary.BigEndian.AppendUint16(c.out, uint16(s.ID))
		c.uint32(s.Val)
	}
	c.sendWindowUpdate(0, connWindow-initialWindow)
}

func (c *conn) sendSettingsAck() { c.frame(http2.FrameSettings, http2.FlagSettingsAck, 0, 0) }

func (c *conn) sendPingAck(data [8]byte) {
	c.frame(http2.FramePing, http2.FlagPingAck, 0, len(data))
	c.out = append(c.out, data[:]...)
}

func (c *conn) sendWindowUpdate(number uint32, n int) {
	c.frame(http2.FrameWindowUpdate, 0, number, 4)
	c.uint32(uint32(n))
}

func (c *conn) sendReset(number uint32, code http2.ErrCode) {
	c.frame(http2.FrameRSTStream, 0, number, 4)
	c.uint32(uint32(code))
}

func (c *conn) sendGoAway(last uint32, code http2.ErrCode) {
	c.frame(http2.FrameGoAway, 0, 0, 8)
	c.uint32(last)
	c.uint32(uint32(code))
}

// sendBlock sends a header block, in several frames where the peer takes no
// larger ones.
func (c *conn) sendBlock(number uint32, block []byte, end bool) {
	var flags http2.Flags
	if end {
		flags = http2.FlagHeadersEndStream
	}
	if !c.tableCleared {
		c.tableCleared = true
		block = append([]byte{clearTable}, block...)
	}
	for t := http2.FrameHeaders; ; t, flags = http2.FrameContinuation, 0 {
		part := block[:min(len(block), c.peerFrame)]
		if block = block[len(part):]; len(block) == 0 {
			flags |= http2.FlagHeadersEndHeaders
		}
		c.frame(t, flags, number, len(part))
		c.out = append(c.out, part...)
		if len(block) == 0 {
			return
		}
	}
}

func (c *conn) sendData(number uint32, p []byte, end bool) {
	var flags http2.Flags
	if end {
		flags = http2.FlagDataEndStream
	}
	c.frame(http2.FrameData, flags, number, len(p))
	c.out = append(c.out, p...)
}

// returnWindow lets the peer send n more bytes on the connection. The news is held
// back until there is enough of it.
func (c *conn) returnWindow(n int) {
	if c.unacked += n; c.unacked < connWindow/4 {
		return
	}
	c.sendWindowUpdate(0, c.unacked)
	c.recvWindow += c.unacked
	c.unacked = 0
	c.kick()
}

// flush writes what was gathered, unless somebody is writing already, who will
// see to it. c.mu is held, but not during the writing.
func (c *conn) flush() {
	if c.flushing {
		return
	}
	c.flushing = true
	for len(c.out) > 0 && c.dead == nil {
		batch := c.out
		c.out, c.spare = c.spare[:0], nil
		c.flushSince = c.srv.now.Load()
		c.mu.Unlock()
		_, err := c.nc.Write(batch)
		c.mu.Lock()
		if cap(batch) <= keptBuffer {
			c.spare = batch
		}
		if err != nil && c.dead == nil {
			c.dead = errClientGone
			_ = c.raw.Close()
		}
		c.flushSince = 0
		for _, s := range c.open {
			s.writable.Signal()
		}
	}
	c.flushing = false
	c.written.Broadcast()
}

// kick has what was gathered written by somebody else, for those who must not
// wait.
func (c *conn) kick() {
	if c.flushing || len(c.out) == 0 || c.dead != nil {
		return
	}
	go func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.flush()
	}()
}
