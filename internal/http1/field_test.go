package http1

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamesCompareWithoutCaseInASCIIOnly(t *testing.T) {
	for _, c := range []struct {
		a, b          string
		fold, managed bool
	}{
		{"Host", "hOST", true, true},
		{"X-Client-ID", "x-client-id", true, true},
		{"X-Client-ID", "X_Client_ID", false, true},
		{"X-Client-ID", "X-Client-I", false, false},
		{"K", "\u212a", false, false},
		{"@", "`", false, false},
		{"", "", true, true},
	} {
		if EqualFold(c.a, c.b) != c.fold || EqualManaged(c.a, c.b) != c.managed {
			t.Errorf("%q, %q: fold %v, managed %v", c.a, c.b, EqualFold(c.a, c.b), EqualManaged(c.a, c.b))
		}
	}
}

func TestHeaderKeepsOrderAndRepetition(t *testing.T) {
	h := Header{{"A", "1"}, {"b", "2"}, {"a", "3"}, {"c", "4"}, {"A", "5"}}
	if got, n := h.Lookup("a"); got != "1" || n != 3 {
		t.Errorf("Lookup = %q, %d", got, n)
	}
	h.Set("a", "x")
	want := Header{{"A", "x"}, {"b", "2"}, {"c", "4"}}
	if d := cmp.Diff(want, h); d != "" {
		t.Error(d)
	}
	h.Set("new", "y")
	h.Del("B")
	if d := cmp.Diff(Header{{"A", "x"}, {"c", "4"}, {"new", "y"}}, h); d != "" {
		t.Error(d)
	}
}

func TestHopByHopFieldsAndWhatConnectionNamesAreRemoved(t *testing.T) {
	h := Header{
		{"Host", "h"},
		{"X-One", "1"},
		{"connection", "close, x-two ,Keep-Alive,Connection"},
		{"X-Two", "2"},
		{"TE", "trailers"},
		{"Upgrade", "h2c"},
		{"Content-Length", "3"},
		{"Transfer-Encoding", "chunked"},
		{"Connection", "X-Three"},
		{"x-three", ""},
		{"HTTP2-Settings", "x"},
		{"Proxy-Connection", "x"},
		{"Trailer", "t"},
		{"Accept", "*/*"},
	}
	h.RemoveHopByHop()
	if d := cmp.Diff(Header{{"X-One", "1"}, {"Accept", "*/*"}}, h); d != "" {
		t.Error(d)
	}
}
