package h2

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"gatehouse/internal/http1"
)

// requestCases are requests that are frames in order, but perhaps not requests.
var requestCases = []wireCase{
	{"field name in upper case", "9113 8.2.1", with("X-Upper: 1"), reset},
	{"field name with a space", "9113 8.2.1", with("x y: 1"), reset},
	{"empty field name", "9113 8.2.1", func(w *wire) {
		raw(http2.FrameHeaders, http2.FlagHeadersEndHeaders|http2.FlagHeadersEndStream, 1, string(w.block(basic("GET")...))+"\x00\x00\x011")(w)
	}, reset},
	{"NUL in a value", "9113 8.2.1", with("x: a\x00b"), reset},
	{"CR in a value", "9113 8.2.1", with("x: a\rb"), reset},
	{"LF in a value", "9113 8.2.1", with("x: a\nb"), reset},
	{"a line smuggled in a value", "9113 10.3", with("x: a\r\nx-client-id: b"), reset},
	{"space before a value", "9113 8.2.1", with("x:  a"), reset},
	{"tab after a value", "9113 8.2.1", with("x: a\t"), reset},
	{"connection", "9113 8.2.2", with("connection: close"), reset},
	{"keep-alive", "9113 8.2.2", with("keep-alive: 1"), reset},
	{"proxy-connection", "9113 8.2.2", with("proxy-connection: close"), reset},
	{"transfer-encoding", "9113 8.2.2", with("transfer-encoding: chunked"), reset},
	{"upgrade", "9113 8.2.2", with("upgrade: websocket"), reset},
	{"te: gzip", "9113 8.2.2", with("te: gzip"), reset},
	{"te: trailers", "9113 8.2.2", with("te: trailers"), "HEADERS 1 200"},
	{"look-alike of content-length", "9110 8.6", with("content_length: 5"), reset},
	{"look-alike of transfer-encoding", "9112 6.1", with("transfer_encoding: chunked"), reset},
	{"unknown pseudo-header field", "9113 8.3", with(":x: 1"), reset},
	{"pseudo-header field of responses", "9113 8.3", with(":status: 200"), reset},
	{"pseudo-header field after another", "9113 8.3", request(":method: GET", ":scheme: https", ":path: /", "x: 1", ":authority: a"), reset},
	{":method twice", "9113 8.3", with(":method: GET"), reset},
	{":path twice", "9113 8.3", with(":path: /"), reset},
	{":authority twice", "9113 8.3", with(":authority: a.example"), reset},
	{"no :method", "9113 8.3.1", request(":scheme: https", ":path: /", ":authority: a"), reset},
	{"no :scheme", "9113 8.3.1", request(":method: GET", ":path: /", ":authority: a"), reset},
	{"no :path", "9113 8.3.1", request(":method: GET", ":scheme: https", ":authority: a"), reset},
	{"empty :path", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: ", ":authority: a"), reset},
	{"path without a slash", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: x", ":authority: a"), reset},
	{"absolute URL as path", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: https://b/", ":authority: a"), reset},
	{"space in the path", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: /a b", ":authority: a"), reset},
	{"request line smuggled in the path", "9113 10.3", request(":method: GET", ":scheme: https", ":path: /a HTTP/1.1\r\nHost: b", ":authority: a"), reset},
	{"fragment in the path", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: /a#b", ":authority: a"), reset},
	{"bad escape in the path", "3986 2.1", request(":method: GET", ":scheme: https", ":path: /%zz", ":authority: a"), reset},
	{"* with GET", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: *", ":authority: a"), reset},
	{"* with OPTIONS", "9113 8.3.1", request(":method: OPTIONS", ":scheme: https", ":path: *", ":authority: a"), "HEADERS 1 200"},
	{"method that is no token", "9113 8.3.1", request(":method: GE T", ":scheme: https", ":path: /", ":authority: a"), reset},
	{"empty method", "9113 8.3.1", request(":method: ", ":scheme: https", ":path: /", ":authority: a"), reset},
	{"CONNECT", "9113 8.5", request(":method: CONNECT", ":authority: a:443"), "HEADERS 1 405"},
	{"extended CONNECT", "8441 4", request(":method: CONNECT", ":protocol: websocket", ":scheme: https", ":path: /", ":authority: a"), reset},
	{"TRACE", "9110 9.3.8", request(":method: TRACE", ":scheme: https", ":path: /", ":authority: a"), "HEADERS 1 405"},
	{"scheme http", "9113 8.3.1", request(":method: GET", ":scheme: http", ":path: /", ":authority: a"), "HEADERS 1 200"},
	{"another scheme", "9113 8.3.1", request(":method: GET", ":scheme: ftp", ":path: /", ":authority: a"), reset},
	{"neither :authority nor Host", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: /"), reset},
	{"empty :authority", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: /", ":authority: "), reset},
	{"Host instead of :authority", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: /", "host: a.example"), "HEADERS 1 200"},
	{"Host beside an equal :authority", "9113 8.3.1", with("host: A.example"), "HEADERS 1 200"},
	{"Host that differs from :authority", "9113 8.3.1", with("host: b.example"), reset},
	{"two Hosts", "9110 7.2", with("host: a.example", "host: a.example"), reset},
	{"user information in :authority", "9113 8.3.1", request(":method: GET", ":scheme: https", ":path: /", ":authority: u@a"), reset},
	{"content-length with an ended stream", "9113 8.1.1", with("content-length: 1"), reset},
	{"content-length 0 with an ended stream", "9113 8.1.1", with("content-length: 0"), "HEADERS 1 200"},
	{"two content-lengths", "9110 8.6", with("content-length: 0", "content-length: 0"), reset},
	{"content-length with a sign", "9110 8.6", with("content-length: +0"), reset},
	{"body shorter than content-length", "9113 8.1.1", func(w *wire) { upload(w, "content-length: 5"); _ = w.fr.WriteData(1, true, []byte("abc")) }, reset},
	{"body longer than content-length", "9113 8.1.1", func(w *wire) { upload(w, "content-length: 5"); _ = w.fr.WriteData(1, false, []byte("abcdef")) }, reset},
	{"body as long as content-length", "9113 8.1.1", func(w *wire) { upload(w, "content-length: 5"); _ = w.fr.WriteData(1, true, []byte("abcde")) }, "HEADERS 1 200"},
	{"unknown expectation", "9110 10.1.1", with("expect: more"), "HEADERS 1 417"},
	{"100-continue", "9110 10.1.1", func(w *wire) { upload(w, "expect: 100-continue") }, "HEADERS 1 100"},
	{"trailers", "9113 8.1", func(w *wire) { upload(w); w.headers(1, true, "x-sum: 1") }, "HEADERS 1 200"},
	{"trailers that do not end the stream", "9113 8.1", func(w *wire) { upload(w); w.headers(1, false, "x-sum: 1") }, reset},
	{"pseudo-header field in trailers", "9113 8.1", func(w *wire) { upload(w); w.headers(1, true, ":method: GET") }, reset},
	{"framing field in trailers", "9110 6.5.1", func(w *wire) { upload(w); w.headers(1, true, "content-length: 1") }, reset},
	{"credentials in trailers", "9110 6.5.1", func(w *wire) { upload(w); w.headers(1, true, "authorization: x") }, reset},
	{"too many fields", "6585 5", with(slices.Repeat([]string{"x: 1"}, 101)...), "HEADERS 1 431"},
	{"fields too large", "9113 10.5.1", with("x: " + strings.Repeat("a", 40<<10)), "HEADERS 1 431"},
	{"path too long", "9110 15.5.15", request(":method: GET", ":scheme: https", ":path: /"+strings.Repeat("a", 9000), ":authority: a"), "HEADERS 1 414"},
}

func TestMalformedRequestsAreAnsweredToo(t *testing.T) {
	w := dial(t, start(t, &Server{})).greet()
	w.headers(1, true, basic("GET", "connection: close")...)
	if got := []string{w.until("HEADERS"), w.next()[:6], w.next()}; !slices.Equal(got, []string{"HEADERS 1 400", "DATA 1", reset}) {
		t.Errorf("%q", got)
	}
	w.get(3)
	w.until("HEADERS 3 200")
}

func TestRequestIsWhatWasSent(t *testing.T) {
	got := make(chan *Stream, 1)
	addr := start(t, &Server{ID: func(b []byte, _ time.Time) []byte { return append(b, "id"...) }, Handle: func(s *Stream) {
		got <- &Stream{ID: s.ID, Method: s.Method, Path: s.Path, Query: s.Query, Host: s.Host, Header: s.Header.Clone(), ContentLength: s.ContentLength}
		text(s, 200, "")
	}})
	w := dial(t, addr).greet()
	w.headers(1, true, ":method: GET", ":path: /a%20b?c=d", ":scheme: https", ":authority: a.example:1", "cookie: a=1", "x-b: 2", "cookie: c=3", "x-b: 4")
	r := <-got
	want := http1.Header{{Name: "cookie", Value: "a=1; c=3"}, {Name: "x-b", Value: "2"}, {Name: "x-b", Value: "4"}}
	if r.ID != "id" || r.Method != "GET" || r.Path != "/a%20b" || r.Query != "?c=d" || r.Host != "a.example:1" || r.ContentLength != 0 || !slices.Equal(r.Header, want) {
		t.Errorf("%s %s %s %s %s %d %v", r.ID, r.Method, r.Path, r.Query, r.Host, r.ContentLength, r.Header)
	}
}

func TestBodyAndTrailersReachTheHandler(t *testing.T) {
	answer := make(chan string, 1)
	addr := start(t, &Server{Handle: func(s *Stream) {
		before := s.Trailer()
		var body [64]byte
		n := 0
		for {
			m, err := s.Body.Read(body[n : n+4])
			if n += m; err != nil {
				answer <- fmt.Sprintf("%s %v %v %v %d", body[:n], err, before, s.Trailer(), s.ContentLength)
				return
			}
		}
	}})
	w := dial(t, addr).greet()
	upload(w)
	_ = w.fr.WriteDataPadded(1, false, []byte("hello "), make([]byte, 9))
	_ = w.fr.WriteData(1, false, nil)
	_ = w.fr.WriteData(1, false, []byte("world"))
	w.headers(1, true, "x-sum: 11")
	if got := <-answer; got != "hello world EOF [] [{x-sum 11}] -1" {
		t.Error(got)
	}
	if got := w.until("RST"); got != "RST 1 INTERNAL_ERROR" {
		t.Errorf("a handler that answers nothing: %s", got)
	}
}

func TestViolationsAreWhatReadingFailsWith(t *testing.T) {
	failed := make(chan error, 1)
	addr := start(t, &Server{Handle: func(s *Stream) {
		var b [10]byte
		for {
			if _, err := s.Body.Read(b[:]); err != nil {
				failed <- err
				return
			}
		}
	}})
	w := dial(t, addr).greet()
	upload(w, "content-length: 2")
	_ = w.fr.WriteData(1, true, []byte("abc"))
	if v, ok := errors.AsType[*http1.Violation](<-failed); !ok || v != vLengthMismatch {
		t.Error(v)
	}
}
