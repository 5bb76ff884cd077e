package requestlog

import (
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gatehouse"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// anyRecord draws records with every field at its edges.
func anyRecord(t *rapid.T) gatehouse.RequestRecord {
	text := func(name string) string {
		return rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[ -~]{0,40}`), rapid.StringMatching(`[a-zé☃]{100,200}`)).Draw(t, name)
	}
	number := rapid.Int64Range(-1, 1<<50)
	headers := func(id string) []gatehouse.HeaderField {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) gatehouse.HeaderField {
			h := gatehouse.HeaderField{
				Name:  rapid.SampledFrom([]string{"Accept", "Date", "X-Request-ID", "Content-Length", "Host", "X", strings.Repeat("N", 90)}).Draw(t, "name"),
				Shown: rapid.Bool().Draw(t, "shown"),
			}
			if h.Shown {
				h.Value = rapid.SampledFrom([]string{"", "a: b = c *", "= id", "*", "12", id, text("value")}).Draw(t, "value")
			}
			return h
		}), 0, 80).Draw(t, "headers")
	}
	r := gatehouse.RequestRecord{
		ID: text("id"), At: time.UnixMicro(number.Draw(t, "at")).UTC(), ClientID: text("client"), ClientName: text("client name"),
		ClientVerified: rapid.Bool().Draw(t, "verified"), ProfileID: text("profile"), ProfileName: text("profile name"),
		Collection: text("collection"), Endpoint: text("endpoint"), Method: text("method"), Path: text("path"),
		QueryNames: rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,9}`), 0, 5).Draw(t, "query"),
		Status:     int(rapid.Int32().Draw(t, "status")), Code: text("code"), Step: text("step"),
		Latency:  time.Duration(number.Draw(t, "latency")) * time.Microsecond / 1000,
		Upstream: time.Duration(rapid.Int32().Draw(t, "upstream")) * time.Microsecond,
		BytesIn:  rapid.SampledFrom([]int64{0, 12, 1 << 40}).Draw(t, "in"), BytesOut: number.Draw(t, "out"),
		UserAgent: text("agent"), Source: gatehouse.Source(text("source")), ConfigVersion: number.Draw(t, "version"),
		ClientIP: rapid.SampledFrom([]netip.Addr{{}, netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("2001:db8::1%eth0")}).Draw(t, "ip"),
	}
	r.RequestHeaders, r.ResponseHeaders = headers(r.ID), headers(r.ID)
	return r
}

func TestRecordComesBackFromMemoryAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(anyRecord), 1, 3).Draw(t, "records")
		c := newChunk(0, 0)
		for i := range want {
			before, texts := len(c.data), len(c.dict.bytes)
			c.add(&want[i])
			if used, hint := max(len(c.data)-before, len(c.dict.bytes)-texts), sizeHint(&want[i]); used > hint {
				t.Fatalf("a record took %d bytes, more than the %d foreseen", used, hint)
			}
		}
		var e entry
		v := c.view()
		data := v.data
		for i := range want {
			data = decode(data, v.texts, &e)
			if diff := cmp.Diff(rounded(want[i]), e.record(), sameRecord); diff != "" {
				t.Fatalf("record %d differs (-want +got):\n%s", i, diff)
			}
		}
		if len(data) != 0 {
			t.Fatalf("%d bytes are left", len(data))
		}
	})
}

func TestRecordComesBackFromAFileAsItWas(t *testing.T) {
	l := quiet(t, t.TempDir())
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		want := anyRecord(t)
		n++
		want.ID = "req_" + strings.Repeat("x", n)
		l.Add(&want)
		if err := l.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := l.Get(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		// A header that repeated the drawn id is no repeat of the new one.
		if diff := cmp.Diff(rounded(want), got, sameRecord); diff != "" {
			t.Fatalf("record differs (-want +got):\n%s", diff)
		}
	})
}

// TestTextIsAlwaysUTF8 matters because readers refuse a whole file for one
// string that is not, and User-Agent is any bytes a partner sends.
func TestTextIsAlwaysUTF8(t *testing.T) {
	r := gatehouse.RequestRecord{ID: "req_1", UserAgent: "caf\xe9 \xff", RequestHeaders: []gatehouse.HeaderField{
		{Name: "Accept", Value: "\xf0\x28", Shown: true}, {Name: "Origin", Value: "a\nb", Shown: true}, {Name: "ETag", Value: "c\nd", Shown: true},
	}}
	var e entry
	c := newChunk(0, 0)
	c.add(&r)
	decode(c.data, c.view().texts, &e)
	for i, text := range e.texts {
		if !utf8.Valid(text) {
			t.Errorf("column %s is %q", columnNames[firstText+i], text)
		}
	}
	got := e.record()
	if want := "caf\uFFFD \uFFFD"; got.UserAgent != want {
		t.Errorf("user agent %q, want %q", got.UserAgent, want)
	}
	want := []gatehouse.HeaderField{{Name: "Accept", Value: "\uFFFD(", Shown: true}, {Name: "Origin", Value: "a b", Shown: true}, {Name: "ETag", Value: "c d", Shown: true}}
	if diff := cmp.Diff(want, got.RequestHeaders); diff != "" {
		t.Errorf("headers differ (-want +got):\n%s", diff)
	}
}

func TestAddKeepsNothingOfTheCallers(t *testing.T) {
	l := quiet(t, t.TempDir())
	r := newTraffic(time.Now(), 0).next()
	want := rounded(r)
	want.RequestHeaders = append([]gatehouse.HeaderField(nil), r.RequestHeaders...)
	l.Add(&r)
	for i := range r.RequestHeaders {
		r.RequestHeaders[i] = gatehouse.HeaderField{Name: "X", Value: "reused", Shown: true}
	}
	got, err := l.Get(t.Context(), want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, sameRecord); diff != "" {
		t.Errorf("record differs (-want +got):\n%s", diff)
	}
}

func TestAddDoesNotAllocate(t *testing.T) {
	q := newQueue(1 << 30)
	r := newTraffic(time.Now(), 0).next()
	if n := testing.AllocsPerRun(2000, func() { q.add(&r) }); n > 0.1 {
		t.Errorf("Add allocates %v times", n)
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(position{1, "req_1"}.cursor())
	f.Add(position{-1, ""}.cursor())
	f.Add("")
	f.Add("AQ==")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parseCursor(s)
		if err != nil {
			if strings.Contains(err.Error(), s) && len(s) > 20 {
				t.Errorf("the error echoes the input: %v", err)
			}
			return
		}
		if again, err := parseCursor(p.cursor()); err != nil || again != p {
			t.Errorf("%q became %v, then %v (%v)", s, p, again, err)
		}
		if p.cursor() != s {
			t.Errorf("%q and %q are the same position", s, p.cursor())
		}
	})
}

func FuzzFileName(f *testing.F) {
	f.Add((&segment{oldest: 1, newest: 2, first: 3, last: 4}).name())
	f.Add("20261123T094712.123456Z_20261123T104711.654321Z_0000000001-0000003600.parquet")
	f.Fuzz(func(t *testing.T, name string) {
		if s, ok := parseName(name); ok && s.name() != name {
			t.Errorf("%q became %q", name, s.name())
		}
	})
}
