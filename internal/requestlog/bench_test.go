package requestlog

import (
	"syscall"
	"testing"
	"time"
)

func BenchmarkWriteChunks(b *testing.B) {
	tr := newTraffic(time.Now(), 33*time.Microsecond)
	q := newQueue(64 << 20)
	const n = 30000
	for range n {
		r := tr.next()
		q.add(&r)
	}
	q.sealAll()
	c := q.next(1 << 30)
	w := newFileWriter()
	var size int
	cpu := cpuTime()
	for b.Loop() {
		f, err := w.encode(c)
		if err != nil {
			b.Fatal(err)
		}
		size = len(f)
	}
	b.ReportMetric(float64((cpuTime()-cpu).Nanoseconds())/float64(b.N)/n, "ns/record")
	b.ReportMetric(float64(size)/n, "B/record")
	b.ReportMetric(float64(q.bytes)/n, "raw-B/record")
}

// cpuTime is the processor time the process has used, which a busy machine
// distorts less than the clock on the wall.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkAdd(b *testing.B) {
	tr := newTraffic(time.Now(), 33*time.Microsecond)
	r := tr.next()
	q := newQueue(1 << 40)
	b.ReportAllocs()
	for b.Loop() {
		q.add(&r)
		if len(q.waiting) > 100 {
			q.done(100)
		}
	}
}
