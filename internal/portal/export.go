package portal

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gatehouse"
	"gatehouse/internal/requestlog"
)

var exported = map[string]*huma.MediaType{
	"text/csv":             {Schema: &huma.Schema{Type: huma.TypeString}},
	"application/x-ndjson": {Schema: &huma.Schema{Type: huma.TypeString}},
}

// maxExport bounds the calls of one file.
const maxExport = 50_000

type exportIn struct {
	CallFilter
	Format string `query:"format" required:"true" enum:"csv,ndjson" doc:"How calls are written."`
}

func (a *api) exportCalls(ctx context.Context, in *exportIn) (*stream, error) {
	if in.Format != "csv" && in.Format != "ndjson" {
		return nil, gatehouse.Fields{{Pointer: "?format", Detail: `must be "csv" or "ndjson"`}}.Err()
	}
	who, err := a.callerOf(ctx, nil)
	if err != nil {
		return nil, err
	}
	q := requestlog.Query{Filter: in.of(ctx), Limit: requestlog.MaxLimit}
	// The first page is read before anything is sent, so that an error is still
	// answered as one.
	found, next, err := a.search(ctx, q)
	if err != nil {
		return nil, err
	}
	return streamed(func(_ *http.Request, w http.ResponseWriter) {
		name := "requests-" + time.Now().UTC().Format("20060102T150405Z") + "." + in.Format
		attachment(w, map[string]string{"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}[in.Format], name)
		text := callsAs(in.Format, nil)
		for sent := 0; ; {
			if err := send(w, text+callsAs(in.Format, each(found, who.call))); err != nil || next == "" || sent >= maxExport {
				return
			}
			sent += len(found)
			q.Cursor = next
			if found, next, err = a.search(ctx, q); err != nil {
				panic(http.ErrAbortHandler) // half a file must not look like a whole one
			}
			text = ""
		}
	}), nil
}

var callColumns = []string{"id", "at", "method", "path", "collection", "endpoint", "profile_name", "status", "code", "step", "latency_ms", "source", "verified"}

// callsAs writes calls as lines; nil is the head of a file.
func callsAs(format string, calls []callJSON) string {
	var out bytes.Buffer
	switch {
	case format != "csv":
		lines := json.NewEncoder(&out)
		for _, c := range calls {
			_ = lines.Encode(c) // texts, numbers and times can be encoded
		}
		return out.String()
	case calls == nil:
		return strings.Join(callColumns, ",") + "\r\n"
	}
	rows := make([][]string, len(calls))
	for i, c := range calls {
		rows[i] = []string{
			c.ID, c.At.Format(time.RFC3339Nano), c.Method, c.Path, orNothing(c.Collection), orNothing(c.Endpoint), orNothing(c.ProfileName),
			strconv.Itoa(c.Status), orNothing(c.Code), orNothing(c.Step), strconv.FormatFloat(c.LatencyMS, 'f', 3, 64), c.Source, strconv.FormatBool(c.Verified),
		}
	}
	return sheet(rows)
}

// sheet writes rows as RFC 4180 has it, with no cell that a spreadsheet would
// run.
func sheet(rows [][]string) string {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
		_ = w.Write(row) // a buffer takes everything
	}
	w.Flush()
	return out.String()
}

// harmless keeps a spreadsheet from running what somebody sent. An apostrophe
// before the first character makes a cell text, as OWASP advises; the wide
// forms count as the narrow ones in some.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}

func orNothing(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
