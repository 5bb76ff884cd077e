package rest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"gatehouse"
)

// FileTypes are the media types of exports.
var FileTypes = []string{"text/csv", "application/x-ndjson"}

// MaxExport bounds the records of one file.
const MaxExport = 100_000

// ExportFormat says how an export is written.
type ExportFormat struct {
	Format string `query:"format" required:"true" enum:"csv,ndjson" doc:"How records are written."`
}

// TooMuch refuses an export that would hold more than it may.
func TooMuch(found int64) error {
	var f gatehouse.Fields
	if found > MaxExport {
		f.Add("?from", "must leave at most %d records; %d match", MaxExport, found)
	}
	return f.Err()
}

// Export writes the pages of a list as a file. Columns are the cells of an
// item; an item itself is what a line of NDJSON holds.
type Export[T any] struct {
	Name    string // "request-logs"
	Format  string // csv or ndjson
	Columns []string
	Cells   func(T) []string
	Page    func(cursor string) ([]T, string, error)
}

// Stream writes page after page. Headers are sent with the first one, so that
// an error up to there is still answered as one.
func (e Export[T]) Stream() (*Stream, error) {
	items, next, err := e.Page("")
	if err != nil {
		return nil, err
	}
	return Streamed(func(_ *http.Request, w http.ResponseWriter) {
		e.header(w)
		s := NewSender(w)
		text := e.first()
		for {
			if err := s.Send(append(text, e.encode(items)...)); err != nil || next == "" {
				return
			}
			if items, next, err = e.Page(next); err != nil {
				panic(http.ErrAbortHandler) // Half a file must not look like a whole one.
			}
			text = nil
		}
	}), nil
}

func (e Export[T]) header(w http.ResponseWriter) {
	mediaType := "application/x-ndjson"
	if e.Format == "csv" {
		mediaType = "text/csv; charset=utf-8"
	}
	Attachment(w, mediaType, e.Name+"-"+time.Now().UTC().Format("20060102T150405Z")+"."+e.Format)
}

func (e Export[T]) first() []byte {
	if e.Format != "csv" {
		return nil
	}
	return Sheet(e.Columns)
}

func (e Export[T]) encode(items []T) []byte {
	if e.Format == "csv" {
		return Sheet(Each(items, e.Cells)...)
	}
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	for _, item := range items {
		_ = lines.Encode(item) // texts, numbers and times can be encoded
	}
	return out.Bytes()
}

// Sheet writes rows as RFC 4180 has it, with no cell that a spreadsheet would
// run.
func Sheet(rows ...[]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range rows {
		_ = w.Write(Each(row, harmless)) // a buffer takes everything
	}
	w.Flush()
	return out.Bytes()
}

// harmless keeps a spreadsheet from running what a partner sent. An apostrophe
// before the first character makes a cell text, as OWASP advises; the wide
// forms count as the narrow ones in some.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}
