package requestlog

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"gatehouse"
)

// cpuTime is the processor time the process has used, which a busy machine
// distorts less than the clock on the wall.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func folderBytes(dir string) (n int64) {
	_ = filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			n += info.Size()
		}
		return err
	})
	return n
}

// quiet is a log without background work: the benchmark decides when files are
// made and merged.
func quiet(tb testing.TB, dir string) *Log {
	tb.Helper()
	l := open(tb, Options{Dir: dir, MemoryBytes: 1 << 30})
	l.stop()
	l.done.Wait()
	return l
}

func BenchmarkAdd(b *testing.B) {
	tr := newTraffic(time.Now(), 33*time.Microsecond)
	records := make([]gatehouse.RequestRecord, 1024)
	for i := range records {
		records[i] = tr.next()
	}
	q := newQueue(1 << 40)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		q.add(&records[i%len(records)])
		if len(q.waiting) > 100 {
			q.done(100)
		}
	}
}

// BenchmarkAddParallel is Add from all processors at once.
func BenchmarkAddParallel(b *testing.B) {
	tr := newTraffic(time.Now(), 33*time.Microsecond)
	record := tr.next()
	q := newQueue(1 << 40)
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-q.wake:
				q.done(len(q.next(1 << 30)))
			}
		}
	}()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		r := record
		for pb.Next() {
			q.add(&r)
		}
	})
}

// BenchmarkRecord is all that a record costs at some load, from Add to the
// merged file: files for each second, merged as in operation. What making the
// records costs is measured first and taken off.
func BenchmarkRecord(b *testing.B) {
	for _, second := range []int{30000, 6000, 1000} {
		b.Run(strconv.Itoa(second)+"/s", func(b *testing.B) {
			making := cpuTime()
			tr := newTraffic(time.Now(), time.Second/time.Duration(second))
			for range 60000 {
				_ = tr.next()
			}
			making = (cpuTime() - making) / 60000
			dir := b.TempDir()
			l := quiet(b, dir)
			merger := newMerger(0)
			ctx := context.Background()
			n := 0
			b.ResetTimer()
			cpu := cpuTime()
			for b.Loop() {
				for range second {
					r := tr.next()
					l.Add(&r)
					if n++; len(l.queue.wake) > 0 {
						<-l.queue.wake
						if err := l.Flush(ctx); err != nil {
							b.Fatal(err)
						}
					}
				}
				if err := cmp.Or(l.Flush(ctx), l.files.mergeAll(ctx, merger)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cpuTime()-cpu).Nanoseconds())/float64(n)-float64(making.Nanoseconds()), "cpu-ns/record")
			b.ReportMetric(float64(folderBytes(dir))/float64(n), "B/record")
			b.ReportMetric(float64(l.Dropped()), "dropped")
		})
	}
}

// BenchmarkTenMillion measures what the console asks of a full log: the newest
// page of one client, a request by its id, and statistics over everything. It
// makes 10 million records first, which takes a minute or two and half a
// gigabyte of temporary disk.
func BenchmarkTenMillion(b *testing.B) {
	if testing.Short() {
		b.Skip("makes 10 million records")
	}
	const n, second = 10_000_000, 25_000
	dir := b.TempDir()
	l := quiet(b, dir)
	merger := newMerger(0)
	tr := newTraffic(time.Now().Add(-n/second*time.Second), time.Second/second)
	ctx := context.Background()
	rare, oldest := fill(b, l, merger, tr, n, second)
	b.Logf("%d files, %.1f bytes a record, %d dropped", len(l.files.live), float64(folderBytes(dir))/n, l.Dropped())
	run := func(name string, op func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			cpu := cpuTime()
			for b.Loop() {
				op(b)
			}
			b.ReportMetric(float64((cpuTime()-cpu).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
	search := func(q Query) func(*testing.B) {
		return func(b *testing.B) {
			records, _, err := l.Search(ctx, q)
			if err != nil || len(records) != 50 {
				b.Fatal(len(records), err)
			}
		}
	}
	run("newest", search(Query{}))
	run("client", search(Query{Filter: Filter{Client: tr.clients[0].ClientName}}))
	run("client/rare", search(Query{Filter: Filter{Client: rare}}))
	run("client/rare by name", search(Query{Filter: Filter{Client: "partner-rare"}}))
	run("client/first time", func(b *testing.B) { // Footers not read yet, as after a start.
		for _, s := range l.files.live {
			s.evict()
		}
		search(Query{Filter: Filter{Client: rare}})(b)
	})
	run("5xx", search(Query{Filter: Filter{Status: "5xx"}}))
	run("statistics", func(b *testing.B) {
		if got, err := l.Stats(ctx, StatsQuery{}); err != nil || got.Total != n {
			b.Fatal(got.Total, err)
		}
	})
	run("calls", func(b *testing.B) {
		if got, err := l.Calls(ctx, Filter{}); err != nil || len(got.Clients) < manyClients/2 {
			b.Fatal(len(got.Clients), err)
		}
	})
	run("id", func(b *testing.B) {
		if _, err := l.Get(ctx, oldest); err != nil {
			b.Fatal(err)
		}
	})
}

// fill logs n requests of a traffic of so many a second, fifty of them by a
// client that nobody else is, over all files. It says who that is and which
// request was the first.
func fill(b *testing.B, l *Log, merger *merger, tr *traffic, n, second int) (rare, oldest string) {
	ctx := b.Context()
	for i := range n {
		r := tr.next()
		if i == 0 {
			oldest = r.ID
		}
		if i%(n/50) == 77 {
			r.ClientID, r.ClientName = "cl_rare", "partner-rare"
			rare = r.ClientID
		}
		l.Add(&r)
		if i%second == second-1 {
			if err := l.Flush(ctx); err != nil {
				b.Fatal(err)
			}
			if err := l.files.mergeAll(ctx, merger); err != nil {
				b.Fatal(err)
			}
		}
	}
	return rare, oldest
}
