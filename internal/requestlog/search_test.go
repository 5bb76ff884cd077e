package requestlog

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// diff is empty when two lists of records are the same, else it shows the
// first place where they are not. Comparing the many equal ones by go-cmp
// would take most of the time of these tests.
func diff(want, got []gatehouse.RequestRecord) string {
	i := 0
	for i < len(want) && i < len(got) && reflect.DeepEqual(want[i], got[i]) {
		i++
	}
	if i == len(want) && i == len(got) {
		return ""
	}
	return fmt.Sprintf("%d wanted, %d found, at %d: %s", len(want), len(got), i,
		cmp.Diff(want[i:min(i+1, len(want))], got[i:min(i+1, len(got))], sameRecord))
}

var sameRecord = cmp.Options{cmpopts.EquateComparable(netip.Addr{}), cmpopts.EquateEmpty()}

func open(t testing.TB, o Options) *Log {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	l, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close(context.Background()) })
	return l
}

// naive is what a search means: filter everything, newest first.
func naive(all []gatehouse.RequestRecord, f Filter) []gatehouse.RequestRecord {
	var out []gatehouse.RequestRecord
	for _, r := range all {
		oneOf := func(want string, have ...string) bool { return want == "" || slices.Contains(have, want) }
		low, high, _ := statusRange(f.Status)
		prefix, isPrefix := strings.CutSuffix(f.Path, "*")
		if oneOf(f.Client, r.ClientID, r.ClientName) && oneOf(f.Profile, r.ProfileID, r.ProfileName) &&
			oneOf(f.Collection, r.Collection) && oneOf(f.Method, r.Method) && oneOf(f.Code, r.Code) && oneOf(f.Step, r.Step) &&
			oneOf(string(f.Source), string(r.Source)) && r.Status >= int(low) && r.Status <= int(high) &&
			(f.Path == "" || r.Path == f.Path || isPrefix && strings.HasPrefix(r.Path, prefix)) &&
			(f.From.IsZero() || !r.At.Before(f.From)) && (f.To.IsZero() || r.At.Before(f.To)) && r.Latency >= f.MinLatency &&
			(f.ClientIP == "" || addresses(f.ClientIP).Contains(r.ClientIP)) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b gatehouse.RequestRecord) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(b.ID, a.ID)
	})
	return out
}

// rounded is a record as the log keeps it: in whole microseconds, UTC.
func rounded(r gatehouse.RequestRecord) gatehouse.RequestRecord {
	r.At = r.At.UTC().Truncate(time.Microsecond)
	r.Latency, r.Upstream = r.Latency.Truncate(time.Microsecond), r.Upstream.Truncate(time.Microsecond)
	return r
}

func pages(t interface{ Fatal(...any) }, l *Log, q Query) []gatehouse.RequestRecord {
	var all []gatehouse.RequestRecord
	for {
		records, next, err := l.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, records...)
		if q.Cursor = next; next == "" {
			return all
		}
	}
}

// mixed is a log whose records lie in memory, in files of a second, in merged
// files, overlapping in time, with many records in the same microsecond.
func mixed(t testing.TB) (*Log, []gatehouse.RequestRecord) {
	l := open(t, Options{})
	l.stop() // The test decides when files are made and merged.
	l.done.Wait()
	tr := newTraffic(time.Now().Add(-time.Minute), 3*time.Microsecond)
	var all []gatehouse.RequestRecord
	w := newMerger(0)
	for i := range 24 { // Few enough to page through, enough to merge.
		for range []int{40, 1, 300, 4100, 2}[i%5] {
			r := tr.next()
			if tr.rnd.IntN(10) == 0 {
				r.At = r.At.Add(-time.Duration(tr.rnd.IntN(2e7))) // A slow request is logged late.
			}
			l.Add(&r)
			all = append(all, rounded(r))
		}
		if err := l.Flush(context.Background()); err != nil {
			t.Fatal(err)
		}
		if i == 18 {
			if err := l.files.mergeAll(context.Background(), w); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 500 {
		r := tr.next()
		l.Add(&r)
		all = append(all, rounded(r))
	}
	if len(l.files.live) < 3 || len(l.files.live) > 20 {
		t.Fatalf("the log has %d files, want merged ones and others", len(l.files.live))
	}
	return l, all
}

func TestSearchFindsWhatANaiveFilterFinds(t *testing.T) {
	l, all := mixed(t)
	pick := func(t *rapid.T, field func(gatehouse.RequestRecord) string) string {
		if rapid.IntRange(0, 3).Draw(t, "used") > 0 {
			return ""
		}
		return field(all[rapid.IntRange(0, len(all)-1).Draw(t, "like")])
	}
	rapid.Check(t, func(t *rapid.T) {
		f := Filter{
			Client:     pick(t, func(r gatehouse.RequestRecord) string { return r.ClientID }),
			Profile:    pick(t, func(r gatehouse.RequestRecord) string { return r.ProfileName }),
			Collection: pick(t, func(r gatehouse.RequestRecord) string { return r.Collection }),
			Method:     pick(t, func(r gatehouse.RequestRecord) string { return r.Method }),
			Code:       pick(t, func(r gatehouse.RequestRecord) string { return r.Code }),
			Step:       pick(t, func(r gatehouse.RequestRecord) string { return r.Step }),
			Source:     gatehouse.Source(pick(t, func(r gatehouse.RequestRecord) string { return string(r.Source) })),
			Path: pick(t, func(r gatehouse.RequestRecord) string {
				return r.Path[:rapid.IntRange(1, len(r.Path)).Draw(t, "cut")] + "*"
			}),
			Status: rapid.SampledFrom([]string{"", "", "", "2xx", "4xx", "401", "502", "599"}).Draw(t, "status"),
		}
		if f.Client == "" {
			f.Client = pick(t, func(r gatehouse.RequestRecord) string { return r.ClientName })
		}
		f.ClientIP = pick(t, func(r gatehouse.RequestRecord) string {
			block, _ := r.ClientIP.Prefix(rapid.SampledFrom([]int{32, 16, 9}).Draw(t, "bits"))
			return block.String()
		})
		if rapid.Bool().Draw(t, "from") {
			f.From = all[rapid.IntRange(0, len(all)-1).Draw(t, "at")].At
		}
		if rapid.Bool().Draw(t, "to") {
			f.To = all[rapid.IntRange(0, len(all)-1).Draw(t, "at")].At
		}
		if !f.From.IsZero() && !f.To.IsZero() && f.To.Before(f.From) {
			f.From, f.To = f.To, f.From
		}
		f.MinLatency = time.Duration(rapid.SampledFrom([]int{0, 0, 1e6, 2e7}).Draw(t, "slow"))
		want := naive(all, f)
		limit := rapid.SampledFrom([]int{7, 50, 200}).Draw(t, "limit")
		if len(want) > 5*limit {
			want = want[:5*limit]
		}
		var got []gatehouse.RequestRecord
		q := Query{Filter: f, Limit: limit}
		for range 5 {
			records, next, err := l.Search(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, records...)
			if q.Cursor = next; next == "" {
				break
			}
		}
		if d := diff(want, got); d != "" {
			t.Fatalf("search differs from the naive filter (-want +got):\n%s", d)
		}
	})
}

func TestEveryRecordIsFoundOnceByPaging(t *testing.T) {
	l, all := mixed(t)
	if d := diff(naive(all, Filter{}), pages(t, l, Query{Limit: 200})); d != "" {
		t.Errorf("pages differ from what was added (-want +got):\n%s", d)
	}
}

func TestGetFindsARecordWhereverItIs(t *testing.T) {
	l, all := mixed(t)
	for i := 0; i < len(all); i += len(all)/40 + 1 {
		got, err := l.Get(context.Background(), all[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all[i], got, sameRecord); diff != "" {
			t.Errorf("Get differs (-want +got):\n%s", diff)
		}
	}
	_, err := l.Get(context.Background(), "req_none")
	if e, ok := errors.AsType[*gatehouse.Error](err); !ok || e.Kind != gatehouse.NotFound {
		t.Errorf("Get of an unknown id: %v, want not found", err)
	}
}
