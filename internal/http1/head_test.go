package http1

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// genRequest draws requests that are good, or nearly.
func genRequest(t *rapid.T) string {
	part := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	s := part("line", "GET / HTTP/1.1\r\n", "POST /a?b HTTP/1.0\r\n", "GET /\n", "G@T / HTTP/1.1\r\n", "GET /"+strings.Repeat("x", 200)+" HTTP/1.1\r\n")
	for range rapid.IntRange(0, 6).Draw(t, "fields") {
		s += part("field", "Host: h\r\n", "A: b\r\n", "Content-Length: 3\r\n", "A: b\n", " x\r\n", "B:\r\n", "C: "+strings.Repeat("y", 90)+"\r\n")
	}
	return s + part("end", "\r\n", "\r\n", "\r\n", "\n", "")
}

// In whatever pieces a head arrives, the verdict is the same, except that a
// fault may be found before the head is complete.
func TestVerdictDoesNotDependOnHowTheHeadArrives(t *testing.T) {
	lim := Limits{Target: 100, Head: 300, Fields: 5}
	verdict := func(s string, pieces func(left int) int) (n int, fault *Violation) {
		for seen, have := 0, 0; have < len(s) && n == 0 && fault == nil; seen = have {
			have += pieces(len(s) - have)
			n, fault = findHead([]byte(s[:have]), seen, &lim)
		}
		return n, fault
	}
	rapid.Check(t, func(t *rapid.T) {
		s := genRequest(t)
		n, fault := verdict(s, func(left int) int { return left })
		n2, fault2 := verdict(s, func(left int) int { return rapid.IntRange(1, min(left, 150)).Draw(t, "piece") })
		if fault2 != nil && fault == nil && n > 0 {
			fault = parseRequest(s[:n], &Request{}, &lim)
		}
		if fault2 == vTargetLong && fault == nil && n == 0 {
			return // without its end nobody can tell yet, whoever saw it in pieces could
		}
		if (fault == nil) != (fault2 == nil) || fault == nil && n != n2 {
			t.Fatalf("whole: %d, %v; in pieces: %d, %v", n, fault, n2, fault2)
		}
	})
}

// What the parser hands out are parts of the head, so keeping one keeps no
// buffer, and a second parse does not change the first one's strings.
func TestParsedStringsSurviveTheNextRequest(t *testing.T) {
	lim := Limits{}.withDefaults()
	var q Request
	if v := parseRequest("GET /first?q HTTP/1.1\r\nHost: h\r\nA: one\r\n\r\n", &q, &lim); v != nil {
		t.Fatal(v)
	}
	path, query, value := q.Path, q.Query, q.Header.Get("a")
	if v := parseRequest("PUT /second HTTP/1.1\r\nHost: g\r\nA: two\r\n\r\n", &q, &lim); v != nil {
		t.Fatal(v)
	}
	if path != "/first" || query != "?q" || value != "one" || q.Header.Get("A") != "two" {
		t.Error(path, query, value, q.Header)
	}
}

func TestValuesEndWhereTheirBytesDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOfN(rapid.SampledFrom([]byte("abcdefghijklmnopqrst \t\r\n\x00\x1f\x7e\x7f\x80\x9f\xa0\xff")), 0, 40).Draw(t, "bytes"))
		i := rapid.IntRange(0, len(s)).Draw(t, "from")
		if got, want := spanValue(s, i), span(s, i, isValue); got != want {
			t.Errorf("%q from %d ends at %d, not at %d", s, i, got, want)
		}
	})
}

func TestHeadEndsAtItsFirstEmptyLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.SampledFrom([]byte("a\r\n\r\n")), 0, 40).Draw(t, "bytes")
		from := rapid.IntRange(0, len(b)).Draw(t, "from")
		want := 0
		if i := bytes.Index(b[from:], crlfcrlf); i >= 0 {
			want = from + i + len(crlfcrlf)
		}
		if got := headEnd(b, from); got != want {
			t.Errorf("%q from %d ends at %d, not at %d", b, from, got, want)
		}
	})
}
