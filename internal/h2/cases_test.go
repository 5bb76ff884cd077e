package h2

import (
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// wireCase is something a peer may say, and what must come of it: the first frame
// of the kinds that want begins with.
type wireCase struct {
	name, rfc string
	say       func(*wire)
	want      string
}

func raw(t http2.FrameType, flags http2.Flags, id uint32, payload string) func(*wire) {
	return func(w *wire) { _ = w.fr.WriteRawFrame(t, flags, id, []byte(payload)) }
}

func request(fields ...string) func(*wire) {
	return func(w *wire) { w.headers(1, true, fields...) }
}

func with(more ...string) func(*wire) { return request(basic("GET", more...)...) }

// upload begins a POST without ending it.
func upload(w *wire, more ...string) { w.headers(1, false, basic("POST", more...)...) }

func setting(id http2.SettingID, v uint32) func(*wire) {
	return func(w *wire) { _ = w.fr.WriteSettings(http2.Setting{ID: id, Val: v}) }
}

const (
	reset  = "RST 1 PROTOCOL_ERROR"
	broken = "GOAWAY PROTOCOL_ERROR"
	badLen = "GOAWAY FRAME_SIZE_ERROR"
)

var frameCases = []wireCase{
	{"GET", "9113 8.1", func(w *wire) { w.get(1) }, "HEADERS 1 200"},
	{"unknown frame type", "9113 4.1", func(w *wire) { raw(0xfe, 0xff, 0, "x")(w); w.get(1) }, "HEADERS 1 200"},
	{"unknown frame type on an idle stream", "9113 5.5", func(w *wire) { raw(0xfe, 0, 7, "x")(w); w.get(9) }, "HEADERS 9 200"},
	{"frame above the size limit", "9113 4.2", raw(http2.FrameData, 0, 1, strings.Repeat("x", maxFrame+1)), badLen},
	{"reserved bit of a stream number", "9113 4.1", func(w *wire) { w.headers(1<<31|1, true, basic("GET")...) }, "HEADERS 1 200"},
	{"HEADERS on stream 0", "9113 6.2", func(w *wire) { w.headers(0, true, basic("GET")...) }, broken},
	{"HEADERS on an even stream", "9113 5.1.1", func(w *wire) { w.headers(2, true, basic("GET")...) }, broken},
	{"stream numbers going down", "9113 5.1.1", func(w *wire) { w.get(5); w.until("DATA 5"); w.get(3) }, "GOAWAY STREAM_CLOSED"},
	{"HEADERS again after the end", "9113 5.1", func(w *wire) { w.get(1); w.until("DATA 1"); w.get(1) }, "GOAWAY STREAM_CLOSED"},
	{"padding longer than the frame", "9113 6.2", raw(http2.FrameHeaders, http2.FlagHeadersPadded, 1, "\xffx"), broken},
	{"HEADERS depending on itself", "9113 5.3.1", func(w *wire) {
		_ = w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: w.block(basic("GET")...), EndStream: true, EndHeaders: true, Priority: http2.PriorityParam{StreamDep: 1}})
	}, broken},
	{"PRIORITY depending on itself", "9113 5.3.1", func(w *wire) { _ = w.fr.WritePriority(1, http2.PriorityParam{StreamDep: 1}) }, broken},
	{"PRIORITY of the wrong size", "9113 6.3", raw(http2.FramePriority, 0, 1, "1234"), "GOAWAY"},
	{"PRIORITY on an idle stream", "9113 5.1", func(w *wire) { _ = w.fr.WritePriority(9, http2.PriorityParam{Weight: 3}); w.get(1) }, "HEADERS 1 200"},
	{"DATA on stream 0", "9113 6.1", raw(http2.FrameData, 0, 0, "x"), broken},
	{"DATA on an idle stream", "9113 5.1", raw(http2.FrameData, 0, 1, "x"), broken},
	{"DATA after the end of the request", "9113 5.1", func(w *wire) {
		w.get(1)
		w.until("DATA 1")
		_ = w.fr.WriteData(1, true, nil)
	}, "GOAWAY STREAM_CLOSED"},
	{"RST_STREAM on stream 0", "9113 6.4", raw(http2.FrameRSTStream, 0, 0, "1234"), broken},
	{"RST_STREAM on an idle stream", "9113 6.4", raw(http2.FrameRSTStream, 0, 1, "1234"), broken},
	{"RST_STREAM of the wrong size", "9113 6.4", raw(http2.FrameRSTStream, 0, 1, "123"), badLen},
	{"RST_STREAM on an ended stream", "9113 5.1", func(w *wire) {
		w.get(1)
		w.until("DATA 1")
		_ = w.fr.WriteRSTStream(1, http2.ErrCodeCancel)
		w.get(3)
	}, "HEADERS 3 200"},
	{"SETTINGS on a stream", "9113 6.5", raw(http2.FrameSettings, 0, 1, ""), broken},
	{"SETTINGS of the wrong size", "9113 6.5", raw(http2.FrameSettings, 0, 0, "12345"), badLen},
	{"SETTINGS acknowledgement with content", "9113 6.5", raw(http2.FrameSettings, http2.FlagSettingsAck, 0, "123456"), badLen},
	{"ENABLE_PUSH beyond 1", "9113 6.5.2", setting(http2.SettingEnablePush, 2), broken},
	{"INITIAL_WINDOW_SIZE beyond the most", "9113 6.5.2", setting(http2.SettingInitialWindowSize, 1<<31), "GOAWAY FLOW_CONTROL_ERROR"},
	{"MAX_FRAME_SIZE too small", "9113 6.5.2", setting(http2.SettingMaxFrameSize, maxFrame-1), broken},
	{"MAX_FRAME_SIZE too large", "9113 6.5.2", setting(http2.SettingMaxFrameSize, 1<<24), broken},
	{"unknown setting", "9113 6.5.2", func(w *wire) { setting(0xfff, 1)(w); w.get(1) }, "HEADERS 1 200"},
	{"PUSH_PROMISE from a client", "9113 8.4", raw(http2.FramePushPromise, http2.FlagPushPromiseEndHeaders, 1, "\x00\x00\x00\x02"), broken},
	{"PING", "9113 6.7", func(w *wire) { _ = w.fr.WritePing(false, [8]byte{1}) }, "PING"},
	{"PING on a stream", "9113 6.7", raw(http2.FramePing, 0, 1, "12345678"), broken},
	{"PING of the wrong size", "9113 6.7", raw(http2.FramePing, 0, 0, "1234567"), badLen},
	{"GOAWAY on a stream", "9113 6.8", raw(http2.FrameGoAway, 0, 1, "12345678"), broken},
	{"WINDOW_UPDATE of nothing", "9113 6.9", raw(http2.FrameWindowUpdate, 0, 0, "\x00\x00\x00\x00"), broken},
	{"WINDOW_UPDATE of nothing on a stream", "9113 6.9", func(w *wire) { upload(w); raw(http2.FrameWindowUpdate, 0, 1, "\x00\x00\x00\x00")(w) }, reset},
	{"WINDOW_UPDATE of the wrong size", "9113 6.9", raw(http2.FrameWindowUpdate, 0, 0, "123"), badLen},
	{"WINDOW_UPDATE on an idle stream", "9113 5.1", func(w *wire) { _ = w.fr.WriteWindowUpdate(1, 1) }, broken},
	{"connection window beyond the most", "9113 6.9.1", func(w *wire) { _ = w.fr.WriteWindowUpdate(0, 1<<31-1) }, "GOAWAY FLOW_CONTROL_ERROR"},
	{"stream window beyond the most", "9113 6.9.1", func(w *wire) { upload(w); _ = w.fr.WriteWindowUpdate(1, 1<<31-1) }, "RST 1 FLOW_CONTROL_ERROR"},
	{"settings take a stream's window beyond the most", "9113 6.9.2", func(w *wire) {
		upload(w)
		_ = w.fr.WriteWindowUpdate(1, 1<<30)
		setting(http2.SettingInitialWindowSize, 1<<31-1)(w)
	}, "GOAWAY FLOW_CONTROL_ERROR"},
	{"CONTINUATION without HEADERS", "9113 6.10", raw(http2.FrameContinuation, http2.FlagContinuationEndHeaders, 1, ""), broken},
	{"CONTINUATION", "9113 6.10", func(w *wire) {
		b := w.block(basic("GET")...)
		_ = w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: b[:3], EndStream: true})
		_ = w.fr.WriteContinuation(1, true, b[3:])
	}, "HEADERS 1 200"},
	{"another frame inside a header block", "9113 6.2", func(w *wire) {
		_ = w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: w.block(basic("GET")...), EndStream: true})
		_ = w.fr.WritePing(false, [8]byte{})
	}, broken},
	{"CONTINUATION of another stream", "9113 6.10", func(w *wire) {
		_ = w.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: 1, BlockFragment: w.block(basic("GET")...), EndStream: true})
		_ = w.fr.WriteContinuation(3, true, nil)
	}, broken},
	{"block that cannot be decoded", "7541 2.3.3", raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders, 1, "\xff\xff\xff\x7f"), "GOAWAY COMPRESSION_ERROR"},
	{"index 0", "7541 6.1", raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders, 1, "\x80"), "GOAWAY COMPRESSION_ERROR"},
	{"block that breaks off", "7541 5.2", raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders, 1, "\x40\x0aab"), "GOAWAY COMPRESSION_ERROR"},
	{"Huffman padding too long", "7541 5.2", raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders, 1, "\x00\x85\xf2\xb2\x4a\x84\xff\x84\x49\x50\x9f\xff"), "GOAWAY COMPRESSION_ERROR"},
	{"table size above the limit", "7541 6.3", raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders, 1, "\x3f\xe2\x1f"), "GOAWAY COMPRESSION_ERROR"},
	{"table size at the end of a block", "7541 4.2", func(w *wire) {
		raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders|http2.FlagHeadersEndStream, 1, string(w.block(basic("GET")...))+"\x20")(w)
	}, "GOAWAY COMPRESSION_ERROR"},
}

func TestFrames(t *testing.T) {
	addr := start(t, &Server{})
	for _, c := range append(frameCases, requestCases...) {
		t.Run(c.name, func(t *testing.T) {
			w := dial(t, addr).greet()
			c.say(w)
			kinds := []string{"RST", "GOAWAY", "PING"}
			if strings.HasPrefix(c.want, "HEADERS") {
				kinds = append(kinds, "HEADERS")
			}
			got := w.until(kinds...)
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("RFC %s: %q, want %q", c.rfc, got, c.want)
			}
			if strings.HasPrefix(got, "GOAWAY") {
				if after := w.next(); after != "end" {
					t.Errorf("%q after GOAWAY", after)
				}
			}
		})
	}
}

func TestConnectionMustBeginWithPrefaceAndSettings(t *testing.T) {
	addr := start(t, &Server{})
	for _, c := range []wireCase{
		{"HTTP/1.1", "9113 3.4", func(w *wire) { w.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }, broken},
		{"preface cut", "9113 3.4", func(w *wire) { w.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\rX") }, broken},
		{"no settings", "9113 3.4", func(w *wire) { w.send(http2.ClientPreface); w.get(1) }, broken},
		{"acknowledgement first", "9113 3.4", func(w *wire) { w.send(http2.ClientPreface); _ = w.fr.WriteSettingsAck() }, broken},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := dial(t, addr)
			c.say(w)
			if got := w.until("GOAWAY", "HEADERS"); got != c.want {
				t.Errorf("RFC %s: %q, want %q", c.rfc, got, c.want)
			}
		})
	}
}

// TestTheDecoderStaysInStep: whatever becomes of a stream, its block changes the
// decoder (RFC 9113 §4.3), so later ones that refer to it must still be read.
func TestTheDecoderStaysInStep(t *testing.T) {
	addr := start(t, &Server{MaxStreams: 1})
	w := dial(t, addr).greet()
	upload(w)
	w.headers(3, true, basic("GET", "x-token: a-value-for-the-table")...) // refused
	if got := w.until("RST 3", "HEADERS 3"); got != "RST 3 REFUSED_STREAM" {
		t.Error(got)
	}
	_ = w.fr.WriteData(1, true, nil)
	w.until("DATA 1")
	w.headers(5, true, basic("GET", "Upper: bad")...) // malformed
	w.until("RST 5 PROTOCOL_ERROR")
	w.headers(7, true, basic("GET", "x-token: a-value-for-the-table")...)
	w.until("HEADERS 7 200")
}

// TestAnswersNeedNoTable: a client may forbid the dynamic table at any time.
func TestAnswersNeedNoTable(t *testing.T) {
	w := dial(t, start(t, &Server{})).greet(http2.Setting{ID: http2.SettingHeaderTableSize, Val: 0})
	w.dec = hpack.NewDecoder(0, nil)
	for id := uint32(1); id < 9; id += 2 {
		w.get(id)
		if got := w.until("HEADERS", "undecodable"); !strings.HasSuffix(got, " 200") {
			t.Error(got)
		}
	}
}

func number(n uint32) string { return string(binary.BigEndian.AppendUint32(nil, n)) }
