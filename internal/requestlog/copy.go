package requestlog

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// copy adds a row group as it is: the bytes of each column, and what the
// footer says of them with other offsets. A fault is that of the input: the
// output keeps its own.
func (m *merger) copy(g *group) error {
	from := g.metadata()
	to := *from
	to.FileOffset, to.Ordinal = m.out.offset, int16(len(m.out.footer.RowGroups))
	to.Columns = slices.Clone(from.Columns)
	var pages [columns]format.OffsetIndex
	for col := range to.Columns {
		index, err := m.copyColumn(g, col, &to.Columns[col])
		if err != nil {
			return fmt.Errorf("copying column %d: %w", col, err)
		}
		pages[col] = index
	}
	for col := range to.Columns {
		column := &to.Columns[col].MetaData
		if column.BloomFilterLength == 0 {
			continue
		}
		start := m.out.offset
		if err := m.copyBytes(g, column.BloomFilterOffset, int64(column.BloomFilterLength)); err != nil {
			return fmt.Errorf("copying the bloom filter of column %d: %w", col, err)
		}
		column.BloomFilterOffset = start
	}
	m.out.footer.NumRows += to.NumRows
	m.out.footer.RowGroups = append(m.out.footer.RowGroups, to)
	m.out.pages = append(m.out.pages, pages)
	return nil
}

func (m *merger) copyColumn(g *group, col int, column *format.ColumnChunk) (format.OffsetIndex, error) {
	index, err := g.offsetIndex(col)
	if err != nil {
		return index, err
	}
	start := column.MetaData.DataPageOffset
	if at := column.MetaData.DictionaryPageOffset; at > 0 && at < start {
		start = at
	}
	moved := m.out.offset - start
	if err := m.copyBytes(g, start, column.MetaData.TotalCompressedSize); err != nil {
		return index, err
	}
	for i := range index.PageLocations {
		index.PageLocations[i].Offset += moved
	}
	column.MetaData.DataPageOffset += moved
	if column.MetaData.DictionaryPageOffset > 0 {
		column.MetaData.DictionaryPageOffset += moved
	}
	if column.FileOffset > 0 {
		column.FileOffset += moved
	}
	column.ColumnIndexOffset, column.ColumnIndexLength = 0, 0 // Files of former versions have one.
	return index, nil
}

// offsetIndex says where the pages of a column are. It is a copy.
func (g *group) offsetIndex(col int) (format.OffsetIndex, error) {
	index, err := g.chunk(col).OffsetIndexFrom(g.handle.source)
	if errors.Is(err, parquet.ErrMissingOffsetIndex) {
		return format.OffsetIndex{}, nil
	}
	if err != nil {
		return format.OffsetIndex{}, err
	}
	var out format.OffsetIndex
	for i := range index.NumPages() {
		out.PageLocations = append(out.PageLocations, format.PageLocation{
			Offset: index.Offset(i), CompressedPageSize: int32(index.CompressedPageSize(i)), FirstRowIndex: index.FirstRowIndex(i),
		})
	}
	return out, nil
}

func (m *merger) copyBytes(g *group, offset, n int64) error {
	m.copied = slices.Grow(m.copied[:0], int(n))[:n]
	if _, err := io.ReadFull(io.NewSectionReader(g.handle.source, offset, n), m.copied); err != nil {
		return err
	}
	m.out.write(m.copied)
	return nil
}
