package requestlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// vector is one column of a row group, decoded. A dictionary column keeps its
// distinct values and one index a row.
type vector struct {
	dictNumbers []int64
	dictTexts   [][]byte
	index       []int32 // set for dictionary columns
	numbers     []int64
	texts       [][]byte
}

func (v *vector) number(row int) int64 {
	if v.dictNumbers != nil {
		return v.dictNumbers[v.index[row]]
	}
	return v.numbers[row]
}

func (v *vector) text(row int) []byte {
	if v.dictTexts != nil {
		return v.dictTexts[v.index[row]]
	}
	return v.texts[row]
}

// group is a row group open for reading.
type group struct {
	handle *handle
	number int // of the row group in its file
	chunks []parquet.ColumnChunk
	rows   int
}

// metadata is what the footer says of the row group.
func (g *group) metadata() *format.RowGroup { return &g.handle.file.Metadata().RowGroups[g.number] }

func (h *handle) groups() []group {
	var out []group
	for i, rg := range h.file.RowGroups() {
		out = append(out, group{h, i, rg.ColumnChunks(), int(rg.NumRows())})
	}
	return out
}

func (g *group) chunk(col int) *parquet.FileColumnChunk {
	return g.chunks[col].(*parquet.FileColumnChunk)
}

// times are those of the oldest and newest record, from the statistics.
func (g *group) times() (oldest, newest int64) {
	low, high, ok := g.chunk(colAt).Bounds()
	if !ok {
		return -1 << 63, 1<<63 - 1
	}
	return low.Int64(), high.Int64()
}

// mayHold asks a column's bloom filter; true where there is none.
func (g *group) mayHold(col int, text string) (bool, error) {
	filter, err := g.chunk(col).BloomFilterFrom(g.handle.source)
	if errors.Is(err, parquet.ErrMissingBloomFilter) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading a bloom filter: %w", err)
	}
	return filter.Check(parquet.ByteArrayValue([]byte(text)))
}

// read decodes a whole column.
func (g *group) read(col int) (*vector, error) {
	return g.readIf(col, func(*vector) bool { return true })
}

// readIf decodes a column, unless it has a dictionary and want, shown that
// alone, says no; then the vector is nil.
func (g *group) readIf(col int, want func(*vector) bool) (*vector, error) {
	pages := g.chunk(col).PagesFrom(g.handle.source)
	defer func() { _ = pages.Close() }()
	v := &vector{}
	dict, err := pages.ReadDictionary()
	if err != nil {
		return nil, fmt.Errorf("reading the dictionary of column %d: %w", col, err)
	}
	if dict != nil {
		v.addDictionary(dict, col)
		v.index = make([]int32, 0, g.rows)
		if !want(v) {
			return nil, nil //nolint:nilnil // Nothing to read is an answer.
		}
	}
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return v, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading column %d: %w", col, err)
		}
		v.add(page, col, g.rows)
		parquet.Release(page)
	}
}

// add appends a page. Pages come from a pool, so everything is copied.
func (v *vector) add(page parquet.Page, col, rows int) {
	data := page.Data()
	switch {
	case v.index != nil:
		v.index = append(v.index, data.Int32()...)
	case col == colVerified:
		v.addBits(data.Boolean(), int(page.NumRows()))
	case col < firstText:
		if v.numbers == nil {
			v.numbers = make([]int64, 0, rows)
		}
		v.numbers = append(v.numbers, data.Int64()...)
	default:
		values, offsets := data.ByteArray()
		v.texts = appendSlices(v.texts, bytes.Clone(values), offsets)
	}
}

func (v *vector) addDictionary(dict parquet.Dictionary, col int) {
	data := dict.Page().Data()
	if col < firstText {
		v.dictNumbers = slices.Clone(data.Int64())
		return
	}
	values, offsets := data.ByteArray()
	v.dictTexts = appendSlices(make([][]byte, 0, dict.Len()), bytes.Clone(values), offsets)
}

func (v *vector) addBits(bits []byte, n int) {
	for i := range n {
		v.numbers = append(v.numbers, int64(bits[i/8]>>(i%8)&1))
	}
}

func appendSlices(to [][]byte, data []byte, offsets []uint32) [][]byte {
	for i := 1; i < len(offsets); i++ {
		to = append(to, data[offsets[i-1]:offsets[i]:offsets[i]])
	}
	return to
}

// encoded is the whole row group in the form in which records wait in memory.
func (g *group) encoded() (*chunk, error) {
	var vectors [columns]*vector
	for col := range vectors {
		v, err := g.read(col)
		if err != nil {
			return nil, err
		}
		vectors[col] = v
	}
	c := newChunk(0, 0)
	var e entry
	for row := range g.rows {
		for col := range e.numbers {
			e.numbers[col] = vectors[col].number(row)
		}
		for i := range e.texts {
			e.texts[i] = vectors[firstText+i].text(row)
		}
		c.addEntry(&e)
	}
	return c, nil
}
