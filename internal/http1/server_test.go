package http1

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func echoPath(x *Exchange) { text(x, 200, x.Target) }

func TestPipelinedRequestsAreAnsweredInOrder(t *testing.T) {
	w := dial(t, listen(t, &Server{Handle: echoPath}))
	w.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n\r\nPOST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\nGET /4 HTTP/1.1\r\nHost: h\r\n\r\n")
	for _, path := range []string{"/1", "/2"} {
		w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n\r\n" + path)
	}
	w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/3")
	w.wantsEnd()
}

func TestHTTP10KeepsTheConnectionOnlyWhenAsked(t *testing.T) {
	addr := listen(t, &Server{Handle: func(x *Exchange) {
		if x.Path == "/stream" {
			_ = x.WriteHead(200, Header{{"Date", "now"}}, -1)
			_, _ = io.WriteString(x, "data")
			return
		}
		_ = x.WriteInterim(103, Header{{"Link", "x"}})
		echoPath(x)
	}})
	w := dial(t, addr)
	w.send("GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
	w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n/a")
	w.send("GET /b HTTP/1.0\r\n\r\n")
	w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/b")
	w.wantsEnd()
	w = dial(t, addr)
	w.send("GET /stream HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
	w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nConnection: close\r\n\r\ndata")
	w.wantsEnd()
}

func TestContinueIsSentWhenTheBodyIsReadAndNeverToHTTP10(t *testing.T) {
	addr := listen(t, &Server{Handle: func(x *Exchange) {
		if x.Path == "/refuse" {
			text(x, 403, "no")
			return
		}
		b, _ := io.ReadAll(x.Body)
		text(x, 200, string(b))
	}})
	w := dial(t, addr)
	w.send("POST /read HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n")
	w.wants("HTTP/1.1 100 Continue\r\n\r\n")
	w.send("abc")
	w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 3\r\n\r\nabc")
	w.send("POST /refuse HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
	w.wants("HTTP/1.1 403 Forbidden\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
	w.wantsEnd()
	w = dial(t, addr)
	w.send("POST /read HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc")
	w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
}

func TestResponsesWithoutContentHaveNone(t *testing.T) {
	addr := listen(t, &Server{Handle: func(x *Exchange) {
		switch x.Path {
		case "/204":
			text(x, 204, "dropped")
		case "/304":
			text(x, 304, "dropped")
		case "/stream":
			_ = x.WriteHead(200, Header{{"Date", "now"}}, -1)
			_, _ = io.WriteString(x, "dropped")
		default:
			text(x, 200, "dropped")
		}
	}})
	w := dial(t, addr)
	for _, c := range []struct{ request, want string }{
		{"HEAD /", "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 7\r\n\r\n"},
		{"HEAD /stream", "HTTP/1.1 200 OK\r\nDate: now\r\n\r\n"},
		{"GET /204", "HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n"},
		{"GET /304", "HTTP/1.1 304 Not Modified\r\nDate: now\r\nContent-Length: 7\r\n\r\n"},
		{"GET /", "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 7\r\n\r\ndropped"},
	} {
		w.send(c.request + " HTTP/1.1\r\nHost: h\r\n\r\n")
		w.wants(c.want)
	}
}

func TestContentOfUnknownLengthIsChunkedWithItsTrailer(t *testing.T) {
	big := strings.Repeat("x", 40_000)
	w := dial(t, listen(t, &Server{Handle: func(x *Exchange) {
		_ = x.WriteHead(200, Header{{"Date", "now"}}, -1)
		_, _ = io.WriteString(x, "abc")
		_ = x.Flush()
		_, _ = x.ReadFrom(strings.NewReader(big))
		_, _ = io.WriteString(x, big)
		_ = x.Finish(Header{{"X-Sum", "1"}, {"Content-Length", "5"}})
	}}))
	for range 2 {
		w.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
		w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
		w.wants("9c40\r\n" + big + "\r\n9c40\r\n" + big + "\r\n0\r\nX-Sum: 1\r\n\r\n")
	}
}

func TestSmallUnreadBodyIsDroppedAndLargeOneEndsTheConnection(t *testing.T) {
	w := dial(t, listen(t, &Server{Handle: echoPath}))
	w.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n" + strings.Repeat("x", 5000))
	w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n\r\n/a")
	w.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n")
	w.wants("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/b")
	w.send(strings.Repeat("x", 500000)) // the answer was readable, and still nothing resets
	w.wantsEnd()
}

func TestSlowHeadIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := pipeTo(t, &Server{Handle: echoPath})
		w.send("GET / HTTP/1.1\r\n")
		if res, body := w.answer("GET"); res.StatusCode != 408 || !res.Close {
			t.Error(res.StatusCode, body)
		}
		w.wantsEnd()
	})
}

func TestIdleConnectionIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := pipeTo(t, &Server{Handle: echoPath})
		w.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
		w.answer("GET")
		began := time.Now()
		w.wantsEnd()
		if took := time.Since(began); took < 75*time.Second || took > 75*time.Second+3*tick {
			t.Errorf("closed after %v", took)
		}
	})
}

func TestBodyBelowTheMinimumRateIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := pipeTo(t, &Server{Grace: time.Second, MinRate: 1000, Handle: func(x *Exchange) {
			_, err := io.Copy(io.Discard, x.Body)
			text(x, 400, err.Error())
		}})
		w.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10000\r\n\r\n")
		began := time.Now()
		go func() {
			for { // 500 bytes a second
				time.Sleep(100 * time.Millisecond)
				if _, err := w.Write(bytes.Repeat([]byte("x"), 50)); err != nil {
					return
				}
			}
		}()
		_, body := w.answer("POST")
		if took := time.Since(began); body != vBodySlow.Error() || took < time.Second || took > 3*time.Second {
			t.Error(body, took)
		}
		w.Close()
	})
}

func TestSlowReaderIsCut(t *testing.T) {
	failed := make(chan error, 1)
	w := dial(t, listen(t, &Server{Grace: 50 * time.Millisecond, MinRate: 1 << 30, Handle: func(x *Exchange) {
		_ = x.WriteHead(200, nil, -1)
		for {
			if _, err := x.Write(make([]byte, 1<<20)); err != nil {
				failed <- err
				return
			}
		}
	}}))
	w.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
	select {
	case err := <-failed:
		if !errors.Is(err, ErrClientGone) {
			t.Error(err)
		}
	case <-time.After(patience):
		t.Error("never cut")
	}
}

func TestClientThatLeavesCancelsTheExchange(t *testing.T) {
	began, causes := make(chan bool), make(chan error, 1)
	addr := listen(t, &Server{Handle: func(x *Exchange) {
		began <- true
		select {
		case <-x.Done():
			causes <- x.Err()
		case <-time.After(patience):
			causes <- nil
		}
	}})
	for _, request := range []string{
		"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: h\r\n\r\nGET /next HTTP/1.1\r\n",
	} {
		w := dial(t, addr)
		w.send(request)
		<-began
		w.Close()
		if err := <-causes; err != ErrClientGone {
			t.Errorf("%q: %v", request, err)
		}
	}
}

func TestRequestSentDuringALongWaitIsNotLost(t *testing.T) {
	w := dial(t, listen(t, &Server{Handle: func(x *Exchange) {
		time.Sleep(5 * tick)
		echoPath(x)
	}}))
	w.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n")
	time.Sleep(4 * tick)
	w.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
	for _, want := range []string{"/1", "/2"} {
		if _, body := w.answer("GET"); body != want {
			t.Error(body)
		}
	}
}

func TestUnfinishedResponseDoesNotLookComplete(t *testing.T) {
	addr := listen(t, &Server{Handle: func(x *Exchange) {
		_ = x.WriteHead(200, nil, map[string]int64{"/counted": 10}[x.Path]-1)
		_, _ = io.WriteString(x, "abc")
		_ = x.Flush()
		if x.Path == "/panic" {
			panic("on purpose")
		}
		if x.Path != "/counted" {
			_, _ = x.ReadFrom(io.MultiReader(strings.NewReader("def"), badReader{}))
		}
	}})
	for _, line := range []string{"GET /chunked HTTP/1.1", "GET /counted HTTP/1.1", "GET /chunked HTTP/1.0", "GET /panic HTTP/1.1"} {
		w := dial(t, addr)
		w.send(line + "\r\nHost: h\r\n\r\n")
		all, err := io.ReadAll(w.r)
		if strings.HasSuffix(string(all), "0\r\n\r\n") || err == nil && strings.HasSuffix(line, "1.0") {
			t.Errorf("%s: %q, %v", line, all, err)
		}
	}
}

type badReader struct{}

func (badReader) Read([]byte) (int, error) { return 0, errors.New("bad") }

func TestHandlersMistakesDoNotReachTheWire(t *testing.T) {
	w := dial(t, listen(t, &Server{Handle: func(x *Exchange) {
		switch x.Path {
		case "/split":
			if err := x.WriteHead(200, Header{{"A", "b\r\nSet-Cookie: c"}}, 0); err != ErrUnsafeField {
				t.Error(err)
			}
			text(x, 200, "ok")
		case "/long":
			_ = x.WriteHead(200, nil, 2)
			if _, err := io.WriteString(x, "abc"); err != ErrBodyLength {
				t.Error(err)
			}
			_, _ = io.WriteString(x, "ok")
		case "/early":
			if _, err := x.Write(nil); err != ErrNoHead {
				t.Error(err)
			}
			text(x, 200, "ok")
			if err := x.WriteHead(200, nil, 0); err != ErrHeadWritten {
				t.Error(err)
			}
		}
	}}))
	for _, path := range []string{"/split", "/long", "/early"} {
		w.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n")
		if res, body := w.answer("GET"); body != "ok" || res.Header.Get("Set-Cookie") != "" {
			t.Error(path, body)
		}
	}
	w.send("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n")
	if res, _ := w.answer("GET"); res.StatusCode != 500 {
		t.Error(res.StatusCode)
	}
}

func TestRefusalIsRenderedByTheOwnerAndEndsTheConnection(t *testing.T) {
	w := dial(t, listen(t, &Server{
		ID:     func(dst []byte, _ time.Time) []byte { return append(dst, "id-1"...) },
		Handle: echoPath,
		Reject: func(x *Exchange, v *Violation) {
			text(x, v.Status, v.Reason+" "+x.ID+" "+x.Method+" "+x.Peer.Addr().String())
		},
	}))
	w.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
	w.answer("GET")
	res, body := w.answer("GET")
	if res.StatusCode != 400 || body != "length_and_coding id-1 GET 127.0.0.1" || !res.Close {
		t.Error(res.StatusCode, body)
	}
	w.wantsEnd()
}
