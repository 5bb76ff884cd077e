package requestlog

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// pageBytes is the size of a page before compression. A page is what must be
// decoded to read one row of a column, so it is smaller than usual.
const pageBytes = 64 << 10

// batchRows is how many rows go to the column writers at a time: the values of
// one batch stay in the processor's cache.
const batchRows = 256

// fileWriter makes files in memory, always of a single row group. It keeps its
// buffers between files and serves one goroutine.
type fileWriter struct {
	out    bytes.Buffer
	writer *parquet.GenericWriter[row]
	values [columns][batchRows]parquet.Value
	keys   []sortKey
	entry  entry

	oldest, newest int64 // of the file being made, Unix microseconds
}

// newFileWriter makes a writer. All files are written alike, because only then
// can a merge take over row groups as they are.
func newFileWriter() *fileWriter {
	options := []parquet.WriterOption{
		schema,
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest, Concurrency: 1}),
		parquet.PageBufferSize(pageBytes),
		parquet.DataPageStatistics(false),
		parquet.CreatedBy("gatehouse", SchemaVersion, ""),
		parquet.KeyValueMetadata("gatehouse.schema", SchemaVersion),
		// A bloom filter over a dictionary column would keep a merge from copying
		// row groups, and the dictionary answers the same question exactly.
		parquet.BloomFilters(parquet.SplitBlockFilter(10, "id")),
		parquet.SortingWriterConfig(parquet.SortingColumns(parquet.Descending("started_at"), parquet.Descending("id"))),
	}
	for col, name := range schema.Columns() {
		if col > colID && col != colClientID {
			options = append(options, parquet.SkipPageBounds(name...))
		}
	}
	w := &fileWriter{}
	w.writer = parquet.NewGenericWriter[row](&w.out, options...)
	return w
}

// sortKey finds a record in a list of chunks.
type sortKey struct {
	at     int64
	chunk  int32
	offset int32
}

// encode makes a file of the records of chunks. It is valid until the next
// call.
func (w *fileWriter) encode(chunks []*chunk) (file []byte, err error) {
	w.begin()
	if err := w.rowGroup(chunks); err != nil {
		return nil, err
	}
	return w.finish()
}

// rowGroup adds the records of chunks, of which there is at least one, as a
// row group.
func (w *fileWriter) rowGroup(chunks []*chunk) error {
	w.sort(chunks)
	rg := w.writer.BeginRowGroup()
	for start := 0; start < len(w.keys); start += batchRows {
		batch := w.keys[start:min(start+batchRows, len(w.keys))]
		for i, k := range batch {
			decode(chunks[k.chunk].data[k.offset:], &w.entry)
			w.set(i, &w.entry)
		}
		for col, out := range rg.ColumnWriters() {
			if _, err := out.WriteRowValues(w.values[col][:len(batch)]); err != nil {
				return fmt.Errorf("encoding column %d: %w", col, err)
			}
		}
	}
	if _, err := rg.Commit(); err != nil {
		return fmt.Errorf("encoding a row group: %w", err)
	}
	w.note(w.keys[len(w.keys)-1].at, w.keys[0].at)
	return nil
}

// note widens the span of time of the file.
func (w *fileWriter) note(oldest, newest int64) {
	w.oldest, w.newest = min(w.oldest, oldest), max(w.newest, newest)
}

// sort orders the records of chunks newest first, and by id, which is read
// from the chunk only where two times are equal.
func (w *fileWriter) sort(chunks []*chunk) {
	w.keys = w.keys[:0]
	for i, c := range chunks {
		for offset := 0; offset < len(c.data); {
			at, size := decodeAt(c.data[offset:])
			w.keys = append(w.keys, sortKey{at, int32(i), int32(offset)})
			offset += size
		}
	}
	id := func(k sortKey) []byte {
		decode(chunks[k.chunk].data[k.offset:], &w.entry)
		return w.entry.text(colID)
	}
	slices.SortFunc(w.keys, func(a, b sortKey) int {
		if c := cmp.Compare(b.at, a.at); c != 0 {
			return c
		}
		return bytes.Compare(id(b), id(a))
	})
}

// set puts one record into row i of the batch.
func (w *fileWriter) set(i int, e *entry) {
	for col, v := range e.numbers[:colVerified] {
		w.values[col][i] = parquet.Int64Value(v)
	}
	w.values[colVerified][i] = parquet.BooleanValue(e.numbers[colVerified] != 0)
	for col, text := range e.texts {
		w.values[firstText+col][i] = parquet.ByteArrayValue(text)
	}
}

func (w *fileWriter) begin() {
	w.out.Reset()
	w.writer.Reset(&w.out)
	w.oldest, w.newest = math.MaxInt64, math.MinInt64
}

// release gives back the memory of a large file.
func (w *fileWriter) release() { w.out = bytes.Buffer{} }

func (w *fileWriter) finish() ([]byte, error) {
	if err := w.writer.Close(); err != nil {
		return nil, fmt.Errorf("encoding the footer: %w", err)
	}
	return w.out.Bytes(), nil
}
