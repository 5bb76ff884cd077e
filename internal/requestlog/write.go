package requestlog

import (
	"bytes"
	"encoding/binary"
	"io"
	"runtime"
	"slices"

	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/format"
)

// A page is what must be decoded to read one row of a column, so pages are
// smaller than usual.
const (
	pageBytes = 64 << 10 // of text
	pageRows  = 8 << 10  // of numbers and of indexes into a dictionary
)

// giveWay lets requests go first: what makes files runs a fraction of a
// millisecond at a time and then stands in the queue of the scheduler again.
func giveWay() { runtime.Gosched() }

// fileWriter makes files. It keeps its buffers between files and serves one
// goroutine.
type fileWriter struct {
	out     output
	order   order
	set     columnSet
	encoded []byte
	codes   []int32 // of a column of numbers, into their dictionary
	copied  []byte  // a column that is taken over as it is
}

func newFileWriter() *fileWriter {
	w := &fileWriter{}
	w.out.init()
	return w
}

// write makes a file of a single row group, of the records of chunks.
func (w *fileWriter) write(to io.Writer, chunks []*chunk) error {
	w.out.begin(to)
	w.rowGroup(chunks)
	return w.out.end()
}

// rowGroup adds the records of chunks, of which there is at least one.
func (w *fileWriter) rowGroup(chunks []*chunk) {
	w.order.sort(chunks)
	w.set.gather(chunks, &w.order)
	w.out.beginGroup(len(w.order.keys))
	dict, plain := 0, 0
	for col := range columns {
		switch {
		case col == colVerified:
			w.bits(col)
		case col == colStatus || col == colConfigVersion:
			w.dictNumbers(col)
		case col < firstText:
			w.deltas(col)
		case plain < len(plainColumns) && plainColumns[plain] == col:
			w.plain(col, &w.set.plain[plain])
			plain++
		default:
			w.dictTexts(col, &w.set.dicts[dict], w.set.index[dict])
			dict++
		}
	}
	w.out.bloomFilter(&w.out.group().Columns[colID].MetaData, w.set.hashes)
}

var (
	deltaEncoding delta.BinaryPackedEncoding
	indexEncoding rle.DictionaryEncoding
)

// deltas writes numbers as differences from one row to the next.
func (w *fileWriter) deltas(col int) {
	m := w.out.beginColumn(col, format.DeltaBinaryPacked)
	values := w.set.numbers[col]
	m.Statistics = numberBounds(values)
	for first := 0; first < len(values); first += pageRows {
		page := values[first:min(first+pageRows, len(values))]
		w.encoded, _ = deltaEncoding.EncodeInt64(w.encoded, page) // Never fails.
		w.out.dataPage(m, w.encoded, first, len(page))
	}
	w.out.endColumn(m)
}

// dictNumbers writes numbers of which there are few.
func (w *fileWriter) dictNumbers(col int) {
	m := w.out.beginColumn(col, format.Plain, format.RLEDictionary)
	m.Statistics = numberBounds(w.set.numbers[col])
	known := map[int64]int32{}
	w.codes, w.encoded = w.codes[:0], w.encoded[:0]
	last, code := int64(0), int32(-1)
	for _, n := range w.set.numbers[col] {
		if n != last || code < 0 {
			var ok bool
			if code, ok = known[n]; !ok {
				code = int32(len(known))
				known[n] = code
				w.encoded = binary.LittleEndian.AppendUint64(w.encoded, uint64(n))
			}
			last = n
		}
		w.codes = append(w.codes, code)
	}
	w.out.dictPage(m, w.encoded, len(known))
	w.indexes(m, w.codes)
}

func (w *fileWriter) dictTexts(col int, d *dictionary, index []int32) {
	m := w.out.beginColumn(col, format.Plain, format.RLEDictionary)
	if col == colClientID {
		m.Statistics = textBounds(d.values)
	}
	w.out.dictPage(m, d.values, len(d.known))
	w.indexes(m, index)
}

func (w *fileWriter) indexes(m *format.ColumnMetaData, index []int32) {
	for first := 0; first < len(index); first += pageRows {
		page := index[first:min(first+pageRows, len(index))]
		w.encoded, _ = indexEncoding.EncodeInt32(w.encoded, page) // Fails for widths that an index cannot have.
		w.out.dataPage(m, w.encoded, first, len(page))
	}
	w.out.endColumn(m)
}

func (w *fileWriter) plain(col int, p *plainColumn) {
	m := w.out.beginColumn(col, format.Plain)
	if col == colID {
		m.Statistics = textBounds(p.values)
	}
	for i := range p.pages {
		values, first, rows := p.page(i, len(w.order.keys))
		w.out.dataPage(m, values, first, rows)
	}
	w.out.endColumn(m)
}

func (w *fileWriter) bits(col int) {
	m := w.out.beginColumn(col, format.Plain)
	values := w.set.numbers[col]
	w.encoded = slices.Grow(w.encoded[:0], len(values)/8+1)[:(len(values)+7)/8]
	clear(w.encoded)
	for row, n := range values {
		w.encoded[row/8] |= byte(n) << (row % 8)
	}
	w.out.dataPage(m, w.encoded, 0, len(values))
	w.out.endColumn(m)
}

func numberBounds(values []int64) format.Statistics {
	low, high := values[0], values[0]
	for _, n := range values {
		low, high = min(low, n), max(high, n)
	}
	return format.Statistics{
		MinValue: binary.LittleEndian.AppendUint64(nil, uint64(low)), MaxValue: binary.LittleEndian.AppendUint64(nil, uint64(high)),
	}
}

// maxBound is the longest text that is kept as a bound.
const maxBound = 64

// textBounds are those of texts of which each comes after its length. There
// are none where one would be long, or empty, which the format cannot tell
// from absent.
func textBounds(values []byte) format.Statistics {
	var low, high []byte
	for first := true; len(values) > 0; first = false {
		n := binary.LittleEndian.Uint32(values)
		text := values[4 : 4+n]
		values = values[4+n:]
		if first || bytes.Compare(text, low) < 0 {
			low = text
		}
		if first || bytes.Compare(text, high) > 0 {
			high = text
		}
	}
	if len(low) == 0 || len(low) > maxBound || len(high) > maxBound {
		return format.Statistics{}
	}
	return format.Statistics{MinValue: bytes.Clone(low), MaxValue: bytes.Clone(high)}
}
