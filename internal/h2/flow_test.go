package h2

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/http2"
)

// answers returns a server whose every answer is size bytes, of known length or
// not.
func answers(size int, known bool) *Server {
	return &Server{Handle: func(s *Stream) {
		length := int64(-1)
		if known {
			length = int64(size)
		}
		_ = s.WriteHead(200, nil, length)
		_, _ = s.Write(make([]byte, size))
	}}
}

// content reads frames until n bytes of content of a stream have come, and
// returns the sizes of the frames.
func (w *wire) content(id uint32, n int) (sizes []int) {
	w.Helper()
	for n > 0 {
		var size int
		got := w.until(fmt.Sprintf("DATA %d ", id))
		if _, err := fmt.Sscanf(got, fmt.Sprintf("DATA %d %%d", id), &size); err != nil {
			w.Fatal(err)
		}
		sizes = append(sizes, size)
		n -= size
	}
	return sizes
}

// nothing checks that nothing is on its way, by asking for something else.
func (w *wire) nothing() {
	w.Helper()
	_ = w.fr.WritePing(false, [8]byte{})
	if got := w.next(); got != "PING" {
		w.Errorf("%q came without a window for it", got)
	}
}

func TestWindowsAreKept(t *testing.T) {
	w := dial(t, start(t, answers(100_000, true))).greet(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 10})
	w.get(1)
	w.content(1, 10)
	w.nothing()
	_ = w.fr.WriteWindowUpdate(1, 5)
	w.content(1, 5)
	w.nothing()
	setting(http2.SettingInitialWindowSize, 100_000)(w) // opens the streams there are, too (RFC 9113 §6.9.2)
	w.content(1, initialWindow-15)
	w.nothing() // the connection's is used up
	w.get(3)
	w.until("HEADERS 3 200")
	w.nothing()
	_ = w.fr.WriteWindowUpdate(0, 1<<20)
	w.until("DATA 1 ", "DATA 3 ")
	w.until("DATA 3 1696 END", "DATA 1 1726 END", "DATA 1")
}

func TestWindowMayBecomeNegative(t *testing.T) {
	w := dial(t, start(t, answers(100, true))).greet(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 40})
	w.get(1)
	w.content(1, 40)
	setting(http2.SettingInitialWindowSize, 10)(w) // now 30 below nothing
	_ = w.fr.WriteWindowUpdate(1, 30)
	w.nothing()
	_ = w.fr.WriteWindowUpdate(1, 1)
	w.content(1, 1)
}

func TestFrameSizeOfThePeerIsKept(t *testing.T) {
	w := dial(t, start(t, answers(60_000, true))).greet(http2.Setting{ID: http2.SettingMaxFrameSize, Val: 1 << 20})
	w.get(1)
	for _, size := range w.content(1, 60_000) {
		if size > bulkFrame {
			t.Errorf("a frame of %d", size)
		}
	}
}

func TestLongHeadComesInSeveralFrames(t *testing.T) {
	value := strings.Repeat("?", 40<<10) // of 10 bits in the Huffman code, so it goes as it is
	w := dial(t, start(t, &Server{Handle: func(s *Stream) {
		_ = s.WriteHead(204, headerOf("x-long", value), 0)
	}})).greet()
	w.fr.ReadMetaHeaders = w.dec
	w.fr.MaxHeaderListSize = 1 << 20
	w.get(1)
	for {
		f, err := w.fr.ReadFrame()
		if err != nil {
			t.Fatal(err)
		}
		if h, ok := f.(*http2.MetaHeadersFrame); ok {
			if h.RegularFields()[0].Value != value || !h.StreamEnded() {
				t.Error("the head is not whole")
			}
			return
		}
	}
}

// TestUnreadBodyHoldsItsClientBack: what the handler does not read is not given
// back, so no more than a window of it is ever held.
func TestUnreadBodyHoldsItsClientBack(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	w := dial(t, start(t, &Server{Handle: func(*Stream) { <-release }})).greet()
	upload(w)
	frame := make([]byte, maxFrame)
	for range streamWindow / maxFrame {
		_ = w.fr.WriteData(1, false, frame)
	}
	_ = w.fr.WriteData(1, false, frame[:1])
	if got := w.until("RST", "WINDOW 1"); got != "RST 1 FLOW_CONTROL_ERROR" {
		t.Error(got)
	}
}

func TestConnectionWindowBoundsAllStreams(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	w := dial(t, start(t, &Server{Handle: func(*Stream) { <-release }})).greet()
	frame := make([]byte, maxFrame)
	for n := range connWindow/maxFrame + 1 {
		id := uint32(2*(n/8) + 1)
		if n%8 == 0 {
			w.headers(id, false, basic("POST")...)
		}
		_ = w.fr.WriteData(id, false, frame)
	}
	if got := w.until("RST", "GOAWAY", "WINDOW 0 1"); got != "GOAWAY FLOW_CONTROL_ERROR" {
		t.Error(got)
	}
}

// TestBodiesNobodyWantsAreGivenBack: otherwise refusals would use the connection's
// window up.
func TestBodiesNobodyWantsAreGivenBack(t *testing.T) {
	w := dial(t, start(t, &Server{Handle: func(s *Stream) { text(s, 401, "no") }})).greet()
	body := make([]byte, maxFrame)
	for n := range uint32(2 * connWindow / maxFrame) {
		id := 2*n + 1
		w.headers(id, false, basic("POST")...)
		_ = w.fr.WriteDataPadded(id, false, body[:maxFrame-100], make([]byte, 99))
		w.until(fmt.Sprintf("DATA %d 2 END", id))
		_ = w.fr.WriteData(id, true, nil) // was on its way
	}
}

func TestSlowReaderOfABodyGetsItAll(t *testing.T) {
	var got bytes.Buffer
	w := dial(t, start(t, &Server{Handle: func(s *Stream) {
		_, _ = io.CopyBuffer(struct{ io.Writer }{&got}, struct{ io.Reader }{s.Body}, make([]byte, 777))
		text(s, 200, "")
	}})).greet()
	upload(w)
	var want bytes.Buffer
	window := streamWindow
	for n := 0; want.Len() < 2<<20; n++ {
		piece := bytes.Repeat([]byte{byte(n)}, 1000+n)
		for window < len(piece) {
			var more int
			_, _ = fmt.Sscanf(w.until("WINDOW 1"), "WINDOW 1 %d", &more)
			window += more
		}
		window -= len(piece)
		want.Write(piece)
		_ = w.fr.WriteData(1, false, piece)
	}
	_ = w.fr.WriteData(1, true, nil)
	w.until("HEADERS 1 200")
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("%d bytes, want %d", got.Len(), want.Len())
	}
}
