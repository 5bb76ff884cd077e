package requestlog

import (
	"bytes"
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
	places []place
	keys   []uint64
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
	for start := 0; start < len(w.keys); start += batchRows {
		n := min(batchRows, len(w.keys)-start)
		for i := range n {
			w.set(i, w.record(chunks, start+i))
		}
		for col, out := range w.writer.ColumnWriters() {
			if _, err := out.WriteRowValues(w.values[col][:n]); err != nil {
				return fmt.Errorf("encoding column %d: %w", col, err)
			}
		}
	}
	if err := w.writer.Flush(); err != nil {
		return fmt.Errorf("encoding a row group: %w", err)
	}
	w.note(w.record(chunks, len(w.keys)-1).at(), w.record(chunks, 0).at())
	return nil
}

// note widens the span of time of the file.
func (w *fileWriter) note(oldest, newest int64) {
	w.oldest, w.newest = min(w.oldest, oldest), max(w.newest, newest)
}

// place finds a record in a list of chunks.
type place struct {
	chunk, mark int
}

// sort orders the records of chunks newest first, and by id where two times
// are equal.
//
// A sort key is how much older than the newest a record is, in microseconds,
// and below that the index of its place: plain integers sort several times
// faster than anything with a comparison of its own. Ids, and times beyond the
// range of a key, are looked at only where keys are equal.
func (w *fileWriter) sort(chunks []*chunk) {
	w.places, w.keys = w.places[:0], w.keys[:0]
	newest := int64(math.MinInt64)
	for i, c := range chunks {
		for j, m := range c.marks {
			newest = max(newest, m.at)
			w.places = append(w.places, place{i, j})
		}
	}
	for i, p := range w.places {
		older := uint64(newest - chunks[p.chunk].marks[p.mark].at)
		w.keys = append(w.keys, min(older, maxOlder)<<placeBits|uint64(i))
	}
	slices.Sort(w.keys)
	for start := 0; start < len(w.keys); {
		end := start + 1
		for end < len(w.keys) && w.keys[end]>>placeBits == w.keys[start]>>placeBits {
			end++
		}
		if end > start+1 {
			w.sortExactly(chunks, w.keys[start:end])
		}
		start = end
	}
}

const (
	placeBits = 22 // More records than a file has.
	maxOlder  = 1<<(64-placeBits) - 1
)

func (w *fileWriter) sortExactly(chunks []*chunk, keys []uint64) {
	at := func(key uint64) position {
		p := w.places[key&(1<<placeBits-1)]
		m := chunks[p.chunk].marks[p.mark]
		decode(chunks[p.chunk].data[m.offset:], &w.entry)
		return position{m.at, string(w.entry.text(colID))}
	}
	slices.SortFunc(keys, func(a, b uint64) int { return at(a).compare(at(b)) })
}

// record decodes the i-th newest record.
func (w *fileWriter) record(chunks []*chunk, i int) *entry {
	p := w.places[w.keys[i]&(1<<placeBits-1)]
	decode(chunks[p.chunk].data[chunks[p.chunk].marks[p.mark].offset:], &w.entry)
	return &w.entry
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
