package requestlog

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"gatehouse"
)

// Options are the settings of a [Log].
type Options struct {
	Dir         string        // folder of the files, made when missing
	KeepFor     time.Duration // files whose newest record is older are deleted; 0: kept whatever their age
	KeepBytes   int64         // oldest files are deleted above this total; 0: no limit
	MemoryBytes int64         // bound of what waits to be written; 0: 64 MiB
	Logger      *slog.Logger  // for state changes: a full disk, a file that cannot be read; nil: slog.Default()
}

const defaultMemory = 64 << 20

// The pace of the background work.
const (
	writeEvery  = 700 * time.Millisecond // with the write itself, at most a second of records is only in memory
	expireEvery = 30 * time.Second
	mergeRetry  = 10 * time.Second // after a merge that failed
	maxSearches = 4                // searches at a time
	fileBytes   = 8 << 20          // of encoded records in one file: a burst makes several
)

// Log is a request log over one folder. It is safe for concurrent use.
type Log struct {
	queue    *queue
	files    *files
	log      *slog.Logger
	searches chan struct{} // one token for each search at work

	keepFor   atomic.Int64 // nanoseconds
	keepBytes atomic.Int64

	writing sync.Mutex // held while a file is made of what waits
	writer  *fileWriter
	failing bool // the last write failed

	tails tails

	stop context.CancelFunc
	done sync.WaitGroup
	news chan struct{} // a file was written: see whether to merge
}

// Open opens the log in a folder and starts its background work, which
// [Log.Close] ends.
func Open(o Options) (*Log, error) {
	log := o.Logger
	if log == nil {
		log = slog.Default()
	}
	ctx, stop := context.WithCancel(context.Background())
	files, err := openFiles(ctx, o.Dir, log)
	if err != nil {
		stop()
		return nil, err
	}
	l := &Log{
		queue: newQueue(cmp.Or(o.MemoryBytes, defaultMemory)), files: files, log: log, searches: make(chan struct{}, maxSearches),
		tails:  tails{quit: make(chan struct{})},
		writer: newFileWriter(), stop: stop, news: make(chan struct{}, 1),
	}
	l.news <- struct{}{} // What the last process left may be merged, or due.
	l.SetRetention(o.KeepFor, o.KeepBytes)
	l.done.Go(func() { l.writeLoop(ctx) })
	l.done.Go(func() { l.mergeLoop(ctx) })
	return l, nil
}

// Add takes a record in and never blocks. It copies what it keeps: the caller
// may reuse the record and whatever its strings point to. When memory is full
// the record is dropped and counted.
func (l *Log) Add(r *gatehouse.RequestRecord) { l.queue.add(r) }

// Dropped counts the records lost since Open because memory was full or could
// not be written.
func (l *Log) Dropped() int64 { return l.queue.dropped.Load() }

// SetRetention changes how long and how much is kept, with the meaning of
// [Options]. It takes effect within a minute.
func (l *Log) SetRetention(keepFor time.Duration, keepBytes int64) {
	l.keepFor.Store(int64(keepFor))
	l.keepBytes.Store(keepBytes)
}

// Flush writes what is in memory to files and returns when they are there.
func (l *Log) Flush(ctx context.Context) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	// While nothing can be written, chunks are filled before they wait.
	sealed := !l.failing
	if sealed {
		l.queue.sealAll()
	}
	for {
		chunks := l.queue.next(fileBytes)
		switch {
		case len(chunks) > 0:
			if err := l.write(ctx, chunks); err != nil {
				return err
			}
		case sealed:
			return nil
		default:
			l.queue.sealAll()
			sealed = true
		}
	}
}

// write makes a file of the oldest waiting chunks. They leave memory in the
// same step in which the file becomes part of the log. After a failure they
// stay and are tried again; meanwhile memory fills up to its bound, and what
// comes then is dropped and counted.
func (l *Log) write(ctx context.Context, chunks []*chunk) error {
	oldest, newest := span(chunks)
	s := &segment{oldest: oldest, newest: newest, first: l.files.next, last: l.files.next}
	err := l.files.folder.write(ctx, s.name(), func(to io.Writer) error { return l.writer.write(to, chunks) })
	if failing := err != nil; failing != l.failing {
		l.failing = failing
		if failing {
			l.log.Error("request log cannot be written; records wait in memory", "error", err)
		} else {
			l.log.Info("request log can be written again", "dropped", l.Dropped())
		}
	}
	if err != nil {
		return err
	}
	s.bytes = l.writer.out.offset
	l.files.next++
	l.files.change(nil, []*segment{s}, func() { l.forget(chunks) })
	return nil
}

// forget drops the oldest waiting chunks from memory.
func (l *Log) forget(chunks []*chunk) {
	l.tails.finish(chunks, func() { l.queue.done(len(chunks)) })
}

// writeLoop writes at a steady pace, and sooner when much has gathered.
func (l *Log) writeLoop(ctx context.Context) {
	tick := time.NewTicker(writeEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-l.queue.wake:
		}
		if err := l.Flush(ctx); err == nil {
			select {
			case l.news <- struct{}{}:
			default:
			}
		}
	}
}

// mergeLoop merges after writes, and removes what is due.
func (l *Log) mergeLoop(ctx context.Context) {
	m := newMerger(mergeShare)
	expire := time.NewTicker(expireEvery)
	defer expire.Stop()
	var pause <-chan time.Time
	for {
		news := l.news
		if pause != nil {
			news = nil
		}
		select {
		case <-ctx.Done():
			return
		case <-expire.C:
		case <-pause:
			pause = nil
		case <-news:
		}
		l.files.expire(time.Now(), time.Duration(l.keepFor.Load()), l.keepBytes.Load())
		if pause != nil {
			continue
		}
		if err := l.files.mergeAll(ctx, m); err != nil && ctx.Err() == nil {
			l.log.Warn("request log files not merged", "error", err)
			pause = time.After(mergeRetry)
		}
	}
}

// Close flushes and stops the background work. A record added afterwards is
// dropped and counted. When the flush fails, what was in memory is counted as
// dropped and the error says why.
func (l *Log) Close(ctx context.Context) error {
	l.queue.closed.Store(true)
	err := l.Flush(ctx)
	l.tails.end()
	l.stop()
	l.done.Wait()
	for _, c := range l.queue.next(1 << 62) {
		l.queue.dropped.Add(int64(len(c.marks)))
	}
	return cmp.Or(err, l.files.closeAll())
}
