package requestlog

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/bloom"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// output lays out a Parquet file: pages, column chunks, row groups, and the
// footer that says where they are. It is written here and not by parquet-go,
// whose writer takes one value at a time: what a record costs is mostly that.
//
// A file begins with four bytes; each row group is its columns one after the
// other and the Bloom filter of the ids; behind all row groups are the offset
// indexes, which say where the pages of a column are, and the footer.
type output struct {
	to     io.Writer
	offset int64
	err    error // the first; from then on nothing is written
	footer format.FileMetaData
	pages  [][columns]format.OffsetIndex // of each row group

	zstd       *zstd.Encoder
	compressed []byte
	header     bytes.Buffer
	thrift     *thrift.Encoder
}

// window is how far back compression looks. That a page lies within it whole
// spares copying it, a third of the cost; the buffers are of that size too.
const window = 2 * pageBytes

var magic = []byte("PAR1")

func (o *output) init() {
	o.zstd, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(window), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false)) // These options are valid.
	o.thrift = thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&o.header))
}

// emptyFooter is the footer of a file without rows: what does not depend on
// them, in the words of parquet-go.
var emptyFooter = sync.OnceValue(func() format.FileMetaData {
	var file bytes.Buffer
	w := parquet.NewGenericWriter[row](&file, schema, parquet.CreatedBy("gatehouse", SchemaVersion, ""),
		parquet.KeyValueMetadata("gatehouse.schema", SchemaVersion))
	if err := w.Close(); err != nil {
		panic(err) // A buffer takes everything.
	}
	f, err := parquet.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		panic(err) // What was just written is a file.
	}
	return *f.Metadata()
})

func (o *output) begin(to io.Writer) {
	o.to, o.offset, o.err, o.pages = to, 0, nil, o.pages[:0]
	o.footer = emptyFooter()
	o.footer.RowGroups = nil
	o.write(magic)
}

func (o *output) write(b []byte) {
	if o.err == nil {
		_, o.err = o.to.Write(b)
	}
	o.offset += int64(len(b))
}

// encode writes a structure of the format and returns its length.
func (o *output) encode(v any) int {
	o.header.Reset()
	if err := o.thrift.Encode(v); err != nil && o.err == nil {
		o.err = err
	}
	o.write(o.header.Bytes())
	return o.header.Len()
}

func (o *output) end() error {
	for g := range o.pages {
		for col := range o.pages[g] {
			chunk := &o.footer.RowGroups[g].Columns[col]
			chunk.OffsetIndexOffset = o.offset
			chunk.OffsetIndexLength = int32(o.encode(&o.pages[g][col]))
		}
	}
	n := o.encode(&o.footer)
	o.write(binary.LittleEndian.AppendUint32(nil, uint32(n)))
	o.write(magic)
	return o.err
}

// beginGroup starts a row group.
func (o *output) beginGroup(rows int) {
	o.footer.NumRows += int64(rows)
	o.footer.RowGroups = append(o.footer.RowGroups, format.RowGroup{
		Columns: make([]format.ColumnChunk, 0, columns), NumRows: int64(rows), FileOffset: o.offset, Ordinal: int16(len(o.footer.RowGroups)),
		SortingColumns: []format.SortingColumn{{ColumnIdx: colAt, Descending: true}, {ColumnIdx: colID, Descending: true}},
	})
	o.pages = append(o.pages, [columns]format.OffsetIndex{})
}

func (o *output) group() *format.RowGroup { return &o.footer.RowGroups[len(o.footer.RowGroups)-1] }

// beginColumn starts the next column of the row group.
func (o *output) beginColumn(col int, encodings ...format.Encoding) *format.ColumnMetaData {
	g, form := o.group(), columnForms[col]
	g.Columns = append(g.Columns, format.ColumnChunk{MetaData: format.ColumnMetaData{
		Type: form.kind, Codec: form.codec, Encoding: encodings, PathInSchema: []string{columnNames[col]}, NumValues: g.NumRows,
	}})
	return &g.Columns[len(g.Columns)-1].MetaData
}

// endColumn adds a column to the sizes of its row group.
func (o *output) endColumn(m *format.ColumnMetaData) {
	g := o.group()
	g.TotalByteSize += m.TotalUncompressedSize
	g.TotalCompressedSize += m.TotalCompressedSize
}

// dictPage writes the distinct values of a column, before its other pages.
func (o *output) dictPage(m *format.ColumnMetaData, values []byte, n int) {
	m.DictionaryPageOffset = o.offset
	o.page(m, values, format.PageHeader{Type: format.DictionaryPage, DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{
		NumValues: int32(n), Encoding: format.Plain,
	})})
}

// dataPage writes the values of some rows, first being the number of the first.
func (o *output) dataPage(m *format.ColumnMetaData, values []byte, first, rows int) {
	if m.DataPageOffset == 0 {
		m.DataPageOffset = o.offset
	}
	start := o.offset
	o.page(m, values, format.PageHeader{Type: format.DataPageV2, DataPageHeaderV2: thrift.New(format.DataPageHeaderV2{
		NumValues: int32(rows), NumRows: int32(rows), Encoding: m.Encoding[len(m.Encoding)-1],
		IsCompressed: thrift.New(m.Codec != format.Uncompressed),
	})})
	index := &o.pages[len(o.pages)-1][len(o.group().Columns)-1]
	index.PageLocations = append(index.PageLocations, format.PageLocation{
		Offset: start, CompressedPageSize: int32(o.offset - start), FirstRowIndex: int64(first),
	})
}

func (o *output) page(m *format.ColumnMetaData, values []byte, h format.PageHeader) {
	body := values
	if m.Codec != format.Uncompressed {
		o.compressed = o.zstd.EncodeAll(values, o.compressed[:0])
		body = o.compressed
	}
	h.UncompressedPageSize, h.CompressedPageSize = int32(len(values)), int32(len(body))
	h.CRC = int32(crc32.ChecksumIEEE(body))
	n := o.encode(&h)
	o.write(body)
	m.TotalUncompressedSize += int64(n + len(values))
	m.TotalCompressedSize += int64(n + len(body))
	giveWay()
}

// bloomFilter writes the filter of a column, named by its metadata.
func (o *output) bloomFilter(m *format.ColumnMetaData, hashes []uint64) {
	filter := make(bloom.SplitBlockFilter, bloom.NumSplitBlocksOf(int64(len(hashes)), 10))
	filter.InsertBulk(hashes)
	bits := filter.Bytes()
	m.BloomFilterOffset = o.offset
	n := o.encode(&format.BloomFilterHeader{
		NumBytes: int32(len(bits)), Algorithm: format.BloomFilterAlgorithm{Value: &format.SplitBlockAlgorithm{}},
		Hash: format.BloomFilterHash{Value: &format.XxHash{}}, Compression: format.BloomFilterCompression{Value: &format.BloomFilterUncompressed{}},
	})
	o.write(bits)
	m.BloomFilterLength = int32(n + len(bits))
}
