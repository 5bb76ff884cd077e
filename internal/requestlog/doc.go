// Package requestlog keeps one record for each request that the gateway saw
// and finds them again.
//
// A request must never wait for its own log line, and a log line must cost
// next to nothing: [Log.Add] copies the record into one of several byte
// buffers and returns. A text that repeats is in such a buffer once, so that a
// record is some numbers, some indexes and its few own words. Those buffers are
// searchable at once. Every second what has gathered becomes one small,
// immutable Parquet file, and small files are joined in the background into
// larger ones, mostly by copying their bytes. Nothing is ever changed in place:
// a file appears whole under its final name or not at all, so that a process
// killed at any moment loses at most the last second and leaves nothing that
// cannot be read. Retention deletes files.
//
// A search runs newest first over memory and files alike. Files and their row
// groups are taken by time, a filter reads only the columns it names, and the
// search stops when its page is full.
//
// The files are meant to be read by others too (DuckDB, ClickHouse, Spark):
// their schema is described in docs/request-log-files.md.
package requestlog
