package requestlog

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gatehouse"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// formerFile makes a file as Gatehouse did before it laid out files itself:
// by parquet-go's writer, with a column index and Bloom filters behind the
// pages.
func formerFile(t *testing.T, dir string, number uint64, records []gatehouse.RequestRecord) {
	t.Helper()
	c := newChunk(0, 0)
	for i := range records {
		c.add(&records[i])
	}
	var o order
	o.sort([]*chunk{c})
	var file bytes.Buffer
	w := parquet.NewGenericWriter[row](&file, schema, parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest, Concurrency: 1}),
		parquet.PageBufferSize(pageBytes), parquet.KeyValueMetadata("gatehouse.schema", SchemaVersion),
		parquet.BloomFilters(parquet.SplitBlockFilter(10, "id")))
	var e entry
	for row := range o.keys {
		decode(c.data[c.marks[o.place(row).mark].offset:], c.dict.view(), &e)
		for col, out := range w.ColumnWriters() {
			if _, err := out.WriteRowValues([]parquet.Value{e.value(col)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s := &segment{first: number, last: number}
	s.oldest, s.newest = span([]*chunk{c})
	if err := os.WriteFile(filepath.Join(dir, s.name()), file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (e *entry) value(col int) parquet.Value {
	switch {
	case col == colVerified:
		return parquet.BooleanValue(e.numbers[col] != 0)
	case col < firstText:
		return parquet.Int64Value(e.numbers[col])
	default:
		return parquet.ByteArrayValue(e.text(col))
	}
}

func TestFilesOfFormerVersionsAreFoundAndMerged(t *testing.T) {
	dir := t.TempDir()
	tr := newTraffic(time.Now().Add(-time.Minute), time.Millisecond)
	var all []gatehouse.RequestRecord
	for i := range mergeFiles {
		var records []gatehouse.RequestRecord
		for range []int{copyRows, 30}[min(i, 1)] { // One to be copied, the others to be written anew.
			records = append(records, rounded(tr.next()))
		}
		formerFile(t, dir, uint64(i+1), records)
		all = append(all, records...)
	}
	l := quiet(t, dir)
	check := func(when string) {
		if d := diff(naive(all, Filter{}), pages(t, l, Query{Limit: 200})); d != "" {
			t.Errorf("%s, records differ (-want +got):\n%s", when, d)
		}
		if _, err := l.Get(context.Background(), all[7].ID); err != nil {
			t.Errorf("%s, not found by its id: %v", when, err)
		}
	}
	check("as they were")
	if merged, err := l.files.mergeOnce(context.Background(), newMerger(0)); err != nil || !merged {
		t.Fatalf("merged %v, %v", merged, err)
	}
	check("merged")
	if rows := l.files.live[0].rows; rows != int64(len(all)) {
		t.Errorf("the merged file has %d rows, want %d", rows, len(all))
	}
}
