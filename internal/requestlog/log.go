package requestlog

import (
	"context"
	"log/slog"
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

// Log is a request log over one folder. It is safe for concurrent use.
type Log struct {
	opts Options
}

// Open opens the log in a folder and starts its background work, which
// [Log.Close] ends.
func Open(o Options) (*Log, error) { return &Log{opts: o}, nil }

// Add takes a record in and never blocks. It copies what it keeps: the caller
// may reuse the record and whatever its strings point to. When memory is full
// the record is dropped and counted.
func (l *Log) Add(r *gatehouse.RequestRecord) {}

// Dropped counts the records lost since Open because memory was full or could
// not be written.
func (l *Log) Dropped() int64 { return 0 }

// Search returns one page of matching records, newest first, and the cursor of
// the next page, empty on the last one. A cursor stays valid while records
// arrive and files merge. Errors a caller may see: [gatehouse.Invalid] with
// the query parameter as pointer.
func (l *Log) Search(ctx context.Context, q Query) (records []gatehouse.RequestRecord, next string, err error) {
	return nil, "", q.Validate()
}

// Get finds one record by request id, [gatehouse.NotFound] when there is none
// (or none any more).
func (l *Log) Get(ctx context.Context, id string) (gatehouse.RequestRecord, error) {
	return gatehouse.RequestRecord{}, gatehouse.Errorf(gatehouse.NotFound, "No request with this id is in the log; it may have been removed by retention.")
}

// SetRetention changes how long and how much is kept, with the meaning of
// [Options]. It takes effect within a minute.
func (l *Log) SetRetention(keepFor time.Duration, keepBytes int64) {}

// Flush writes what is in memory to a file and returns when it is there.
func (l *Log) Flush(ctx context.Context) error { return nil }

// Close flushes and stops the background work. A record added afterwards is
// dropped and counted.
func (l *Log) Close(ctx context.Context) error { return nil }
