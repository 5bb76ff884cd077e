package requestlog

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// SchemaVersion is the version of the columns below. It is kept in each file's
// metadata under "gatehouse.schema"; it grows when a column changes its
// meaning, not when one is added.
const SchemaVersion = "1"

// row is one line of a file as Parquet sees it. Only its tags are used: values
// go in and out column by column, because that is several times cheaper than
// row by row. Text that repeats is dictionary-encoded, so that a filter is
// decided once for each distinct value and not once for each record. Nothing
// is nullable: an unknown text is the empty string.
//
// The time is not named "at", as the API has it, because that is a reserved
// word to DuckDB.
//
// Ids, paths and some header values are nearly unique, so a dictionary would
// only repeat them.
type row struct {
	At            int64 `parquet:"started_at,timestamp(microsecond),delta,uncompressed"`
	Status        int64 `parquet:"status,dict"`
	LatencyUS     int64 `parquet:"latency_us,delta,uncompressed"`
	UpstreamUS    int64 `parquet:"upstream_us,delta,uncompressed"`
	BytesIn       int64 `parquet:"bytes_in,delta"`
	BytesOut      int64 `parquet:"bytes_out,delta,uncompressed"`
	ConfigVersion int64 `parquet:"config_version,dict"`
	Verified      bool  `parquet:"client_verified"`

	ID              string `parquet:"id,plain"`
	ClientID        string `parquet:"client_id,dict"`
	ClientName      string `parquet:"client_name,dict"`
	ProfileID       string `parquet:"profile_id,dict"`
	ProfileName     string `parquet:"profile_name,dict"`
	Collection      string `parquet:"collection,dict"`
	Endpoint        string `parquet:"endpoint,dict"`
	Method          string `parquet:"method,dict"`
	Path            string `parquet:"path,plain"`
	Code            string `parquet:"code,dict"`
	Step            string `parquet:"step,dict"`
	Source          string `parquet:"source,dict"`
	ClientIP        string `parquet:"client_ip,dict"`
	UserAgent       string `parquet:"user_agent,dict"`
	Query           string `parquet:"query,dict"`
	RequestHeaders  string `parquet:"request_headers,dict"`
	ResponseHeaders string `parquet:"response_headers,dict"`
	HeaderValues    string `parquet:"header_values,plain"`
}

var schema = parquet.SchemaOf(row{})

// columnForm is what the format says of a column beside its name.
type columnForm struct {
	kind  format.Type
	codec format.CompressionCodec
}

var columnForms = func() (forms [columns]columnForm) {
	for col := range forms {
		forms[col] = columnForm{format.ByteArray, format.Zstd}
		if col < firstText {
			forms[col].kind = format.Int64
		}
	}
	forms[colVerified].kind = format.Boolean
	for _, col := range []int{colAt, colLatency, colUpstream, colBytesOut} {
		forms[col].codec = format.Uncompressed
	}
	return forms
}()

var columnNames = func() (names [columns]string) {
	for col, path := range schema.Columns() {
		names[col] = path[0]
	}
	return names
}()

// The columns of a file in the order of [row]: numbers, then texts.
const (
	colAt = iota
	colStatus
	colLatency
	colUpstream
	colBytesIn
	colBytesOut
	colConfigVersion
	colVerified
	colID
	colClientID
	colClientName
	colProfileID
	colProfileName
	colCollection
	colEndpoint
	colMethod
	colPath
	colCode
	colStep
	colSource
	colClientIP
	colUserAgent
	colQuery
	colRequestHeaders
	colResponseHeaders
	colHeaderValues
	columns

	firstText = colID
	numbers   = firstText
	texts     = columns - firstText
)
