package adminapi

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
)

const exportDoc = "Streams a file, newest first, as `csv` (cells that a spreadsheet would take for formulas begin with an apostrophe) or as `ndjson` (one JSON object a line, as in the list). More than 100,000 matches are a 422: narrow the time down. A connection that breaks off left the file incomplete."

var exported = map[string]*huma.MediaType{
	"text/csv":             {Schema: &huma.Schema{Type: huma.TypeString}},
	"application/x-ndjson": {Schema: &huma.Schema{Type: huma.TypeString}},
}

// maxExport bounds the records of one file.
const maxExport = 100_000

// ExportFormat says how an export is written.
type ExportFormat struct {
	Format string `query:"format" required:"true" enum:"csv,ndjson" doc:"How records are written."`
}

func tooMuch(found int64) error {
	var f gatehouse.Fields
	if found > maxExport {
		f.Add("?from", "must leave at most %d records; %d match", maxExport, found)
	}
	return f.Err()
}

// export writes the pages of a list as a file. Columns are the cells of an
// item; an item itself is what a line of NDJSON holds.
type export[T any] struct {
	name    string // "request-logs"
	format  string
	columns []string
	cells   func(T) []string
	page    func(cursor string) ([]T, string, error)
}

// stream writes page after page. Headers are sent with the first one, so that
// an error up to there is still answered as one.
func (e export[T]) stream() (*stream, error) {
	items, next, err := e.page("")
	if err != nil {
		return nil, err
	}
	return streamed(func(_ *http.Request, w http.ResponseWriter) {
		e.header(w.Header())
		s := newSender(w)
		text := e.first()
		for {
			if err := s.send(append(text, e.encode(items)...)); err != nil || next == "" {
				return
			}
			if items, next, err = e.page(next); err != nil {
				panic(http.ErrAbortHandler) // Half a file must not look like a whole one.
			}
			text = nil
		}
	}), nil
}

func (e export[T]) header(h http.Header) {
	h.Set("Content-Type", "application/x-ndjson")
	if e.format == "csv" {
		h.Set("Content-Type", "text/csv; charset=utf-8")
	}
	h.Set("Content-Disposition", `attachment; filename="`+e.name+"-"+time.Now().UTC().Format("20060102T150405Z")+"."+e.format+`"`)
}

func (e export[T]) first() []byte {
	if e.format != "csv" {
		return nil
	}
	return []byte(strings.Join(e.columns, ",") + "\r\n")
}

func (e export[T]) encode(items []T) []byte {
	var out bytes.Buffer
	if e.format == "csv" {
		w := csv.NewWriter(&out)
		w.UseCRLF = true // RFC 4180
		for _, item := range items {
			cells := e.cells(item)
			for i := range cells {
				cells[i] = harmless(cells[i])
			}
			_ = w.Write(cells) // a buffer takes everything
		}
		w.Flush()
		return out.Bytes()
	}
	lines := json.NewEncoder(&out)
	for _, item := range items {
		_ = lines.Encode(item) // texts, numbers and times can be encoded
	}
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

// orNothing is an empty cell for null.
func orNothing(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
