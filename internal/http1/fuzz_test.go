package http1

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gatehouse/internal/http1/http1test"
)

// The oracle is net/http: whatever is accepted here it must read in the same way.
// It may well accept more. Where it is the stricter one without need, the cases
// are named in the comments.

// addConformance seeds a fuzz target with what the conformance cases send.
func addConformance(f *testing.F, pick func(http1test.Case) []byte) {
	cases, err := http1test.Load("testdata/conformance")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases {
		if b := pick(c); len(b) > 0 && len(b) < 2000 {
			f.Add(b)
		}
	}
}

// reading is one message as some parser understood it.
type reading struct {
	Method, Target, Host string
	Fields               []string
	Length               int64
	Body, Trailer, Rest  string
	BodyOK               bool
}

func fieldLines(h Header) (lines []string) {
	for _, f := range h {
		if !EqualFold(f.Name, "Host") && !EqualFold(f.Name, "Content-Length") && !EqualFold(f.Name, "Transfer-Encoding") && !EqualFold(f.Name, "Trailer") {
			lines = append(lines, strings.ToLower(f.Name)+": "+f.Value)
		}
	}
	slices.Sort(lines)
	return lines
}

func fieldLinesHTTP(h http.Header) (lines []string) {
	var all Header
	for name, values := range h {
		for _, v := range values {
			all.Add(name, v)
		}
	}
	return fieldLines(all)
}

// readRequest reads one request with this engine.
func readRequest(data []byte) (r reading, fault *Violation, ok bool) {
	in := &reader{src: bytes.NewReader(data), size: 64}
	lim := Limits{}.withDefaults()
	var q Request
	n := 0
	for n == 0 {
		if more := in.fill(); more != nil { // the head is not all there
			return r, nil, false //nolint:nilerr // which is no fault
		}
		if n, fault = findHead(in.buffered(), 0, &lim); fault != nil {
			return r, fault, false
		}
	}
	if fault = parseRequest(string(in.buffered()[:n]), &q, &lim); fault != nil {
		return r, fault, false
	}
	in.consume(n)
	r = reading{Method: q.Method, Target: q.Target, Host: strings.ToLower(q.Host), Fields: fieldLines(q.Header), Length: q.ContentLength}
	r.read(in, q.ContentLength)
	return r, nil, true
}

func (r *reading) read(in *reader, length int64) {
	var b body
	b.reset(in, length, vBodyCut)
	text, err := io.ReadAll(&b)
	if r.BodyOK = err == nil; r.BodyOK {
		rest, _ := io.ReadAll(in.src)
		r.Body, r.Trailer, r.Rest = string(text), strings.Join(fieldLines(b.trailer), "\n"), string(in.buffered())+string(rest)
	}
}

// readHTTP does the same for a body that net/http reads.
func (r *reading) readHTTP(in *bufio.Reader, body io.Reader, trailer *http.Header) {
	text, err := io.ReadAll(body)
	if r.BodyOK = err == nil; r.BodyOK {
		rest, _ := io.ReadAll(in)
		r.Body, r.Trailer, r.Rest = string(text), strings.Join(fieldLinesHTTP(*trailer), "\n"), string(rest)
	}
}

func FuzzRequest(f *testing.F) {
	addConformance(f, func(c http1test.Case) []byte { return c.Send })
	f.Fuzz(func(t *testing.T, data []byte) {
		ours, fault, ok := readRequest(data)
		if fault != nil && (fault.Status < 400 || fault.Reason == "" || fault.Detail == "") {
			t.Errorf("incomplete violation %+v", fault)
		}
		if !ok {
			return
		}
		data = bytes.TrimPrefix(data, crlfcrlf[:2])
		in := bufio.NewReader(bytes.NewReader(data))
		q, err := http.ReadRequest(in)
		if err != nil {
			t.Fatalf("net/http refuses: %v", err)
		}
		theirs := reading{Method: q.Method, Target: q.RequestURI, Host: strings.ToLower(q.Host), Fields: fieldLinesHTTP(q.Header), Length: q.ContentLength}
		theirs.readHTTP(in, q.Body, &q.Trailer)
		if ours.BodyOK && !theirs.BodyOK {
			t.Error("net/http refuses the body")
		}
		if ours.BodyOK != theirs.BodyOK { // ours is the stricter about bodies
			theirs.Body, theirs.Trailer, theirs.Rest, theirs.BodyOK = ours.Body, ours.Trailer, ours.Rest, ours.BodyOK
		}
		if d := cmp.Diff(theirs, ours); d != "" {
			t.Error(d)
		}
	})
}

func FuzzResponse(f *testing.F) {
	addConformance(f, func(c http1test.Case) []byte { return c.Answer })
	f.Fuzz(func(t *testing.T, data []byte) {
		in := &reader{src: bytes.NewReader(data), size: 64}
		lim := Limits{}.withDefaults()
		var h responseHead
		for n := 0; n == 0; {
			if in.fill() != nil {
				return
			}
			var fault *Violation
			if n, fault = findHead(in.buffered(), 0, &lim); fault != nil {
				return
			}
			if n > 0 && parseResponse(string(in.buffered()[:n]), &h, "GET", &lim) != nil {
				return
			}
			in.consume(n)
		}
		theirIn := bufio.NewReader(bytes.NewReader(data))
		res, err := http.ReadResponse(theirIn, nil)
		if err != nil {
			t.Fatalf("net/http refuses: %v", err)
		}
		ours := reading{Length: int64(h.status), Fields: fieldLines(h.header)}
		theirs := reading{Length: int64(res.StatusCode), Fields: fieldLinesHTTP(res.Header)}
		ours.read(in, h.length)
		theirs.readHTTP(theirIn, res.Body, &res.Trailer)
		if ours.BodyOK && !theirs.BodyOK {
			t.Error("net/http refuses the body")
		}
		if ours.BodyOK != theirs.BodyOK {
			theirs.Body, theirs.Trailer, theirs.Rest, theirs.BodyOK = ours.Body, ours.Trailer, ours.Rest, ours.BodyOK
		}
		if d := cmp.Diff(theirs, ours); d != "" {
			t.Error(d)
		}
	})
}

// FuzzChunked checks that a chunked body means the same however it arrives, and
// the same to net/http.
func FuzzChunked(f *testing.F) {
	addConformance(f, func(c http1test.Case) []byte {
		if _, body, ok := bytes.Cut(c.Send, crlfcrlf); ok && bytes.Contains(c.Send, []byte("chunked")) {
			return body
		}
		return nil
	})
	f.Fuzz(func(t *testing.T, data []byte) {
		whole, wholeErr := decodeChunked(bytes.NewReader(data), 4096)
		split, splitErr := decodeChunked(oneByte{bytes.NewReader(data)}, 3)
		if whole != split || (wholeErr == nil) != (splitErr == nil) {
			t.Errorf("at once %q, %v\nin bytes %q, %v", whole, wholeErr, split, splitErr)
		}
		if wholeErr != nil {
			return
		}
		in := bufio.NewReader(io.MultiReader(strings.NewReader("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"), bytes.NewReader(data)))
		q, err := http.ReadRequest(in)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := io.ReadAll(q.Body)
		if err != nil || string(theirs) != whole {
			t.Errorf("net/http reads %q, %v, not %q", theirs, err, whole)
		}
	})
}

type oneByte struct{ r io.Reader }

func (o oneByte) Read(p []byte) (int, error) { return o.r.Read(p[:1]) }

func decodeChunked(src io.Reader, size int) (string, error) {
	var b body
	b.reset(&reader{src: src, size: size}, Chunked, vBodyCut)
	var text []byte
	for {
		view, err := b.next(1 << 20)
		text = append(text, view...)
		if err == io.EOF {
			return string(text), nil
		}
		if err != nil {
			if !errors.As(err, new(*Violation)) {
				return "", errors.New("not a violation: " + err.Error())
			}
			return string(text), err
		}
	}
}
