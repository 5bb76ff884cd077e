package requestlog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse"
)

// Inside a synctest bubble nothing here may read a file: the decompressors that
// parquet-go pools for the whole process hold channels, which must not cross
// the edge of a bubble.

func TestRecordIsVisibleAtOnceAndInAFileWithinASecond(t *testing.T) {
	dir := t.TempDir()
	r := newTraffic(time.Now(), 0).next()
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Options{Dir: dir})
		l.Add(&r)
		if _, err := l.Get(context.Background(), r.ID); err != nil {
			t.Errorf("not visible right after Add: %v", err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if n := len(fileNames(t, dir)); n != 1 {
			t.Errorf("%d files after a second, want 1", n)
		}
	})
	if _, err := quiet(t, dir).Get(context.Background(), r.ID); err != nil {
		t.Errorf("not visible once it is in a file: %v", err)
	}
}

func TestOldFilesAreDeleted(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		l := open(t, Options{Dir: dir, KeepFor: 48 * time.Hour})
		r := newTraffic(time.Now(), 0).next()
		l.Add(&r)
		time.Sleep(47 * time.Hour)
		synctest.Wait()
		if names := fileNames(t, dir); len(names) != 1 {
			t.Errorf("%v are left before their time, want one file", names)
		}
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if names := fileNames(t, dir); len(names) != 0 {
			t.Errorf("files left after retention: %v", names)
		}
	})
}

func TestOldestFilesGoWhenThereIsTooMuch(t *testing.T) {
	dir := t.TempDir()
	l := quiet(t, dir)
	all := added(t, l, 10, 10)
	size := folderBytes(dir)
	l.files.expire(time.Now(), 0, size/2)
	if got := folderBytes(dir); got > size/2 || got < size/3 {
		t.Errorf("%d bytes are left of %d, want about half", got, size)
	}
	got := pages(t, l, Query{})
	if d := diff(naive(all, Filter{})[:len(got)], got); d != "" {
		t.Errorf("what is left is not the newest: %s", d)
	}
	l.files.expire(time.Now(), 0, 0)
	if len(pages(t, l, Query{})) != len(got) {
		t.Error("no limit deleted something")
	}
}

func TestPastDayIsMergedHoweverLittleItIs(t *testing.T) {
	l := quiet(t, t.TempDir())
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for _, at := range []time.Duration{-20 * time.Hour, -19 * time.Hour, -2 * time.Hour, -1 * time.Hour} {
		r := newTraffic(now.Add(at), 0).next()
		l.Add(&r)
		if err := l.Flush(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	run := plan(l.files.live, now)
	if len(run) != 2 || run[0] != l.files.live[0] {
		t.Errorf("the plan takes %d files, want the two of yesterday", len(run))
	}
	if plan(l.files.live, now.Add(-11*time.Hour-30*time.Minute)) != nil {
		t.Error("a day that has just ended is merged at once, want an hour for slow requests")
	}
}

// TestFullDisk uses a file system of 1 MB, or where none may be mounted, no
// file of more than 10 kB: a write that ends half way is what both have in
// common.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Cleanup(func() { _ = limitFiles(math.MaxUint64)() })
		testUnwritableFrom(t, filepath.Join(dir, "logs"), limitFiles(10<<10), limitFiles(math.MaxUint64))
		return
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 1014<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	testUnwritable(t, filepath.Join(dir, "logs"), func() error { return os.Remove(filler) })
}

// limitFiles sets how large a file this process may write. The signal that
// comes with a refused write would end the process.
func limitFiles(most uint64) func() error {
	return func() error {
		signal.Ignore(syscall.SIGXFSZ)
		var limit syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		limit.Cur = min(most, limit.Max)
		return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
	}
}

func TestFolderThatCannotBeWrittenForAWhile(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "logs")
	l := quiet(t, dir)
	if err := l.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	away := filepath.Join(parent, "away")
	testUnwritableFrom(t, dir, func() error {
		return cmp.Or(os.Rename(dir, away), os.WriteFile(dir, nil, 0o600))
	}, func() error {
		return cmp.Or(os.Remove(dir), os.Rename(away, dir))
	})
}

func testUnwritable(t *testing.T, dir string, heal func() error) {
	testUnwritableFrom(t, dir, func() error { return nil }, heal)
}

// testUnwritableFrom breaks the folder, logs more than memory holds, heals it,
// and expects what was in memory to arrive and the rest to be counted.
func testUnwritableFrom(t *testing.T, dir string, breakIt, heal func() error) {
	const memory = 2 << 20
	l := open(t, Options{Dir: dir, MemoryBytes: memory})
	l.stop()
	l.done.Wait()
	if err := breakIt(); err != nil {
		t.Fatal(err)
	}
	tr := newTraffic(time.Now(), time.Millisecond)
	const n = 10000
	for range n {
		r := tr.next()
		l.Add(&r)
	}
	if err := l.Flush(context.Background()); err == nil {
		t.Fatal("Flush succeeded without a place to write")
	}
	r := tr.next()
	l.Add(&r)
	if _, _, err := l.Search(context.Background(), Query{}); err != nil {
		t.Errorf("memory cannot be searched meanwhile: %v", err)
	}
	if held := memory - l.queue.free.Load(); held > memory {
		t.Errorf("%d bytes are held, want at most %d", held, memory)
	}
	dropped := l.Dropped()
	if dropped == 0 || dropped > n {
		t.Errorf("%d of %d records counted as dropped", dropped, n)
	}
	if err := heal(); err != nil {
		t.Fatal(err)
	}
	if err := l.Flush(context.Background()); err != nil {
		t.Fatalf("does not heal: %v", err)
	}
	again := tr.next()
	l.Add(&again)
	if got := int64(len(pages(t, l, Query{Limit: 200}))); got+l.Dropped() != n+2 {
		t.Errorf("%d records found and %d dropped of %d", got, l.Dropped(), n+2)
	}
	for _, name := range fileNames(t, dir) {
		if strings.HasSuffix(name, ".tmp") {
			t.Errorf("%s was left", name)
		}
	}
}

func TestAddDuringSearchesAndMerges(t *testing.T) {
	l := open(t, Options{})
	const writers, each = 4, 3000
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			tr := newTraffic(time.Now(), time.Microsecond)
			for i := range each {
				r := tr.next()
				r.ID = fmt.Sprintf("req_%d_%d", w, i)
				l.Add(&r)
				if i%50 == 0 {
					_ = l.Flush(context.Background())
				}
			}
		})
	}
	stop := make(chan struct{})
	var searches sync.WaitGroup
	searches.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if _, _, err := l.Search(context.Background(), Query{Filter: Filter{Status: "4xx"}}); err != nil {
					t.Error(err)
				}
			}
		}
	})
	all.Wait()
	close(stop)
	searches.Wait()
	seen := map[string]bool{}
	for _, r := range pages(t, l, Query{Limit: 200}) {
		if seen[r.ID] {
			t.Errorf("%s was found twice", r.ID)
		}
		seen[r.ID] = true
	}
	if got := int64(len(seen)) + l.Dropped(); got != writers*each {
		t.Errorf("%d records found or dropped, want %d", got, writers*each)
	}
}

func TestCursorStaysWhereItIsWhileRecordsArrive(t *testing.T) {
	l := quiet(t, t.TempDir())
	all := naive(added(t, l, 2, 100), Filter{})
	var got []gatehouse.RequestRecord
	q := Query{Limit: 30}
	for {
		records, next, err := l.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, records...)
		if q.Cursor = next; next == "" {
			break
		}
		for range 10 {
			r := newTraffic(time.Now(), 0).next()
			l.Add(&r)
		}
		if err := l.Flush(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if d := diff(all, got); d != "" {
		t.Errorf("the pages shifted (-want +got):\n%s", d)
	}
}

func TestAfterCloseRecordsAreCountedAsDropped(t *testing.T) {
	dir := t.TempDir()
	l := open(t, Options{Dir: dir})
	tr := newTraffic(time.Now(), time.Millisecond)
	r := tr.next()
	l.Add(&r)
	if err := l.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if len(fileNames(t, dir)) != 1 {
		t.Error("Close did not write what was in memory")
	}
	l.Add(&r)
	if l.Dropped() != 1 {
		t.Errorf("%d dropped, want 1", l.Dropped())
	}
}

func TestInvalidQueriesNameTheParameter(t *testing.T) {
	l := quiet(t, t.TempDir())
	now := time.Now()
	for pointer, q := range map[string]Query{
		"?status":         {Filter: Filter{Status: "6xx"}},
		"?source":         {Filter: Filter{Source: "mail"}},
		"?path":           {Filter: Filter{Path: "shipments"}},
		"?min_latency_ms": {Filter: Filter{MinLatency: -1}},
		"?to":             {Filter: Filter{From: now, To: now.Add(-1)}},
		"?limit":          {Limit: 201},
		"?cursor":         {Cursor: "AAAA"},
	} {
		_, _, err := l.Search(context.Background(), q)
		e, ok := errors.AsType[*gatehouse.Error](err)
		if !ok || e.Kind != gatehouse.Invalid || len(e.Fields) != 1 || e.Fields[0].Pointer != pointer {
			t.Errorf("%s: %v", pointer, err)
		}
	}
}
